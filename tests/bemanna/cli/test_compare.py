"""``bemanna compare``: what it solves, says and writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bemanna.cli.support import Run

OVERLAY = "extends: scenario.yaml\nname: More\nproduction_plan: {clinic: {visit: 90}}\n"


def test_two_scenarios_and_a_run(run: Run, tiny: Path, tmp_path: Path) -> None:
    (tiny / "more.yaml").write_text(OVERLAY, encoding="utf-8")
    done = run("compare", tiny, tiny / "more.yaml", "--workers", 1)
    assert done.returncode == 0, done.stderr
    assert "A: Tiny clinic" in done.stderr
    assert f"A: Tiny clinic ({Path('runs/tiny-clinic-1')})" in done.stdout
    assert "production_plan.clinic.visit" in done.stdout
    assert "● exceeds the gaps" in done.stdout
    assert "B costs" in done.stdout
    assert done.stdout.splitlines()[-1] == f"Page: {Path('runs/comparison-1/compare.html')}"
    assert "\x1b" not in done.stdout + done.stderr

    again = run("compare", "runs/tiny-clinic-1", tiny, "--workers", 1, "--out", "same")
    assert again.returncode == 0, again.stderr
    assert "B: Tiny clinic (solved before)" in again.stderr
    assert "Nothing differs" in again.stdout
    assert "0 inputs, 0 key figures and 0 personal rosters differ." in again.stdout
    assert (tmp_path / "same" / "compare.html").is_file()
    assert {path.name for path in (tmp_path / "runs").iterdir() if path.is_dir()} == {
        "tiny-clinic-1",
        "more-1",
        "comparison-1",
    }


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tiny"], "needs 2 to 26"),
        (["tiny", "nowhere"], "nowhere"),
        (["tiny", "tiny", "--time-limit", "0"], "--time-limit: must lie between"),
        (["tiny", "tiny", "--out", "tiny"], "tiny: holds something else"),
    ],
)
def test_wrong_values_get_one_line_and_nothing_is_written(
    run: Run, tiny: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = run("compare", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path.name for path in tmp_path.rglob("*")} == {"tiny", "scenario.yaml"}


def test_a_scenario_without_a_roster_ends_with_1(run: Run, tiny: Path) -> None:
    pinned = "extends: scenario.yaml\nabsences: [{staff: ann, start: 2027-03-02}]\n"
    pinned += "pins: [{staff: ann, date: 2027-03-02, shift: day}]\n"
    (tiny / "pinned.yaml").write_text(pinned, encoding="utf-8")
    done = run("compare", tiny, tiny / "pinned.yaml", "--workers", 1)
    assert done.returncode == 1, done.stderr
    assert "B: there is no roster to compare with A." in done.stdout

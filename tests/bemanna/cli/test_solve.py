"""``bemanna solve``: what it writes, says and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bemanna.cli.support import TINY, Run

FILES = {
    "scenario.yaml",
    "roster.csv",
    "sessions.csv",
    "items.csv",
    "production.csv",
    "capacity.csv",
    "summary.json",
    "report.html",
    "roster.xlsx",
    "calendars",
}


def test_a_run_folder_is_written_and_told(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("solve", tiny, "--time-limit", 20, "--workers", 2)
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "runs" / "tiny-clinic-1"
    assert {path.name for path in folder.iterdir()} == FILES
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    assert summary["status"] == "optimal"
    assert summary["workers"] == 2
    lines = done.stdout.splitlines()
    assert lines[0].startswith("The best possible roster, proven after")
    assert lines[1].startswith("Cost ")
    assert "SEK" in lines[1]
    assert "Everything that is planned is produced." in lines
    assert lines[-1] == f"Report: {Path('runs/tiny-clinic-1/report.html')}"
    assert "\x1b" not in done.stdout + done.stderr


def test_runs_are_numbered(run: Run, tiny: Path, tmp_path: Path) -> None:
    for number in (1, 2):
        assert run("solve", tiny, "--workers", 1, "--again").returncode == 0
        assert (tmp_path / "runs" / f"tiny-clinic-{number}").is_dir()


def test_progress_goes_to_stderr(run: Run, tiny: Path) -> None:
    done = run("solve", tiny, "--workers", 1)
    assert any("best" in line and "SEK" in line for line in done.stderr.splitlines())


def test_quiet_says_nothing(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("solve", tiny, "--quiet", "--out", tmp_path / "out", "--workers", 1)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_shortfall_is_told_and_is_no_failure(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("solve", tiny, "--set", "production_plan.clinic.visit=90", "--workers", 1, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "not produced" in done.stdout
    assert "90" in (tmp_path / "out" / "production.csv").read_text(encoding="utf-8")


def test_an_old_run_is_replaced(run: Run, tiny: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("solve", tiny, "--out", out, "--workers", 1).returncode == 0
    (out / "of mine.txt").write_text("x", encoding="utf-8")
    assert run("solve", tiny, "--out", out, "--workers", 1).returncode == 0
    assert {path.name for path in out.iterdir()} == FILES


def test_the_same_seed_and_deterministic_limit_give_the_same_roster(run: Run, tiny: Path, tmp_path: Path) -> None:
    texts = []
    for name in ("one", "two"):
        flags = ("--seed", 3, "--workers", 2, "--deterministic-limit", 2, "--out", tmp_path / name)
        assert run("solve", tiny, *flags).returncode == 0
        texts.append([(tmp_path / name / f).read_text(encoding="utf-8") for f in ("roster.csv", "items.csv")])
    assert texts[0] == texts[1]


PINNED = (
    TINY
    + """\
rules: {presets: [basic]}
absences:
  - {staff: ann, start: 2027-03-02}
pins:
  - {staff: ann, date: 2027-03-02, shift: day}
"""
)


def test_contradicting_pins_end_with_1_and_are_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(PINNED, encoding="utf-8")
    done = run("solve", ".", "--out", "out", "--workers", 1)
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "no roster" in done.stderr
    assert "ann" in done.stderr
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"scenario.yaml", "summary.json"}
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["status"] == "infeasible"


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["--gap", "-0.1"], "--gap: must lie between 0 and 1 (got -0.1)"),
        (["--gap", "nan"], "--gap: must lie between 0 and 1 (got nan)"),
        (["--gap", "5"], "--gap: must lie between 0 and 1 (got 5)"),
        (["--time-limit", "0"], "--time-limit: must lie between"),
        (["--time-limit", "inf"], "--time-limit: must lie between"),
        (["--time-limit", "1e12"], "--time-limit: must lie between"),
        (["--workers", "0"], "--workers: must lie between 1 and"),
        (["--workers", "100000"], "--workers: must lie between 1 and"),
        (["--seed", "-1"], "--seed: must lie between 0 and"),
        (["--deterministic-limit", "-5"], "--deterministic-limit: must lie between"),
        (["--set", "horizon.weeeks=2"], "weeeks"),
        (["--set", "nonsense"], "nonsense"),
        (["--set", "staff.ann.fraction=2"], "staff.ann.fraction"),
    ],
)
def test_wrong_values_get_one_line_and_nothing_is_written(
    run: Run, tiny: Path, tmp_path: Path, flags: list[str], said: str
) -> None:
    done = run("solve", tiny, *flags)
    assert done.returncode == 2
    assert done.stdout == ""
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path.name for path in tmp_path.iterdir()} == {"tiny"}


def test_all_problems_of_a_file_are_shown_with_their_places(run: Run, tiny: Path) -> None:
    text = TINY.replace("nurse: 30", "nurze: 30").replace("contract_minutes: 1200", "contract_minutes: -1")
    (tiny / "scenario.yaml").write_text(text, encoding="utf-8")
    done = run("solve", tiny)
    assert done.returncode == 2
    lines = done.stderr.splitlines()
    file = tiny / "scenario.yaml"
    assert all(line.startswith(f"{file}:") for line in lines)
    assert any(line.startswith(f"{file}:19:") and "contract_minutes" in line for line in lines), done.stderr


def test_a_scenario_that_is_not_there(run: Run, tmp_path: Path) -> None:
    done = run("solve", "nowhere")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "nowhere" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_output_folder_that_cannot_be_made_is_refused_before_the_solve(run: Run, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    done = run("solve", tiny, "--out", tmp_path / "file" / "run")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "best" not in done.stderr


def test_a_folder_of_somebody_else_is_not_touched(run: Run, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear", encoding="utf-8")
    done = run("solve", tiny, "--out", tmp_path / "mine")
    assert done.returncode == 2
    assert "no bemanna run" in done.stderr
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["letter.txt"]

"""``bemanna audit``: hand-made rosters and run folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bemanna.cli.support import Run

HEADER = "staff,date,shift\n"
ANN = "".join(f"ann,2027-03-0{day},day\n" for day in range(1, 6))
BOB = "".join(f"bob,2027-03-0{day},day\n" for day in range(1, 5))


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    """Return a roster as somebody types it: shifts only."""
    path = tmp_path / "roster.csv"
    path.write_text(HEADER + ANN + BOB, encoding="utf-8")
    return path


def test_a_roster_of_shifts_is_judged_on_its_rules(run: Run, tiny: Path, roster: Path) -> None:
    done = run("audit", roster, "--scenario", tiny)
    assert done.returncode == 0, done.stderr
    assert "No hard rule is broken." in done.stdout
    assert "not judged" in done.stdout


def test_a_broken_rule_is_named(run: Run, tiny: Path, roster: Path) -> None:
    roster.write_text(HEADER + ANN + "ann,2027-03-05,day\nmaud,2027-03-05,day\n", encoding="utf-8")
    done = run("audit", roster, "--scenario", tiny)
    assert done.returncode == 1
    assert "3 breaks of hard rules and limits:" in done.stdout  # ann twice on one day, without rest; nobody is maud
    for rule, who in (("One shift a day", "ann"), ("Daily rest", "ann"), ("Unknown name", "maud")):
        assert any(rule in line and who in line and "2027-03-05" in line for line in done.stdout.splitlines())


def test_complete_fills_in_the_items(run: Run, tiny: Path, roster: Path, tmp_path: Path) -> None:
    done = run("audit", roster, "--scenario", tiny, "--complete", "--out", tmp_path / "out", "--time-limit", 20)
    assert done.returncode == 0, done.stderr
    assert "not judged" not in done.stdout
    assert "Everything that is planned is produced." in done.stdout
    assert (tmp_path / "out" / "items.csv").read_text(encoding="utf-8").count("visit") > 1
    assert (tmp_path / "out" / "report.html").is_file()


def test_a_roster_of_shifts_gets_a_report_too(run: Run, tiny: Path, roster: Path, tmp_path: Path) -> None:
    done = run("audit", roster, "--scenario", tiny, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "out" / "report.html").is_file()
    assert not (tmp_path / "out" / "items.csv").exists()
    assert json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["bound"] is None


def test_a_run_folder_brings_its_scenario(run: Run, tiny: Path, tmp_path: Path) -> None:
    assert run("solve", tiny, "--out", "out", "--workers", 1, "--quiet").returncode == 0
    done = run("audit", "out")
    assert done.returncode == 0, done.stderr
    assert "Everything that is planned is produced." in done.stdout
    told = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))["objective"]
    assert f"{told:.0f}" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["roster.csv"], "--scenario"),
        (["nowhere.csv", "--scenario", "tiny"], "nowhere.csv"),
        (["roster.csv", "--scenario", "tiny", "--items", "nowhere.csv"], "nowhere.csv"),
        (["bad.csv", "--scenario", "tiny"], "bad.csv:2:5: is no date (got '1 March'): write it as 2027-03-01"),
        (["headless.csv", "--scenario", "tiny"], "no column 'shift'"),
        (["tiny", "--scenario", "tiny"], "roster.csv"),
    ],
)
def test_wrong_input_is_one_line(
    run: Run, tiny: Path, roster: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert tiny.name == "tiny"
    assert roster.name == "roster.csv"
    (tmp_path / "bad.csv").write_text(HEADER + "ann,1 March,day\n", encoding="utf-8")
    (tmp_path / "headless.csv").write_text("staff,date\nann,2027-03-01\n", encoding="utf-8")
    done = run("audit", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""

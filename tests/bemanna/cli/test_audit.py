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
    roster.write_text(HEADER + "bob,2027-03-06,day\n" + ANN + "ann,2027-03-05,day\n", encoding="utf-8")
    done = run("audit", roster, "--scenario", tiny)
    assert done.returncode == 1
    assert "3 breaks of hard rules and limits:" in done.stdout  # ann twice on one day, without rest; bob on a Saturday
    lines = [line.split("  ") for line in done.stdout.splitlines()]
    told = [[cell.strip() for cell in line if cell] for line in lines if line[0].strip() in ("ann", "bob")]
    assert [line[:4] for line in told] == [
        ["ann", "Fri 2027-03-05", "Daily rest", "11 h"],  # all of the rest is missing, and not more than all
        ["ann", "Fri 2027-03-05", "One shift a day", "1 shift"],
        ["bob", "Sat 2027-03-06", "Opening hours", "1 half-day"],
    ]
    assert told[0][-1].startswith("Directive 2003/88/EC")


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


EXPORT = """\
Schema vecka 9
Anst.nr;Datum;Tur;Anm
1;01.03.2027;D;
1;02.03.2027;SEM;jul
2;01.03.2027;D;
2;28.02.2027;D;
2;02.03.2027;?;
"""
COLUMNS = ("--column", "staff=Anst.nr", "--column", "date=Datum", "--column", "shift=Tur", "--date-format", "%d.%m.%Y")
CODES = ("--shift-code", "D=day", "--shift-code", "SEM=off", "--shift-code", "?=ignore", "--outside", "history")


@pytest.fixture
def export(tmp_path: Path, tiny: Path) -> Path:
    """Return a roster as another system writes it; the scenario says whose numbers those are."""
    with (tiny / "scenario.yaml").open("a", encoding="utf-8") as file:
        file.write("roster_columns: {staff_codes: {1: ann, 2: bob}}\n")
    path = tmp_path / "export.csv"
    path.write_text(EXPORT, encoding="cp1252")
    return path


def test_a_roster_of_another_system(run: Run, tiny: Path, export: Path, tmp_path: Path) -> None:
    done = run("audit", export, "--scenario", tiny, *COLUMNS, *CODES, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[:3] == [
        "Read: 2 shifts of 2 people; 1 before the horizon, counted as history; 1 ignored, as the codes say.",
        "Columns that were not read: Anm.",
        "No hard rule is broken.",
    ]
    assert (tmp_path / "out" / "roster.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "ann,2027-03-01,day,nurse,clinic,240,0",
        "bob,2027-03-01,day,nurse,clinic,240,0",
    ]
    kept = (tmp_path / "out" / "scenario.yaml").read_text(encoding="utf-8")
    assert "2027-02-28" in kept
    assert run("audit", tmp_path / "out").returncode == 0  # its own tables need no codes


def test_json_for_programs(run: Run, tiny: Path, export: Path) -> None:
    with export.open("a", encoding="cp1252") as file:
        file.write("1;01.03.2027;D;\n")
    done = run("audit", export, "--scenario", tiny, *COLUMNS, *CODES, "--json")
    assert done.returncode == 1
    told = json.loads(done.stdout)
    assert told["read"] == {"shifts": 3, "ignored": 1, "outside": 0, "history": 1, "unread_columns": ["Anm"]}
    assert {(v["rule"], v["staff"], *v["dates"]) for v in told["violations"]} >= {("one_shift", "ann", "2027-03-01")}
    assert told["terms"]["shortfall"] is None
    assert told["soft_breaks"] == []


def test_breaks_of_soft_rules_are_told_with_their_cost(run: Run, tiny: Path, roster: Path) -> None:
    rule = "rules.overrides.consecutive_days={max: 4, mode: soft, cost: 50, source: Ward agreement}"
    done = run("audit", roster, "--scenario", tiny, "--set", rule)
    assert done.returncode == 0, done.stderr
    assert "1 break of soft rules, each at a cost:" in done.stdout
    (line,) = [line for line in done.stdout.splitlines() if "Ward agreement" in line]
    assert line.split()[0] == "ann"
    assert line.split()[-1] == "50"
    told = json.loads(run("audit", roster, "--scenario", tiny, "--set", rule, "--json").stdout)
    assert [(found["rule"], found["cost"]) for found in told["soft_breaks"]] == [("consecutive_days", 50)]
    assert told["terms"]["soft_rules"] == 50


def test_complete_tells_of_second_shifts_too(run: Run, tiny: Path, roster: Path) -> None:
    roster.write_text(HEADER + ANN + "ann,2027-03-05,day\n", encoding="utf-8")
    done = run("audit", roster, "--scenario", tiny, "--complete", "--time-limit", 20)
    assert done.returncode == 1, done.stderr
    assert "One shift a day" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["roster.csv"], "--scenario"),
        (["nowhere.csv", "--scenario", "tiny"], "nowhere.csv"),
        (["roster.csv", "--scenario", "tiny", "--items", "nowhere.csv"], "nowhere.csv"),
        (["bad.csv", "--scenario", "tiny"], "bad.csv:2:5: is no date (got '1 March'): write it as 2027-03-01"),
        (["headless.csv", "--scenario", "tiny"], "no column 'shift'"),
        (
            ["stranger.csv", "--scenario", "tiny"],
            "stranger.csv:2:1: is no person of the scenario (got 'bobb'): did you",
        ),
        (["roster.csv", "--scenario", "tiny", "--column", "staff"], "--column: is no pair (got staff)"),
        (["roster.csv", "--scenario", "tiny", "--column", "stuff=x"], "roster_columns.stuff: is no known key"),
        (["roster.csv", "--scenario", "tiny", "--shift-code", "D=dya"], "(got 'dya'): did you mean 'day'?"),
        (["roster.csv", "--scenario", "tiny", "--date-format", "%d"], "roster_columns.date_format: is no format"),
        (["roster.csv", "--scenario", "tiny", "--outside", "drop"], "roster_columns.outside: is none of the choices"),
        (["roster.csv", "--scenario", "tiny", "--sheet", "March"], "roster.csv: is no workbook"),
        (["tiny", "--shift-code", "D=day"], "tiny: is a run folder"),
        (["tiny", "--scenario", "tiny"], "roster.csv"),
    ],
)
def test_wrong_input_is_one_line(
    run: Run, tiny: Path, roster: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    assert tiny.name == "tiny"
    assert roster.name == "roster.csv"
    (tmp_path / "bad.csv").write_text(HEADER + "ann,1 March,day\n", encoding="utf-8")
    (tmp_path / "stranger.csv").write_text(HEADER + "bobb,2027-03-01,day\n", encoding="utf-8")
    (tmp_path / "headless.csv").write_text("staff,date\nann,2027-03-01\n", encoding="utf-8")
    done = run("audit", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert done.stdout == ""

"""Shift-scheduling instances as scenarios: costs and limits as the instance says, worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.curtois import read
from benchmarks.instances import UNIT, InstanceError, date
from models.base import money
from models.evaluation import evaluate
from models.loading import dump, load
from models.roster import Roster, ShiftAssignment
from solver.settings import Settings
from solver.solve import solve

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]


def roster(days: dict[str, str]) -> Roster:
    """Return the roster in which each person has the shifts of a text, a letter a day."""
    return Roster(
        tuple(
            ShiftAssignment(staff, date(day), shift, UNIT, "staff")
            for staff, shifts in days.items()
            for day, shift in enumerate(shifts)
            if shift != "-"
        )
    )


@pytest.mark.parametrize(
    ("days", "cost"),
    [
        # B's request on a day off costs 4, L on Thursday is missing: 10
        ({"A": "EE--EEE", "B": "--EE---"}, 14),
        # the same 14; nobody on Friday: 100; A's request to be off on Wednesday: 3
        ({"A": "EEE--EE", "B": "-L-E---"}, 117),
        # the same 14; A off on Monday: 5, at work on Wednesday: 3; nobody on Monday and Friday; on Tuesday one too many
        ({"A": "-EE--EE", "B": "-E-E---"}, 14 + 5 + 3 + 200 + 1),
    ],
)
def test_costs_are_those_of_the_instance(days: dict[str, str], cost: int) -> None:
    judged = evaluate(read(DATA / "Tiny.txt"), roster(days))
    assert not judged.violations
    assert money(judged.objective) == cost


@pytest.mark.parametrize(
    ("days", "rule"),
    [
        ({"A": "EL-EE--", "B": "--EE---"}, "consecutive_days_off"),
        ({"A": "EE--EE-", "B": "L-EE---"}, None),
        ({"A": "EE--EE-", "B": "LEE----"}, "forbidden_successions"),
        ({"A": "E---EEE", "B": "LL-E---"}, "shift_count"),
        ({"A": "E------", "B": "--EE---"}, "working_minutes"),
        ({"A": "EEEE---", "B": "--EE---"}, "consecutive_days"),
        ({"A": "EE--EE-", "B": "--E--E-"}, "weekends"),
        ({"A": "EE--EE-", "B": "--E-E--"}, "absence"),
        ({"A": "--E--EE", "B": "--EE---"}, "consecutive_days"),
    ],
)
def test_limits_are_those_of_the_instance(days: dict[str, str], rule: str | None) -> None:
    judged = evaluate(read(DATA / "Tiny.txt"), roster(days))
    assert {violation.rule for violation in judged.violations} == ({rule} if rule else set())


def test_the_best_roster_has_the_cost_worked_out() -> None:
    # E on seven days takes A's five shifts, Friday to Sunday among them, and B; then nobody is left for L on Thursday
    result = solve(read(DATA / "Tiny.txt"), Settings(deterministic_limit=20.0, workers=1))
    assert result.status.value == "optimal"
    assert result.evaluation is not None
    assert money(result.evaluation.objective) == 14
    assert not result.evaluation.violations


def test_the_command_writes_an_ordinary_scenario(tmp_path: Path) -> None:
    out = tmp_path / "tiny.yaml"
    command = [sys.executable, "-m", "benchmarks.curtois", str(DATA / "Tiny.txt"), "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True)
    scenario = load(out)
    assert scenario.horizon.start == date(0)
    assert [person.id for person in scenario.staff] == ["A", "B"]
    assert list(scenario.shifts) == ["E", "L"]
    assert dump(scenario) == out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("\n7\n", "\n10\n", "Tiny.txt:3: is no number of whole weeks (got 10)"),
        ("L,480,E", "L,480,X", "Tiny.txt:8: names an unknown shift (got 'X')"),
        ("B,4\n", "C,4\n", "Tiny.txt:15: names an unknown person (got 'C')"),
        ("B,4\n", "B,7\n", "Tiny.txt:15: names a day after the horizon (got 7)"),
        ("A,E=7|L=7,2400", "A,E=7|L=x,2400", "Tiny.txt:11: needs a whole number (got 'x')"),
        ("A,E=7|L=7,2400,960,3,2,2,1", "A,E=7|L=7,2400", "Tiny.txt:11: has 3 values, too few"),
        ("A,E=7|L=7", "A,E=0", "Tiny.txt:11: may work no shift"),
        ("SECTION_COVER", "SECTION_NEED", "Tiny.txt: has no SECTION_COVER"),
        ("# Two", "Two", "Tiny.txt:1: stands before the first SECTION_"),
    ],
)
def test_problems_say_where_they_stand(tmp_path: Path, old: str, new: str, problem: str) -> None:
    file = tmp_path / "Tiny.txt"
    file.write_text((DATA / "Tiny.txt").read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(InstanceError) as raised:
        read(file)
    assert problem in str(raised.value)


def test_a_file_that_is_not_there_ends_with_exit_code_2(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.curtois", "nothing.txt", "--out", str(tmp_path / "s.yaml")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert ended.stderr.startswith("nothing.txt: cannot be read:")
    assert not (tmp_path / "s.yaml").exists()

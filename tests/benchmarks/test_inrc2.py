"""Nurse rostering instances as scenarios: costs, limits and history as the competition says, worked out by hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.inrc2 import read
from benchmarks.instances import UNIT, InstanceError, date
from models.base import money
from models.evaluation import evaluate
from models.loading import dump, load
from models.roster import Roster, ShiftAssignment

DATA = Path(__file__).parent / "data"
ROOT = Path(__file__).resolve().parents[2]
NAME = "n002w1_0_0"
NAMES = {"E": ("Early", "Nurse"), "N": ("Night", "Nurse"), "H": ("Night", "HeadNurse")}


def roster(days: dict[str, str]) -> Roster:
    """Return the roster of a text for each nurse: E(arly), N(ight), or H for a night as head nurse."""
    return Roster(
        tuple(
            ShiftAssignment(staff, date(day), NAMES[letter][0], UNIT, NAMES[letter][1])
            for staff, letters in days.items()
            for day, letter in enumerate(letters)
            if letter != "-"
        )
    )


@pytest.mark.parametrize(
    ("days", "costs", "rules"),
    [
        # P's run of 3 days and 1 night goes on to 4 and 2: nothing; 6 days off, 3 too many: 90; 2 shifts too few: 40.
        # Q was off one day before, of at least 2: 30; 5 days in a row of at most 4: 30. On Sunday one is missing: 30.
        ({"P": "H------", "Q": "EEEEE--"}, {"soft_rules": 90 + 40 + 30 + 30, "cover_under": 30}, set()),
        # P: night then early; 6 days in a row, 2 too many: 60; one night of two before: 15; Saturday alone is a short
        # run of days: 30, of early shifts: 15, and half a weekend: 30; works early on Tuesday: 10.
        # Q: 1 + 3 days off, one too many: 30; a single day off on Saturday: 30; half a weekend: 30; works on Sunday:
        # 10. The head nurse on Monday night is missing: 30.
        (
            {"P": "EEE--E-", "Q": "---EE-E"},
            {"soft_rules": 60 + 15 + 30 + 15 + 30 + 30 + 30 + 30, "requests": 20, "cover_under": 30},
            {"forbidden_successions"},
        ),
        # P as at first, 90 + 40, but a nurse: the head nurse is missing: 30. Q: one day off before, of two: 30; off on
        # Wednesday alone: 30; 6 shifts, one too many: 20; asked to be off on Sunday: 10. Nobody on Wednesday, which is
        # forbidden, and costs 30 beside.
        (
            {"P": "N------", "Q": "EE-EEEE"},
            {"soft_rules": 90 + 40 + 30 + 30 + 20, "requests": 10, "cover_under": 30 + 30},
            {"cover_min"},
        ),
        # A day of Q as head nurse, which she is not
        ({"P": "H------", "Q": "EEEEEH-"}, None, {"eligibility"}),
    ],
)
def test_costs_are_those_of_the_competition(
    days: dict[str, str], costs: dict[str, int] | None, rules: set[str]
) -> None:
    judged = evaluate(read(DATA, NAME), roster(days))
    assert {violation.rule for violation in judged.violations} == rules
    if costs is not None:
        assert {term: money(cost) for term, cost in judged.terms.items() if cost} == costs


def test_the_command_writes_an_ordinary_scenario(tmp_path: Path) -> None:
    out = tmp_path / "tiny.yaml"
    command = [sys.executable, "-m", "benchmarks.inrc2", str(DATA / "n002w1"), NAME, "--out", str(out)]
    subprocess.run(command, cwd=ROOT, check=True)
    scenario = load(out)
    assert scenario == read(DATA, NAME), "the folder of the set and the one above it are the same"
    assert scenario.competences == ("HeadNurse", "Nurse")
    assert [(row.staff, row.date, row.shift) for row in scenario.history] == [
        ("P", date(-3), "Early"),
        ("P", date(-2), "Early"),
        ("P", date(-1), "Night"),
        ("Q", date(-2), "Early"),
    ]
    assert scenario.history_from == date(-4)
    assert dump(scenario) == out.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("Sc-n002w1.txt", "(3,5)", "(5,3)", "Sc-n002w1.txt:18: needs a pair like (2,5) (got '(5,3)')"),
        ("Sc-n002w1.txt", "NURSES = 2", "NURSES = 3", "Sc-n002w1.txt:20: announces more lines than there are"),
        ("Sc-n002w1.txt", "Q Full", "Q Half", "Sc-n002w1.txt:22: names an unknown contract (got 'Half')"),
        ("Sc-n002w1.txt", "SKILLS", "SKILL", "Sc-n002w1.txt: has no SKILLS"),
        ("H0-n002w1-0.txt", "Q 0 0 None 0 0 1", "", "H0-n002w1-0.txt: has no history of Q"),
        ("H0-n002w1-0.txt", "None 0 0 1", "None 0 0 0", "H0-n002w1-0.txt:6: needs a run either of work or of days off"),
        ("H0-n002w1-0.txt", "Q 0 0", "Q 9 0", "H0-n002w1-0.txt:6: counts shifts or weekends from before"),
        ("WD-n002w1-0.txt", "Any Sun", "Any Day", "WD-n002w1-0.txt:9: names an unknown weekday (got 'Day')"),
        ("WD-n002w1-0.txt", "Night HeadNurse", "Night Cook", "WD-n002w1-0.txt:6: names an unknown skill (got 'Cook')"),
    ],
)
def test_problems_say_where_they_stand(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    for source in (DATA / "n002w1").iterdir():
        text = source.read_text(encoding="utf-8")
        changed = text.replace(old, new) if source.name == file else text
        (tmp_path / source.name).write_text(changed, encoding="utf-8")
    with pytest.raises(InstanceError) as raised:
        read(tmp_path, NAME)
    assert problem in str(raised.value)


@pytest.mark.parametrize("name", ["n002w1", "n002w1_0", "n002w1_0_0-", "n002w1_0_7", "n003w1_0_0"])
def test_an_instance_that_is_not_there_ends_with_exit_code_2(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "benchmarks.inrc2", str(DATA), name, "--out", str(tmp_path / "s.yaml")]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert not (tmp_path / "s.yaml").exists()

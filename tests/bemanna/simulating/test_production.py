"""Production with people absent: what a slow and direct reference says, for the same absences."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest

from bemanna.simulating.presence import Presence
from bemanna.simulating.production import Production
from bemanna.simulating.tallies import Absent
from bemanna.simulating.workdays import Workdays, workdays_of
from models.evaluation import evaluate
from models.facts import Facts
from models.judge.sheet import Sheet
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario
from tests.support import clinics
from tests.support.absence import Reference
from tests.support.golden import NAMES, read_golden

MONDAY = dt.date(2027, 3, 1)


def department(**changes: Any) -> Scenario:
    """Return a week of a unit with a fluid session, two kinds of lists, one over the day, and cover."""
    people = [{"id": name, "competences": ["nurse"], "contract_minutes": 2400} for name in ("ann", "bo", "cy", "di")]
    people += [{"id": "eve", "competences": ["doctor"], "contract_minutes": 2400, "bookable_share": "0.8"}]
    people += [{"id": "fay", "competences": ["doctor"], "contract_minutes": 2400, "productivity": "0.5"}]
    data: dict[str, Any] = {
        "schema": "bemanna/1",
        "name": "Department",
        "horizon": {"start": MONDAY, "weeks": 1},
        "calendar": {"country": None},
        "periods": {"am": {"from": "08:00", "to": "12:00"}, "pm": {"from": "13:00", "to": "17:00"}},
        "shifts": {
            "day": {"from": "08:00", "to": "17:00", "break": 60, "covers": ["am", "pm"]},
            "late": {"from": "13:00", "to": "21:00"},
        },
        "competences": ["nurse", "doctor"],
        "units": {
            "unit": {
                "activities": {
                    "visit": {"team": {"doctor": 30, "nurse": 10}, "shortfall_cost": 1000},
                    "call": {"team": {"nurse": 15}, "shortfall_cost": 100},
                    "operation": {"shortfall_cost": 5000, "carry_over": True, "backlog": 3},
                    "scan": {"shortfall_cost": 800},
                },
                "sessions": {
                    "clinic": {"activities": ["visit", "call"], "lead": "doctor"},
                    "theatre": {"activities": ["operation"], "team": {"doctor": 1, "nurse": 1}, "yield": 4},
                    "scanner": {"activities": ["scan"], "team": {"nurse": 1}, "yield": 5, "span": ["am", "pm"]},
                },
            }
        },
        "production_plan": {"visit": 6, "call": 10, "operation": 8, "scan": 5},
        "cover": [
            {"unit": "unit", "shift": "late", "competence": "nurse", "min": 1, "target": 2, "under_cost": [90, 50]}
        ],
        "staff": people,
    }
    data["cover"][0]["under_cost"] = [50, 90]
    return Scenario.model_validate(data | changes)


def roster() -> Roster:
    """Return a roster: a clinic on Monday, lists on Tuesday, somebody without a place on both days, a late shift."""
    tuesday = MONDAY + dt.timedelta(days=1)
    shifts = [
        ShiftAssignment(staff, date, "day", "unit", "doctor" if staff in ("eve", "fay") else "nurse")
        for date in (MONDAY, tuesday)
        for staff in ("ann", "bo", "cy", "eve", "fay")
    ]
    shifts += [ShiftAssignment("di", MONDAY, "late", "unit", "nurse")]
    seats = [("ann", "nurse"), ("bo", "nurse"), ("eve", "doctor"), ("fay", "doctor")]
    places = [SessionPlace(staff, MONDAY, "am", "unit", "clinic", c) for staff, c in seats]
    places += [SessionPlace("ann", tuesday, p, "unit", "scanner", "nurse", 1) for p in ("am", "pm")]
    places += [SessionPlace("bo", tuesday, "am", "unit", "theatre", "nurse", 1)]
    places += [SessionPlace("eve", tuesday, "am", "unit", "theatre", "doctor", 1)]
    items = (
        ItemCount(MONDAY, "am", "unit", "clinic", "visit", 10),
        ItemCount(MONDAY, "am", "unit", "clinic", "call", 11),
        ItemCount(tuesday, "am", "unit", "theatre", "operation", 4),
        ItemCount(tuesday, "am", "unit", "scanner", "scan", 5),
    )
    return Roster(tuple(shifts), tuple(places), items)


def parts(scenario: Scenario, given: Roster) -> tuple[Facts, Workdays, Production, Presence]:
    facts = Facts(scenario)
    sheet = Sheet(given, facts)
    days = workdays_of(sheet)
    return facts, days, Production(sheet, days), Presence(sheet, days)


def drawn(days: Workdays, draws: int, chance: float) -> Absent:
    absent: Absent = (np.random.default_rng(3).random((len(days.numbers), draws)) < chance).astype(np.int8)
    return absent


def agree(scenario: Scenario, given: Roster, draws: int, chance: float) -> None:
    """Compare everything with the reference, draw by draw."""
    facts, days, production, presence = parts(scenario, given)
    absent = drawn(days, draws, chance)
    done, staffed = production.done(absent), presence.staffed(absent)
    for draw in range(draws):
        away = frozenset((s, facts.days[day]) for (s, day), row in days.numbers.items() if absent[row, draw])
        reference = Reference(facts, given, away)
        alone, aided = reference.alone(), reference.aided()
        for row, key in enumerate(production.keys):
            assert done.alone[row, draw] == alone[key], (key, away)
            assert done.aided[row, draw] == aided[key], (key, away)
        left = {(row.unit, row.competence, row.week): row.capacity for row in reference.left.capacity}
        for row, key in enumerate(production.capacity_keys):
            assert done.capacity[row, draw] == left.get(key, 0)
        there = {(row.day, row.shift, row.unit, row.competence): row.staffed for row in reference.left.cover}
        assert [there[key] for key in presence.keys] == staffed[:, draw].tolist()


GOLDEN = [name for name in NAMES if not name.startswith("agency_ramp")]
"""The reference knows no ramps of productivity."""


@pytest.mark.parametrize("name", GOLDEN)
def test_golden_rosters_as_the_reference_has_them(name: str) -> None:
    case = read_golden(name)
    agree(case.scenario, case.roster, 12, 0.3)


@pytest.mark.parametrize("chance", [0.05, 0.3, 0.8])
def test_a_department_as_the_reference_has_it(chance: float) -> None:
    agree(department(), roster(), 60, chance)


def test_nobody_absent_is_the_roster_itself() -> None:
    for scenario, given in ((department(), roster()), (clinics.clinic(), clinics.roster(clinics.clinic()))):
        facts, days, production, presence = parts(scenario, given)
        done = production.done(np.zeros((len(days.numbers), 2), dtype=np.int8))
        evaluation = evaluate(scenario, given, facts)
        assert evaluation.production is not None
        produced = [row.produced for row in evaluation.production]
        assert done.alone.T.tolist() == done.aided.T.tolist() == [produced, produced]
        capacity = {(row.unit, row.competence, row.week): row.capacity for row in evaluation.capacity}
        assert all(production.capacity[row] == capacity[key] for row, key in enumerate(production.capacity_keys))
        assert presence.rostered.sum() == sum(row.staffed for row in evaluation.cover)


def test_everybody_absent_leaves_nothing() -> None:
    _, days, production, presence = parts(department(), roster())
    absent: Absent = np.ones((len(days.numbers), 1), dtype=np.int8)
    done = production.done(absent)
    assert not done.alone.any()
    assert not done.aided.any()
    assert not done.capacity.any()
    assert not presence.staffed(absent).any()


def of_one(staff: str, day: int) -> dict[str, tuple[int, int]]:
    """Return the items by activity, alone and aided, where one person is absent on one day."""
    _, days, production, _ = parts(department(), roster())
    absent: Absent = np.zeros((len(days.numbers), 1), dtype=np.int8)
    absent[days.numbers[staff, day]] = 1
    done = production.done(absent)
    return {key[1]: (int(done.alone[n, 0]), int(done.aided[n, 0])) for n, key in enumerate(production.keys)}


def test_a_session_loses_in_proportion_to_the_scarcest() -> None:
    # Monday: eve (productivity 1) and fay (0.5) are there as doctors. Without eve a third is left: 3 of 10 visits.
    # Calls need nurses only. Bookable: eve 480 + 480 min x 0.8, fay twice 240; left without eve's Monday 384 + 480.
    # Used: 3 visits x 30 min and the list of 240; of 864 - 330 = 534 min the 7 visits lost need 210: all are saved,
    # unless nurses lack: they have more than enough.
    assert of_one("eve", 0) == {"visit": (3, 10), "call": (11, 11), "operation": (4, 4), "scan": (5, 5)}


def test_a_list_needs_all_its_people() -> None:
    # Tuesday: cy has no place, and can step in for one nurse: for bo in the theatre, for ann at the scanner all day.
    assert of_one("bo", 1) == {"visit": (10, 10), "call": (11, 11), "operation": (0, 4), "scan": (5, 5)}
    assert of_one("ann", 1) == {"visit": (10, 10), "call": (11, 11), "operation": (4, 4), "scan": (0, 5)}
    # fay has no place either, and steps in for eve.
    assert of_one("eve", 1)["operation"] == (0, 4)
    # Nobody misses cy.
    assert of_one("cy", 1) == {"visit": (10, 10), "call": (11, 11), "operation": (4, 4), "scan": (5, 5)}


def test_nobody_steps_in_twice() -> None:
    _, days, production, _ = parts(department(), roster())
    absent: Absent = np.zeros((len(days.numbers), 1), dtype=np.int8)
    absent[[days.numbers["ann", 1], days.numbers["bo", 1]]] = 1
    done = production.done(absent)
    aided = {key[1]: int(done.aided[n, 0]) for n, key in enumerate(production.keys)}
    # the operation is worth more (4 x 5000) than the scans (5 x 800)
    assert (aided["operation"], aided["scan"]) == (4, 0)


def test_missing_people_cost_what_their_tiers_say() -> None:
    # Target 2, one there: the first missing person costs 50. Without her the second costs 90, and below min 500.
    _, days, _, presence = parts(department(), roster())
    absent: Absent = np.zeros((len(days.numbers), 2), dtype=np.int8)
    absent[days.numbers["di", 0], 1] = 1
    assert presence.cost(presence.staffed(absent)).tolist() == [0, (90 + 500) * 6000]

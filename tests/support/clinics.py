"""A small clinic with a bit of everything, and a result for it, for tests of what comes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

from bemanna.runs.run import Run, Solved
from bemanna.runs.summary import summarise
from models.evaluation import evaluate
from models.result import Incumbent, Level, Result, Status
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario

HOSTILE = (
    '=HYPERLINK("http://x")',
    "<script>alert(1)</script>",
    "\"><img/src=x/onerror='alert(2)'>",
    "@SUM(A1)",
    "-1+cmd",
    "+46",
    "'=x",
    "{{7*7}}",
    "\N{FACE WITH TEARS OF JOY}",
    "\N{RIGHT-TO-LEFT OVERRIDE}\N{HEBREW LETTER ALEF}\N{HEBREW LETTER BET}",
    "Åsa/../Öhman",
)
"""Texts that are dangerous in some file format; all of them are valid ids."""


def clinic(*, person: str = "ann", session: str = "list", shift: str = "day", name: str = "Small clinic") -> Scenario:
    """Return two weeks over the clock change of March, with a holiday, a night shift and an agency line."""
    people = [
        {
            "id": person,
            "name": person,
            "competences": ["nurse", "doctor"],
            "contract_minutes": 2400,
            "cost_per_hour": 300,
        },
        {"id": "bo", "competences": ["nurse"], "contract_minutes": 1200, "fraction": "0.5", "home": "eye"},
        {"id": "cy", "competences": ["doctor"], "contract_minutes": 480, "cost_per_hour": 900},
    ]
    data: dict[str, Any] = {
        "schema": "bemanna/1",
        "name": name,
        "horizon": {"start": "2027-03-22", "weeks": 2},
        "planned_on": "2027-02-01",
        "periods": {"am": {"from": "08:00", "to": "12:00"}, "pm": {"from": "13:00", "to": "16:00"}},
        "shifts": {
            shift: {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"], "name": shift},
            "night": {"from": "21:00", "to": "07:00", "kind": "night"},
            "course": {"minutes": 420, "days": "mon-fri"},
        },
        "competences": ["doctor", "nurse"],
        "units": {
            "eye": {
                "name": name,
                "rooms": {"theatre": 1},
                "activities": {
                    "visit": {"team": {"doctor": 20, "nurse": 10}, "shortfall_cost": 900},
                    "operation": {"shortfall_cost": 5000, "carry_over": True, "waiting_cost": 100, "backlog": 2},
                },
                "sessions": {
                    "clinic": {"activities": ["visit"], "lead": "doctor"},
                    session: {
                        "name": session,
                        "activities": ["operation"],
                        "team": {"doctor": 1, "nurse": 1},
                        "yield": 3,
                        "room": "theatre",
                    },
                },
            }
        },
        "production_plan": {"visit": [12, 9], "operation": [2, 3]},
        "cover": [{"unit": "eye", "shift": "night", "competence": "nurse", "days": "sat", "min": 1, "under_cost": 700}],
        "staff": people,
        "absences": [{"staff": "cy", "start": "2027-03-31"}],
        "requests": [
            {"staff": person, "date": "2027-03-23", "kind": "off", "cost": 50},
            {"staff": "bo", "date": "2027-03-24", "kind": "off", "cost": 50},
        ],
        "agency": [
            {"id": "locum", "competence": "doctor", "people": 2, "cost_per_hour": 1400, "travel_per_week": 2500},
        ],
        "budget": {"agency_share": {"target": "0.02", "cost": 1}},
    }
    return Scenario.model_validate(data)


def roster(scenario: Scenario) -> Roster:
    """Return a roster of the clinic: visits on Monday, operations on Tuesday, a night over the clock change."""
    person = scenario.staff[0].id
    day = next(iter(scenario.shifts))
    operating = next(name for name in scenario.units["eye"].sessions if name != "clinic")
    monday = dt.date(2027, 3, 22)
    tuesday, wednesday, saturday = (monday + dt.timedelta(days=n) for n in (1, 2, 5))
    shifts = (
        ShiftAssignment(person, monday, day, "eye", "nurse"),
        ShiftAssignment(person, tuesday, day, "eye", "nurse"),
        ShiftAssignment(person, saturday, "night", "eye", "nurse"),
        ShiftAssignment("bo", wednesday, "course", "eye", "nurse"),
        ShiftAssignment("cy", monday, day, "eye", "doctor"),
        ShiftAssignment("cy", tuesday, day, "eye", "doctor"),
        ShiftAssignment("locum-1", monday, day, "eye", "doctor"),
    )
    places = (
        SessionPlace(person, monday, "am", "eye", "clinic", "nurse"),
        SessionPlace(person, tuesday, "am", "eye", operating, "nurse", 1, "theatre"),
        SessionPlace("cy", monday, "am", "eye", "clinic", "doctor"),
        SessionPlace("cy", tuesday, "am", "eye", operating, "doctor", 1, "theatre"),
    )
    items = (
        ItemCount(monday, "am", "eye", "clinic", "visit", 12),
        ItemCount(tuesday, "am", "eye", operating, "operation", 3),
    )
    return Roster(shifts, places, items)


def result(scenario: Scenario, found: Roster | None) -> Result:
    """Return how a solve that found a roster, or none, may have ended."""
    evaluation = None if found is None else evaluate(scenario, found)
    objective = None if evaluation is None else evaluation.objective
    bound = None if objective is None else objective - objective // 50 - 1
    return Result(
        status=Status.UNKNOWN if evaluation is None else Status.FEASIBLE,
        roster=found,
        evaluation=evaluation,
        bound=bound,
        seconds=12.345,
        incumbents=() if objective is None else (Incumbent(1.5, 2 * objective, None), Incumbent(3.0, objective, bound)),
        seed=7,
        workers=8,
        levels=(Level("production", objective, bound, 6.5),),
        conflicts=() if evaluation else ("ann is pinned on a day off",),
        stopped=True,
        placement={"continuity": 0.5},
    )


def solved(scenario: Scenario | None = None) -> Solved:
    """Return a solved run of the clinic."""
    scenario = scenario or clinic()
    outcome = result(scenario, roster(scenario))
    found = Run(scenario, outcome, summarise(scenario, outcome)).solved
    assert found is not None
    return found


def hand_made(scenario: Scenario) -> Result:
    """Return the result for a roster of shifts only."""
    return result(scenario, replace(roster(scenario), places=None, items=None))


def file_bytes(folder: Path) -> dict[str, bytes]:
    """Return the content of all files of a folder by relative name."""
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

"""A small clinic for tests, and rosters of it in few words."""

from __future__ import annotations

import datetime as dt
from typing import Any

from models.evaluation import evaluate
from models.result import Violation
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario

MONDAY = dt.date(2027, 3, 1)
"""First day of the small clinic's horizon."""

_CLINIC: dict[str, Any] = {
    "schema": "bemanna/1",
    "name": "Small clinic",
    "periods": {"am": {"from": "08:00", "to": "12:00"}, "pm": {"from": "12:30", "to": "16:30"}},
    "shifts": {
        "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
        "half": {"from": "08:00", "to": "12:00", "covers": ["am"]},
        "duty": {"from": "08:00", "to": "16:00", "days": "mon-sun"},
    },
    "competences": ["nurse", "doctor"],
    "units": {
        "clinic": {"activities": {"visit": {"team": {"nurse": 60}}}, "sessions": {"visits": {"activities": ["visit"]}}}
    },
    "staff": [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["nurse"]}],
    "rules": {"presets": ["none"]},
}


def clinic(**parts: Any) -> Scenario:
    """Return the small clinic with other parts: nobody has contract time, no rule is in force."""
    weeks = parts.pop("weeks", 1)
    base = _CLINIC | {
        "horizon": {"start": MONDAY, "weeks": weeks},
        "production_plan": {"clinic": {"visit": (100,) * weeks}},
    }
    return Scenario.model_validate(base | parts)


def shift(
    day: int, shift: str = "day", staff: str = "anna", unit: str = "clinic", competence: str = "nurse"
) -> ShiftAssignment:
    """Return a shift on a day of the horizon, 0 for the first."""
    return ShiftAssignment(staff, MONDAY + dt.timedelta(days=day), shift, unit, competence)


def place(
    day: int,
    period: str = "am",
    staff: str = "anna",
    session: str = "visits",
    number: int | None = None,
    unit: str = "clinic",
    competence: str = "nurse",
) -> SessionPlace:
    """Return a session place; ``number`` is that of the list of a fixed team."""
    return SessionPlace(staff, MONDAY + dt.timedelta(days=day), period, unit, session, competence, number)


def items(
    day: int, number: int, period: str = "am", session: str = "visits", activity: str = "visit", unit: str = "clinic"
) -> ItemCount:
    """Return items of an activity."""
    return ItemCount(MONDAY + dt.timedelta(days=day), period, unit, session, activity, number)


def roster(*rows: ShiftAssignment | SessionPlace | ItemCount) -> Roster:
    """Return the roster of some rows, with all three tables."""
    return Roster(
        tuple(row for row in rows if isinstance(row, ShiftAssignment)),
        tuple(row for row in rows if isinstance(row, SessionPlace)),
        tuple(row for row in rows if isinstance(row, ItemCount)),
    )


def breaks(scenario: Scenario, *rows: ShiftAssignment | SessionPlace | ItemCount) -> list[tuple[str, int]]:
    """Return key and size of each violation of the roster of some rows."""
    return [(found.rule, found.size) for found in violations(scenario, *rows)]


def violations(scenario: Scenario, *rows: ShiftAssignment | SessionPlace | ItemCount) -> tuple[Violation, ...]:
    """Return the violations of the roster of some rows."""
    return evaluate(scenario, roster(*rows)).violations

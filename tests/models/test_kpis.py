"""Key figures, each worked out by hand."""

from __future__ import annotations

import datetime as dt

import pytest

from models.evaluation import evaluate
from models.loading import parse
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment

WARD = """\
schema: bemanna/1
name: Ward
horizon: {start: 2027-03-01, weeks: 2}
calendar: {country: null}
shifts:
  day: {from: "08:00", to: "16:00"}
  late: {from: "22:00", to: "06:00", kind: night}
competences: [nurse, doctor]
units: {ward: {open: {mon-sun: []}}}
cover:
  - {unit: ward, shift: day, competence: nurse, target: 1}
  - {unit: ward, shift: late, competence: nurse, target: 1}
  - {unit: ward, shift: day, competence: doctor, target: 1}
staff:
  - {id: ann, competences: [nurse], contract_minutes: 960, cost_per_hour: 300}
  - {id: bo, competences: [nurse], contract_minutes: 480, fraction: 0.5, cost_per_hour: 200}
  - {id: cy, competences: [doctor], cost_per_hour: 900}
pay: {additional_factor: 1, overtime_factor: 2}
unsocial_hours:
  - {days: sat-sun, from: "00:00", to: "24:00", cost_per_hour: 10}
agency:
  - {id: temp, competence: nurse, cost_per_hour: 1000, travel_per_week: 700, people: 1}
rules: {presets: [none]}
"""


def worked(*rows: tuple[str, int, str]) -> Roster:
    """Return a roster of (staff, March day, shift)."""
    names = {"cy": "doctor"}
    return Roster(
        tuple(ShiftAssignment(s, dt.date(2027, 3, day), k, "ward", names.get(s, "nurse")) for s, day, k in rows)
    )


@pytest.mark.parametrize(
    ("rows", "uneven"),
    [
        # on weekdays by day nobody minds
        ([("ann", 1, "day"), ("bo", 2, "day")], None),
        # three of a kind: shares are ceil(3 x 2/3) = 2 for ann and ceil(3 x 1/3) = 1 for bo
        ([("ann", 6, "day"), ("ann", 7, "day"), ("bo", 8, "late")], 0),
        ([("ann", 6, "day"), ("bo", 7, "day"), ("bo", 8, "late")], 1),
        ([("bo", 6, "day"), ("bo", 7, "day"), ("bo", 8, "late")], 2),
        # doctors share among themselves, and agency lines share with nobody
        ([("bo", 6, "day"), ("cy", 6, "day"), ("cy", 7, "day"), ("temp-1", 7, "day")], 0),
    ],
)
def test_uneven_shifts(rows: list[tuple[str, int, str]], uneven: int | None) -> None:
    assert evaluate(parse(WARD), worked(*rows)).kpis["uneven_shifts"] == uneven


def test_staffing_cost() -> None:
    # Ann is due 1920 min, and works 4 x 480 of them and 480 more. Full time is 960 a week, so these are overtime:
    # own-staff cost 40 h x 300 = 12000, of it 8 h above at twice the price: + 2400. Saturday: 8 h x 10 = 80 extra.
    # The agency line: 8 h x 1000 and 700 for the week.
    rows = [("ann", day, "day") for day in (1, 2, 3, 4, 6)]
    kpis = evaluate(parse(WARD), worked(*rows, ("temp-1", 1, "day"))).kpis
    assert kpis["own_staff_cost"] == 12000
    assert kpis["staffing_cost"] == 12000 + 2400 + 80 + 8000 + 700


CLINIC = """\
schema: bemanna/1
name: Clinic
horizon: {start: 2027-03-01, weeks: 1}
calendar: {country: null}
periods: {am: {from: "08:00", to: "12:00"}}
shifts: {half: {from: "08:00", to: "12:00", covers: [am]}}
competences: [nurse]
units:
  clinic:
    activities:
      planned: {team: {nurse: 10}, shortfall_cost: 1, over_production: true}
      queue: {team: {nurse: 10}, shortfall_cost: 1, carry_over: true, backlog: 9}
    sessions: {visits: {activities: [planned, queue]}}
production_plan: {planned: 6}
staff: [{id: ann, competences: [nurse]}]
rules: {presets: [none]}
"""


@pytest.mark.parametrize(
    ("planned", "queue", "share"),
    [(6, 0, 1), (8, 0, 0.75), (3, 9, 0.25), (0, 4, 0), (0, 0, None)],
)
def test_what_the_plan_has_foreseen(planned: int, queue: int, share: float | None) -> None:
    # two of eight are more than planned; nobody has planned what comes from the queue
    monday = dt.date(2027, 3, 1)
    items = tuple(
        ItemCount(monday, "am", "clinic", "visits", activity, number)
        for activity, number in (("planned", planned), ("queue", queue))
    )
    shifts = (ShiftAssignment("ann", monday, "half", "clinic", "nurse"),)
    places = (SessionPlace("ann", monday, "am", "clinic", "visits", "nurse"),)
    assert evaluate(parse(CLINIC), Roster(shifts, places, items)).kpis["inside_plan_share"] == share
    assert evaluate(parse(CLINIC), Roster(shifts)).kpis["inside_plan_share"] is None

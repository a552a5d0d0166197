"""Who covers each shift against who is wanted, and the key figures of it."""

from __future__ import annotations

import datetime as dt

import pytest

from models.evaluation import evaluate
from models.loading import parse
from models.result import Cover
from models.roster import Roster, SessionPlace, ShiftAssignment

WARD = """\
schema: bemanna/1
name: Ward
horizon: {start: 2027-03-01, weeks: 1}
calendar: {country: null}
periods: {am: {from: "08:00", to: "12:00"}}
shifts:
  day: {from: "08:00", to: "16:00", covers: [am]}
competences: [nurse]
units:
  ward:
    activities: {visit: {team: {nurse: 10}, shortfall_cost: 1}}
    sessions: {visits: {activities: [visit]}}
staff: [{id: a, competences: [nurse]}, {id: b, competences: [nurse]}, {id: c, competences: [nurse]}]
cover:
"""
MONDAY = dt.date(2027, 3, 1)
ALL = tuple(ShiftAssignment(staff, MONDAY, "day", "ward", "nurse") for staff in "abc")
SEATED = Roster(ALL, places=(SessionPlace("c", MONDAY, "am", "ward", "visits", "nurse"),), items=())


def row(text: str) -> str:
    return f"  - {{unit: ward, shift: day, competence: nurse, {text}}}\n"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        # two of three are free, one too few
        (row("days: mon, min: 1, target: 3"), Cover(0, "ward", "day", "nurse", 1, 3, 3, 2)),
        # the one in a session counts too
        (row("days: mon, target: 3, shared: true"), Cover(0, "ward", "day", "nurse", 0, 3, 3, 3)),
        # of two rows the larger min and target; nobody is too many below the target
        (
            row("days: mon, min: 1, target: 2") + row("dates: [2027-03-01], min: 2, target: 4"),
            Cover(0, "ward", "day", "nurse", 2, 4, 4, 2),
        ),
        # both rows allow three
        (row("days: mon, target: 1, max: 3") + row("days: mon, max: 5"), Cover(0, "ward", "day", "nurse", 0, 1, 3, 2)),
    ],
)
def test_rows(rows: str, expected: Cover) -> None:
    assert evaluate(parse(WARD + rows), SEATED).cover == (expected,)


def test_key_figures() -> None:
    scenario = parse(WARD + row("days: mon-tue, target: 2"))
    # Monday has three of two, Tuesday none of two: half of the four is missing
    kpis = evaluate(scenario, Roster(ALL)).kpis
    assert (kpis["cover_missing"], kpis["cover_share"]) == (2, 0.5)


def test_nothing_is_said_where_nobody_is_wanted() -> None:
    evaluation = evaluate(parse(WARD.replace("cover:\n", "")), SEATED)
    assert evaluation.cover == ()
    assert evaluation.kpis["cover_missing"] is None
    assert evaluation.kpis["cover_share"] is None

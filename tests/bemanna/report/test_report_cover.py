"""Cover in the report: the picture, the sentences, and a page without production."""

from __future__ import annotations

import datetime as dt

import pytest

from bemanna.report.cover import DAY, LEFT, cover_charts, cover_gaps, mood
from bemanna.report.page import render
from bemanna.runs.run import Run, Solved
from bemanna.runs.summary import summarise
from models.loading import parse
from models.result import Cover
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario
from tests.support import clinics

WARD = """\
schema: bemanna/1
name: Ward
horizon: {start: 2027-03-01, weeks: 1}
calendar: {country: null}
shifts:
  day: {from: "07:00", to: "15:00", name: Long day}
  night: {from: "21:00", to: "07:00"}
competences: [nurse, assistant]
units: {ward: {name: Ward 7}}
cover:
  - {unit: ward, shift: night, competence: nurse, days: mon-wed, target: 2, min: 1, under_cost: 10}
  - {unit: ward, shift: day, competence: nurse, days: tue, target: 1, under_cost: 10}
  - {unit: ward, shift: day, competence: assistant, days: mon, target: 1, under_cost: 10}
staff:
  - {id: a, competences: [nurse]}
  - {id: b, competences: [nurse]}
  - {id: c, competences: [assistant]}
"""


def solved(*shifts: tuple[str, int, str, str]) -> Solved:
    """Return the ward with shifts: staff, day of March, shift and competence."""
    rows = (ShiftAssignment(s, dt.date(2027, 3, day), shift, "ward", c) for s, day, shift, c in shifts)
    return run_of(parse(WARD), Roster(tuple(rows), places=(), items=()))


def run_of(scenario: Scenario, roster: Roster) -> Solved:
    """Return a run that ended with a roster."""
    outcome = clinics.result(scenario, roster)
    found = Run(scenario, outcome, summarise(scenario, outcome)).solved
    assert found is not None
    return found


FULL = (
    *(("a", day, "night", "nurse") for day in (1, 2, 3)),
    *(("b", day, "night", "nurse") for day in (1, 3)),
    ("c", 1, "day", "assistant"),
)


def test_a_lane_for_each_shift_of_each_competence() -> None:
    charts = cover_charts(solved(*FULL))["Ward 7"]
    assert [(chart.competence, [lane.shift for lane in chart.lanes]) for chart in charts] == [
        ("Nurse", ["Long day", "Night"]),
        ("Assistant", ["Long day"]),
    ]
    nurse = charts[0]
    assert (nurse.wanted, nurse.missing) == (7, 2)
    day, night = nurse.lanes
    assert [bar.x for bar in night.bars] == [LEFT, LEFT + DAY, LEFT + 2 * DAY]
    # two of two, one of two, two of two: a bar that is half as high
    full, half, _ = night.bars
    assert full.top == full.target == half.target
    assert half.top == pytest.approx((night.base + full.top) / 2, abs=0.1)
    assert day.bars[0].top == day.base


@pytest.mark.parametrize(("staffed", "expected"), [(0, "low"), (1, "short"), (2, "full"), (3, "full"), (4, "over")])
def test_the_mood_of_a_shift(staffed: int, expected: str) -> None:
    assert mood(Cover(0, "ward", "day", "nurse", 1, 2, 3, staffed)) == expected


def test_gaps_come_worst_first() -> None:
    assert cover_gaps(solved(("a", 2, "night", "nurse"))) == [
        "Nurse on night: 5 too few on 3 days; most on Mon 1 Mar, which has 0 of 2.",
        "Assistant on Long day: 1 too few; Mon 1 Mar has 0 of 1.",
        "Nurse on Long day: 1 too few; Tue 2 Mar has 0 of 1.",
    ]


def test_a_page_of_a_ward_speaks_of_cover_alone() -> None:
    page = render(solved(*FULL))
    assert "Nurse on night: 1 too few; Tue 2 Mar has 1 of 2." in page
    assert "7 needed · 2 missing" in page
    assert "Capacity against plan" not in page
    assert "<h3>Production</h3>" not in page


def test_a_page_of_a_ward_without_gaps() -> None:
    page = render(solved(*FULL, ("b", 2, "night", "nurse"), ("c", 2, "day", "nurse")))
    assert "Nothing: every shift has the people it needs." in page
    assert "1 needed · none missing" in page


def test_who_covers_in_another_competence_is_marked() -> None:
    """The leader of the day stands in the grid with the code of what she does, and the legend tells the code."""
    text = WARD.replace("[nurse, assistant]", "[nurse, assistant, team_leader]").replace(
        "{id: b, competences: [nurse]}", "{id: b, competences: [nurse, team_leader]}"
    )
    rows = (
        ShiftAssignment("b", dt.date(2027, 3, day), "day", "ward", c) for day, c in ((1, "team_leader"), (2, "nurse"))
    )
    page = render(run_of(parse(text), Roster(tuple(rows), places=(), items=())))
    assert page.count("<u><i>TL</i></u>") == 1
    assert '<i class="chip role">TL</i>as team leader' in page
    assert "Mon 1 Mar: Long day, 07:00–15:00; as team_leader" in page

"""What is planned anew around a change."""

from __future__ import annotations

import pytest

from models.facts import Facts
from solver.search.around import around
from tests.support.rosters import clinic

PEOPLE = [
    *({"id": f"nurse{n}", "competences": ["nurse"], "home": "clinic"} for n in range(3)),
    *({"id": f"doctor{n}", "competences": ["doctor"], "home": "clinic"} for n in range(2)),
    {"id": "elsewhere", "competences": ["nurse"], "home": "other"},
]


def facts() -> Facts:
    units = {"clinic": {"activities": {"visit": {"team": {"nurse": 60}}}}, "other": {}}
    sessions = {"sessions": {"visits": {"activities": ["visit"]}}}
    return Facts(clinic(weeks=4, staff=PEOPLE, units={**units, "clinic": units["clinic"] | sessions}))


def test_the_nearest_first_and_then_more() -> None:
    tries = list(around(facts(), frozenset([("nurse1", 8), ("nurse1", 9)])))
    assert tries[0] == {(f"nurse{n}", day) for n in range(3) for day in range(7, 14)}
    assert {staff for staff, _ in tries[1]} == {person["id"] for person in PEOPLE} - {"elsewhere"}
    assert {day for _, day in tries[1]} == {7, 8, 9, 10}
    assert {day // 7 for _, day in tries[2]} == {1, 2}
    assert len(tries) == len(set(tries))
    assert all(("nurse1", 8) in cells and ("elsewhere", 8) not in cells for cells in tries)


@pytest.mark.parametrize("day", [0, 27])
def test_at_the_ends_of_the_horizon(day: int) -> None:
    for cells in around(facts(), frozenset([("doctor0", day)])):
        assert ("doctor0", day) in cells
        assert all(0 <= other < 28 for _, other in cells)


def test_where_nearly_everything_has_changed_there_is_no_near() -> None:
    assert not around(facts(), frozenset((f"nurse{n}", day) for n in range(3) for day in range(14)))
    assert not around(facts(), frozenset())

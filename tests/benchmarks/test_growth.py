"""Made clinics and hospitals: valid, of the size that was asked for, always the same, and not too easy."""

from __future__ import annotations

import pytest

from bemanna.need import check
from benchmarks.growth.__main__ import place
from benchmarks.growth.parts import people_of, split
from models.loading import dump, parse


@pytest.mark.parametrize(("kind", "people", "weeks"), [("clinic", 25, 2), ("clinic", 130, 4), ("hospital", 160, 3)])
def test_a_made_place_is_valid_and_has_its_size(kind: str, people: int, weeks: int) -> None:
    made = place(kind, people, weeks)
    text = dump(made)
    scenario = parse(text)
    assert (len(scenario.staff), scenario.horizon.weeks) == (people, weeks)
    assert dump(place(kind, people, weeks)) == text
    assert bool(scenario.cover) == (kind == "hospital")
    assert scenario.agency
    plans = [numbers for rows in scenario.production_plan.values() for numbers in rows.values()]
    assert any(len(set(numbers)) > 1 for numbers in plans), "the plan varies from week to week"


def test_the_plan_keeps_people_busy() -> None:
    rows = [row for row in check(place("clinic", 100, 4)) if row.kind != "room"]
    need, contract = (sum(getattr(row, name) for row in rows) for name in ("need", "even"))
    assert 0.9 < need / contract < 1.1


@pytest.mark.parametrize("number", [1, 25, 59, 61, 1600])
def test_parts_sum_up(number: int) -> None:
    assert sum(split(number, 40)) == number
    kinds = list(people_of(number, (("a", 0.2), ("b", 0.5), ("c", 0.3))))
    assert len(kinds) == number

"""Which groups of people are freed together: every set once, the smallest first, and anew from a better solution."""

from __future__ import annotations

import random

from models.facts import Facts
from solver.search.grouped import Groups
from tests.solver.search.test_clinics import two_professions

UNITS = frozenset({"clinic"})


def test_every_set_of_groups_is_tried_once() -> None:
    groups, chance = Groups(Facts(two_professions())), random.Random(0)
    found = [groups.choose(UNITS, 2, 100.0, chance) for _ in range(4)]
    doctors, nurses = ("clinic", "doctor"), ("clinic", "nurse")
    assert set(found[:2]) == {frozenset({doctors}), frozenset({nurses})}
    assert found[2:] == [frozenset({doctors, nurses}), None]
    assert groups.members[doctors] == ["sara"]


def test_from_a_better_solution_all_are_tried_anew() -> None:
    groups, chance = Groups(Facts(two_professions())), random.Random(0)
    for _ in range(4):
        groups.choose(UNITS, 2, 100.0, chance)
    assert groups.choose(UNITS, 2, 99.0, chance) is not None


def test_no_set_has_too_many_people() -> None:
    groups, chance = Groups(Facts(two_professions())), random.Random(0)
    found = [groups.choose(UNITS, 1, 100.0, chance) for _ in range(3)]
    assert [chosen is not None and len(chosen) for chosen in found] == [1, 1, False]

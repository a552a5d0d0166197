"""How far capacity is from need: a key figure, not a cost. Of rosters that cost the same the nearer one is better."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from models.facts import Facts
from models.judge.capacity import MILLION
from models.judge.need import needed_minutes
from solver.linear import Linear, most, total
from solver.variables import Variables

Key = tuple[str, str, int]
"""Unit, competence, week."""


@dataclass(frozen=True)
class Mismatch:
    """Distance of capacity and need over all units, competences and weeks in which something is needed."""

    distance: Linear
    """Minutes, at least; exactly where it is minimised."""
    differences: tuple[Linear, ...]
    """Capacity less need of each key, in millionths of a minute."""

    def minutes(self, value: Callable[[Linear], int]) -> int:
        """Return the distance at some values of the variables, rounded down."""
        return sum(abs(value(difference)) for difference in self.differences) // MILLION


def needed_keys(facts: Facts) -> Mapping[Key, int]:
    """Return the minutes needed where some are.

    Where nobody is needed, as in a department that lends its doctors, nobody has to be kept away.
    """
    return {key: minutes for key, minutes in needed_minutes(facts).items() if minutes}


def add_mismatch(v: Variables, capacity: Mapping[Key, Linear]) -> Mismatch:
    """Per unit, competence and week: apart >= capacity - need and apart >= need - capacity."""
    differences: list[Linear] = []
    apart: list[Linear] = []
    for key, need in needed_keys(v.facts).items():
        there = capacity.get(key, 0)
        above = v.cp.new_int_var(0, need + most(there) // MILLION + 1, f"apart{list(key)}")
        v.cp.add(MILLION * above >= there - MILLION * need)
        v.cp.add(MILLION * above >= MILLION * need - there)
        differences.append(there - MILLION * need)
        apart.append(above)
    return Mismatch(total(apart), tuple(differences))

"""Numbers of one solution, by the keys of the variables: what stage two and the warm starts need."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from solver.linear import Linear
from solver.model import Model
from solver.seating import Seat
from solver.variables import Duty, Head, Place

K = TypeVar("K")
Shifts = frozenset[tuple[str, int, str]]
"""Who works which shift: worker, day, shift."""


@dataclass(frozen=True, slots=True)
class Solution:
    """Who works which shift, and how many heads, lists, items and duties there are; zeros are left out."""

    shifts: Shifts
    heads: Mapping[Head, int]
    lists: Mapping[Place, int]
    items: Mapping[tuple[Place, str], int]
    duties: Mapping[Duty, int]
    seats: Mapping[Seat, int]


def read_solution(model: Model, value: Callable[[Linear], int]) -> Solution:
    """Return the solution that some values of the variables stand for."""
    v = model.variables
    worked = ((s, d, k) for (s, d), shifts in v.by_day.items() for k, x in shifts.items() if value(x))
    return Solution(
        shifts=frozenset(worked),
        heads=_positive(v.heads, value),
        lists=_positive(v.lists, value),
        items=_positive(v.items, value),
        duties=_positive(v.duties, value),
        seats=_positive(model.seats, value),
    )


def _positive(variables: Mapping[K, Linear], value: Callable[[Linear], int]) -> Mapping[K, int]:
    found = ((key, value(variable)) for key, variable in variables.items())
    return {key: number for key, number in found if number}

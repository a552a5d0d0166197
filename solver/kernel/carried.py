"""Sums of many amounts, as the minutes of a month, that ways carry along instead of states that tell them apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import gcd, prod
from operator import mul

import numpy as np

from solver.kernel.rows import Ints, distinct
from solver.primitives import Count, Event

MOST = 1 << 62
"""More than this many sums together cannot be told apart in 64 bits."""


@dataclass(frozen=True)
class CarriedSum:
    """A sum and what it costs in the end: nothing but for each hinge a price a unit above it, and one below it."""

    unit: int
    """What all of its amounts are multiples of."""
    lowest: int
    """The least that any days come to, and (next) the most."""
    highest: int
    least: int
    """The hard limits."""
    most: int
    last: int
    """The day on which it ends."""
    hinges: tuple[tuple[int, int, int], ...]
    """Amount, and ticks a unit above and below it."""

    @property
    def width(self) -> int:
        """How many amounts there may be."""
        return (self.highest - self.lowest) // self.unit + 1


@dataclass(frozen=True)
class Carried:
    """What the ways through one graph carry."""

    sums: tuple[CarriedSum, ...]
    kinds: Ints
    """What an arc may add: kinds x sums."""

    @property
    def strides(self) -> list[int]:
        """Return by how much a number grows for a unit of each sum, if it is to hold all sums together."""
        return list(accumulate((one.width for one in self.sums[:-1]), mul, initial=1)) if self.sums else []

    @property
    def fits(self) -> bool:
        """Whether one whole number of 64 bits can hold all sums."""
        return prod(one.width for one in self.sums) < MOST


def kinds_of(adds: Sequence[Ints], numbers: Sequence[int]) -> tuple[Ints, list[Ints]]:
    """Return the different amounts (kinds x sums) that are added to some of the sums, and of what kind each day's are.

    The amounts of a day have the sums along their first axis.
    """
    columns = [np.concatenate([day[number].ravel() for day in adds]) for number in numbers]
    if not columns:
        return np.zeros((1, 0), dtype=np.int64), [np.zeros(day.shape[1:], dtype=np.int64) for day in adds]
    first, kind = distinct(columns)
    ends = np.cumsum([day[0].size for day in adds])[:-1]
    parts = np.split(kind, ends)
    table = np.stack([column[first] for column in columns], axis=1)
    return table, [part.reshape(day.shape[1:]) for part, day in zip(parts, adds, strict=True)]


def carried_sum(
    adds: Sequence[Sequence[int]], late: Mapping[Event, int], last: int, limits: Sequence[Count]
) -> CarriedSum:
    """Return a sum of what options of each day and events of several days add by its last day, under some limits."""
    choices = [*adds, *([0, weight] for weight in late.values())]
    low, high = sum(min(0, *day) for day in choices), sum(max(0, *day) for day in choices)
    unit = gcd(*(amount for day in choices for amount in day)) or 1
    least, most = low, high
    hinges: list[tuple[int, int, int]] = []
    for limit in limits:
        if limit.prices is None:
            least = max(least, limit.least - limit.constant if limit.least is not None else low)
            most = min(most, limit.most - limit.constant if limit.most is not None else high)
        else:
            hinges += _hinges(limit)
    return CarriedSum(unit, low, high, least, most, last, tuple(hinges))


def _hinges(limit: Count) -> list[tuple[int, int, int]]:
    """Return where a price begins, or becomes dearer."""
    steps = [(0, 0), *(limit.prices or ())]
    found: list[tuple[int, int, int]] = []
    passed = 0
    for (_, before), (units, price) in pairwise(steps):
        if limit.most is not None:
            found.append((limit.most - limit.constant + passed, price - before, 0))
        if limit.least is not None:
            found.append((limit.least - limit.constant - passed, 0, price - before))
        passed += units
    return found

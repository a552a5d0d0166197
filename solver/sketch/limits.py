"""Limits of a person's counts, and what the days to come may still add to each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.primitives import Count
from solver.sketch.checks import Flags, Ints

NO_LIMIT = 1 << 50
"""More than any count comes to."""
LONG = 10
"""Days on which a count is added to, from which on it is to grow evenly."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Of each count."""

    first: Ints
    """What it comes to before the first day."""
    least: Ints
    most: Ints
    hard: Flags
    price: Ints
    """Of a soft one, in ticks a unit."""
    unit: Ints
    """What a day adds at most."""
    even: Flags
    """Whether it is to grow evenly."""
    aim: Ints
    """To what, then."""
    fewest: Ints
    """Day, count: what the days after it add at least."""
    greatest: Ints


def limits_of(counts: Sequence[Count], adds: Sequence[Ints]) -> Limits:
    """Return the limits of counts to which the options of the days add (day -> option, count), beside events of
    several days.
    """
    fewest, greatest = np.zeros((2, len(adds) + 1, len(counts)), dtype=np.int64)
    for day in range(len(adds) - 1, -1, -1):
        fewest[day] = fewest[day + 1] + adds[day].min(axis=0)
        greatest[day] = greatest[day + 1] + adds[day].max(axis=0)
    first = np.array([count.constant for count in counts], dtype=np.int64)
    for number, count in enumerate(counts):
        for weight, event in count.terms:
            if len(event.days) > 1:
                first[number] += weight * event.absent
                added = -weight if event.absent else weight
                fewest[: max(event.days) + 1, number] += min(0, added)
                greatest[: max(event.days) + 1, number] += max(0, added)
    least = np.array([-NO_LIMIT if c.least is None else c.least for c in counts], dtype=np.int64)
    most = np.array([NO_LIMIT if c.most is None else c.most for c in counts], dtype=np.int64)
    days, unit = np.zeros(len(counts), dtype=np.int64), np.ones(len(counts), dtype=np.int64)
    for own in adds:
        days += (own != 0).any(axis=0)
        unit = np.maximum(unit, own.max(axis=0))
    reach = first + greatest[0]
    aim = np.where(most < NO_LIMIT, (least + np.minimum(most, reach)) // 2, least)
    return Limits(
        first=first,
        least=least,
        most=most,
        hard=np.array([c.prices is None for c in counts], dtype=bool),
        price=np.array([0 if c.prices is None else -(-c.prices[0][1] // c.divisor) for c in counts], dtype=np.int64),
        unit=unit,
        even=(least > first) & (days >= LONG),
        aim=np.clip(aim, first, reach),
        fewest=fewest[1:],
        greatest=greatest[1:],
    )

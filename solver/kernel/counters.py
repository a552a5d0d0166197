"""The sums that counts need: what each option adds to them, what they cost, and when they stop to matter."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.kernel.program import Program
from solver.primitives import Count, Event

Ints = NDArray[np.int64]


@dataclass
class _Sum:
    """One sum and all the counts that bound it."""

    adds: list[list[int]]
    """Day and option -> what it adds at once."""
    late: dict[Event, int]
    """What an event of several days adds where it holds, on its last day."""
    first: int
    last: int
    limits: list[Count] = field(default_factory=list)
    least_left: list[int] = field(default_factory=list)
    """After each day: the least, and (next) the most that may still be added."""
    most_left: list[int] = field(default_factory=list)
    harmless: list[int] = field(default_factory=list)
    """After each day: a sum that can no longer cost anything, where there is one."""


class Counters:
    """The sums of a program. A state holds one number for each."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sums = self._make_sums()

    def start(self) -> Ints:
        """Return the sums before the first day, of one state."""
        return np.zeros((1, len(self._sums)), dtype=np.int64)

    def added(self, day: int, option: int, ended: frozenset[Event]) -> list[int]:
        """Return what an option of a day, and the events that it ends, add to each sum."""
        return [s.adds[day][option] + sum(s.late.get(event, 0) for event in ended) for s in self._sums]

    def advance(self, day: int, counts: Ints, adds: Ints) -> tuple[Ints, Ints, Ints]:
        """Add to the sums of some states; return which of them are legal, their sums in one form, and their costs."""
        counts = counts + adds
        legal = np.ones(len(counts), dtype=bool)
        cost = np.zeros(len(counts), dtype=np.int64)
        for column, one in enumerate(self._sums):
            if not one.first <= day <= one.last:
                counts[:, column] = 0
                continue
            values = counts[:, column]
            settled = np.ones(len(values), dtype=bool)
            for limit in one.limits:
                amount = values + limit.constant
                low, high = amount + one.least_left[day], amount + one.most_left[day]
                fine = (limit.most is None or high <= limit.most) & (limit.least is None or low >= limit.least)
                settled &= fine
                if limit.prices is None:
                    legal &= (limit.most is None or low <= limit.most) & (limit.least is None or high >= limit.least)
                elif day == one.last:
                    cost += _price(limit, amount)
            if day == one.last:
                counts[:, column] = 0
            else:
                # a sum that can no longer cost anything takes a value from which it never will
                counts[settled, column] = one.harmless[day]
        kept = np.flatnonzero(legal)
        return kept, counts[kept], cost[kept]

    def _make_sums(self) -> list[_Sum]:
        by_terms: dict[tuple[tuple[int, Event], ...], _Sum] = {}
        for count in self._program.counts:
            if count.terms not in by_terms:
                by_terms[count.terms] = self._sum_of(count.terms)
            by_terms[count.terms].limits.append(count)
        for one in by_terms.values():
            self._look_ahead(one)
        return list(by_terms.values())

    def _sum_of(self, terms: tuple[tuple[int, Event], ...]) -> _Sum:
        options = self._program.options
        adds = [[0] * len(day) for day in options]
        late: dict[Event, int] = defaultdict(int)
        for weight, event in terms:
            if len(event.days) == 1:
                (day,) = event.days
                for option, shift in enumerate(options[day]):
                    adds[day][option] += weight * ((shift in event.shifts) != event.absent)
            elif event.absent:
                adds[max(event.days)] = [amount + weight for amount in adds[max(event.days)]]
                late[Event(event.days, event.shifts)] -= weight
            else:
                late[event] += weight
        days = [day for _, event in terms for day in event.days]
        return _Sum(adds, dict(late), min(days), max(max(event.days) for _, event in terms))

    def _look_ahead(self, one: _Sum) -> None:
        """Fill in what may still be added after each day, and a value that is harmless from there."""
        ending: dict[int, list[int]] = defaultdict(list)
        for event, weight in one.late.items():
            ending[max(event.days)].append(weight)
        low = high = 0
        for day in range(len(one.adds) - 1, -1, -1):
            one.least_left.append(low)
            one.most_left.append(high)
            low += min(one.adds[day]) + sum(min(0, weight) for weight in ending[day])
            high += max(one.adds[day]) + sum(max(0, weight) for weight in ending[day])
        one.least_left.reverse()
        one.most_left.reverse()
        one.harmless = [
            _harmless(one.limits, low, high) for low, high in zip(one.least_left, one.most_left, strict=True)
        ]


def _harmless(limits: list[Count], low: int, high: int) -> int:
    """Return a sum that keeps all limits if any does, with from ``low`` to ``high`` still to come."""
    floors = [limit.least - limit.constant - low for limit in limits if limit.least is not None]
    ceilings = [limit.most - limit.constant - high for limit in limits if limit.most is not None]
    return max(floors) if floors else min(ceilings)


def _price(limit: Count, amount: Ints) -> Ints:
    """Return the ticks of what amounts lie outside a limit."""
    cost = np.zeros(len(amount), dtype=np.int64)
    for excess in (
        *([amount - limit.most] if limit.most is not None else []),
        *([limit.least - amount] if limit.least is not None else []),
    ):
        left = -(-np.maximum(excess, 0) // limit.divisor)
        for units, price in limit.prices or ():
            cost += price * np.minimum(left, units)
            left = np.maximum(left - units, 0)
    return cost

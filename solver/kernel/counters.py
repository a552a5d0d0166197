"""The sums that counts need: what each option adds to them, what they cost, and which of them come to the same.

Two sums come to the same where whatever may follow is legal for both or for neither, and costs the same, or more by
what can be charged at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from solver.kernel.carried import CarriedSum, carried_sum
from solver.kernel.implied import follows
from solver.kernel.program import Program
from solver.kernel.rows import Ints
from solver.primitives import Count, Event

FAR = 1 << 50
"""More than any sum."""
MOST_AMOUNTS = 5_000
"""More amounts that may follow are not told apart: then any may."""
MANY_AMOUNTS = 250
"""A sum with more amounts than this makes so many states that it may be better carried along than told apart."""


@dataclass(frozen=True)
class Left:
    """What may still be added to a sum."""

    least: Ints
    """By state."""
    most: Ints
    """By state."""
    amounts: Ints | None
    """All amounts of any state, in order (some impossible); None where any whole number may be one."""


@dataclass
class Alike:
    """For the sums of some states: what comes to the same lies from ``low`` to ``high``; ``slope`` ticks a unit."""

    low: Ints
    high: Ints
    slope: Ints
    legal: NDArray[np.bool_]

    def narrow(self, low: Ints, high: Ints) -> None:
        """Keep only what also lies in other bounds."""
        np.maximum(self.low, low, out=self.low)
        np.minimum(self.high, high, out=self.high)


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
    amounts: list[Ints | None] = field(default_factory=list)
    """After each day: what may still be added, in order (also what patterns forbid); None for any number."""

    @property
    def long(self) -> bool:
        """Whether there are many amounts, and a cost that is convex, so that it can be carried along."""
        return self.convex and any(amounts is None or len(amounts) > MANY_AMOUNTS for amounts in self.amounts)

    @property
    def convex(self) -> bool:
        """Whether its cost is convex, so that it can be carried along."""
        return all(limit.prices is None or limit.divisor == 1 for limit in self.limits)

    def surely_kept(self, values: Ints, most_left: Ints) -> bool:
        """Whether no limit can be broken by any state, quickly found."""
        highest = int(values.max(initial=-FAR)) + int(most_left.max(initial=-FAR))
        return all(
            limit.least is None and limit.most is not None and highest + limit.constant <= limit.most
            for limit in self.limits
        )

    def alike(self, values: Ints, left: Left) -> Alike:
        """Return what comes to the same as each value."""
        size = len(values)
        same = Alike(np.full(size, -FAR), np.full(size, FAR), np.zeros(size, dtype=np.int64), np.ones(size, dtype=bool))
        for limit in self.limits:
            if limit.prices is None:
                _alike_where_hard(limit, values, left, same)
            else:
                _alike_where_soft(limit, values, left, same)
        return same


class Counters:
    """The sums of a program. A state holds one number for each."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._sums = self._make_sums()
        self.long = {n: _carried(one) for n, one in enumerate(self._sums) if one.long}
        """The sums that ways may carry along, by their numbers."""

    @property
    def size(self) -> int:
        """How many sums there are."""
        return len(self._sums)

    def lasting(self, days: int) -> dict[int, CarriedSum]:
        """Return the sums over so many days in a row or more, by their numbers."""
        return {n: _carried(one) for n, one in enumerate(self._sums) if one.convex and one.last - one.first >= days}

    def added(self, day: int) -> Ints:
        """Return what each option of a day adds to each sum at once: sums x options."""
        return np.array([one.adds[day] for one in self._sums], dtype=np.int64).reshape(
            self.size, len(self._program.options[day])
        )

    def added_late(self, ended: frozenset[Event]) -> Ints:
        """Return what events of several days that have ended add to each sum."""
        return np.array([sum(one.late.get(event, 0) for event in ended) for one in self._sums], dtype=np.int64)

    def settle(
        self, day: int, counts: Ints, least_left: Ints, most_left: Ints, carried: Container[int]
    ) -> tuple[Ints, Ints, Ints]:
        """Look at the sums of some states (sums x states, overwritten) after a day, but those that are carried along.

        Returns which of the states are legal, their sums in one form, and what they cost by then, in ticks.
        """
        legal = np.ones(counts.shape[1], dtype=bool)
        cost = np.zeros(counts.shape[1], dtype=np.int64)
        sums = zip(self._sums, counts, least_left, most_left, strict=True)
        for number, (one, values, least, most) in enumerate(sums):
            if number in carried or not one.first <= day <= one.last or one.surely_kept(values, most):
                values[:] = 0
                continue
            same = one.alike(values, Left(least, most, one.amounts[day]))
            legal &= same.legal
            if day == one.last:
                for limit in one.limits:
                    cost += _price(limit, values + limit.constant)
                values[:] = 0
            else:
                form = np.where(same.high < FAR, same.high, np.where(same.low > -FAR, same.low, 0))
                cost += same.slope * (values - form)
                values[:] = form
        kept = np.flatnonzero(legal)
        return kept, counts[:, kept], cost[kept]

    def _make_sums(self) -> list[_Sum]:
        by_terms: dict[tuple[tuple[int, Event], ...], _Sum] = {}
        for count in self._program.counts:
            if follows(count, self._program.counts):
                continue
            if count.terms not in by_terms:
                by_terms[count.terms] = self._sum_of(count.terms)
            by_terms[count.terms].limits.append(count)
        for one in by_terms.values():
            _look_ahead(one)
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


def _carried(one: _Sum) -> CarriedSum:
    return carried_sum(one.adds, one.late, one.last, one.limits)


def _look_ahead(one: _Sum) -> None:
    """Fill in what may still be added after each day."""
    ending: dict[int, list[int]] = defaultdict(list)
    for event, weight in one.late.items():
        ending[max(event.days)].append(weight)
    ahead: Ints | None = np.zeros(1, dtype=np.int64)
    for day in range(len(one.adds) - 1, -1, -1):
        one.amounts.append(ahead)
        if one.first <= day <= one.last:
            for choices in (sorted(set(one.adds[day])), *([0, weight] for weight in ending[day])):
                ahead = None if ahead is None else np.unique(np.add.outer(ahead, np.array(choices, dtype=np.int64)))
            ahead = None if ahead is None or len(ahead) > MOST_AMOUNTS else ahead
    one.amounts.reverse()


def _alike_where_hard(limit: Count, values: Ints, left: Left, same: Alike) -> None:
    """What comes to the same allows the same amounts to follow."""
    if limit.most is not None:
        most = limit.most - limit.constant
        last, following = _around(left.amounts, most - values)
        same.legal &= (values + left.least <= most) & (last > -FAR)
        safe = values + left.most <= most
        low = np.where(safe, -FAR, most + 1 - np.minimum(following, left.most))
        same.narrow(low, most - np.where(safe, left.most, last))
    if limit.least is not None:
        least = limit.least - limit.constant
        before, first = _around(left.amounts, least - 1 - values)
        same.legal &= (values + left.most >= least) & (first < FAR)
        safe = values + left.least >= least
        high = np.where(safe, FAR, least - 1 - np.maximum(before, left.least))
        same.narrow(least - np.where(safe, left.least, first), high)


def _around(amounts: Ints | None, values: Ints) -> tuple[Ints, Ints]:
    """Return for each value the last amount that is not above it, and the first that is; far away where none is."""
    if amounts is None:
        return values, values + 1
    place = np.searchsorted(amounts, values, side="right")
    return np.append(-FAR, amounts)[place], np.append(amounts, FAR)[place]


def _alike_where_soft(limit: Count, values: Ints, left: Left, same: Alike) -> None:
    """What comes to the same costs one price a unit from here on, whatever follows."""
    ends, slopes = _pieces(limit)
    low, high = values + limit.constant + left.least, values + limit.constant + left.most
    piece = np.searchsorted(ends, low, side="right") - 1
    straight = (high <= ends[piece + 1]) & ((limit.divisor == 1) | (slopes[piece] == 0))
    same.narrow(
        np.where(straight, np.maximum(ends[piece] - limit.constant - left.least, -FAR), values),
        np.where(straight, np.minimum(ends[piece + 1] - limit.constant - left.most, FAR), values),
    )
    same.slope += np.where(straight, slopes[piece], 0)


def _pieces(limit: Count) -> tuple[Ints, Ints]:
    """Return where the pieces of a cost that is straight by pieces end (first and last far away), and their slopes."""
    ends: list[int] = []
    slopes = [0]
    if limit.least is not None:
        end = limit.least
        for units, price in limit.prices or ():
            ends.insert(0, end)
            slopes.insert(0, -price)
            end = max(-FAR, end - units * limit.divisor)
    if limit.most is not None:
        end = limit.most
        for units, price in limit.prices or ():
            ends.append(end)
            slopes.append(price)
            end = min(FAR, end + units * limit.divisor)
    return np.array([-4 * FAR, *ends, 4 * FAR], dtype=np.int64), np.array(slopes, dtype=np.int64)


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

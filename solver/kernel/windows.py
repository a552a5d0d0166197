"""A person's part of some days in a row: what is known of the other days is worked in, as the history is.

So a long horizon can be planned window by window. Of days that are not known yet no pattern is seen, and limits of
sums are dealt in proportion: each window should come to its part of them, at a steep price, and leaves what the days
to come can still make good.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from math import ceil, floor
from typing import NamedTuple

from solver.kernel.compiled import FORBIDDEN
from solver.kernel.program import OFF, Decide, Program, Resolver, Terms
from solver.primitives import NO_END, Count, Event

STEEP = FORBIDDEN // 100
"""Ticks for a unit (as a shift) by which a window misses its part of a limit: more than any demand."""
STEEPER = 10 * STEEP
"""The same where there is only an upper limit: what is late can be made good, what is used up is gone."""
FEW = 10
"""A sum of more terms than this is not dealt where it only has an upper limit: it would make many states."""
AMPLE = 3
"""Such a limit may be used so many times as fast as in proportion."""

Days = Sequence[str | None]
"""The shift of each day, ``OFF`` for none; None where it is not known."""


class Span(NamedTuple):
    """A window."""

    days: range
    core: range
    """Limits are dealt to these days: the others are there so that what is begun can be brought to an end."""
    searchers: int = 1
    """How many may change other windows at the same time: of what is left of limits each takes its part."""
    number: int = 0
    """Which of them this is."""


def window(
    program: Program, known: Days, span: Span, need: Sequence[float], chance: random.Random, *, mine: bool = True
) -> Program:
    """Return the program of a window, whose days are numbered from 0; what is known of it, too, is left possible.

    ``need`` is how many people are wanted on each day of the horizon. Sums over more days stay what they are where the
    person is not ``mine``, as others may change their other days at the same time.
    """
    days = span.days
    away, counts = _settled(program, known, span, chance)
    kept = [
        [option for option, shift in enumerate(program.options[day]) if shift not in away.get(day, ())] for day in days
    ]
    options = [[program.options[day][option] for option in here] for day, here in zip(days, kept, strict=True)]
    costs = [[program.costs[day][option] for option in here] for day, here in zip(days, kept, strict=True)]
    deal = _Dealer(known, span, need, chance, mine=mine).deal
    resolver = Resolver(program.staff, options, costs, _decide(program, known, days), deal)
    patterns = [pattern for pattern in program.patterns if any(_touches(event, days) for event in pattern.events)]
    return resolver.program([*patterns, *counts, *program.choices])


def _touches(event: Event, days: range) -> bool:
    return event.days[0] < days.stop and event.days[-1] >= days.start


def _decide(program: Program, known: Days, days: range) -> Decide:
    """Return what decides events that days outside a window settle."""

    def decide(event: Event, options: Sequence[Sequence[str]]) -> Event | bool | None:
        outside = [day for day in event.days if day not in days]
        if any(known[day] in event.shifts for day in outside):
            return not event.absent
        inside = tuple(d - days.start for d in event.days if d in days)
        inside = tuple(d for d in inside if not event.shifts.isdisjoint(options[d]))
        if inside:
            return replace(event, days=inside)
        if any(known[day] is None and not event.shifts.isdisjoint(program.options[day]) for day in outside):
            return None
        return event.absent

    return decide


class _Dealer:
    """Deals limits of sums to a window."""

    def __init__(self, known: Days, span: Span, need: Sequence[float], chance: random.Random, *, mine: bool) -> None:
        self._known = known
        self._start = span.days.start
        self._core = range(span.core.start - self._start, span.core.stop - self._start)
        self._mine = mine
        self._need = need
        self._chance = chance

    def deal(self, whole: Count, count: Count, later: Terms) -> Iterator[Count]:
        """Yield what a count asks: ``count`` is what is left of it in the window, ``later`` in days to come."""
        if len(whole.terms) == len(count.terms):
            yield count
            return
        prices = count.prices or ((NO_END, (STEEP if count.least is not None else STEEPER) // _step(count.terms)),)
        now = tuple((weight, event) for weight, event in count.terms if max(event.days) in self._core)
        if not later and not self._mine and count.prices is None:
            count = self._as_it_is(whole, count)
        if later and now and (count.least is not None or count.prices is not None or len(now) <= FEW):
            least, most = self._parts(count, now, later)
            yield replace(count, terms=now, least=least, most=most, prices=prices)
        elif not later and (count.least is not None or count.prices is not None):
            yield replace(count, prices=prices, most=count.most if count.prices is not None else None)
        if count.prices is None and count.most is not None:
            yield replace(count, least=None)

    def _as_it_is(self, whole: Count, count: Count) -> Count:
        """Return a count that lets a sum stay what it is; one that is too little may grow."""
        amount = whole.constant + sum(weight * self._holds(event) for weight, event in whole.terms)
        if count.least is not None and amount < count.least:
            return count
        least = None if count.least is None else max(count.least, amount)
        most = None if count.most is None else min(count.most, amount)
        return replace(count, least=least, most=most)

    def _holds(self, event: Event) -> bool:
        return any(self._known[day] in event.shifts for day in event.days) != event.absent

    def _parts(self, count: Count, now: Terms, later: Terms) -> tuple[int | None, int | None]:
        """Return limits in proportion to days, the upper one to what is wanted on them where that is more."""
        here, core = ({self._start + max(e.days) for _, e in terms} for terms in (count.terms, now))
        left = here | {max(event.days) for _, event in later}
        by_days = len(core) / len(left)
        by_need = sum(self._need[day] for day in core) / (sum(self._need[day] for day in left) or 1.0)
        step = _step(now)
        least = most = None
        if count.least is not None:
            least = count.constant + self._rounded(by_days * (count.least - count.constant), step)
        if count.most is not None:
            most = count.constant + self._rounded(max(by_days, by_need) * (count.most - count.constant), step)
            most = most if least is None else max(least, most)
        return least, most

    def _rounded(self, amount: float, step: int) -> int:
        """Return a multiple of a step near an amount, by chance so that it is right on average."""
        return step * floor(amount / step + self._chance.random())


def _step(terms: Terms) -> int:
    return max(abs(weight) for weight, _ in terms)


def _settled(
    program: Program, known: Days, span: Span, chance: random.Random
) -> tuple[Mapping[int, set[str]], list[Count]]:
    """Return shifts that are left out on some days, so that limits of many days are kept, and the counts left.

    Where somebody may work only so many nights, and counting them would make many states, nights stay possible
    on so many days of the window: those known to be nights, and others by chance.
    """
    away: dict[int, set[str]] = {}
    left: list[Count] = []
    for count in program.counts:
        possible = _single(count)
        here = [day for day in possible if day in span.days]
        if len(here) <= FEW or count.most is None:
            left.append(count)
            continue
        done = sum(known[day] in possible[day] for day in possible if day not in span.days)
        open_days = sum(known[day] is None for day in possible if day not in span.days)
        room = count.most - count.constant - done
        if open_days:
            room = min(room, ceil(AMPLE * room * len(here) / (len(here) + open_days)))
        worked = [day for day in here if known[day] in possible[day]]
        rest = [day for day in here if known[day] not in possible[day]]
        chance.shuffle(rest)
        for day in rest[max(0, (room - len(worked)) // span.searchers) :]:
            away.setdefault(day, set()).update(possible[day] - {OFF})
    return away, left


def _single(count: Count) -> Mapping[int, frozenset[str]]:
    """Return the shifts of each day that count, where they do so one by one and only an upper limit is hard."""
    if count.prices is not None or count.least is not None:
        return {}
    if any(weight != 1 or len(event.days) > 1 or event.absent for weight, event in count.terms):
        return {}
    return {event.days[0]: event.shifts for _, event in count.terms}

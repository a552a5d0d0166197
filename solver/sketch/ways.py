"""A cheap way through a person's days: ways are grown day by day, and the most promising kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.sketch.bits import Day, PersonBits
from solver.sketch.checks import WORD_DAYS, Flags, Ints
from solver.sketch.limits import Limits

RECENT = 8
"""Ways that are alike in so many days, and in all counts, are taken for the same."""
DRAWN = 4
"""Of how many times as many ways as are kept it is looked whether they are the same."""
ROOM = 3
"""Days of room in a limit from which on it matters no more how much there is."""
MIXERS = np.random.default_rng(0).integers(1 << 20, 1 << 62, 64) | 1
"""Odd numbers that make one number of several."""


@dataclass(frozen=True, slots=True)
class Care:
    """How carefully ways are grown."""

    kept: int
    """Ways a day."""
    pull: float
    """What a day too much or too little at the time costs, as a part of usual prices."""
    fair: bool
    """Whether ways are kept with any room in the limits, not only the most promising."""


@dataclass(frozen=True, slots=True)
class _Ways:
    words: Ints
    """Way, word."""
    sums: Ints
    """Way, count."""
    cost: Ints
    rank: Ints
    """The least is the most promising."""

    def picked(self, which: Ints) -> _Ways:
        """Return some of the ways."""
        return _Ways(self.words[which], self.sums[which], self.cost[which], self.rank[which])


def cheap_way(person: PersonBits, prices: Sequence[Ints], care: Care, usual: int) -> list[int] | None:
    """Return the option of each day of a way that keeps all hard rules; None where none is found.

    ``prices`` are those of the options of each day, in ticks, beside what they cost by themselves; ``usual`` is a usual
    one.
    """
    limits = person.limits
    nothing = np.zeros(1, dtype=np.int64)
    ways = _Ways(np.zeros((1, person.width), dtype=np.int64), limits.first[None], nothing, nothing)
    pull = np.where(limits.even, int(care.pull * usual) // limits.unit + 1, 0)
    steps: list[tuple[Ints, Ints]] = []
    for number, day in enumerate(person.days):
        grown, before, option = _grown(ways, day, prices[number])
        allowed = np.flatnonzero(_allowed(grown, day, limits, number))
        if not len(allowed):
            return None
        charged = _charged(grown.picked(allowed), day, limits, number, pull)
        chosen = _chosen(charged, limits, number, care)
        ways = charged.picked(chosen)
        steps.append((before[allowed[chosen]], option[allowed[chosen]]))
    return _followed(steps, int(ways.cost.argmin()))


def _followed(steps: Sequence[tuple[Ints, Ints]], way: int) -> list[int]:
    """Return the options of a way, found from its end."""
    options: list[int] = []
    for before, option in reversed(steps):
        options.append(int(option[way]))
        way = int(before[way])
    return options[::-1]


def _grown(ways: _Ways, day: Day, price: Ints) -> tuple[_Ways, Ints, Ints]:
    """Return each way with each option, and of each from which way it comes and by which option."""
    number, options = len(ways.cost), len(day.options)
    before, option = np.repeat(np.arange(number), options), np.tile(np.arange(options), number)
    words = ways.words[before] | day.bits[option]
    sums = ways.sums[before] + day.adds[option]
    if day.begun is not None:
        sums = sums + day.begun.hold(words) @ day.worth
    cost = ways.cost[before] + (day.cost + price)[option]
    return _Ways(words, sums, cost, cost), before, option


def _allowed(ways: _Ways, day: Day, limits: Limits, number: int) -> Flags:
    """Return which ways may still keep all hard rules."""
    low, high = ways.sums + limits.fewest[number], ways.sums + limits.greatest[number]
    allowed: Flags = (~limits.hard | ((low <= limits.most) & (high >= limits.least))).all(axis=1)
    if day.forbidden is not None:
        allowed &= ~day.forbidden.hold(ways.words).any(axis=1)
    for choice in day.choices:
        allowed &= choice.hold(ways.words).any(axis=1)
    return allowed


def _charged(ways: _Ways, day: Day, limits: Limits, number: int, pull: Ints) -> _Ways:
    """Return ways with what the day's patterns cost; what counts cost for certain ranks them, at last it is paid."""
    cost = ways.cost
    if day.paid is not None:
        cost = cost + day.paid.hold(ways.words) @ day.price
    above = ways.sums + limits.fewest[number] - limits.most
    below = limits.least - ways.sums - limits.greatest[number]
    certain = (np.maximum(above, 0) + np.maximum(below, 0)) @ limits.price
    days = len(limits.fewest)
    if number == days - 1:
        return _Ways(ways.words, ways.sums, cost + certain, cost + certain)
    even = limits.first + (limits.aim - limits.first) * (number + 1) // days
    return _Ways(ways.words, ways.sums, cost, cost + certain + np.abs(ways.sums - even) @ pull)


def _chosen(ways: _Ways, limits: Limits, number: int, care: Care) -> Ints:
    """Return the most promising ways that are not the same."""
    order = np.argsort(ways.rank, kind="stable")
    if care.fair:
        order = order[_by_turns(_room(ways.sums[order], limits, number))]
    order = order[: DRAWN * care.kept]
    recent = ways.words[order] & _recent_bits(number) if number < WORD_DAYS else ways.words[order]
    first = np.unique(_mixed(np.hstack((recent, ways.sums[order]))), return_index=True)[1]
    return np.asarray(order[np.sort(first)[: care.kept]])


def _recent_bits(number: int) -> int:
    """Return the bits of a word of the first weeks for a day and those before it."""
    first = max(0, number + 1 - RECENT)
    return (1 << number + 1) - (1 << first)


def _room(sums: Ints, limits: Limits, number: int) -> Ints:
    """Return a number for each way that tells how much room its limits leave."""
    above = limits.most - sums - limits.fewest[number]
    below = sums + limits.greatest[number] - limits.least
    days = np.minimum(np.minimum(above, below) // limits.unit, ROOM)
    return _mixed(np.where(limits.hard, days, 0))


def _mixed(rows: Ints) -> Ints:
    """Return a number for each row, the same for the same rows."""
    return np.asarray(rows @ np.resize(MIXERS, rows.shape[1]))


def _by_turns(kinds: Ints) -> Ints:
    """Return the order in which the first of each kind come first, then the second of each, and so on."""
    together = np.argsort(kinds, kind="stable")
    begins = np.flatnonzero(np.diff(kinds[together], prepend=kinds[together[0]] - 1))
    turn = np.empty(len(kinds), dtype=np.int64)
    turn[together] = np.arange(len(kinds)) - np.repeat(begins, np.diff(begins, append=len(kinds)))
    return np.argsort(turn, kind="stable")

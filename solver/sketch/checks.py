"""What is asked of days, as bits of words: of many ways through the days at once.

A word stands for a set of shifts, with a bit for each day of some weeks: whether one of them is worked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from solver.primitives import Event

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

WORD_DAYS = 56
"""Days that a word has bits for: whole weeks, so that mostly no event of several days lies in two words."""

Word = tuple[frozenset[str], int]
"""Shifts, and which weeks of the horizon."""
Words = Mapping[Word, int]
"""The number of each word."""


class _Check(NamedTuple):
    """Some bits of a word are as wanted; with ``other`` they are not."""

    word: int
    bits: int
    wanted: int
    other: bool


class Checks:
    """Groups of checks; a group holds where all of its checks do."""

    def __init__(self, groups: Sequence[Sequence[Event]], words: Words) -> None:
        """Keep the checks that events hold in columns, short groups with their first one repeated."""
        found = [_checks(events, words) for events in groups]
        longest = max(map(len, found))
        padded = [(*group, *group[:1] * (longest - len(group))) for group in found]
        table = np.array(padded, dtype=np.int64)
        self._word, self._bits, self._wanted = table[..., 0], table[..., 1], table[..., 2]
        self._other = table[..., 3].astype(bool)

    def hold(self, words: Ints) -> Flags:
        """Return for each way (way, word -> bits) and group whether it holds."""
        held: Flags = (((words[:, self._word] & self._bits) == self._wanted) != self._other).all(axis=2)
        return held


def checks(groups: Iterable[Sequence[Event]], words: Words) -> Checks | None:
    """Return groups of checks, None where there are none."""
    found = list(groups)
    return Checks(found, words) if found else None


def words_of(events: Iterable[Event]) -> dict[Word, int]:
    """Return the words that some events need."""
    found: dict[Word, int] = {}
    for event in events:
        for day in event.days:
            found.setdefault((event.shifts, day // WORD_DAYS), len(found))
    return found


def opposite(event: Event) -> Event:
    """Return the event that holds where another one does not."""
    return replace(event, absent=not event.absent)


def begun_on(day: int, event: Event) -> tuple[Event, ...]:
    """Return that having a shift on one of several days comes to hold on one of them."""
    before = tuple(number for number in event.days if number < day)
    now = Event((day,), event.shifts)
    return (now, Event(before, event.shifts, absent=True)) if before else (now,)


def _checks(events: Iterable[Event], words: Words) -> list[_Check]:
    """Return the checks of events that all hold: of most events they can be one a word.

    An event of several days that lie in two words asks for more than it means: that it holds in both.
    """
    together: dict[int, tuple[int, int]] = {}
    others: list[_Check] = []
    for event in events:
        bits: dict[int, int] = {}
        for day in event.days:
            word = words[event.shifts, day // WORD_DAYS]
            bits[word] = bits.get(word, 0) | 1 << day % WORD_DAYS
        for word, own in bits.items():
            if event.absent or len(event.days) == 1:
                asked, wanted = together.get(word, (0, 0))
                together[word] = asked | own, wanted | (0 if event.absent else own)
            else:
                others.append(_Check(word, own, 0, other=True))
    return [*(_Check(word, asked, wanted, other=False) for word, (asked, wanted) in together.items()), *others]

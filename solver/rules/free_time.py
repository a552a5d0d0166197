"""Free pieces of time among the shifts that somebody may have: which there can be, and what stands against each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from solver.primitives import Event


class Busy(NamedTuple):
    """A shift that somebody may have, with its true minutes since 1970."""

    start: int
    stop: int
    day: int
    shift: str


def free_pieces(busy: Sequence[Busy], begin: int, end: int, need: int, *, shorter: bool) -> list[tuple[int, int]]:
    """Return the pieces of an interval that can be its longest free one, or its first that is long enough.

    Such a piece starts at the interval's start or where a shift ends, and ends at the interval's end or where a shift
    starts. Those of at least ``need`` minutes are cut to it; ``shorter`` ones (the empty one too) only where wanted.
    """
    starts = sorted({begin} | {row.stop for row in busy if begin < row.stop < end})
    pieces = [(start, start + need) for start in starts if start + need <= end]
    if not shorter:
        return pieces
    stops = sorted({end} | {row.start for row in busy if begin < row.start < end})
    pieces += ((start, stop) for start in starts for stop in stops if 0 < stop - start < need)
    return [*pieces, (begin, begin)]


def touching(busy: Iterable[Busy], begin: int, end: int) -> tuple[Event, ...]:
    """Return what must not be worked for a piece to be free."""
    return events_of(row for row in busy if row.start < end and row.stop > begin and end > begin)


def events_of(busy: Iterable[Busy]) -> tuple[Event, ...]:
    """Return the events of having one of some shifts, one for each day."""
    days: dict[int, frozenset[str]] = {}
    for row in busy:
        days[row.day] = days.get(row.day, frozenset()) | {row.shift}
    return tuple(Event((day,), shifts) for day, shifts in days.items())


def always_free(busy: Iterable[Busy], begin: int, end: int, need: int) -> bool:
    """Whether no possible shift touches some piece of an interval that is long enough."""
    free_from = begin
    for row in sorted(busy):
        if row.start >= end or row.stop <= begin:
            continue
        if row.start - free_from >= need:
            return True
        free_from = max(free_from, row.stop)
    return end - free_from >= need

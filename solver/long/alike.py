"""Shifts that are alike for a person on a day, and limits on how often a shift may be worked.

Where no rule tells two shifts apart a graph need not either: they are one option of it, and which of them is worked is
decided by demand. How often a shift may be worked in all tells many shifts apart, so that such limits are left to
whoever decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from solver.kernel.program import OFF, Program
from solver.primitives import Count, Event

LONG = 35
"""Days in a row: a sum over so many is no part of the states of a graph."""


@dataclass(frozen=True)
class Cap:
    """How often, at most, some shifts may be worked in all."""

    shifts: frozenset[str]
    days: frozenset[int]
    most: int


@dataclass(frozen=True)
class Merged:
    """A program in which shifts that are alike on a day are one option."""

    program: Program
    """It is called as the first of its shifts."""
    members: tuple[tuple[tuple[str, ...], ...], ...]
    """Day, option -> the shifts that it stands for."""
    caps: tuple[Cap, ...]
    """Limits that the program leaves out. No shift has more than one."""

    @cached_property
    def cap_of(self) -> Mapping[str, int]:
        """Shift -> the number of its limit."""
        return {shift: number for number, cap in enumerate(self.caps) for shift in cap.shifts}


def merged(program: Program, apart: Iterable[tuple[int, str]] = ()) -> Merged:
    """Return the program with shifts that are alike made one, but those of some days that are to stay apart."""
    caps, counts = _caps(program)
    counts = [_folded(count) for count in counts]
    telling = _telling(program, counts)
    for day, shift in apart:
        telling[day].add(frozenset((shift,)))
    members = tuple(
        tuple(_classes(options, costs, here))
        for options, costs, here in zip(program.options, program.costs, telling, strict=True)
    )
    cost = [
        dict(zip(options, costs, strict=True)) for options, costs in zip(program.options, program.costs, strict=True)
    ]
    small = replace(
        program,
        options=tuple(tuple(group[0] for group in day) for day in members),
        costs=tuple(tuple(price[group[0]] for group in day) for price, day in zip(cost, members, strict=True)),
        counts=tuple(counts),
    )
    return Merged(small, members, tuple(caps))


def _folded(count: Count) -> Count:
    """Return a count in which shifts of a day that count the same are one term: there is one shift a day."""
    terms: list[tuple[int, Event]] = []
    shifts: dict[tuple[int, tuple[int, ...]], set[str]] = {}
    for weight, event in count.terms:
        own = shifts.setdefault((weight, event.days), set())
        if len(event.days) > 1 or event.absent or not own.isdisjoint(event.shifts):
            terms.append((weight, event))
        else:
            own.update(event.shifts)
    terms += [(weight, Event(days, frozenset(own))) for (weight, days), own in shifts.items() if own]
    return replace(count, terms=tuple(terms))


def _classes(options: Sequence[str], costs: Sequence[int], telling: set[frozenset[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the shifts of a day in groups that nothing tells apart."""
    groups: dict[tuple[object, ...], list[str]] = {}
    sets = sorted(telling, key=sorted)
    for shift, cost in zip(options, costs, strict=True):
        groups.setdefault((shift == OFF, cost, *(shift in one for one in sets)), []).append(shift)
    yield from map(tuple, groups.values())


def _telling(program: Program, counts: Sequence[Count]) -> list[set[frozenset[str]]]:
    """Return, for each day, the sets of shifts of which something asks whether one of them is worked."""
    sets: list[set[frozenset[str]]] = [set() for _ in program.options]
    for event in _events(program, counts):
        for day in event.days:
            sets[day].add(event.shifts)
    return sets


def _events(program: Program, counts: Sequence[Count]) -> Iterator[Event]:
    for pattern in program.patterns:
        yield from pattern.events
    for count in counts:
        for _, event in count.terms:
            yield event
    for choice in program.choices:
        for _, events in choice.options:
            yield from events


def _caps(program: Program) -> tuple[list[Cap], list[Count]]:
    """Return limits on how often shifts may be worked, each of other shifts, and the counts that are left."""
    caps: list[Cap] = []
    left: list[Count] = []
    for count in program.counts:
        cap = _cap(count)
        if cap is None or any(not cap.shifts.isdisjoint(other.shifts) for other in caps):
            left.append(count)
        else:
            caps.append(cap)
    return caps, left


def _cap(count: Count) -> Cap | None:
    """Return a count of some shifts on many days that only may not be too many; None where it is another one."""
    if count.prices is not None or count.least is not None or count.most is None:
        return None
    shifts = {event.shifts for _, event in count.terms}
    days = [event.days[0] for _, event in count.terms]
    single = all(weight == 1 and len(event.days) == 1 and not event.absent for weight, event in count.terms)
    if not single or len(shifts) != 1 or len(set(days)) < len(days) or max(days) - min(days) < LONG:
        return None
    return Cap(next(iter(shifts)), frozenset(days), count.most - count.constant)

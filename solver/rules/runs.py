"""Runs of days or weekends: too long, or too short."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.rules.runs import ConsecutiveDaysOff, IsolatedDays, RunRule
from solver.primitives import Event, Pattern
from solver.rules.compiling import Timeline


@dataclass(frozen=True, slots=True)
class _Spot:
    """A day (or weekend) of a run: the day that settles it, whether all of it is known, and its two events."""

    settled: int
    known: bool
    inside: Event
    outside: Event


def run(rule: RunRule, timeline: Timeline) -> Iterator[Pattern]:
    """A run that is a day too long, and again each day longer; a run that is too short, for each length."""
    counted = rule.counted(timeline.facts)
    off = isinstance(rule, ConsecutiveDaysOff)
    spots: list[_Spot] = []
    for days in rule.spots(timeline.known, timeline.facts):
        shifts = frozenset(w.shift for w in timeline.possible_in(days) if w.shift in counted)
        worked, free = Event(tuple(days), shifts), Event(tuple(days), shifts, absent=True)
        known = days[0] >= timeline.known
        spots.append(_Spot(days[-1], known, free if off else worked, worked if off else free))
    longest = rule.longest(timeline.worker.id, timeline.facts)
    if longest is not None:
        yield from _too_long(rule, longest, spots)
    if rule.min is not None:
        yield from _too_short(rule, rule.min, spots, timeline.facts.day_count)


def _too_long(rule: RunRule, most: int, spots: list[_Spot]) -> Iterator[Pattern]:
    """Of any most + 1 spots in a row one is outside; each such run costs, and longer ones cost what the price rises."""
    steps = range(1, min(len(spots), rule.step * (len(rule.cost) - 1) + 1))
    rises = [rule.price(1), *(_rise(rule, n) for n in steps)] if rule.mode == "soft" else [None]
    for last, spot in enumerate(spots):
        for before, rise in enumerate(rises):
            first = last - most - before
            if first < 0 or spot.settled < 0:
                break
            if rise != 0:
                events = tuple(each.inside for each in spots[first : last + 1])
                yield Pattern(events, settled=spot.settled, cost=rise)


def _rise(rule: RunRule, before: int) -> int:
    """Return by how much one more unit costs more than the one before it."""
    return rule.price(before + 1) - 2 * rule.price(before) + rule.price(before - 1)


def _too_short(rule: RunRule, least: int, spots: list[_Spot], day_count: int) -> Iterator[Pattern]:
    """A spot outside, fewer than ``least`` inside, and one outside (or, where it closes, the end of the horizon)."""
    for end in range(len(spots) + (rule.end == "closed")):
        settled = spots[end].settled if end < len(spots) else day_count
        closing = tuple(spot.outside for spot in spots[end : end + 1])
        for length in range(1, min(least, end)):
            before = spots[end - length - 1]
            if settled >= 0 and before.known:
                inside = tuple(spot.inside for spot in spots[end - length : end])
                cost = rule.price(least - length) if rule.mode == "soft" else None
                yield Pattern((before.outside, *inside, *closing), settled=settled, cost=cost)


def isolated_days(rule: IsolatedDays, timeline: Timeline) -> Iterator[Pattern]:
    """A day between two that are not like it."""
    counted, off = timeline.facts.shifts_named(None), rule.of == "off"
    cost = rule.price(1) if rule.mode == "soft" else None
    for day in range(max(-1, timeline.known + 1), timeline.facts.day_count - 1):
        middle = timeline.worked(day, counted, absent=off)
        sides = (timeline.worked(each, counted, absent=not off) for each in (day - 1, day + 1))
        yield Pattern((middle, *sides), settled=day + 1, cost=cost)

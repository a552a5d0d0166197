"""Days in a row: too many of them, or too few."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.runs import ConsecutiveDaysOff, RunRule
from solver.primitives import Event, Pattern
from solver.rules.compiling import Timeline


def run(rule: RunRule, timeline: Timeline) -> Iterator[Pattern]:
    """A run that is a day too long, and again each day longer; a run that is too short, for each length."""
    counted = rule.counted(timeline.facts)
    off = isinstance(rule, ConsecutiveDaysOff)
    inside = {d: timeline.worked(d, counted, absent=off) for d in range(timeline.known, timeline.facts.day_count)}
    outside = {d: timeline.worked(d, counted, absent=not off) for d in inside}
    if rule.max is not None:
        yield from _too_long(rule, rule.max, inside)
    if rule.min is not None:
        yield from _too_short(rule, rule.min, inside, outside)


def _too_long(rule: RunRule, most: int, inside: dict[int, Event]) -> Iterator[Pattern]:
    """Of any most + 1 days in a row one is outside; each such run costs, and longer ones cost what the price rises."""
    rises = [rule.price(1), *(_rise(rule, n) for n in range(1, rule.step * (len(rule.cost) - 1) + 1))]
    for last in (day for day in inside if day >= 0):
        for before, rise in enumerate(rises if rule.mode == "soft" else [None]):
            days = range(last - most - before, last + 1)
            if days[0] not in inside:
                break
            if rise != 0:
                yield Pattern(tuple(inside[day] for day in days), settled=last, cost=rise)


def _rise(rule: RunRule, before: int) -> int:
    """Return by how much one more day costs more than the one before it."""
    return rule.price(before + 1) - 2 * rule.price(before) + rule.price(before - 1)


def _too_short(rule: RunRule, least: int, inside: dict[int, Event], outside: dict[int, Event]) -> Iterator[Pattern]:
    last = max(inside) + 1
    for end in range(last + (rule.end == "closed")):
        for length in range(1, least):
            start = end - length
            if start - 1 not in inside:
                break
            closing = () if end == last else (outside[end],)
            events = (outside[start - 1], *(inside[day] for day in range(start, end)), *closing)
            cost = rule.price(least - length) if rule.mode == "soft" else None
            yield Pattern(events, settled=end, cost=cost)

"""Weekends: how many are worked, and whether as a whole."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.weekends import CompleteWeekends, Weekends
from solver.primitives import Count, Event, Pattern
from solver.rules.compiling import Timeline, event, prices


def weekends(rule: Weekends, timeline: Timeline) -> Iterator[Count]:
    """Worked weekends of each window, between the least and the most."""
    facts = timeline.facts
    counted = facts.shifts_named(None)
    for window in rule.windows(facts):
        saturdays = range(window.start + 5, window.stop, 7)
        held = (Event((day, day + 1), _possible(timeline, day, counted)) for day in saturdays)
        terms = tuple((1, worked) for worked in held if worked.shifts)
        least = rule.least(timeline.worker.id, window, timeline.past, facts)
        most = rule.most_in(window, timeline.past, facts)
        yield Count(terms, settled=window[-1], least=least, most=most, prices=prices(rule))


def _possible(timeline: Timeline, saturday: int, counted: frozenset[str]) -> frozenset[str]:
    return frozenset(w.shift for w in timeline.possible_in(range(saturday, saturday + 2)) if w.shift in counted)


def complete_weekends(rule: CompleteWeekends, timeline: Timeline) -> Iterator[Pattern]:
    """A Saturday without its Sunday (or with another shift on it), and a Sunday without its Saturday."""
    facts = timeline.facts
    counted = facts.shifts_named(None)
    cost = rule.price(1) if rule.mode == "soft" else None
    for saturday in range(5, facts.day_count, 7):
        sunday = saturday + 1
        free = [timeline.worked(day, counted, absent=True) for day in (saturday, sunday)]
        yield Pattern((free[0], timeline.worked(sunday, counted)), settled=sunday, cost=cost)
        if not rule.same_shift:
            yield Pattern((timeline.worked(saturday, counted), free[1]), settled=sunday, cost=cost)
            continue
        for first in timeline.possible(saturday):
            if first.shift in counted:
                other = timeline.worked(sunday, frozenset((first.shift,)), absent=True)
                yield Pattern((event(first), other), settled=sunday, cost=cost)

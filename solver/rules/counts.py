"""What a person has in a window of days: minutes, shifts of a kind, free days."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.rules.counts import FreeDays, ShiftCount, WindowRule, WorkingMinutes
from solver.primitives import Count, Event
from solver.rules.compiling import Timeline, event, prices

Terms = tuple[tuple[int, Event], ...]


def working_minutes(rule: WorkingMinutes, timeline: Timeline) -> Iterator[Count]:
    """Minutes of the shifts that count."""
    return _counts(rule, timeline, lambda day: _minutes(rule, timeline, day))


def _minutes(rule: WorkingMinutes, timeline: Timeline, day: int) -> Terms:
    possible = (w for w in timeline.possible(day) if w.minutes and rule.counts(w, timeline.facts))
    return tuple((w.minutes, event(w)) for w in possible)


def shift_count(rule: ShiftCount, timeline: Timeline) -> Iterator[Count]:
    """Days with one of the shifts."""
    counted = timeline.facts.shifts_named(rule.shifts)
    return _counts(rule, timeline, lambda day: _once(timeline.worked(day, counted)))


def _once(held: Event) -> Terms:
    return ((1, held),) if held.shifts else ()


def free_days(rule: FreeDays, timeline: Timeline) -> Iterator[Count]:
    """Days without a shift."""
    counted = timeline.facts.shifts_named(None)
    return _counts(rule, timeline, lambda day: ((1, timeline.worked(day, counted, absent=True)),))


def _counts(rule: WindowRule, timeline: Timeline, of_day: Callable[[int], Terms]) -> Iterator[Count]:
    """Yield a count for each window, of what there is on its known days."""
    facts = timeline.facts
    for window in rule.windows(facts):
        terms = tuple(term for day in window if day >= timeline.known for term in of_day(day))
        least = rule.least_in(window, timeline.worker.id, timeline.past, facts)
        most = rule.most_in(window, timeline.known, timeline.past, facts)
        if least is not None or most is not None:
            yield Count(terms, window.stop - 1, least, most, prices=prices(rule))

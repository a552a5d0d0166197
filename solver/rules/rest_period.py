"""Rest in fixed periods of 24 hours, with its two exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.rest import longest_free
from models.rules.rest_period import DailyRestPeriod, Period, at_work
from solver.primitives import Choice, Event
from solver.rules.compiling import Timeline
from solver.rules.free_time import Busy, always_free, events_of, free_pieces, touching

Option = tuple[int, tuple[Event, ...]]
"""Cost in ticks, and the events of which none may hold."""
Following = tuple[Period, list[Busy]] | None
"""The next period and the possible shifts that touch it; None where it is not judged."""


def daily_rest_period(rule: DailyRestPeriod, timeline: Timeline) -> Iterator[Choice]:
    """In each period a free interval is chosen, what it lacks is excess; or what excuses the period."""
    need = 60 * rule.hours
    periods = list(rule.periods(timeline.worker.id, timeline.facts))
    for n, period in enumerate(periods):
        busy = _busy(timeline, period)
        if always_free(busy, period.begin, period.end, need):
            continue
        following = None if period.last else (periods[n + 1], _busy(timeline, periods[n + 1]))
        pieces = free_pieces(busy, period.begin, period.end, need, shorter=rule.mode == "soft")
        options = [(rule.price(need - (b - a)), touching(busy, a, b)) for a, b in pieces]
        options += _reduced(rule, period, busy, following)
        options += _long_shifts(rule, timeline, busy)
        options += _untouched(rule, period, busy, following)
        if (0, ()) not in options:
            yield Choice(tuple(_cheapest(options)), settled=period.settled)


def _busy(timeline: Timeline, period: Period) -> list[Busy]:
    """Return the possible shifts that touch a period."""
    shifts = timeline.possible_in(range(period.day - 1, period.day + 2))
    times = ((at_work(w), w) for w in shifts)
    busy = (Busy(*interval, w.day, w.shift) for interval, w in times if interval is not None)
    return [row for row in busy if row.start < period.end and row.stop > period.begin]


def _reduced(rule: DailyRestPeriod, period: Period, busy: list[Busy], following: Following) -> Iterator[Option]:
    """A shorter piece, and one in the next period (where that is judged) that makes up for what it lacks."""
    if rule.reduced_hours is None:
        return
    need = 60 * rule.hours
    longest: dict[tuple[Event, ...], int] = {}
    for begin, end in free_pieces(busy, period.begin, period.end, need, shorter=True):
        if begin < end and rule.reducible(need - (end - begin)):
            events = touching(busy, begin, end)
            longest[events] = max(longest.get(events, 0), end - begin)
    for events, length in longest.items():
        if following is None:
            yield 0, events
            continue
        after, rows = following
        for begin, end in free_pieces(rows, after.begin, after.end, 2 * need - length, shorter=False):
            yield 0, (*events, *touching(rows, begin, end))


def _untouched(rule: DailyRestPeriod, period: Period, busy: list[Busy], following: Following) -> Iterator[Option]:
    """No shift of the horizon in a period that the history alone breaks.

    Where the next one could make up for that, none in that one either.
    """
    past = sorted((row.start, row.stop) for row in busy if row.day < 0)
    missing = 60 * rule.hours - longest_free(past, period.begin, period.end)
    if missing > 0:
        decisive = busy + following[1] if following is not None and rule.reducible(missing) else busy
        yield 0, events_of(row for row in decisive if row.day >= 0)


def _long_shifts(rule: DailyRestPeriod, timeline: Timeline, busy: list[Busy]) -> Iterator[Option]:
    """A long shift that is worked, and nothing worked in the rest after it."""
    for row in busy:
        rest = rule.rest_after_long(row.start, row.stop)
        if rest is None:
            continue
        held = Event((row.day,), frozenset((row.shift,)), absent=True)
        later = timeline.possible_in(range(row.day + 1, row.day + 4))
        times = ((at_work(w), w) for w in later)
        soon = [Busy(*interval, w.day, w.shift) for interval, w in times if interval and interval[0] < row.stop + rest]
        yield 0, (held, *touching(soon, row.start, row.stop + rest))


def _cheapest(options: list[Option]) -> Iterator[Option]:
    """Return each set of events once, at its least cost."""
    found: dict[frozenset[Event], int] = {}
    for cost, events in options:
        key = frozenset(events)
        found[key] = min(found.get(key, cost), cost)
    return ((cost, tuple(sorted(events, key=lambda e: e.days))) for events, cost in found.items())

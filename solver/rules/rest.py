"""Rest between shifts and in each week."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.base import WorkedShift
from models.rules.rest import DailyRest, WeeklyRest, busy_interval
from solver.primitives import Choice, Event, Pattern
from solver.rules.compiling import Timeline, event


def daily_rest(rule: DailyRest, timeline: Timeline) -> Iterator[Pattern]:
    """Two shifts with too little rest between them, and no other shift in between."""
    reach = 2 + (60 * rule.hours) // 1440 + 1
    for day in range(-reach, timeline.facts.day_count):
        for first in _at_work(timeline, range(day, day + 1)):
            for later in range(max(0, day + 1), min(day + reach, timeline.facts.day_count)):
                seconds = [(rule.missing(first, w), w) for w in _at_work(timeline, range(later, later + 1))]
                between = _parting(rule, first, timeline, range(day + 1, later))
                yield from _too_near(rule, first, between, [row for row in seconds if row[0] > 0])


def _at_work(timeline: Timeline, days: range) -> Iterator[WorkedShift]:
    return (w for w in timeline.possible_in(days) if w.duty != "stand_by")


def _parting(rule: DailyRest, first: WorkedShift, timeline: Timeline, days: range) -> tuple[Event, ...]:
    """Return the absence of what would part two shifts.

    Where the rule is hard only a shift without clock times does: any other is itself too near the first.
    """
    hard = rule.mode == "hard"
    parting = (w for w in _at_work(timeline, days) if not (hard and rule.missing(first, w) > 0))
    return tuple(Event((w.day,), frozenset((w.shift,)), absent=True) for w in parting)


def _too_near(
    rule: DailyRest, first: WorkedShift, between: tuple[Event, ...], seconds: list[tuple[int, WorkedShift]]
) -> Iterator[Pattern]:
    if rule.mode == "hard" and seconds:
        # one row for all of them: at most one is worked
        day = seconds[0][1].day
        shifts = frozenset(w.shift for _, w in seconds)
        yield Pattern((event(first), Event((day,), shifts), *between), settled=day)
        return
    for missing, second in seconds:
        yield Pattern((event(first), event(second), *between), settled=second.day, cost=rule.price(missing))


def weekly_rest(rule: WeeklyRest, timeline: Timeline) -> Iterator[Choice]:
    """In each window of seven days a free interval is chosen; what it lacks is excess.

    The longest free interval starts at the window's start or where a shift ends, and ends at its end or
    where a shift starts: only such intervals need to be looked at.
    """
    facts, need = timeline.facts, 60 * rule.hours
    for first in rule.windows(facts):
        begin, end = facts.midnight(first), facts.midnight(first + 7)
        shifts = timeline.possible_in(range(first - 3, first + 7))
        busy = [(*busy_interval(w, facts), event(w)) for w in shifts]
        busy = [(start, stop, held) for start, stop, held in busy if stop > begin and start < end]
        if _has_empty_gap(busy, begin, end, need):
            continue
        starts = sorted({begin} | {stop for _, stop, _ in busy if stop < end})
        free = [(start, start + need) for start in starts if start + need <= end]
        if rule.mode == "soft":
            stops = sorted({end} | {start for start, _, _ in busy if start > begin})
            free = [(start, stop) for start in starts for stop in stops if stop > start] + [(begin, begin)]
        yield Choice(tuple((rule.price(need - (b - a)), _inside(busy, a, b)) for a, b in free), settled=first + 6)


def _inside(busy: list[tuple[int, int, Event]], begin: int, end: int) -> tuple[Event, ...]:
    return tuple(held for start, stop, held in busy if start < end and stop > begin and end > begin)


def _has_empty_gap(busy: list[tuple[int, int, Event]], begin: int, end: int, need: int) -> bool:
    """Whether no possible shift touches some interval that is long enough: nothing to ask then."""
    free_from = begin
    for start, stop, _ in sorted(busy, key=lambda row: row[:2]):
        if start - free_from >= need:
            return True
        free_from = max(free_from, stop)
    return end - free_from >= need

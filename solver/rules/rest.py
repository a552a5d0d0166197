"""Rest between shifts, after a run of them, and in each week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.rules.base import WorkedShift
from models.rules.rest import RestRule, WeeklyRest, busy_interval
from solver.primitives import Choice, Event, Pattern
from solver.rules.compiling import Timeline, event
from solver.rules.free_time import Busy, always_free, free_pieces, touching


def rest(rule: RestRule, timeline: Timeline) -> Iterator[Pattern]:
    """A run that asks for rest, a shift too soon after its last one, and no other shift in between."""
    reach = 2 + (60 * rule.hours) // 1440 + 1
    counted = rule.counted(timeline.facts)
    for day in range(-reach, timeline.facts.day_count):
        run = tuple(timeline.worked(d, counted) for d in range(day - rule.run + 1, day))
        if not all(held.shifts for held in run):
            continue
        for first in (w for w in _at_work(timeline, day) if w.shift in counted):
            for later in range(max(0, day + 1), min(day + reach, timeline.facts.day_count)):
                between = _parting(
                    rule, first, (w for d in range(day + 1, later) for w in _at_work(timeline, d)), counted
                )
                for missing, seconds in _too_soon(rule, first, _at_work(timeline, later), counted).items():
                    cost = rule.price(missing) if rule.mode == "soft" else None
                    yield Pattern((*run, event(first), Event((later,), seconds), *between), settled=later, cost=cost)


def _at_work(timeline: Timeline, day: int) -> list[WorkedShift]:
    return [w for w in timeline.possible(day) if w.duty != "stand_by"]


def _near(rule: RestRule, first: WorkedShift, second: WorkedShift, counted: frozenset[str]) -> int:
    """Return the minutes that miss between two shifts, 0 where none do or none are due."""
    return 0 if rule.continues(first, second, counted) else max(0, rule.missing(first, second))


def _parting(
    rule: RestRule, first: WorkedShift, shifts: Iterable[WorkedShift], counted: frozenset[str]
) -> tuple[Event, ...]:
    """Return the absence of what would part two shifts.

    Where the rule is hard a shift that is itself too near the first does not: it is forbidden anyway.
    """
    hard = rule.mode == "hard"
    parting = (w for w in shifts if not (hard and _near(rule, first, w, counted)))
    return tuple(Event((w.day,), frozenset((w.shift,)), absent=True) for w in parting)


def _too_soon(
    rule: RestRule, first: WorkedShift, seconds: Iterable[WorkedShift], counted: frozenset[str]
) -> dict[int, frozenset[str]]:
    """Return the shifts of a day that come too soon, by what misses; of a hard rule all of them together."""
    found: dict[int, frozenset[str]] = {}
    for second in seconds:
        missing = _near(rule, first, second, counted)
        if missing:
            key = missing if rule.mode == "soft" else 0
            found[key] = found.get(key, frozenset()) | {second.shift}
    return found


def weekly_rest(rule: WeeklyRest, timeline: Timeline) -> Iterator[Choice]:
    """In each window of seven days a free interval is chosen; what it lacks is excess."""
    facts, need = timeline.facts, 60 * rule.hours
    for first in rule.windows(facts):
        begin, end = facts.midnight(first), facts.midnight(first + 7)
        shifts = timeline.possible_in(range(first - 3, first + 7))
        busy = [Busy(*busy_interval(w, facts), w.day, w.shift) for w in shifts]
        if not always_free(busy, begin, end, need):
            pieces = free_pieces(busy, begin, end, need, shorter=rule.mode == "soft")
            yield Choice(
                tuple((rule.price(need - (b - a)), touching(busy, a, b)) for a, b in pieces), settled=first + 6
            )

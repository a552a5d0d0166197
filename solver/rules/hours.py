"""Average working time over many weeks, and the full-time measure that night and Sunday work ask for."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.hours import AverageHours, FullTimeMeasure
from solver.primitives import Count, Event, Pattern
from solver.rules.compiling import Timeline, event, prices


def average_hours(rule: AverageHours, timeline: Timeline) -> Iterator[Count]:
    """Minutes of the weeks that end with each week."""
    facts = timeline.facts
    for window in rule.windows(facts):
        known = range(max(window.start, timeline.known), window.stop)
        shifts = (w for w in timeline.possible_in(known) if w.minutes and w.duty in rule.duties)
        most = rule.most_in(window, timeline.worker.id, timeline.past, facts)
        yield Count(tuple((w.minutes, event(w)) for w in shifts), window.stop - 1, most=most, prices=prices(rule))


def full_time_measure(rule: FullTimeMeasure, timeline: Timeline) -> Iterator[Count | Pattern]:
    """Night minutes below their share of all minutes, and no shift on days that the measure does not allow."""
    facts, staff = timeline.facts, timeline.worker.id
    shifts = [w for w in timeline.possible_in(range(facts.day_count)) if w.duty == "work"]
    share = rule.most_night_share(staff, facts)
    if share is not None:
        named = facts.shifts_named(rule.nights)
        weights = tuple((w.minutes * (1000 * (w.shift in named) - share), event(w)) for w in shifts)
        # 1000 x night minutes < share x all minutes, where there are nights at all; a minute of excess is worth 1000
        any_night = Event(tuple(sorted({w.day for w in shifts})), named)
        yield Count((*weights, (1, any_night)), facts.day_count - 1, most=0, prices=prices(rule), divisor=1000)
    for w in shifts:
        if rule.forbids(w, staff, facts):
            yield Pattern((event(w),), settled=w.day, cost=rule.price(w.minutes) if rule.mode == "soft" else None)

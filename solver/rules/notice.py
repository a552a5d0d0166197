"""Changes to a roster that stands."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.notice import StandingRoster
from solver.primitives import Event, Pattern
from solver.rules.compiling import Timeline


def standing(rule: StandingRoster, timeline: Timeline) -> Iterator[Pattern]:
    """On each day that the rule keeps, not having the shift that stands (or having any, on a day off) is a break."""
    cost = rule.price(1) if rule.mode == "soft" else None
    for day, shift in rule.kept(timeline.worker.id, timeline.facts):
        if shift is None:
            changed = Event((day,), frozenset(w.shift for w in timeline.possible(day)))
        else:
            changed = Event((day,), frozenset((shift,)), absent=True)
        yield Pattern((changed,), settled=day, cost=cost)

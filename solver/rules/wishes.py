"""A fair part of the requests of everybody."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.wishes import WishesGranted
from solver.primitives import Count, Event
from solver.rules.compiling import Timeline, prices


def wishes_granted(rule: WishesGranted, timeline: Timeline) -> Iterator[Count]:
    """Requests granted >= least."""
    wishes = timeline.facts.wishes(timeline.worker.id)
    asked = [wish for wish in wishes if wish.days]
    terms = tuple((1, Event(wish.days, wish.shifts, absent=not wish.on)) for wish in asked)
    given = len(wishes) - len(asked)
    last = timeline.facts.day_count - 1
    yield Count(terms, settled=last, least=rule.least(wishes), constant=given, prices=prices(rule))

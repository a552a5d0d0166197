"""Fair shares of the shifts that nobody wants."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.fairness import Fairness
from solver.primitives import Count, Event
from solver.rules.compiling import Timeline, prices


def fairness(rule: Fairness, timeline: Timeline) -> Iterator[Count]:
    """Shifts of the kind <= fair share."""
    facts = timeline.facts
    share = facts.fair_share(rule, rule.kind, timeline.worker.id)
    if share is None:
        return
    kinds = (
        (day, frozenset(w.shift for w in timeline.possible(day) if rule.counts(w.shift, day, facts)))
        for day in range(facts.day_count)
    )
    terms = tuple((1, Event((day,), shifts)) for day, shifts in kinds if shifts)
    before = len(rule.counted(timeline.past, facts))
    yield Count(terms, settled=facts.day_count - 1, most=max(share, before), constant=before, prices=prices(rule))

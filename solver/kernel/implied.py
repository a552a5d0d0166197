"""Limits that follow from others: a sum need not be known where what its parts may be keeps it small enough."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from solver.primitives import Count, Event


def follows(count: Count, counts: Sequence[Count]) -> bool:
    """Whether a hard upper limit is kept where those of some of its parts are, as four weeks of 48 hours keep 192."""
    if count.prices is not None or count.least is not None or count.most is None:
        return False
    rest = set(count.terms)
    highest = count.constant
    for part in sorted(counts, key=lambda other: len(other.terms)):
        limited = part.prices is None and part.most is not None and len(part.terms) < len(count.terms)
        if limited and rest.issuperset(part.terms):
            assert part.most is not None
            highest += part.most - part.constant
            rest.difference_update(part.terms)
    return highest + _most(rest) <= count.most


def _most(terms: set[tuple[int, Event]]) -> int:
    """Return the most that some terms may come to: of those of one day only one, as there is one shift a day."""
    by_day: dict[tuple[int, ...], int] = defaultdict(int)
    for weight, event in terms:
        single = len(event.days) == 1 and not event.absent
        if single:
            by_day[event.days] = max(by_day[event.days], weight)
    others = sum(max(0, weight) for weight, event in terms if len(event.days) > 1 or event.absent)
    return others + sum(by_day.values())

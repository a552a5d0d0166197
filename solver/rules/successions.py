"""Which shifts may follow one another on two days in a row."""

from __future__ import annotations

from collections.abc import Iterator

from models.rules.successions import SuccessionRule
from solver.primitives import Event, Pattern
from solver.rules.compiling import Timeline


def succession(rule: SuccessionRule, timeline: Timeline) -> Iterator[Pattern]:
    """A shift, and on the next day one that it bars; shifts that bar the same share a pattern."""
    hard = rule.mode == "hard"
    cost = None if hard else rule.price(1)
    bars = {shift: rule.barred(shift, timeline.facts) for shift in timeline.facts.shift_names}
    for day in range(timeline.facts.day_count):
        after = frozenset(w.shift for w in timeline.possible(day))
        barred = {w.shift: after & bars[w.shift] for w in timeline.possible(day - 1)}
        for seconds in set(barred.values()) - {frozenset()}:
            # hard ones are tighter with every shift that bars these and more; soft ones must not overlap
            firsts = frozenset(k for k, those in barred.items() if those == seconds or (hard and those > seconds))
            yield Pattern((Event((day - 1,), firsts), Event((day,), seconds)), settled=day, cost=cost)

"""Rules about who is on a shift together, as far as they count people: ruin and recreate prices them as it does cover.

The bound leaves them out. A shift that nobody works is charged here as if somebody did, which only the search feels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from models.facts import Facts
from models.rules.groups import Apart, SkillMix
from solver.kernel.compiled import FORBIDDEN, Ints


@dataclass(frozen=True)
class Mix:
    """People who are counted on a shift of a day."""

    day: int
    shift: str
    people: frozenset[str]
    costs: Ints
    """By number of them on the shift, in ticks."""


def mixes(facts: Facts, most: int) -> Iterator[Mix]:
    """Yield what counts people; costs reach up to so many."""
    for rule in facts.scenario.rules_in_force:
        if isinstance(rule, SkillMix | Apart):
            yield from _mixes_of(facts, rule, most)


def _mixes_of(facts: Facts, rule: SkillMix | Apart, most: int) -> Iterator[Mix]:
    sizes = [max(0, rule.min - n if isinstance(rule, SkillMix) else n - rule.most) for n in range(most + 1)]
    costs = np.array([rule.price(size) if rule.mode == "soft" else size * FORBIDDEN for size in sizes])
    for day in range(facts.day_count):
        if not rule.settles(day, facts) or (isinstance(rule, SkillMix) and not rule.holds_on_day(day)):
            continue
        people = _counted(facts, rule, day)
        yield from (Mix(day, shift, people, costs) for shift in sorted(facts.shifts_named(rule.shifts)))


def _counted(facts: Facts, rule: SkillMix | Apart, day: int) -> frozenset[str]:
    if isinstance(rule, SkillMix):
        return frozenset(s.id for s in rule.bound(facts) if rule.any_of.includes(s, day, facts))
    return frozenset(s.id for s in rule.members(facts))

"""Why there is no roster: sets of elements of which any part could be kept, but not the whole."""

from __future__ import annotations

from dataclasses import dataclass

from models.facts import Facts
from models.scenario import Scenario
from solver.explain.elastic import Elastic
from solver.explain.elements import Element
from solver.search.cpsat import Limits

MOST = 5
"""Conflicts that are looked for, none of which shares an element with another."""

TOLD = 3
"""Conflicts that are looked for where only the words are asked for."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Elements that cannot all be kept."""

    elements: tuple[Element, ...]
    minimal: bool
    """Whether it is proven that without any one of them the others can be kept."""


def find_conflicts(scenario: Scenario, limits: Limits, most: int = MOST) -> tuple[Conflict, ...]:
    """Return conflicts of a scenario, none sharing an element with another; none where a roster can keep everything.

    ``limits`` are those of each question to the solver. Where they are too tight none may be found.
    """
    elastic = Elastic(scenario, limits)
    left = frozenset(range(len(elastic.elements)))
    found: list[Conflict] = []
    while len(found) < most:
        possible, core = elastic.possible(sorted(left))
        if possible is not False or not core:
            break
        smallest, minimal = _shrunk(elastic, core)
        found.append(Conflict(tuple(elastic.elements[number] for number in sorted(smallest)), minimal))
        left -= smallest
    return tuple(found)


def _shrunk(elastic: Elastic, core: frozenset[int]) -> tuple[frozenset[int], bool]:
    """Leave out one element after the other; whatever the rest still conflicts without is not needed."""
    needed, minimal = core, True
    for number in sorted(core):
        if number not in needed:
            continue
        possible, smaller = elastic.possible(sorted(needed - {number}))
        if possible is False:
            needed = smaller
        elif possible is None:
            minimal = False
    return needed, minimal


def describe(facts: Facts, limits: Limits) -> tuple[str, ...]:
    """Return a few conflicts of a scenario, one line each."""
    conflicts = find_conflicts(facts.scenario, limits, TOLD)
    return tuple(_line(conflict) for conflict in conflicts)


def _line(conflict: Conflict) -> str:
    words = "; ".join(element.text for element in conflict.elements)
    return f"cannot be kept: {words}" if len(conflict.elements) == 1 else f"these cannot all be kept: {words}"

"""Ways out of a scenario that has no roster: the cheapest sets of elements to bend."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from models.result import Result
from models.scenario import Scenario
from solver.explain.elastic import Elastic
from solver.explain.elements import Element, Spending
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings
from solver.solve import solve

WAYS = 5
"""Ways out that are looked for."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """Elements to bend, and the best roster found that then is possible."""

    elements: tuple[Element, ...]
    price: int
    """Ticks of bending them: what the ways are ranked by."""
    proven: bool
    """Whether no other set (but those ranked before) is cheaper to bend."""
    scenario: Scenario
    """The scenario with them bent."""
    result: Result
    """How its solve ended."""


def ways_out(scenario: Scenario, limits: Limits, settings: Settings, stop: Stop, most: int = WAYS) -> Iterator[WayOut]:
    """Yield ways out, the cheapest first; each is solved by ``settings``, and left out where that finds no roster."""
    elastic = Elastic(scenario, limits)
    tried: list[frozenset[int]] = []
    found = 0
    while found < most and not stop.event.is_set():
        cheapest = elastic.cheapest(tried)
        if cheapest is None or not cheapest[0]:
            return
        chosen, proven = cheapest
        tried.append(frozenset(chosen))
        bent = tuple(_with_amount(elastic.elements[number], above) for number, above in sorted(chosen.items()))
        changed = scenario
        for element in bent:
            changed = element.bend(changed)
        result = solve(changed, settings, stop=stop.event)
        if result.roster is not None:
            found += 1
            price = sum(element.price for element in bent) + sum(chosen.values())
            yield WayOut(bent, price, proven, changed, result)


def _with_amount(element: Element, above: int) -> Element:
    return replace(element, above=above) if isinstance(element, Spending) else element

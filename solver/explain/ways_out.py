"""Ways out of a scenario that has no roster: the cheapest sets of elements to bend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.result import Result, Status
from models.scenario import Scenario
from solver.explain.conflicts import Conflict
from solver.explain.elastic import Elastic
from solver.explain.elements import Element, Spending
from solver.explain.patience import solve_patiently
from solver.linear import total
from solver.search.anytime import Clock
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings

WAYS = 5
"""Ways out that are looked for."""
FIRST = 0.4
"""Part of the time for the first roster, where it is found by then."""


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


def ways_out(
    scenario: Scenario,
    conflicts: Sequence[Conflict],
    limits: Limits,
    settings: Settings,
    stop: Stop,
    most: int = WAYS,
) -> tuple[WayOut, ...]:
    """Return ways out, the cheapest first, each with the best roster found: within the time limit for all of them.

    The first is solved until it has a roster, the others from the best roster so far; where none is found by the end
    their results have none. ``limits`` are those of each search for what to bend. Where they are too tight to find the
    cheapest for the whole scenario, the known conflicts are resolved.
    """
    clock = Clock(settings.time_limit)
    elastic = Elastic(scenario, limits)
    known = [frozenset(elastic.elements.index(element) for element in conflict.elements) for conflict in conflicts]
    tried: list[frozenset[int]] = []
    found: list[WayOut] = []
    while len(found) < most and not stop.event.is_set():
        cheapest = elastic.cheapest(tried) or _hitting(elastic.elements, known, tried)
        if cheapest is None or not cheapest[0]:
            break
        chosen, proven = cheapest
        tried.append(frozenset(chosen))
        bent = tuple(_with_amount(elastic.elements[number], above) for number, above in sorted(chosen.items()))
        changed = _bend(scenario, bent)
        result = _solved(changed, found, clock, settings, stop, most)
        if result.status is not Status.INFEASIBLE:
            price = sum(element.price for element in bent) + sum(chosen.values())
            found.append(WayOut(bent, price, proven, changed, result))
    return tuple(found)


def _bend(scenario: Scenario, elements: Sequence[Element]) -> Scenario:
    for element in elements:
        scenario = element.bend(scenario)
    return scenario


def _solved(
    scenario: Scenario, found: Sequence[WayOut], clock: Clock, settings: Settings, stop: Stop, most: int
) -> Result:
    """Solve a way out, from the best roster of those found before."""
    rosters = [one.result for one in found if one.result.roster is not None]
    best = min(rosters, key=lambda result: result.objective or 0, default=None)
    part = FIRST if best is None else 1 / (most - len(found) + 1)
    seconds = max(1.0, part * clock.left)
    longest = max(1.0, clock.left if best is None else seconds)
    start = None if best is None else best.roster
    return solve_patiently(scenario, replace(settings, time_limit=longest), seconds, stop, start)


def _hitting(
    elements: Sequence[Element], conflicts: Sequence[frozenset[int]], tried: Sequence[frozenset[int]]
) -> tuple[Mapping[int, int], bool] | None:
    """Return the cheapest elements that are in every known conflict, and that it is not proven that they are enough."""
    cp = cp_model.CpModel()
    bent = {n: cp.new_bool_var("") for conflict in conflicts for n in sorted(conflict)}
    for conflict in conflicts:
        cp.add_bool_or([bent[number] for number in sorted(conflict)])
    for chosen in tried:
        cp.add_bool_or([~bent[number] for number in sorted(chosen) if number in bent])
    cp.minimize(total(elements[number].price * literal for number, literal in bent.items()))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    if not bent or solver.solve(cp) != cp_model.OPTIMAL:
        return None
    return {number: 0 for number, literal in bent.items() if solver.value(literal)}, False


def _with_amount(element: Element, above: int) -> Element:
    return replace(element, above=above) if isinstance(element, Spending) else element

"""Ways out of a scenario that has no roster: the cheapest sets of elements to bend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.result import Result, Status
from models.scenario import Scenario
from solver.explain.conflicts import Conflict
from solver.explain.elastic import Elastic
from solver.explain.elements import Element, Spending
from solver.linear import total
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


def ways_out(
    scenario: Scenario,
    conflicts: Sequence[Conflict],
    limits: Limits,
    settings: Settings,
    stop: Stop,
    most: int = WAYS,
) -> Iterator[WayOut]:
    """Yield ways out, the cheapest first.

    The first is solved by ``settings``, the others from the best roster so far in half of the time; their results have
    no roster where none is found by then.

    Where the limits are too tight to find the cheapest for the whole scenario, the known conflicts are resolved.
    """
    elastic = Elastic(scenario, limits)
    known = [frozenset(elastic.elements.index(element) for element in conflict.elements) for conflict in conflicts]
    tried: list[frozenset[int]] = []
    best: Result | None = None
    brief = replace(settings, time_limit=settings.time_limit / 2)
    found = 0
    while found < most and not stop.event.is_set():
        cheapest = elastic.cheapest(tried) or _hitting(elastic.elements, known, tried)
        if cheapest is None or not cheapest[0]:
            return
        chosen, proven = cheapest
        tried.append(frozenset(chosen))
        way = _solved(scenario, elastic, chosen, brief if found else settings, best, stop)
        if way.result.status is not Status.INFEASIBLE:
            found += 1
            best = min((one for one in (best, way.result) if one and one.roster), key=_cost, default=None)
            yield replace(way, proven=proven)


def _cost(result: Result) -> int:
    return result.objective or 0


def _solved(
    scenario: Scenario,
    elastic: Elastic,
    chosen: Mapping[int, int],
    settings: Settings,
    near: Result | None,
    stop: Stop,
) -> WayOut:
    """Return the way out by some elements, given by their numbers with the ticks above of budgets."""
    bent = tuple(_with_amount(elastic.elements[number], above) for number, above in sorted(chosen.items()))
    for element in bent:
        scenario = element.bend(scenario)
    price = sum(element.price for element in bent) + sum(chosen.values())
    start = None if near is None else near.roster
    return WayOut(bent, price, False, scenario, solve(scenario, settings, stop=stop.event, start=start))


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

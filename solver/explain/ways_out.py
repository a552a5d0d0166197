"""Ways out of a scenario that has no roster: the cheapest sets of elements to bend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.result import Result, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.conflicts import Conflict
from solver.explain.elastic import Cheapest, Elastic
from solver.explain.elements import Element, Spending
from solver.explain.patience import solve_patiently
from solver.linear import total
from solver.search.anytime import Clock
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings

WAYS = 5
"""Ways out that are looked for."""
ENOUGH = 3
"""Ways out that are looked for though the time is over."""
FIRST = 0.25
"""Part of the time for the first way out, where a roster is found by then."""
LONGEST = 0.5
"""Part of the time that is left which a way out without a roster may take at most."""
LEAST_SECONDS = 3.0
"""Seconds that a solve of a way out without a roster may take in any case."""


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

    The first is solved from the shifts that show that it is one, the others from the best roster so far, or else from
    theirs; where none is found in time their results have none. ``limits`` are those of each search for what to bend.
    Where they are too tight to find the cheapest for the whole scenario, the known conflicts are resolved.
    """
    clock = Clock(settings.time_limit)
    elastic = Elastic(scenario, limits)
    known = [frozenset(elastic.elements.index(element) for element in conflict.elements) for conflict in conflicts]
    tried: list[frozenset[int]] = []
    found: list[WayOut] = []
    while len(found) < (most if clock.left else min(most, ENOUGH)) and not stop.event.is_set():
        cheapest = elastic.cheapest(tried) or _hitting(elastic.elements, known, tried)
        if cheapest is None or not cheapest.chosen:
            break
        tried.append(frozenset(cheapest.chosen))
        chosen = sorted(cheapest.chosen.items())
        bent = tuple(_with_amount(elastic.elements[number], above) for number, above in chosen)
        changed = _bend(scenario, bent)
        seconds = clock.left * (1 / (most - len(found) + 1) if found else FIRST)
        starts = (_best_roster(found) if clock.left > 2 * LEAST_SECONDS else None, cheapest.roster)
        result = _solved(changed, starts, seconds, clock.left, settings, stop)
        if result.status is not Status.INFEASIBLE:
            price = sum(element.price for element in bent) + sum(cheapest.chosen.values())
            found.append(WayOut(bent, price, cheapest.proven, changed, result))
    return tuple(found)


def _bend(scenario: Scenario, elements: Sequence[Element]) -> Scenario:
    for element in elements:
        scenario = element.bend(scenario)
    return scenario


def _best_roster(found: Sequence[WayOut]) -> Roster | None:
    """Return the cheapest roster of some ways out."""
    results = [way.result for way in found if way.result.roster is not None]
    best = min(results, key=lambda result: result.objective or 0, default=None)
    return None if best is None else best.roster


def _solved(
    scenario: Scenario, starts: Sequence[Roster | None], seconds: float, left: float, settings: Settings, stop: Stop
) -> Result:
    """Solve a way out for some seconds, or for longer until it has a roster; from the first of some that will do."""
    known: list[Roster | None] = [roster for roster in starts if roster is not None]
    for start in known or [None]:
        longest = max(seconds, LONGEST * left / max(1, len(known)), LEAST_SECONDS)
        result = solve_patiently(scenario, replace(settings, time_limit=longest), seconds, stop, start)
        if result.roster is not None or result.status is Status.INFEASIBLE:
            break
    return result


def _hitting(
    elements: Sequence[Element], conflicts: Sequence[frozenset[int]], tried: Sequence[frozenset[int]]
) -> Cheapest | None:
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
    return Cheapest({number: 0 for number, literal in bent.items() if solver.value(literal)}, False, None)


def _with_amount(element: Element, above: int) -> Element:
    return replace(element, above=above) if isinstance(element, Spending) else element

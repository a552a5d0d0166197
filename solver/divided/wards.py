"""Rosters of wards within a hospital: all of the time goes to the person kernel, then the rest to neighbourhoods.

Covering search does more side by side, for which a ward of many has no cores. But wards are alike: what was found out
about one serves the next.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from models.facts import CoverKey, Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.kernel.known import KnownGraphs
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch, prepare
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.improving import Best, Improver
from solver.search.parts import Parts
from solver.search.relaxation import shift_variables
from solver.search.settle import settle, with_shifts
from solver.settings import Settings
from solver.solution import Shifts, read_solution
from solver.solve import solve

BOUND_PART = 0.5
"""Part of the time after getting ready in which prices are looked for, at most: without good ones rosters are poor."""
LATEST_START = 20.0
"""Seconds that the kernel may take to get ready, even where that is late: the next wards take less for it."""
FIRST_PRICES = 8.0
"""Seconds for the prices of the first ward, even where that is late: the next ones begin at them."""
LEAST_COOLING = 1.0
"""Seconds of cooling at least, even where that is late."""
COOL_UNTIL = 0.85
"""Part of the time at which the kernel's roster has cooled down."""
LEAST_PLAIN = 8.0
"""Seconds for a roster without the kernel at least, where it has found none: late, but one."""
_LEAST_SECONDS, _SETTLE_SECONDS = 1.0, 1.0

_Key = tuple[int, str, str]
"""Day, shift and competence."""


class WardPlanner:
    """Plans one ward after the other, and remembers graphs of people and prices of shifts."""

    def __init__(self) -> None:
        self._known = KnownGraphs()
        self._prices: dict[_Key, float] = {}
        self._pricing = FIRST_PRICES
        """Seconds that good prices have taken."""

    def plan(self, scenario: Scenario, seconds: float, seed: int) -> Roster | None:
        """Return a roster of a scenario without sessions; None where none is found in time."""
        clock, facts = Clock(seconds), Facts(scenario)
        shifts = self._kernel_roster(facts, clock, seed)
        model = build(facts)
        set_objective(model.cp, total(model.terms.values()), model.unit)
        limits = Limits(max(_LEAST_SECONDS, clock.left), 1, seed)
        values = None if shifts is None else run(with_shifts(model, shifts), limits, Stop(None)).values
        if values is None:
            left = max(LEAST_PLAIN, clock.left)
            return solve(scenario, Settings(time_limit=left, workers=2, seed=seed)).roster
        return _seated(model, _improved(model, values, clock, seed))

    def _kernel_roster(self, facts: Facts, clock: Clock, seed: int) -> Shifts | None:
        """Return the best roster of the kernel; None where people's rules are too rich for it."""
        until = COOL_UNTIL * clock.limit
        kernel = prepare(facts, lambda: clock.seconds > max(until, LATEST_START), self._known)
        if kernel is None:
            return None
        self._find_prices(facts, kernel, clock, BOUND_PART * (until - clock.seconds))
        found: list[Shifts] = []
        kernel.cool(clock, max(until, clock.seconds + LEAST_COOLING), seed, lambda: False, found.append)
        return found[-1] if found else None

    def _find_prices(self, facts: Facts, kernel: KernelSearch, clock: Clock, seconds: float) -> None:
        """Find good prices; where there is no time for it, those of the last ward have to do."""
        known = self._known_prices(facts)
        if known is not None and seconds < self._pricing:
            kernel.begin_at(known)
            return
        began = clock.seconds
        kernel.bound(clock, began + max(FIRST_PRICES if known is None else 0.0, seconds), lambda bound: False)
        self._pricing = clock.seconds - began
        self._prices.update({(day, shift, c): price for (day, shift, _, c), price in kernel.prices.items()})

    def _known_prices(self, facts: Facts) -> Mapping[CoverKey, float] | None:
        """Return what shifts cost on other wards; None where some of these shifts were never priced."""
        keys = {(day, shift, unit, c): (day, shift, c) for day, shift, unit, c in facts.cover}
        if not self._prices.keys() >= set(keys.values()):
            return None
        return {key: self._prices[anywhere] for key, anywhere in keys.items()}


def _improved(model: Model, values: Values, clock: Clock, seed: int) -> Values:
    """Return values that neighbourhoods have improved in the time that is left: they see agency and budgets too."""
    parts = Parts(model.cp, shift_variables(model))
    best = Best(parts, np.array(values, dtype=np.int64))
    Improver(model, parts, best, seed).run(clock, clock.limit - _SETTLE_SECONDS, Stop(None), lambda: None)
    improved: list[int] = best.values.tolist()
    return improved


def _seated(model: Model, values: Values) -> Roster | None:
    settled = settle(model, read_solution(model, evaluate_at(values))).values
    return None if settled is None else assign(model, read_solution(model, evaluate_at(settled)))

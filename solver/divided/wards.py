"""A roster of a ward within a hospital: all of the time goes to the person kernel, then the rest to neighbourhoods.

Covering search does more side by side, for which a ward of many has no cores.
"""

from __future__ import annotations

import numpy as np

from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.kernel.known import KnownGraphs
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.cooling import prepare
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
LEAST_COOLING = 3.0
"""Seconds of cooling at least, even where that is late."""
COOL_UNTIL = 0.85
"""Part of the time at which the kernel's roster has cooled down."""
LEAST_PART = 0.5
"""Part of the time for which a roster is looked for without the kernel, where it has found none: late, but one."""
_SETTLE_SECONDS = 1.0


def plan_ward(scenario: Scenario, seconds: float, seed: int, known: KnownGraphs) -> Roster | None:
    """Return a roster of a scenario without sessions; None where none is found in time.

    ``known`` are graphs of people of other wards, and takes those of this one.
    """
    clock, facts = Clock(seconds), Facts(scenario)
    shifts = _kernel_roster(facts, clock, seed, known)
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    limits = Limits(max(1.0, clock.left), 1, seed)
    values = None if shifts is None else run(with_shifts(model, shifts), limits, Stop(None)).values
    if values is None:
        left = max(LEAST_PART * seconds, clock.left)
        return solve(scenario, Settings(time_limit=left, workers=2, seed=seed)).roster
    return _seated(model, _improved(model, values, clock, seed))


def _kernel_roster(facts: Facts, clock: Clock, seed: int, known: KnownGraphs) -> Shifts | None:
    """Return the best roster of the kernel; None where people's rules are too rich for it."""
    until = COOL_UNTIL * clock.limit
    kernel = prepare(facts, lambda: clock.seconds > until, known)
    if kernel is None:
        return None
    kernel.bound(clock, clock.seconds + max(LEAST_COOLING, BOUND_PART * (until - clock.seconds)), lambda bound: False)
    found: list[Shifts] = []
    kernel.cool(clock, max(until, clock.seconds + LEAST_COOLING), seed, lambda: False, found.append)
    return found[-1] if found else None


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

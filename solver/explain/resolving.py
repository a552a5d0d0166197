"""Solve a changed scenario again from a known roster, with only some weeks free: quick, and every gain is a fact.

All that is kept fast is the shifts of the other weeks, and that no more is done in them than before. The roster that
comes out is whole and legal in the changed scenario, so what it costs less is at least what the change brings.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Evaluation, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.cpsat import Limits, Stop, run, set_hint, set_objective
from solver.search.settle import fix
from solver.search.warm import warm_start
from solver.solution import read_solution


@dataclass(frozen=True, slots=True)
class Resolved:
    """The best roster found for a changed scenario."""

    roster: Roster
    evaluation: Evaluation
    seconds: float
    exhausted: bool
    """Whether it is proven that with the freedom that was given there is no better one."""

    @property
    def objective(self) -> int:
        """What the roster costs, in ticks."""
        return self.evaluation.objective


def resolve(
    scenario: Scenario, start: Roster, windows: Sequence[Collection[int]], limits: Limits, stop: Stop
) -> Resolved | None:
    """Return the best roster found for a scenario when one window of weeks after the other is free.

    ``limits`` are those of each window. None where no legal roster near ``start`` is found, or a stop comes first.
    """
    began = time.monotonic()
    facts = Facts(scenario)
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    warm = warm_start(model, start, replace(limits, gap=0.0), stop)
    if warm is None:
        return None
    values, exhausted = warm.values, True
    for window in windows:
        if stop.event.is_set():
            return None
        outcome = run(_restricted(model, values, set(window)), limits, stop)
        values = outcome.values or values
        exhausted = exhausted and outcome.status is Status.OPTIMAL
    roster = assign(model, read_solution(model, evaluate_at(values)))
    evaluation = evaluate(scenario, roster, facts)
    return Resolved(roster, evaluation, time.monotonic() - began, exhausted)


def _restricted(model: Model, values: Values, window: set[int]) -> cp_model.CpModel:
    """Return a copy of a model that starts from some values and may leave them only in a window of weeks.

    Items and lists of other weeks may become fewer: what is done earlier need not be done again.
    """
    cp = model.cp.clone()
    v = model.variables
    for (_, day), shifts in v.by_day.items():
        if day // 7 not in window:
            for x in shifts.values():
                fix(cp, x, evaluate_at(values)(x))
    made = [*((place.day, lists) for place, lists in v.lists.items())]
    made += [(place.day, items) for (place, _), items in v.items.items()]
    for day, variable in made:
        if day // 7 not in window:
            domain = cp.proto.variables[variable.index].domain
            domain.clear()
            domain.extend([0, values[variable.index]])
    set_hint(cp, values)
    return cp

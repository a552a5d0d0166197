"""Solve a changed scenario again from a known roster, with only some weeks free: quick, and every gain is a fact.

The shifts of the other weeks are kept, and no more is done in them than before. The roster that comes out is whole and
legal in the changed scenario, so what it costs less is at least what the change brings.
"""

from __future__ import annotations

import time
from collections.abc import Collection
from copy import copy
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Evaluation, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.explain.weighing import minimise, weigh
from solver.linear import Values, evaluate_at
from solver.model import build
from solver.recalled import Cell
from solver.search.cpsat import Limits, Stop, run, set_hint
from solver.search.settle import fix
from solver.search.warm import warm_start
from solver.solution import read_solution


@dataclass(frozen=True, slots=True)
class Found:
    """A roster of a changed scenario, judged."""

    roster: Roster
    evaluation: Evaluation
    cost: int
    """What the roster costs in ticks; with levels, weighed (``weighing.py``)."""

    @property
    def objective(self) -> int:
        """All terms together, in ticks."""
        return self.evaluation.objective


def judged(facts: Facts, roster: Roster) -> Found:
    """Return a roster with what it costs."""
    evaluation = evaluate(facts.scenario, roster, facts)
    return Found(roster, evaluation, weigh(facts.scenario, evaluation.terms))


class Resolver:
    """One scenario, and the best roster found for it so far."""

    def __init__(self, scenario: Scenario, start: Roster, limits: Limits, stop: Stop) -> None:
        """``limits`` are those of each step. Raises LookupError where no legal roster near ``start`` is found."""
        self._began = time.monotonic()
        self._limits = limits
        self._stop = stop
        self._model = build(Facts(scenario))
        minimise(self._model)
        warm = warm_start(self._model, start, replace(limits, gap=0.0), stop)
        if warm is None:
            raise LookupError("no legal roster near the one to start from was found in time")
        self._values: Values = warm.values
        self._idle: frozenset[Cell] = frozenset()

    def fork(self, limits: Limits, idle: frozenset[Cell]) -> Resolver:
        """Return another one that begins where this one stands, with the same model; in some cells nobody works."""
        other = copy(self)
        other._began = time.monotonic()
        other._limits = limits
        other._idle = idle
        return other

    @property
    def cells(self) -> frozenset[Cell]:
        """Workers and days on which they can have a shift."""
        return frozenset(cell for cell, shifts in self._model.variables.by_day.items() if shifts) - self._idle

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    @property
    def cost(self) -> int:
        """What the best roster so far costs, in ticks; with levels, weighed."""
        value = evaluate_at(self._values)
        return weigh(self._model.facts.scenario, {name: value(term) for name, term in self._model.terms.items()})

    def improve(
        self, weeks: Collection[int], kept: Collection[Cell] = frozenset(), limits: Limits | None = None
    ) -> bool:
        """Search with some weeks free, but for the shifts of some cells; whether it is proven that no more is in it."""
        if self._stop.event.is_set():
            return False
        outcome = run(self._restricted(set(weeks), kept), limits or self._limits, self._stop)
        self._values = outcome.values or self._values
        return outcome.status is Status.OPTIMAL

    def found(self) -> Found:
        """Return the best roster so far."""
        facts = self._model.facts
        return judged(facts, assign(self._model, read_solution(self._model, evaluate_at(self._values))))

    def _restricted(self, window: set[int], kept: Collection[Cell]) -> cp_model.CpModel:
        """Return a copy of the model that starts from the best roster and may leave it only where it is free.

        Items and lists of other weeks may become fewer: what is done earlier need not be done again.
        """
        cp = self._model.cp.clone()
        v = self._model.variables
        value = evaluate_at(self._values)
        for cell, shifts in v.by_day.items():
            if cell[1] // 7 not in window or cell in kept or cell in self._idle:
                for x in shifts.values():
                    fix(cp, x, value(x))
        made = [*((place.day, lists) for place, lists in v.lists.items())]
        made += [(place.day, items) for (place, _), items in v.items.items()]
        for day, variable in made:
            if day // 7 not in window:
                domain = cp.proto.variables[variable.index].domain
                domain.clear()
                domain.extend([0, self._values[variable.index]])
        set_hint(cp, self._values)
        return cp

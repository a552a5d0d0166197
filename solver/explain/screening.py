"""What a changed scenario can cost at least: the linear relaxation of its coarse model, in a fraction of a second.

It is a first filter for what is worth solving, and with the cost of a known roster a proof of how much a change can
bring at most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import timedelta

from ortools.math_opt.python import mathopt

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.scenario import Scenario
from solver.explain.weighing import minimise
from solver.model import Model, build
from solver.search.mip import to_program

SECONDS = 3.0
"""Time limit of one relaxation."""
SAFETY = 1e-6
"""Part of a bound that is given up for the rounding of floating-point arithmetic."""


class Relaxed:
    """The linear relaxation of a scenario, to be solved again and again with other limits of variables and rows."""

    def __init__(self, scenario: Scenario) -> None:
        self.model: Model = build(Facts(scenario), coarse=True)
        minimise(self.model)
        self.message = to_program(self.model).message
        self._linear = mathopt.Model.from_model_proto(self.message)  # its objective is in the currency
        for variable in self._linear.variables():
            variable.integer = False
        self._solver = mathopt.IncrementalSolver(self._linear, mathopt.SolverType.GLOP)

    def cost(self) -> float | None:
        """Return the least cost in ticks; None where there is none, or the time was too short."""
        result = self._solved()
        return None if result is None else result.objective_value() * TICKS_PER_MONEY

    def slopes(self, variables: Collection[int]) -> Mapping[int, float]:
        """Return the ticks that one more of some variables, by index, costs; of none where that was not found in time.

        The cost is convex in what variables are limited to, so more of them never saves more than this each.
        """
        result = self._solved()
        if result is None or not result.has_dual_feasible_solution():
            return {}
        costs = result.reduced_costs([self._linear.get_variable(index) for index in variables])
        return {index: cost * TICKS_PER_MONEY for index, cost in zip(variables, costs, strict=True)}

    def _solved(self) -> mathopt.SolveResult | None:
        parameters = mathopt.SolveParameters(time_limit=timedelta(seconds=SECONDS))
        result = self._solver.solve(params=parameters)
        return result if result.termination.reason == mathopt.TerminationReason.OPTIMAL else None

    def fix(self, variables: Mapping[int, int]) -> None:
        """Give some variables a value, by index."""
        for index, value in variables.items():
            self._linear.get_variable(index).lower_bound = value
            self._linear.get_variable(index).upper_bound = value

    def limit(self, variables: Mapping[int, float], rows: Mapping[int, float] | None = None) -> None:
        """Set the largest values of some variables and rows, by index."""
        for index, most in variables.items():
            self._linear.get_variable(index).upper_bound = most
        for index, most in (rows or {}).items():
            self._linear.get_linear_constraint(index).upper_bound = most


def least_cost(scenario: Scenario) -> float | None:
    """Return the cost, in ticks, below which no roster can lie; None where it was not found in time."""
    cost = Relaxed(scenario).cost()
    return None if cost is None else cost - SAFETY * abs(cost)


class Gradual:
    """A lever that raises limits, pulled by a part: the relaxation somewhere between two scenarios.

    Where the scenarios differ in more than limits of variables and rows, costs in between are on the straight line.
    """

    def __init__(self, scenario: Scenario, changed: Scenario) -> None:
        self._relaxed = Relaxed(scenario)
        other = Relaxed(changed)
        here, there = self._relaxed.message, other.message
        self._ends: tuple[float | None, float | None] | None = None
        if here.linear_constraint_matrix == there.linear_constraint_matrix:
            self._variables = _raised(here.variables, there.variables)
            self._rows = _raised(here.linear_constraints, there.linear_constraints)
        else:
            self._ends = self._relaxed.cost(), other.cost()

    def cost(self, part: float) -> float | None:
        """Return the least cost in ticks with a part of the change, 0 to 1; None where it is not known."""
        if self._ends is not None:
            before, after = self._ends
            return None if before is None or after is None else before + part * (after - before)
        self._relaxed.limit(
            {i: low + part * (high - low) for i, (low, high) in self._variables.items()},
            {i: low + part * (high - low) for i, (low, high) in self._rows.items()},
        )
        return self._relaxed.cost()


def _raised(here: object, there: object) -> dict[int, tuple[float, float]]:
    """Return index, old and new limit of what has another one."""
    ids: list[int] = list(here.ids)  # type: ignore[attr-defined]
    limits = zip(here.upper_bounds, there.upper_bounds, strict=True)  # type: ignore[attr-defined]
    return {i: (a, b) for i, (a, b) in zip(ids, limits, strict=True) if a != b}

"""The coarse model as a mixed-integer program, solved by HiGHS.

Its linear relaxation is tight where CP-SAT's search is not: much of the cost of a clinic's month follows from how
much of whom works in which week. What is whole and what is fixed is chosen for each solve.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from math import ceil, inf

from ortools.math_opt.python import mathopt
from ortools.sat.python import cp_model

from models.base import TICKS_PER_MONEY
from models.result import Status
from solver.model import Model
from solver.search.cpsat import Values

BIG = 2**60
"""Bounds of a CP-SAT constraint beyond it mean that there is none."""
SAFETY = 1e-6
"""Part of a bound that is given up for the rounding of floating-point arithmetic."""

_INFEASIBLE = (mathopt.TerminationReason.INFEASIBLE, mathopt.TerminationReason.INFEASIBLE_OR_UNBOUNDED)


@dataclass(frozen=True, slots=True)
class MipOutcome:
    """How a solve ended. Objective and bound are in units of the model's objective; values may be fractional."""

    status: Status
    objective: float | None
    bound: int | None
    values: tuple[float, ...] | None

    def rounded(self) -> Values | None:
        """Return the values as whole numbers."""
        return None if self.values is None else [round(x) for x in self.values]


class Mip:
    """A mixed-integer copy of a model whose objective is set. Constraints that are not linear are left out.

    Not to be shared between threads.
    """

    def __init__(self, model: Model) -> None:
        proto = model.cp.proto
        self._mip = mathopt.Model()
        self._domains = [(float(v.domain[0]), float(v.domain[len(v.domain) - 1])) for v in proto.variables]
        self._variables = [self._mip.add_variable(lb=low, ub=high, is_integer=True) for low, high in self._domains]
        self._whole: Collection[int] | None = None
        self._fixed: Collection[int] = ()
        for constraint in proto.constraints:
            if not len(constraint.enforcement_literal):
                self._add(constraint)
        # in the currency: HiGHS' tolerances are absolute, made for costs of moderate size
        self._scale = TICKS_PER_MONEY / model.unit
        terms = zip(proto.objective.vars, proto.objective.coeffs, strict=True)
        cost = mathopt.LinearSum([(c / self._scale) * self._variables[x] for x, c in terms])
        self._mip.minimize(cost + proto.objective.offset / self._scale)

    def _add(self, constraint: cp_model.ConstraintProto) -> None:
        if constraint.has_linear():
            linear = constraint.linear
            domain = list(linear.domain)
            low = float(domain[0]) if domain[0] > -BIG else -inf
            high = float(domain[-1]) if domain[-1] < BIG else inf
            row = self._mip.add_linear_constraint(lb=low, ub=high)
            for x, coefficient in zip(linear.vars, linear.coeffs, strict=True):
                row.set_coefficient(self._variables[x], float(coefficient))
        elif constraint.has_at_most_one():
            self._mip.add_linear_constraint(self._literals(constraint.at_most_one.literals) <= 1)
        elif constraint.has_exactly_one():
            self._mip.add_linear_constraint(self._literals(constraint.exactly_one.literals) == 1)
        elif constraint.has_bool_or():
            self._mip.add_linear_constraint(self._literals(constraint.bool_or.literals) >= 1)

    def _literals(self, literals: Iterable[int]) -> mathopt.LinearSum:
        terms: list[mathopt.LinearTypes] = [
            self._variables[x] if x >= 0 else 1 - self._variables[-x - 1] for x in literals
        ]
        return mathopt.LinearSum(terms)

    def solve(
        self,
        seconds: float,
        gap: float,
        seed: int,
        *,
        whole: Collection[int] | None = None,
        fixed: Mapping[int, int] | None = None,
        hint: Values | None = None,
    ) -> MipOutcome:
        """Solve with some variables whole (by index; None for all), and some fixed."""
        self._prepare(whole, fixed or {})
        parameters = mathopt.SolveParameters(
            time_limit=dt.timedelta(seconds=max(0.1, seconds)), relative_gap_tolerance=gap, random_seed=seed
        )
        start = mathopt.ModelSolveParameters()
        if hint is not None:
            known = dict(zip(self._variables, (float(x) for x in hint), strict=True))
            start.solution_hints.append(mathopt.SolutionHint(variable_values=known))
        result = mathopt.solve(self._mip, mathopt.SolverType.HIGHS, params=parameters, model_params=start)
        if result.termination.reason in _INFEASIBLE:
            return MipOutcome(Status.INFEASIBLE, None, None, None)
        dual = result.termination.objective_bounds.dual_bound
        bound = None if abs(dual) == inf else ceil((dual - SAFETY * abs(dual)) * self._scale - 0.5)
        if not result.solutions or not result.has_primal_feasible_solution():
            return MipOutcome(Status.UNKNOWN, None, bound, None)
        found = result.variable_values()
        proven = result.termination.reason is mathopt.TerminationReason.OPTIMAL
        return MipOutcome(
            Status.OPTIMAL if proven else Status.FEASIBLE,
            result.objective_value() * self._scale,
            bound,
            tuple(found[x] for x in self._variables),
        )

    def _prepare(self, whole: Collection[int] | None, fixed: Mapping[int, int]) -> None:
        """Set what is whole and what is fixed, undoing the solve before."""
        for index in self._fixed:
            self._variables[index].lower_bound, self._variables[index].upper_bound = self._domains[index]
        for index, value in fixed.items():
            self._variables[index].lower_bound = self._variables[index].upper_bound = float(value)
        self._fixed = tuple(fixed)
        if whole != self._whole:
            for index, variable in enumerate(self._variables):
                variable.integer = whole is None or index in whole
            self._whole = whole

"""The coarse model as a mixed-integer program, solved by HiGHS.

Its linear relaxation is tight where CP-SAT's search is not: much of the cost of a clinic's month follows from how
much of whom works in which week. What is whole and what is fixed is chosen for each solve.

The program is kept as MathOpt's message and not as its Python model: the latter is slow to build, and its
conversions are not safe in several threads.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import ceil, inf

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver
from ortools.sat.python import cp_model_helper as cmh

from models.base import TICKS_PER_MONEY
from models.result import Status
from solver.linear import Values
from solver.model import Model

BIG = 2**60
"""Bounds of a CP-SAT constraint beyond it mean that there is none."""
SAFETY = 1e-6
"""Part of a bound that is given up for the rounding of floating-point arithmetic."""

_INFEASIBLE = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


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

    Not to be shared between threads. It can be pickled, to be solved in another process.
    """

    def __init__(self, model: Model) -> None:
        proto = model.cp.proto
        self._mip = model_pb2.ModelProto()
        self._domains = [(float(v.domain[0]), float(v.domain[len(v.domain) - 1])) for v in proto.variables]
        self._count = len(self._domains)
        variables = self._mip.variables
        variables.ids.extend(range(self._count))
        variables.lower_bounds.extend(low for low, _ in self._domains)
        variables.upper_bounds.extend(high for _, high in self._domains)
        variables.integers.extend(True for _ in self._domains)
        for constraint in proto.constraints:
            if not len(constraint.enforcement_literal):
                self._add(constraint)
        # in the currency: HiGHS' tolerances are absolute, made for costs of moderate size
        self._scale = TICKS_PER_MONEY / model.unit
        objective = sorted(zip(proto.objective.vars, proto.objective.coeffs, strict=True))
        self._mip.objective.linear_coefficients.ids.extend(x for x, _ in objective)
        self._mip.objective.linear_coefficients.values.extend(c / self._scale for _, c in objective)
        self._mip.objective.offset = proto.objective.offset / self._scale

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_mip": self._mip.SerializeToString()}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__dict__.update(state)
        self._mip = model_pb2.ModelProto.FromString(state["_mip"])

    def _add(self, constraint: cmh.ConstraintProto) -> None:
        if constraint.has_linear():
            linear = constraint.linear
            low, high = linear.domain[0], linear.domain[len(linear.domain) - 1]
            terms = dict(zip(linear.vars, linear.coeffs, strict=True))
            self._row(terms, low if low > -BIG else -inf, high if high < BIG else inf)
        elif constraint.has_at_most_one():
            self._literals(constraint.at_most_one.literals, -inf, 1)
        elif constraint.has_exactly_one():
            self._literals(constraint.exactly_one.literals, 1, 1)
        elif constraint.has_bool_or():
            self._literals(constraint.bool_or.literals, 1, inf)

    def _literals(self, literals: Collection[int], low: float, high: float) -> None:
        """Add a row on literals; the negation of x is written -x - 1 and counts 1 - x."""
        negated = sum(literal < 0 for literal in literals)
        terms = {x if x >= 0 else -x - 1: 1 if x >= 0 else -1 for x in literals}
        self._row(terms, low - negated, high - negated)

    def _row(self, terms: Mapping[int, int], low: float, high: float) -> None:
        rows, matrix = self._mip.linear_constraints, self._mip.linear_constraint_matrix
        number = len(rows.ids)
        rows.ids.append(number)
        rows.lower_bounds.append(low)
        rows.upper_bounds.append(high)
        for x in sorted(terms):
            matrix.row_ids.append(number)
            matrix.column_ids.append(x)
            matrix.coefficients.append(terms[x])

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
        parameters = parameters_pb2.SolveParametersProto(relative_gap_tolerance=gap, random_seed=seed)
        parameters.time_limit.FromMilliseconds(max(100, int(1000 * seconds)))
        start = model_parameters_pb2.ModelSolveParametersProto()
        if hint is not None:
            values = model_parameters_pb2.SolutionHintProto()
            values.variable_values.ids.extend(range(self._count))
            values.variable_values.values.extend(float(x) for x in hint)
            start.solution_hints.append(values)
        result = solver.solve(
            self._mip,
            parameters_pb2.SOLVER_TYPE_HIGHS,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            start,
            None,
            callback_pb2.CallbackRegistrationProto(),
            None,
            None,
        )
        return self._outcome(result)

    def _outcome(self, result: result_pb2.SolveResultProto) -> MipOutcome:
        reason = result.termination.reason
        if reason in _INFEASIBLE:
            return MipOutcome(Status.INFEASIBLE, None, None, None)
        dual = result.termination.objective_bounds.dual_bound
        bound = None if abs(dual) == inf else ceil((dual - SAFETY * abs(dual)) * self._scale - 0.5)
        feasible = solution_pb2.SOLUTION_STATUS_FEASIBLE
        found = [s.primal_solution for s in result.solutions if s.primal_solution.feasibility_status == feasible]
        if not found:
            return MipOutcome(Status.UNKNOWN, None, bound, None)
        # values that are 0 may be left out of the message
        values = [0.0] * self._count
        for index, value in zip(found[0].variable_values.ids, found[0].variable_values.values, strict=True):
            values[index] = value
        proven = reason == result_pb2.TERMINATION_REASON_OPTIMAL
        status = Status.OPTIMAL if proven else Status.FEASIBLE
        return MipOutcome(status, found[0].objective_value * self._scale, bound, tuple(values))

    def _prepare(self, whole: Collection[int] | None, fixed: Mapping[int, int]) -> None:
        """Set what is whole and what is fixed, undoing the solve before."""
        variables = self._mip.variables
        lower, upper = [low for low, _ in self._domains], [high for _, high in self._domains]
        for index, value in fixed.items():
            lower[index] = upper[index] = float(value)
        variables.lower_bounds[:] = lower
        variables.upper_bounds[:] = upper
        variables.integers[:] = [whole is None or index in whole for index in range(self._count)]

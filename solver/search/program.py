"""A mixed-integer program, solved by HiGHS. What is whole and what is fixed is chosen for each solve.

The program is kept as MathOpt's message and not as its Python model: the latter is slow to build, and its
conversions are not safe in several threads. Nothing of CP-SAT is imported, so that a process for it starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, inf

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver

from models.result import Status

SAFETY = 1e-6
"""Part of a bound that is given up for the rounding of floating-point arithmetic."""
LOOSE = 1e-5
"""How far a variable may be from a fraction at which it is fixed: fractions are only nearly feasible."""

_INFEASIBLE = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


@dataclass(frozen=True, slots=True)
class MipOutcome:
    """How a solve ended. Objective and bound are in units of the model's objective; values may be fractional."""

    status: Status
    objective: float | None
    bound: int | None
    values: tuple[float, ...] | None

    def rounded(self) -> list[int] | None:
        """Return the values as whole numbers."""
        return None if self.values is None else [round(x) for x in self.values]


class Program:
    """A mixed-integer program. Not to be shared between threads; it can be pickled, to be solved in another process."""

    def __init__(self, message: model_pb2.ModelProto, scale: float) -> None:
        """``message`` has all variables, objective and rows; its objective times ``scale`` is what outcomes say."""
        self.message = message
        self._scale = scale
        self._domains = list(zip(message.variables.lower_bounds, message.variables.upper_bounds, strict=True))
        self._count = len(self._domains)

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.message.SerializeToString(), self._domains, self._scale)

    def solve(
        self,
        seconds: float,
        gap: float,
        seed: int,
        *,
        whole: Collection[int] | None = None,
        fixed: Mapping[int, float] | None = None,
        hint: Mapping[int, float] | None = None,
        log: Callable[[Sequence[str]], None] | None = None,
    ) -> MipOutcome:
        """Solve with some variables whole (by index; None for all) and some fixed, from what some are hinted to be.

        ``log`` gets the lines that HiGHS tells of its progress.
        """
        self._prepare(whole, fixed or {})
        parameters = parameters_pb2.SolveParametersProto(relative_gap_tolerance=gap, random_seed=seed)
        parameters.time_limit.FromMilliseconds(max(100, int(1000 * seconds)))
        start = model_parameters_pb2.ModelSolveParametersProto()
        if hint is not None:
            values = model_parameters_pb2.SolutionHintProto()
            values.variable_values.ids.extend(sorted(hint))
            values.variable_values.values.extend(float(hint[x]) for x in sorted(hint))
            start.solution_hints.append(values)
        result = solver.solve(
            self.message,
            parameters_pb2.SOLVER_TYPE_HIGHS,
            parameters_pb2.SolverInitializerProto(),
            parameters,
            start,
            log,
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

    def _prepare(self, whole: Collection[int] | None, fixed: Mapping[int, float]) -> None:
        """Set what is whole and what is fixed, undoing the solve before."""
        variables = self.message.variables
        lower, upper = [low for low, _ in self._domains], [high for _, high in self._domains]
        for index, value in fixed.items():
            slack = 0.0 if value == round(value) else LOOSE
            lower[index] = max(lower[index], value - slack)
            upper[index] = min(upper[index], value + slack)
        variables.lower_bounds[:] = lower
        variables.upper_bounds[:] = upper
        variables.integers[:] = [whole is None or index in whole for index in range(self._count)]


def _restore(message: bytes, domains: list[tuple[float, float]], scale: float) -> Program:
    program = Program(model_pb2.ModelProto.FromString(message), scale)
    program._domains = domains
    return program

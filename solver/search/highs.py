"""One run of HiGHS through MathOpt, on messages: Python models are slow to build and not safe in several threads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from ortools.math_opt import callback_pb2, model_parameters_pb2, model_pb2, parameters_pb2, result_pb2, solution_pb2
from ortools.math_opt.core.python import solver

_INFEASIBLE = (result_pb2.TERMINATION_REASON_INFEASIBLE, result_pb2.TERMINATION_REASON_INFEASIBLE_OR_UNBOUNDED)


@dataclass(frozen=True, slots=True)
class Answer:
    """What HiGHS has found."""

    infeasible: bool
    proven: bool
    """Whether the solution is the best one, to the gap that was asked for."""
    objective: float | None
    bound: float | None
    values: list[float] | None
    """Of each variable."""
    duals: dict[int, float] | None
    """Prices of rows, where they are not zero; of programs in which nothing is whole."""


def run_highs(
    message: model_pb2.ModelProto,
    seconds: float,
    gap: float,
    seed: int,
    hint: Mapping[int, float] | None = None,
    absolute_gap: float | None = None,
    log: Callable[[Sequence[str]], None] | None = None,
) -> Answer:
    """Solve a message for some seconds, or to a relative or absolute gap, from what some variables are hinted to be."""
    parameters = parameters_pb2.SolveParametersProto(relative_gap_tolerance=gap, random_seed=seed)
    if absolute_gap is not None:
        parameters.absolute_gap_tolerance = absolute_gap
    parameters.time_limit.FromMilliseconds(max(100, int(1000 * seconds)))
    start = model_parameters_pb2.ModelSolveParametersProto()
    if hint is not None:
        values = model_parameters_pb2.SolutionHintProto()
        values.variable_values.ids.extend(sorted(hint))
        values.variable_values.values.extend(float(hint[x]) for x in sorted(hint))
        start.solution_hints.append(values)
    result = solver.solve(
        message,
        parameters_pb2.SOLVER_TYPE_HIGHS,
        parameters_pb2.SolverInitializerProto(),
        parameters,
        start,
        log,
        callback_pb2.CallbackRegistrationProto(),
        None,
        None,
    )
    return _answer(result, len(message.variables.ids))


def _answer(result: result_pb2.SolveResultProto, count: int) -> Answer:
    reason = result.termination.reason
    if reason in _INFEASIBLE:
        return Answer(True, False, None, None, None, None)
    dual = result.termination.objective_bounds.dual_bound
    bound = None if abs(dual) == inf else dual
    feasible = solution_pb2.SOLUTION_STATUS_FEASIBLE
    found = [s for s in result.solutions if s.primal_solution.feasibility_status == feasible]
    if not found:
        return Answer(False, False, None, bound, None, None)
    # values that are 0 may be left out of the message
    primal, values = found[0].primal_solution, [0.0] * count
    for index, value in zip(primal.variable_values.ids, primal.variable_values.values, strict=True):
        values[index] = value
    prices = found[0].dual_solution
    known = prices.feasibility_status == feasible
    duals = dict(zip(prices.dual_values.ids, prices.dual_values.values, strict=True)) if known else None
    proven = reason == result_pb2.TERMINATION_REASON_OPTIMAL
    return Answer(False, proven, primal.objective_value, bound, values, duals)

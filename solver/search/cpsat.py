"""One run of CP-SAT: objective, limits, warm start and a way to stop go in; best values and proven bound come out."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from ortools.sat.python import cp_model

from models.result import Status
from solver.linear import Linear, Values, flatten

_STATUS = {
    cp_model.OPTIMAL: Status.OPTIMAL,
    cp_model.FEASIBLE: Status.FEASIBLE,
    cp_model.INFEASIBLE: Status.INFEASIBLE,
    cp_model.MODEL_INVALID: Status.INVALID,
    cp_model.UNKNOWN: Status.UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class Limits:
    """How long and how wide a run searches."""

    seconds: float
    workers: int
    seed: int = 0
    gap: float = 0.0
    deterministic: float | None = None
    """Units of deterministic time, instead of seconds."""
    effort: float | None = None
    """Units of deterministic time, beside seconds: it ends alike however busy the machine is."""
    first: bool = False
    """Whether the first solution ends the search."""
    linearization: int = 1
    """How much of the model is relaxed to linear rows as well: 0 to 2."""
    subsolvers: tuple[str, ...] = ()
    """Searchers by CP-SAT's names for them; by default what it chooses for so many workers."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended. Objective and bound are in units of the objective that was given."""

    status: Status
    values: Values | None
    objective: int | None
    bound: int | None
    work: float
    """Units of deterministic time that it has taken."""


class Stop:
    """Asks the run under way to stop when an event is set; later runs then end at once."""

    def __init__(self, event: threading.Event | None) -> None:
        self.event = event or threading.Event()

    def watch(self, solver: cp_model.CpSolver) -> Callable[[], None]:
        """Stop a solver when the event is set. Returns what ends the watch."""
        done = threading.Event()

        def wait() -> None:
            while not done.is_set():
                if self.event.wait(0.05):
                    # repeated, because a request that comes before the search has started is lost
                    while not done.wait(0.05):
                        solver.stop_search()

        threading.Thread(target=wait, daemon=True).start()
        return done.set


def set_objective(cp: cp_model.CpModel, expression: Linear, unit: int) -> None:
    """Minimise an expression whose coefficients are whole multiples of a unit."""
    variables, coefficients, constant = flatten(expression)
    scaled = [c // unit for c in coefficients]
    cp.minimize(cp_model.LinearExpr.weighted_sum(variables, scaled) + constant // unit)


def set_hint(cp: cp_model.CpModel, values: Values) -> None:
    """Start from known values of all variables."""
    cp.proto.clear_solution_hint()
    cp.proto.solution_hint.vars.extend(range(len(values)))
    cp.proto.solution_hint.values.extend(values)


class _Reporter(cp_model.CpSolverSolutionCallback):
    def __init__(self, report: Callable[[int, float], None]) -> None:
        super().__init__()
        self._report = report

    def on_solution_callback(self) -> None:
        self._report(round(self.objective_value), self.best_objective_bound)


def run(
    cp: cp_model.CpModel,
    limits: Limits,
    stop: Stop,
    on_solution: Callable[[int, float], None] | None = None,
    on_bound: Callable[[float], None] | None = None,
    log: Callable[[str], None] | None = None,
) -> Outcome:
    """Solve a model. Callbacks get objective and bound in the units of its objective."""
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = limits.workers
    parameters.random_seed = limits.seed
    parameters.relative_gap_limit = limits.gap
    parameters.stop_after_first_solution = limits.first
    parameters.linearization_level = limits.linearization
    parameters.subsolvers.extend(limits.subsolvers)
    parameters.catch_sigint_signal = False  # its handler would take Ctrl-C from the caller, and crashes in a thread
    if limits.deterministic is not None:
        parameters.max_deterministic_time = limits.deterministic
        parameters.interleave_search = True
    else:
        parameters.max_time_in_seconds = max(0.01, limits.seconds)
    if limits.effort is not None:
        parameters.max_deterministic_time = limits.effort
    if log is not None:
        parameters.log_search_progress = True
        parameters.log_to_stdout = False
        solver.log_callback = log
    if on_bound is not None:
        solver.best_bound_callback = on_bound
    end_watch = stop.watch(solver)
    try:
        code = solver.solve(cp, _Reporter(on_solution) if on_solution else None)
    finally:
        end_watch()
    status = _STATUS[code]
    work = solver.response_proto.deterministic_time
    if status not in (Status.OPTIMAL, Status.FEASIBLE):
        return Outcome(status, None, None, None, work)
    bound = ceil(solver.best_objective_bound - 1e-6)
    objective = round(solver.objective_value)
    if bound < objective:
        status = Status.FEASIBLE  # CP-SAT calls what lies within the gap limit optimal too
    return Outcome(status, list(solver.response_proto.solution), objective, min(bound, objective), work)

"""From a coarse solution to a whole one: in which half-days the items are done, and by how many heads of whom."""

from __future__ import annotations

from ortools.sat.python import cp_model

from solver.linear import Values, evaluate_at
from solver.model import Model
from solver.search.cpsat import Limits, Stop, run
from solver.search.settle import fix, with_shifts
from solver.solution import Solution, read_solution


def complete_shifts(fine: Model, coarse: Model, values: Values, limits: Limits, stop: Stop) -> Solution | None:
    """Return a whole solution with the shifts of a coarse one; None where none is found in time.

    First with exactly its numbers of items, lists and cover, as a question of feasibility: mostly they fit, since
    the bookable share leaves room in the half-days. Where they do not, at the least cost.
    """
    value = evaluate_at(values)
    solution = read_solution(coarse, value)
    exact = with_shifts(fine, solution.shifts)
    for key, produced in fine.produced.items():
        fix(exact, produced, value(coarse.produced[key]))
    for place, lists in fine.variables.lists.items():
        fix(exact, lists, solution.lists.get(place, 0))
    for duty, heads in fine.variables.duties.items():
        fix(exact, heads, solution.duties.get(duty, 0))
    exact.proto.clear_objective()
    half = Limits(limits.seconds / 2, limits.workers, limits.seed, deterministic=_half(limits.deterministic))
    outcome = run(exact, half, stop)
    if outcome.values is None:
        free = with_shifts(fine, solution.shifts)
        _hint_numbers(fine, free, coarse, values)
        outcome = run(free, Limits(limits.seconds, limits.workers, limits.seed, limits.gap, limits.deterministic), stop)
    return None if outcome.values is None else read_solution(fine, evaluate_at(outcome.values))


def _half(deterministic: float | None) -> float | None:
    return None if deterministic is None else deterministic / 2


def _hint_numbers(fine: Model, free: cp_model.CpModel, coarse: Model, values: Values) -> None:
    """Start from the weekly numbers of the coarse solution."""
    value = evaluate_at(values)
    free.proto.clear_solution_hint()
    for key, produced in fine.produced.items():
        if isinstance(produced, cp_model.IntVar):
            free.proto.solution_hint.vars.append(produced.index)
            free.proto.solution_hint.values.append(value(coarse.produced[key]))

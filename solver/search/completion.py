"""From a coarse solution to a whole one: in which half-days the items are done, and by how many heads of whom."""

from __future__ import annotations

import time
from dataclasses import replace

from ortools.sat.python import cp_model

from models.result import Status
from solver.linear import Values, evaluate_at
from solver.model import Model
from solver.search.components import split
from solver.search.cpsat import Limits, Stop, run
from solver.search.settle import fix, with_shifts
from solver.solution import Solution, read_solution

PART_SECONDS = 2.0
"""Longest search for one independent part."""
ALL_PARTS_SECONDS = 3.0
"""Longest search for all of them, unless the limit is longer."""


def complete_shifts(fine: Model, coarse: Model, values: Values, limits: Limits, stop: Stop) -> Solution | None:
    """Return a whole solution with the shifts of a coarse one; None where none is found in time.

    First with exactly its numbers of items, lists and cover: a question of feasibility that falls apart by weeks and
    units. Mostly they fit, since the bookable share leaves room in the half-days. The parts in which they do not
    are filled at the least cost.
    """
    value = evaluate_at(values)
    shifts = read_solution(coarse, value).shifts
    exact = with_shifts(fine, shifts)
    _keep_numbers(exact, fine, coarse, values)
    exact.proto.clear_objective()
    v = fine.variables
    decided = {x.index for group in (v.heads, v.items) for x in group.values()}
    found: dict[int, int] = {}
    whole = True
    until = time.monotonic() + max(ALL_PARTS_SECONDS, limits.seconds)
    for part in split(exact, decided):
        seconds = min(PART_SECONDS, limits.seconds, until - time.monotonic())
        if seconds <= 0:
            whole = False
            break
        outcome = run(part.cp, replace(limits, seconds=seconds, deterministic=None, gap=0.0), stop)
        if outcome.values is None:
            whole = False
        else:
            found.update(zip(part.variables, outcome.values, strict=True))
    rest = with_shifts(fine, shifts)
    for index in decided.intersection(found):
        domain = rest.proto.variables[index].domain
        domain.clear()
        domain.extend([found[index], found[index]])
    if whole:
        limits = replace(limits, gap=0.0, workers=1)  # nothing is left to be searched
    outcome = run(rest, limits, stop)
    if outcome.values is None or outcome.status is Status.INFEASIBLE:
        return None
    return read_solution(fine, evaluate_at(outcome.values))


def _keep_numbers(exact: cp_model.CpModel, fine: Model, coarse: Model, values: Values) -> None:
    """Fix what the coarse solution says of items a week, lists and cover."""
    value = evaluate_at(values)
    solution = read_solution(coarse, value)
    for key, produced in fine.produced.items():
        fix(exact, produced, value(coarse.produced[key]))
    for place, lists in fine.variables.lists.items():
        fix(exact, lists, solution.lists.get(place, 0))
    for duty, heads in fine.variables.duties.items():
        fix(exact, heads, solution.duties.get(duty, 0))

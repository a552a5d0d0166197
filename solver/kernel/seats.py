"""For which cover key each person counts, where their days are known: a cheapest assignment, day by day."""

from __future__ import annotations

import numpy as np
from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

from solver.kernel.compiled import Ints, Plan, adopt
from solver.kernel.crew import Staffing


def seated(staffing: Staffing, option: Ints) -> tuple[int, Plan]:
    """Return everybody's days as a plan, and its cost in ticks.

    It is the cheapest one where each further person for a key saves no more than the one before.
    """
    source, plan = (staffing.new_plan(len(staffing.staff)) for _ in range(2))
    source.option[:] = option
    people = len(option)
    keys = staffing.crew.keys[staffing.crew.row[:people] + option]
    source.key[:] = keys[:, :, 0]
    several = (keys != keys[:, :, :1]).any(axis=2)
    for day in np.flatnonzero(several.any(axis=0)).tolist():
        _seat_day(staffing, keys[:, day], several[:, day], source.key[:, day])
    cost = adopt(staffing.crew, staffing.demand, plan, source)
    return int(cost), plan


def _seat_day(staffing: Staffing, keys: Ints, several: Ints, chosen: Ints) -> None:
    """Choose the keys of those who have several on a day; each further place of a key costs what demand then pays."""
    nothing = staffing.crew.nothing
    choosers = np.flatnonzero(several).tolist()
    taken = np.bincount(chosen[~several], minlength=nothing + 1)
    places: list[int] = []
    costs: list[int] = []
    for k in np.unique(keys[several]).tolist():
        wanted = sum(k in keys[p] for p in choosers)
        heads = taken[k] + np.arange(wanted + 1)
        places.extend([k] * wanted)
        costs.extend([0] * wanted if k == nothing else np.diff(staffing.demand[k, heads]).tolist())
    least = min(costs)
    assignment = SimpleLinearSumAssignment()
    for place, (k, cost) in enumerate(zip(places, costs, strict=True)):
        for number, p in enumerate(choosers):
            if k in keys[p]:
                assignment.add_arc_with_cost(number, place, cost - least)
        # places that stay empty
        for number in range(len(choosers), len(places)):
            assignment.add_arc_with_cost(number, place, 0)
    if assignment.solve() != assignment.OPTIMAL:
        raise RuntimeError("people have no place to count for")
    chosen[choosers] = [places[assignment.right_mate(number)] for number in range(len(choosers))]

"""Fix the decisions of a solution and work out everything that follows from them."""

from __future__ import annotations

from ortools.sat.python import cp_model

from solver.model import Model
from solver.search.cpsat import Limits, Outcome, Stop, run
from solver.solution import Solution

# Everything else is fixed or follows at once, so presolve alone ends it; the limit only guards.
_LIMITS = Limits(seconds=60.0, workers=1)


def settle(model: Model, solution: Solution, stop: Stop | None = None) -> Outcome:
    """Return values of all variables with shifts, heads, lists and items as given, at the least cost of the rest.

    What the search left slack (a shortfall above its need, a tier paid for nothing) is tightened, so that
    every term is what the roster really costs.
    """
    fixed = model.cp.clone()
    v = model.variables

    def fix(variable: object, number: int) -> None:
        if isinstance(variable, cp_model.IntVar):
            domain = fixed.proto.variables[variable.index].domain
            domain.clear()
            domain.extend([number, number])

    for (staff, day), shifts in v.by_day.items():
        for shift, x in shifts.items():
            if len(v.by_stage[staff, day, shift]) == 1:
                fix(x, int((staff, day, shift) in solution.shifts))
            elif not isinstance(x, int):
                fixed.add(x == int((staff, day, shift) in solution.shifts))
    for head, variable in v.heads.items():
        fix(variable, solution.heads.get(head, 0))
    for place, variable in v.lists.items():
        fix(variable, solution.lists.get(place, 0))
    for item, variable in v.items.items():
        fix(variable, solution.items.get(item, 0))
    return run(fixed, _LIMITS, stop or Stop(None))

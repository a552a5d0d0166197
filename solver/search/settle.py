"""Fix some decisions of a solution and work out the rest."""

from __future__ import annotations

from ortools.sat.python import cp_model

from models.facts import Facts
from models.roster import Roster
from solver.model import Model
from solver.search.cpsat import Limits, Outcome, Stop, run
from solver.solution import Shifts, Solution

# Everything else is fixed or follows at once, so presolve alone ends it; the limit only guards.
_LIMITS = Limits(seconds=60.0, workers=1)


def with_shifts(model: Model, shifts: Shifts) -> cp_model.CpModel:
    """Return a copy of a model in which everybody's shifts are given."""
    fixed = model.cp.clone()
    v = model.variables
    for (staff, day), variables in v.by_day.items():
        for shift, x in variables.items():
            fix(fixed, x, int((staff, day, shift) in shifts))
    return fixed


def shifts_of(facts: Facts, roster: Roster) -> Shifts:
    """Return who works which shift in a roster of the scenario."""
    return frozenset((row.staff, facts.day_of(row.date), row.shift) for row in roster.shifts)


def hint_shifts(model: Model, shifts: Shifts) -> None:
    """Start a model from everybody's shifts, without a word on the rest."""
    cells = model.variables.by_day.items()
    hints = {
        x.index: int((staff, day, shift) in shifts)
        for (staff, day), variables in cells
        for shift, x in variables.items()
        if isinstance(x, cp_model.IntVar)
    }
    model.cp.proto.clear_solution_hint()
    model.cp.proto.solution_hint.vars.extend(list(hints))
    model.cp.proto.solution_hint.values.extend(list(hints.values()))


def fix(model: cp_model.CpModel, expression: object, number: int) -> None:
    """Give a variable (or an expression) a value; constants stay what they are."""
    if isinstance(expression, cp_model.IntVar):
        domain = model.proto.variables[expression.index].domain
        domain.clear()
        domain.extend([number, number])
    elif not isinstance(expression, int):
        model.add(expression == number)


def settle(model: Model, solution: Solution) -> Outcome:
    """Return values of all variables with shifts, heads, lists and items as given, at the least cost of the rest.

    What the search left slack (a shortfall above its need, a tier paid for nothing) is tightened, so that
    every term is what the roster really costs.
    """
    fixed = with_shifts(model, solution.shifts)
    keep_production(fixed, model, solution)
    return run(fixed, _LIMITS, Stop(None))


def keep_production(
    fixed: cp_model.CpModel, model: Model, solution: Solution, free: frozenset[int] = frozenset()
) -> None:
    """Give heads, lists and items of a copy of a model their values; those of free weeks are hinted instead."""
    v = model.variables
    numbers: list[tuple[int, cp_model.IntVar, int]] = [
        *((head.place.day, variable, solution.heads.get(head, 0)) for head, variable in v.heads.items()),
        *((place.day, variable, solution.lists.get(place, 0)) for place, variable in v.lists.items()),
        *((item[0].day, variable, solution.items.get(item, 0)) for item, variable in v.items.items()),
    ]
    fixed.proto.clear_solution_hint()
    for day, variable, number in numbers:
        if day // 7 in free:
            fixed.proto.solution_hint.vars.append(variable.index)
            fixed.proto.solution_hint.values.append(number)
        else:
            fix(fixed, variable, number)

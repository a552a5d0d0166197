"""A roster to begin from: as it is where it still fits, else the nearest one that keeps every rule."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from ortools.sat.python import cp_model

from models.evaluation import evaluate
from models.roster import Roster
from solver.linear import Linear, Values, evaluate_at, total
from solver.model import Model
from solver.recalled import Cell, recall, weekly_items, with_lines_in_order, worked_in
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.settle import fix, keep_production, with_shifts
from solver.solution import Shifts, Solution

MOMENT = 1.5
"""Longest search for sessions and items with given shifts: the search goes on from whatever it finds."""

Search = Callable[..., Values | None]
"""Finds values of a model, perhaps within so many seconds."""


@dataclass(frozen=True, slots=True)
class WarmStart:
    """What a search begins with."""

    values: Values
    """Of all variables of the model."""
    changed: frozenset[Cell]
    """Where somebody's shift had to differ from the roster that was given."""


def warm_start(model: Model, roster: Roster, limits: Limits, stop: Stop) -> WarmStart | None:
    """Return the values of a roster that keeps every rule, with as much of a given one as can be kept.

    Rows that name what is not in the scenario, or what nobody may do any more, are left out. None where no legal roster
    is found in time. The objective of the model must be set.
    """
    until = time.monotonic() + limits.seconds

    def search(cp: cp_model.CpModel, most: float = limits.seconds) -> Values | None:
        left = min(most, until - time.monotonic())
        if left <= 0 and limits.deterministic is None:
            return None
        return run(cp, replace(limits, seconds=left), stop).values

    known = with_lines_in_order(model.facts, roster)
    told = recall(model, known)
    values = _with_production(model, told, _changed(known, told.shifts, model), search)
    if values is None:
        shifts = _nearest(model, known, told.shifts, search)
        if shifts is None:
            return None
        told = replace(told, shifts=shifts)
        values = _with_production(model, told, _changed(known, shifts, model), search)
    return None if values is None else WarmStart(values, _changed(known, told.shifts, model))


def coarse_values(coarse: Model, solution: Solution, limits: Limits) -> Values | None:
    """Return the values of a coarse model for a whole solution: the same shifts, lists and items a week."""
    fixed = with_shifts(coarse, solution.shifts)
    v = coarse.variables
    items = weekly_items(v, solution.items)
    for key, variable in v.weekly_items.items():
        fix(fixed, variable, items.get(key, 0))
    for place, lists in v.lists.items():
        fix(fixed, lists, solution.lists.get(place, 0))
    return run(fixed, limits, Stop(None)).values


def _changed(roster: Roster, shifts: Shifts, model: Model) -> frozenset[Cell]:
    """Return where some shifts are not those of a roster."""
    given = {(staff, day, shift) for (staff, day), shift in worked_in(model.facts, roster).items()}
    return frozenset((staff, day) for staff, day, _ in given.symmetric_difference(shifts))


def _with_production(model: Model, solution: Solution, changed: Collection[Cell], search: Search) -> Values | None:
    """Return values with the shifts of a solution, and its sessions and items wherever they can stay."""
    weeks = frozenset(day // 7 for _, day in changed)
    whole = frozenset(range(model.facts.week_count))
    for free in dict.fromkeys((weeks, whole)):
        fixed = with_shifts(model, solution.shifts)
        keep_production(fixed, model, solution, free)
        values = search(fixed, MOMENT)
        if values is not None:
            return values
    return None


def _nearest(model: Model, roster: Roster, shifts: Shifts, search: Search) -> Shifts | None:
    """Return the legal shifts that differ least from some: of those who break a rule, or else of everybody."""
    everybody = frozenset(model.facts.workers)
    for free in dict.fromkeys((_who_breaks(model, roster, shifts), everybody)):
        cp = _distance_model(model, shifts, free)
        values = search(cp) if free else None
        if values is not None:
            value = evaluate_at(values)
            cells = model.variables.by_day.items()
            return frozenset((s, d, k) for (s, d), own in cells for k, x in own.items() if value(x))
    return None


def _who_breaks(model: Model, roster: Roster, shifts: Shifts) -> frozenset[str]:
    """Return the workers who break a hard limit with some shifts of a roster."""
    facts = model.facts
    rows = tuple(row for row in roster.shifts if (row.staff, facts.day_of(row.date), row.shift) in shifts)
    found = evaluate(facts.scenario, Roster(rows), facts).violations
    return frozenset(broken.staff for broken in found if broken.staff is not None).intersection(facts.workers)


def _distance_model(model: Model, shifts: Shifts, free: Collection[str]) -> cp_model.CpModel:
    """Return the model with the shifts of some people free, and the number of changed shifts to be least."""
    cp = model.cp.clone()
    distance: list[Linear] = []
    hints: dict[int, int] = {}
    for (staff, day), own in model.variables.by_day.items():
        for shift, x in own.items():
            number = int((staff, day, shift) in shifts)
            if staff not in free:
                fix(cp, x, number)
            else:
                distance.append(1 - x if number else x)
                hints.update({x.index: number} if isinstance(x, cp_model.IntVar) else {})
    set_objective(cp, total(distance), 1)
    cp.proto.clear_solution_hint()
    cp.proto.solution_hint.vars.extend(list(hints))
    cp.proto.solution_hint.values.extend(list(hints.values()))
    return cp

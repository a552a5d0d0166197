"""Bounds from relaxations of the coarse model in which only a part is whole.

The frame: bookings and the numbers of lists are whole (and weekly minutes and items, if asked), single shifts are not.
Its bound lies within a percent or two of the optimum.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from ortools.sat.python import cp_model

from solver.linear import Linear
from solver.model import Model
from solver.search.cuts import Cut
from solver.search.program import MipOutcome
from solver.search.remote import RemoteProgram

FRAME_GAP = 0.0005


def indices(expressions: Iterable[Linear]) -> set[int]:
    """Return the indices of those expressions that are variables."""
    return {x.index for x in expressions if isinstance(x, cp_model.IntVar)}


def bookings_and_lists(model: Model) -> frozenset[int]:
    """Return the indices of bookings and of the numbers of lists."""
    v = model.variables
    return frozenset(indices((*v.book.values(), *v.stage.values(), *v.list_counts.values())))


def weekly_numbers(model: Model) -> frozenset[int]:
    """Return the indices of the weekly minutes of profiles, and of the items of each week."""
    v = model.variables
    return frozenset(indices((*v.steps.values(), *v.weekly_items.values(), *model.produced.values())))


def shift_variables(model: Model) -> Mapping[int, tuple[str, int]]:
    """Return worker and day of each shift variable, by index."""
    return {
        x.index: (worker, day)
        for (worker, day, _), stages in model.variables.by_stage.items()
        for x in stages.values()
        if isinstance(x, cp_model.IntVar)
    }


def solve_frame(
    model: Model,
    program: RemoteProgram,
    seconds: float,
    seed: int,
    numbers: Collection[int] = (),
    cuts: Sequence[Cut] = (),
) -> MipOutcome:
    """Solve the frame of a coarse model, with some more numbers whole and with cuts."""
    whole = bookings_and_lists(model).union(numbers)
    return program.solve(seconds, FRAME_GAP, seed, whole=whole, cuts=cuts, grace=seconds)


def week_numbers(model: Model) -> Mapping[int, set[int]]:
    """Return the variables of each week that are not about single people."""
    v = model.variables
    result: dict[int, set[int]] = defaultdict(set)
    for (_, _, week), items in (*model.produced.items(), *v.weekly_items.items()):
        result[week] |= indices([items])
    for duty, heads in v.duties.items():
        result[duty.day // 7] |= indices([heads])
    for head, heads in v.heads.items():
        result[head.place.day // 7] |= indices([heads])
    for place, lists in v.lists.items():
        result[place.day // 7] |= indices([lists])
    return result

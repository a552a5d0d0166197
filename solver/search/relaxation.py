"""Bounds and a good roster from relaxations of the coarse model in which only a part is whole.

The frame: weekly minutes of each person, lists and agency bookings are whole, single shifts are not. Its bound
lies within a percent or two of the optimum. Relax and fix: the shifts of one week after the other become whole and
are then kept, while the weeks to come stay relaxed, so that each week is rostered with an eye on all of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from ortools.sat.python import cp_model

from solver.linear import Values
from solver.model import Model
from solver.search.program import MipOutcome
from solver.search.remote import RemoteProgram

FRAME_GAP = 0.0005
WEEK_GAP = 0.003


def _indices(expressions: object) -> set[int]:
    return {x.index for x in expressions if isinstance(x, cp_model.IntVar)}  # type: ignore[attr-defined]


def frame_variables(model: Model, *, people: bool) -> frozenset[int]:
    """Return the indices of the variables that are whole in the frame; weekly minutes of single people only if asked."""
    v = model.variables
    groups = [v.book, v.stage, v.lists, v.steps, *([v.week_steps] if people else [])]
    return frozenset(index for group in groups for index in _indices(group.values()))


def shift_variables(model: Model) -> Mapping[int, tuple[str, int]]:
    """Return worker and day of each shift variable, by index."""
    return {
        x.index: (worker, day)
        for (worker, day, _), stages in model.variables.by_stage.items()
        for x in stages.values()
        if isinstance(x, cp_model.IntVar)
    }


def find_frame(model: Model, program: RemoteProgram, seconds: float, seed: int) -> MipOutcome:
    """Solve the frame of a coarse model."""
    return program.solve(seconds, FRAME_GAP, seed, whole=frame_variables(model, people=True))


def relax_and_fix(
    model: Model, program: RemoteProgram, seconds: float, seed: int, outside: Mapping[int, int]
) -> Values | None:
    """Return values of a coarse model, found week by week; None where a week has none in time.

    What is ``outside`` has given values: all but one block, where there are several.
    """
    frame = frame_variables(model, people=False)
    shifts = shift_variables(model)
    of_week = _by_week(model)
    whole = set(frame)
    fixed = dict(outside)
    weeks = model.facts.week_count
    for week in range(weeks):
        whole |= of_week[week]
        outcome = program.solve(seconds / (weeks + 1), WEEK_GAP, seed, whole=frozenset(whole), fixed=fixed)
        if outcome.values is None:
            return None
        found = {x: round(outcome.values[x]) for x, (_, day) in shifts.items() if day // 7 == week}
        fixed = found | fixed
    final = program.solve(seconds / (weeks + 1), WEEK_GAP, seed, fixed=fixed)
    return final.rounded()


def _by_week(model: Model) -> Mapping[int, set[int]]:
    """Return the variables of each week."""
    v = model.variables
    result: dict[int, set[int]] = defaultdict(set)
    for index, (_, day) in shift_variables(model).items():
        result[day // 7].add(index)
    for (_, _, week), items in (*model.produced.items(), *v.weekly_items.items()):
        result[week] |= _indices([items])
    for duty, heads in v.duties.items():
        result[duty.day // 7] |= _indices([heads])
    for head, heads in v.heads.items():
        result[head.place.day // 7] |= _indices([heads])
    return result

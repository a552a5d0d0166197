"""Bounds and a good roster from relaxations of the coarse model in which only a part is whole.

The frame: bookings and the numbers of lists are whole (and weekly minutes, if asked), single shifts are not. Its bound
lies within a percent or two of the optimum. Relax and fix: the shifts of one week and some people after the other
become whole and are then kept, while what is to come stays relaxed, so that each is rostered with an eye on all.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping

from ortools.sat.python import cp_model

from models.result import Status
from solver.linear import Values
from solver.model import Model
from solver.search.program import MipOutcome
from solver.search.remote import RemoteProgram

FRAME_GAP = 0.0005
FIRST_PIECE = 0.4
"""Part of the time for the first piece, at most."""
AGAIN_GAP = 0.02
"""Gap at which a piece ends that has found nothing in its time and is tried again."""
LEAST_LEFT = 0.3
"""Time for the pieces that follow where nothing is left, as a part of that of the first."""
PIECE = 22
"""People whose week is made whole at once."""


def _indices(expressions: object) -> set[int]:
    return {x.index for x in expressions if isinstance(x, cp_model.IntVar)}  # type: ignore[attr-defined]


def bookings_and_lists(model: Model) -> frozenset[int]:
    """Return the indices of bookings and of the numbers of lists."""
    v = model.variables
    return frozenset(_indices((*v.book.values(), *v.stage.values(), *v.list_counts.values())))


def weekly_minutes(model: Model) -> frozenset[int]:
    """Return the indices of the weekly minutes of profiles."""
    return frozenset(_indices(model.variables.steps.values()))


def shift_variables(model: Model) -> Mapping[int, tuple[str, int]]:
    """Return worker and day of each shift variable, by index."""
    return {
        x.index: (worker, day)
        for (worker, day, _), stages in model.variables.by_stage.items()
        for x in stages.values()
        if isinstance(x, cp_model.IntVar)
    }


def solve_frame(model: Model, program: RemoteProgram, seconds: float, seed: int, *, minutes: bool) -> MipOutcome:
    """Solve the frame of a coarse model; with weekly minutes whole only if asked."""
    whole = bookings_and_lists(model) | (weekly_minutes(model) if minutes else frozenset())
    return program.solve(seconds, FRAME_GAP, seed, whole=whole, grace=seconds)


def relax_and_fix(
    model: Model, program: RemoteProgram, seconds: float, seed: int, outside: Mapping[int, int], gap: float
) -> Values | None:
    """Return values of a coarse model, found piece by piece; None where a piece has none in time.

    A piece is one week of some people, solved to a gap. What is ``outside`` has given values: all but one block, if
    there are several.
    """
    shifts = {x: cell for x, cell in shift_variables(model).items() if x not in outside}
    pieces = _pieces(model, shifts)
    whole = set(bookings_and_lists(model))
    fixed = dict(outside)
    hint: dict[int, float] | None = None
    again = seconds * FIRST_PIECE
    for number, piece in enumerate(pieces):
        whole |= piece
        # the first one has the most to find out: where everything is about to go
        share = seconds * FIRST_PIECE if number == 0 else seconds / (len(pieces) + 1 - number)
        began = time.monotonic()
        outcome = program.solve(share, gap, seed, whole=frozenset(whole), fixed=fixed, hint=hint)
        if outcome.values is None and outcome.status is Status.UNKNOWN:
            # where a machine is slow, better late than all for nothing
            outcome = program.solve(again, AGAIN_GAP, seed, whole=frozenset(whole), fixed=fixed, hint=hint)
        seconds = max(LEAST_LEFT * again, seconds - (time.monotonic() - began))
        if outcome.values is None:
            return None
        fixed |= {x: round(outcome.values[x]) for x in piece if x in shifts}
        hint = {x: round(outcome.values[x]) for x in whole}
    return program.solve(max(1.0, seconds), gap, seed, fixed=fixed, hint=hint).rounded()


def _pieces(model: Model, shifts: Mapping[int, tuple[str, int]]) -> list[set[int]]:
    """Return the shifts of each week in pieces of some people, mostly of one competence; and the week's numbers."""
    workers = model.facts.workers
    people = sorted({worker for worker, _ in shifts.values()}, key=lambda w: (workers[w].home, workers[w].main, w))
    parts = max(1, round(len(people) / PIECE))
    part = {worker: number * parts // len(people) for number, worker in enumerate(people)}
    pieces: dict[tuple[int, int], set[int]] = defaultdict(set)
    for index, (worker, day) in shifts.items():
        pieces[day // 7, part[worker]].add(index)
    for week, numbers in _week_numbers(model).items():
        if (week, parts - 1) in pieces:
            pieces[week, parts - 1] |= numbers
    return [pieces[key] for key in sorted(pieces)]


def _week_numbers(model: Model) -> Mapping[int, set[int]]:
    """Return the variables of each week that are not about single people."""
    v = model.variables
    result: dict[int, set[int]] = defaultdict(set)
    for (_, _, week), items in (*model.produced.items(), *v.weekly_items.items()):
        result[week] |= _indices([items])
    for duty, heads in v.duties.items():
        result[duty.day // 7] |= _indices([heads])
    for head, heads in v.heads.items():
        result[head.place.day // 7] |= _indices([heads])
    for place, lists in v.lists.items():
        result[place.day // 7] |= _indices([lists])
    return result

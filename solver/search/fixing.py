"""What a good solution of the coarse model is likely to have: bookings, numbers of lists, and many of the shifts.

Relax and fix: the frame gives whole bookings and lists. Of the shifts that its linear relaxation gives people whole,
some are fixed, drawn by chance over all people and days: a program of the rest finds a good solution in seconds. (With
nearly all of them fixed the eye clinic cost 2.8 % more than the bound after 2.5 s on one core, with half of them 0.6 to
1.1 % after 4 s, and with half of the people fixed instead of half of everybody's days 1.8 %.)
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from solver.model import Model
from solver.search.building import Solvable
from solver.search.relaxation import bookings_and_lists, shift_variables

FRAME_PART = 0.35
"""Part of the time for the frame, at most; the relaxation in it takes a moment."""
FRAME_GAP = 0.005
"""Gap at which the frame ends: lists that are the best for fractions of shifts are too many for whole ones."""
LIKELY = 0.6
"""What a relaxation must give to a shift for it to be fixed."""
FIXED = 0.45
"""Part of the days of people that are fixed, at most."""
ANY = 1.0
"""Gap of programs in which nothing is whole."""


def likely_values(model: Model, program: Solvable, seconds: float, seed: int) -> Mapping[int, int]:
    """Return values of bookings, numbers of lists and shifts, by index; none where the frame takes too long."""
    numbers = bookings_and_lists(model)
    frame = program.solve(FRAME_PART * seconds, FRAME_GAP, seed, whole=numbers)
    if frame.values is None:
        return {}
    fixed = {x: round(frame.values[x]) for x in numbers}
    relaxed = program.solve(seconds, ANY, seed, whole=(), fixed=fixed)
    return {} if relaxed.values is None else {**fixed, **likely_shifts(model, relaxed.values, seed)}


def likely_shifts(model: Model, relaxed: Sequence[float], seed: int) -> Mapping[int, int]:
    """Return shifts by index, drawn from those that a relaxation gives people; the most whole of them first."""
    shifts = shift_variables(model)
    likely = [x for x in shifts if relaxed[x] > LIKELY]
    random.Random(seed).shuffle(likely)
    likely.sort(key=lambda x: -round(relaxed[x], 2))
    days = len(set(shifts.values()))
    return dict.fromkeys(likely[: round(FIXED * days)], 1)

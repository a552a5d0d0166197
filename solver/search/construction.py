"""A first roster, one person after the other: each takes the best shifts that the others have left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import numpy as np

from solver.model import Model
from solver.search.anytime import Clock
from solver.search.cpsat import Limits, Stop, run
from solver.search.parts import Numbers, Parts
from solver.search.relaxation import shift_variables

Cells = Mapping[tuple[str, int], list[int]]
"""Indices of the shift variables of each worker and day."""

SECONDS, EFFORT = 5.0, 0.5
"""Longest search for the shifts of one person; and the same in units of deterministic time."""


def cells_of(model: Model) -> Cells:
    """Return the shift variables by worker and day."""
    cells: dict[tuple[str, int], list[int]] = defaultdict(list)
    for index, cell in shift_variables(model).items():
        cells[cell].append(index)
    return cells


def construct(model: Model, parts: Parts, clock: Clock, until: float, seed: int, stop: Stop) -> Numbers | None:
    """Return values of all variables, None where somebody has no roster in time beside those before.

    That is so where a limit needs several people, as a hard least cover does.
    """
    own: dict[str, list[int]] = defaultdict(list)
    for (staff, _), indices in cells_of(model).items():
        own[staff].extend(indices)
    values = np.array([variable.domain[0] for variable in model.cp.proto.variables], dtype=np.int64)
    for number, decisions in enumerate(own.values()):
        part = parts.cut(decisions, values)
        seconds = min(SECONDS, (until - clock.seconds) / (len(own) - number))
        outcome = run(part.cp, Limits(seconds, workers=1, seed=seed, effort=EFFORT, linearization=2), stop)
        if outcome.values is None:
            return None
        values = part.merged(values, outcome.values)
    return values if parts.allows(values) else None

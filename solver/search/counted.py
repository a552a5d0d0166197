"""Neighbourhoods where runs must repeat exactly: one after the other, and work is counted instead of seconds."""

from __future__ import annotations

import numpy as np

from solver.linear import Values
from solver.model import Model
from solver.search.anytime import Track
from solver.search.cpsat import Stop
from solver.search.improving import Best, Improver
from solver.search.parts import Parts
from solver.search.relaxation import shift_variables


def improve_counted(model: Model, values: Values, work: float, seed: int, track: Track, stop: Stop) -> Values:
    """Return better values of a model in money mode, found in so many units of deterministic time.

    The objective of the model must be set.
    """
    parts = Parts(model.cp, shift_variables(model))
    best = Best(parts, np.array(values, dtype=np.int64))

    def note() -> None:
        track.improve(best.cost * model.unit, None)

    note()
    Improver(model, parts, best, seed).run_counted(work, stop, note)
    improved: list[int] = best.values.tolist()
    return improved

"""Equal rows of integer columns, found quickly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

FEW = 60
"""Up to so many rows are compared by the interpreter."""
ROOM = 1 << 62
"""Numbers below this can be told apart in 64 bits."""


def codes(columns: Iterable[Ints]) -> Ints:
    """Return a number for each row, the same for rows that are equal in all columns."""
    code: Ints | None = None
    for column in columns:
        low, high = int(column.min(initial=0)), int(column.max(initial=0))
        width = high - low + 1
        if code is None:
            code = column - low
        elif width > 1:
            if (int(code.max(initial=0)) + 1) * width >= ROOM:
                code = np.unique(code, return_inverse=True)[1].astype(np.int64)
            code = code * width + (column - low)
    assert code is not None
    return code


def distinct(columns: Iterable[Ints]) -> tuple[Ints, Ints]:
    """Return the place of one row of each kind, and for each row the number of its kind."""
    table = list(columns)
    if len(table[0]) <= FEW:
        return _distinct_few(table)
    _, first, kind = np.unique(codes(table), return_index=True, return_inverse=True)
    return first.astype(np.int64), kind.astype(np.int64)


def _distinct_few(columns: Sequence[Ints]) -> tuple[Ints, Ints]:
    """Return what distinct does, without the cost of many small arrays."""
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    place = {row: number for number, row in reversed(list(enumerate(rows)))}
    ordered = sorted(place)
    number = {row: kind for kind, row in enumerate(ordered)}
    first = np.array([place[row] for row in ordered], dtype=np.int64)
    return first, np.array([number[row] for row in rows], dtype=np.int64)

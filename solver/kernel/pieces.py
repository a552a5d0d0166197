"""What demand costs, in pieces: the greatest convex function below each row's costs, and sums of people over rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from solver.kernel.compiled import Ints
from solver.kernel.crew import Floats


def hull(table: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield length and slope of the pieces of the greatest convex function below a table of costs."""
    corners = [0]
    for n in range(1, len(table)):
        while len(corners) > 1:
            a, b = corners[-2:]
            if (table[b] - table[a]) * (n - a) < (table[n] - table[a]) * (b - a):
                break
            corners.pop()
        corners.append(n)
    for a, b in pairwise(corners):
        yield b - a, (table[b] - table[a]) / (b - a)


@dataclass(frozen=True)
class Pieces:
    """The pieces of all rows of demand, each row's together and the cheapest first."""

    row: Ints
    """By piece."""
    length: Ints
    """People who fill it."""
    slope: Floats
    """Ticks for each of them."""

    def filled(self, chosen: Ints, shape: tuple[int, ...]) -> Ints:
        """Return how many people fill the chosen pieces, by row of demand and number of people: a table like demand.

        People fill a row's pieces one after the other.
        """
        amounts = np.zeros(shape, dtype=np.int64)
        before = np.cumsum(self.length) - self.length
        first = before[np.searchsorted(self.row, self.row)]  # of the row's first piece
        people = np.arange(shape[1])
        for piece in chosen.tolist():
            start = before[piece] - first[piece]
            amounts[self.row[piece]] += np.clip(people - start, 0, self.length[piece])
        return amounts


def pieces_of(tables: Ints, nothing: int) -> Pieces:
    """Return the pieces of rows of demand, of which one is nothing and has none."""
    found = [
        (row, length, slope)
        for row, table in enumerate(tables.tolist())
        if row != nothing
        for length, slope in hull(table)
    ]
    row, length, slope = zip(*found, strict=True) if found else ((), (), ())
    return Pieces(np.array(row, dtype=np.int64), np.array(length, dtype=np.int64), np.array(slope, dtype=np.float64))

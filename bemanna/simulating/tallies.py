"""Sums over who is absent, for many draws at once, exact in whole numbers."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Ints: TypeAlias = NDArray[np.int64]
Numbers: TypeAlias = NDArray[np.integer[Any]]
"""Whole numbers of any width."""
Absent: TypeAlias = NDArray[np.int8]
"""1 where somebody is absent on a day of work: days of work by draws."""


class Tally(Generic[Key]):
    """What days of work bring to some keys, and what is lost of it where they fall away."""

    def __init__(self, entries: Iterable[tuple[Key, int, int]]) -> None:
        """Take entries of key, number of the day of work, and what it brings. Keys keep their order."""
        brought: dict[Key, dict[int, int]] = {}
        for key, cell, weight in entries:
            cells = brought.setdefault(key, {})
            cells[cell] = cells.get(cell, 0) + weight
        self.rows: Mapping[Key, int] = {key: row for row, key in enumerate(brought)}
        self.whole: Ints = np.array([sum(cells.values()) for cells in brought.values()], dtype=np.int64)
        """What is there where nobody is absent, by key."""
        self._cells = np.array([cell for cells in brought.values() for cell in cells], dtype=np.intp)
        self._weights = np.array([w for cells in brought.values() for w in cells.values()], dtype=np.int64)
        sizes = [len(cells) for cells in brought.values()]
        self._starts = np.cumsum([0, *sizes[:-1]], dtype=np.intp)

    def lost(self, absent: Absent) -> Ints:
        """Return what is lost of each key: keys by draws."""
        if not self.rows:
            return np.zeros((0, absent.shape[1]), dtype=np.int64)
        parts: Ints = absent[self._cells] * self._weights[:, None]
        return np.add.reduceat(parts, self._starts, axis=0)

    def left(self, absent: Absent) -> Ints:
        """Return what is left of each key: keys by draws."""
        return self.whole[:, None] - self.lost(absent)


class Scarcest:
    """Whole numbers that shrink in proportion to the scarcest of what they need."""

    def __init__(self, needs: Sequence[Sequence[int]]) -> None:
        """Take the rows of what each number needs; a number that needs nothing stays as it is."""
        rows = [[-1, *given] for given in needs]  # row -1 is always there whole
        sizes = [len(given) for given in rows]
        self._row = np.array([row for given in rows for row in given], dtype=np.intp)
        self._number = np.repeat(np.arange(len(rows)), sizes)
        self._starts = np.cumsum([0, *sizes[:-1]], dtype=np.intp)

    def shrink(self, numbers: Ints, left: Ints, whole: Ints) -> Ints:
        """Return number x left / whole of the scarcest need, rounded down: numbers by draws.

        ``left`` (rows by draws) is at most ``whole``, which is above 0.
        """
        if not len(self._number):
            return np.zeros((0, left.shape[1]), dtype=np.int64)
        left = np.vstack([left, np.ones((1, left.shape[1]), dtype=np.int64)])
        whole = np.vstack([whole, np.ones((1, whole.shape[1]), dtype=np.int64)])
        parts = numbers[self._number] * left[self._row] // whole[self._row]
        return np.minimum.reduceat(parts, self._starts, axis=0)


class Sums:
    """Numbers added up by group."""

    def __init__(self, groups: Sequence[int], size: int) -> None:
        """Take the group of each number, and how many groups there are."""
        order = np.argsort(np.array(groups, dtype=np.intp), kind="stable")
        self._order = order
        self._found, self._starts = np.unique(np.array(groups, dtype=np.intp)[order], return_index=True)
        self._size = size

    def of(self, numbers: Ints) -> Ints:
        """Return the sums: groups by draws, of numbers by draws."""
        sums = np.zeros((self._size, numbers.shape[1]), dtype=np.int64)
        if len(self._found):
            sums[self._found] = np.add.reduceat(numbers[self._order], self._starts, axis=0)
        return sums

"""A program and those of its blocks. A block's is taken out of it when it is asked for, with what is outside as given.

A block's program has the size of the block, however many there are; and HiGHS is exact in it, as it is not where all
outside is fixed at the fractions of a relaxation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Unpack

from solver.search.inner import InnerProgram, Matrix
from solver.search.program import How, MipOutcome, Program, Sharpened

Block = frozenset[str]
"""Units."""


class BlockedProgram:
    """A program whose blocks can be solved alone. It can be pickled, to be solved in another process."""

    def __init__(self, whole: Program, members: Mapping[Block, Sequence[int]]) -> None:
        self._whole = whole
        self._members = members

    @cached_property
    def _matrix(self) -> Matrix:
        return Matrix.of(self._whole.message)

    def solve(
        self, seconds: float, gap: float, seed: int, *, units: Block | None, values: Sequence[float], **how: Unpack[How]
    ) -> MipOutcome:
        """Solve as Program.solve does; of the blocks of some units alone, all else has the given values."""
        if units is None:
            return self._whole.solve(seconds, gap, seed, **how)
        inside = {x for block, members in self._members.items() if block <= units for x in members}
        inner = InnerProgram(self._whole, self._matrix, inside, values)
        return inner.solve(seconds, gap, seed, **how)

    def sharpen(self, parts: Sequence[Sequence[int]], whole: Collection[int], seconds: float, seed: int) -> Sharpened:
        """Find cuts as Program.sharpen does."""
        return self._whole.sharpen(parts, whole, seconds, seed)

"""Bounds of a clinic's coarse model, one sharper than the other: the frame, cuts from its parts, trees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from math import inf

from solver.model import Model
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.cuts import Cut
from solver.search.decomposition import find_parts, find_structure
from solver.search.growing import grow_tree
from solver.search.program import MipOutcome
from solver.search.relaxation import bookings_and_lists, solve_frame, weekly_numbers
from solver.search.remote import RemoteProgram, RemoteTree
from solver.search.shared import Known

FRAME, FRAME_AGAIN = 0.6, 0.2
"""Part of the time limit for the bound of the frame, at most; and of one with cuts, where there are several blocks."""
SHARPEN = 0.35
"""Part of the time limit for cuts from parts of the model, at most."""
STALLED = 0.2
"""Part of the time limit after which a tree that has not raised the bound is left."""
SMALLEST_GAP = 1e-5
"""Gap at which every search ends: bounds by floating-point arithmetic are not finer."""


class Bounding:
    """Bounds of one model, by one process."""

    def __init__(
        self,
        coarse: Model,
        program: RemoteProgram,
        track: Track,
        clock: Clock,
        left: Callable[[], float],
        best: Callable[[], Known | None],
        enough: Stop,
        seed: int,
    ) -> None:
        """``left`` tells the seconds that are left for all of it, and ``best`` the best solution known."""
        self._coarse = coarse
        self._program = program
        self._track = track
        self._limit = clock.limit
        self._left = left
        self._best = best
        self._enough = enough
        self._seed = seed
        self._cuts: Sequence[Cut] = ()
        """What the parts of the coarse model cost at least, once known."""

    def frame(self, part: float = FRAME, numbers: Collection[int] = ()) -> None:
        """Bound the model with bookings, lists and some numbers whole."""
        if self._left():
            self._note(
                solve_frame(self._coarse, self._program, self._part(part), self._seed, numbers, self._cuts).bound
            )

    def frame_with_weeks(self) -> None:
        """Bound the model with weekly minutes and items whole, too."""
        self.frame(FRAME, weekly_numbers(self._coarse))

    def sharpen(self) -> None:
        """Find what the parts of the model cost at least."""
        if not self._left():
            return
        parts, frame = find_parts(self._coarse, self._program.program), bookings_and_lists(self._coarse)
        found = self._program.sharpen(parts, frame, self._part(SHARPEN), self._seed)
        self._note(found.bound)
        self._cuts = found.cuts

    def tree(self) -> None:
        """Bound the model by a tree on what ties its parts, as long as it raises the bound."""
        program = self._program.program
        tree = RemoteTree(program, find_structure(self._coarse, program), self._enough)
        try:
            grow_tree(tree, self._left, self._best_objective, self._note, STALLED * self._limit)
        finally:
            tree.close()

    def whole(self) -> tuple[MipOutcome, Known | None] | None:
        """Search the tree of the whole model; return what is found, and from which solution that began."""
        seconds = self._left()
        if not seconds:
            return None
        base = self._best()
        hint = None if base is None else dict(enumerate(base.values))
        outcome = self._program.solve(seconds, SMALLEST_GAP, self._seed, hint=hint, cuts=self._cuts)
        self._note(outcome.bound)
        return outcome, base

    def _part(self, part: float) -> float:
        return max(0.1, min(part * self._limit, self._left()))

    def _best_objective(self) -> float:
        best = self._best()
        return inf if best is None else best.objective

    def _note(self, bound: int | None) -> None:
        if bound is not None:
            self._track.improve(None, bound * self._coarse.unit)

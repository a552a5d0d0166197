"""Coarse solutions from nothing: quick ones from what is likely, then where there is time one in which all is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from solver.model import Model
from solver.search.anytime import Clock
from solver.search.blocked import Block
from solver.search.blocks import find_blocks, members_of
from solver.search.building import Decisions, Solvable, build_block
from solver.search.cpsat import Stop
from solver.search.fixing import ANY, likely_values
from solver.search.levelling import levelled_program
from solver.search.program import MipOutcome
from solver.search.remote import RemoteProgram

QUICK_SECONDS, QUICK_PART, QUICK_GAP = 0.15, 0.35, 0.002
"""Seconds for each employee for a quick solution, part of the time limit for it at most, and gap of its pieces."""
QUICK = 2
"""Quick solutions that are made, where no other is: one may be poor."""
UNTIL = 0.5
"""Part of the time limit at which all have been made."""
OPEN_SECONDS, OPEN_GAP = 0.75, 0.0005
"""Seconds for each employee with which it pays to leave all open, and gap of its pieces, as a part of all cost.

At the orthopaedic clinic (66 people) that took 24 s and came to 693,787; two quick ones took 12 s and came to 691,036.
Of the county's five blocks quick ones took 27 s and came to 1,892,423, open ones after them 114 s and to 1,885,083;
five more passes of quick ones came to 1,891,118.
"""


class Draft(NamedTuple):
    """How a coarse solution is made."""

    seconds: float
    gap: float
    seed: int
    quick: bool


class Drafts:
    """Makes coarse solutions of one model, block by block, and offers those in which every block has been made."""

    def __init__(self, model: Model, stop: Stop, clock: Clock, offer: Callable[[Decisions], None]) -> None:
        self._model = model
        self._stop = stop
        self._clock = clock
        self._offer = offer
        self._blocks = sorted(find_blocks(model.facts), key=self._people_in, reverse=True)
        self._people = len(model.facts.workers)
        self._made: dict[Block, Decisions] = {}

    def make(self, relaxed: MipOutcome, seed: int, finished: Callable[[], bool]) -> None:
        """Make some solutions, as time allows. ``relaxed`` is the linear relaxation of the model."""
        if relaxed.values is None or relaxed.objective is None:
            return
        levelled = levelled_program(self._model, relaxed.objective * self._model.unit)
        program = RemoteProgram(levelled, self._stop, members_of(self._model, levelled))
        limit = self._clock.limit
        quick = min(QUICK_SECONDS * self._people, QUICK_PART * limit)
        everything_open = UNTIL * limit >= OPEN_SECONDS * self._people
        try:
            known = relaxed
            for number in range(1 if everything_open else QUICK):
                if number == 0 or self._clock.seconds + quick / 2 < UNTIL * limit:
                    known = self._make(program, known, Draft(quick, QUICK_GAP, seed + number, True), finished)
            if everything_open:
                self._make(program, known, Draft(UNTIL * limit, OPEN_GAP, seed, False), finished)
        finally:
            program.close()

    def _make(
        self, program: RemoteProgram, known: MipOutcome, draft: Draft, finished: Callable[[], bool]
    ) -> MipOutcome:
        """Make each block, the largest first, and keep those that are better than before.

        What is ``known`` is a solution, of which blocks that were never made are a relaxation. Returns a better one.
        """
        for block in self._blocks:
            if finished() or known.values is None:
                return known
            inner = program.within(block, known.values)
            found = self._make_block(inner, block, draft)
            if found is None:
                continue
            outcome = inner.solve(draft.seconds, ANY, draft.seed, whole=(), fixed=found)
            if outcome.values is None or outcome.objective is None or known.objective is None:
                continue
            if block not in self._made or outcome.objective < known.objective:
                known = outcome
                self._made[block] = found
                if len(self._made) == len(self._blocks):
                    self._offer({x: value for made in self._made.values() for x, value in made.items()})
        return known

    def _make_block(self, inner: Solvable, block: Block, draft: Draft) -> Decisions | None:
        seconds = draft.seconds * self._people_in(block) / self._people
        likely = likely_values(self._model, inner, seconds, draft.seed) if draft.quick else {}
        gap = draft.gap / len(self._blocks)
        return build_block(self._model, inner, block, seconds, draft.seed, gap, likely)

    def _people_in(self, block: Block) -> int:
        return sum(worker.home in block for worker in self._model.facts.workers.values())

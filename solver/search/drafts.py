"""Coarse solutions from nothing: quick ones from what is likely, then where there is time one in which all is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from solver.model import Model
from solver.search.anytime import Clock
from solver.search.blocks import decision_units, find_blocks
from solver.search.building import Decisions, build_block
from solver.search.cpsat import Stop
from solver.search.fixing import likely_values
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
Of several blocks it is the only one: with quick ones the county (193 people) ended at 1,910,648 instead of 1,879,576.
"""


class Draft(NamedTuple):
    """How a coarse solution is made."""

    seconds: float
    gap: float
    seed: int
    likely: Mapping[int, int] = MappingProxyType({})


class Drafts:
    """Makes coarse solutions of one model, and offers the decisions of the blocks made so far after each."""

    def __init__(self, model: Model, stop: Stop, clock: Clock, offer: Callable[[Decisions], None]) -> None:
        self._model = model
        self._stop = stop
        self._clock = clock
        self._offer = offer
        self._units = decision_units(model)
        self._people = len(model.facts.workers)

    def make(self, relaxed: MipOutcome, seed: int, finished: Callable[[], bool]) -> None:
        """Make some solutions, as time allows. ``relaxed`` is the linear relaxation of the model."""
        if relaxed.values is None or relaxed.objective is None:
            return
        program = RemoteProgram(levelled_program(self._model, relaxed.objective * self._model.unit), self._stop)
        limit = self._clock.limit
        quick = min(QUICK_SECONDS * self._people, QUICK_PART * limit)
        everything_open = UNTIL * limit >= OPEN_SECONDS * self._people
        several = len(find_blocks(self._model.facts)) > 1
        try:
            for number in range((0 if several else 1) if everything_open else QUICK):
                if not finished() and (number == 0 or self._clock.seconds + quick / 2 < UNTIL * limit):
                    likely = likely_values(self._model, program, quick, seed + number)
                    self._make(program, relaxed.values, Draft(quick, QUICK_GAP, seed + number, likely), finished)
            if everything_open:
                self._make(program, relaxed.values, Draft(UNTIL * limit, OPEN_GAP, seed), finished)
        finally:
            program.close()

    def _make(
        self, program: RemoteProgram, relaxed: Sequence[float], draft: Draft, finished: Callable[[], bool]
    ) -> None:
        """Make each block, the largest first. Values of those to come are those of the relaxation."""
        made: dict[int, int] = {}
        blocks = find_blocks(self._model.facts)
        for block in sorted(blocks, key=self._people_in, reverse=True):
            if finished():
                return
            outside = {x: made.get(x, relaxed[x]) for x, unit in self._units.items() if unit not in block}
            found = build_block(
                self._model,
                program,
                block,
                outside,
                draft.seconds * self._people_in(block) / self._people,
                draft.seed,
                draft.gap / len(blocks),
                draft.likely,
            )
            if found is None:
                return
            made |= found
            self._offer(made)

    def _people_in(self, block: frozenset[str]) -> int:
        return sum(worker.home in block for worker in self._model.facts.workers.values())

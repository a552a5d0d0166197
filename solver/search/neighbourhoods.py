"""Large-neighbourhood search on the coarse model: free some shifts, keep the others, solve, take what is better."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from models.result import Status
from solver.model import Model
from solver.recalled import Cell
from solver.search.anytime import Clock
from solver.search.around import Tries
from solver.search.blocked import Block
from solver.search.blocks import find_blocks
from solver.search.choosing import Chooser
from solver.search.cpsat import Stop
from solver.search.grouped import Groups
from solver.search.program import MipOutcome
from solver.search.relaxation import shift_variables, week_numbers
from solver.search.remote import RemoteProgram
from solver.search.shared import Shared

SECONDS, PART = 3.0, 0.03
"""Longest solve of one neighbourhood; where there is much time, as a part of the limit."""
CELLS = 200.0
"""Person-days that a neighbourhood frees at first."""
GROW, LEAP, SHRINK = 1.15, 1.5, 0.85
"""How the size follows: solved in less than half of the time, at once, or out of time."""
GROUP_SECONDS, GROUP_PART = 8.0, 0.13
"""Longest solve of a neighbourhood of whole groups, at most and as a part of the limit."""
GAP = 1e-4
AROUND = 0.55
"""Part of the time limit for each neighbourhood around what has changed since the roster to begin from, at most."""


@dataclass
class _Kind:
    """One way of choosing a neighbourhood, and how large it is now."""

    blocks: Sequence[Block]
    """Blocks of units of which it frees people: of one of them, or of two that trade in the budgets that tie them."""
    together: int
    days: int | None
    """Length of its window of days; None for the whole horizon."""
    grouped: bool = False
    """Whether it frees whole groups of people, instead of a number of cells."""
    cells: float = CELLS

    def follow(self, *, solved: bool, part: float) -> None:
        """Take in whether a neighbourhood was solved to the end, and in which part of its time."""
        if not solved:
            self.cells *= SHRINK
        elif part < 0.5:
            self.cells *= GROW if part > 0.1 else LEAP


class NeighbourhoodSearch:
    """One searcher, to be run in a thread of its own."""

    def __init__(
        self,
        model: Model,
        program: RemoteProgram,
        shared: Shared,
        clock: Clock,
        stop: Stop,
        seed: int,
        grouped: bool = False,
    ) -> None:
        """``grouped``: whether to free whole groups of people too, as pays where groups are small."""
        self._program = program
        self._facts = model.facts
        self._lines = {w.id for w in model.facts.workers.values() if w.offer is not None}
        self._shared = shared
        self._clock = clock
        self._stop = stop
        self._random = random.Random(seed)
        self._shifts = shift_variables(model)
        self._numbers = week_numbers(model)
        self._cells: dict[tuple[str, int], list[int]] = defaultdict(list)
        for index, cell in self._shifts.items():
            self._cells[cell].append(index)
        windows = [days for days in (None, 7, 14) if days is None or days < model.facts.day_count]
        self._blocks = find_blocks(model.facts)
        self._kinds = [_Kind((block,), 1, days) for block in self._blocks for days in windows]
        if len(self._blocks) > 1:
            self._kinds += [_Kind(self._blocks, 2, days) for days in windows]
        if grouped:
            self._kinds += [_Kind((block,), 1, None, grouped=True) for block in self._blocks]
        self._chooser = Chooser(len(self._kinds), seed)
        self._groups = Groups(model.facts)

    def run(self, until: float, good_enough: Callable[[float], bool]) -> None:
        """Search until a second of the clock, a stop, or an objective that is good enough."""
        while not self._stop.event.is_set() and not good_enough(self._shared.best().objective):
            left = until - self._clock.seconds
            if left < 0.5:
                return
            self._step(min(max(SECONDS, PART * self._clock.limit), left), until)

    def run_around(self, tries: Tries, until: float) -> None:
        """Free what is named, one after the other, each for a part of the time; production of other weeks stays."""
        most = min(SECONDS, AROUND * self._clock.limit)
        while tries and not self._stop.event.is_set() and until - self._clock.seconds > most / 3:
            free, seconds = tries.popleft(), min(most, until - self._clock.seconds)
            homes = {self._facts.workers[staff].home for staff, _ in free}
            units = frozenset(unit for block in self._blocks if block & homes for unit in block)
            weeks = {day // 7 for _, day in free}
            self._plan_anew(units, free, seconds, [week for week in self._numbers if week not in weeks])

    def _step(self, seconds: float, until: float) -> None:
        number = self._chooser.choose()
        kind = self._kinds[number]
        began = self._clock.seconds
        units = frozenset(unit for block in self._random.sample(kind.blocks, kind.together) for unit in block)
        free = self._choose_groups(units, kind.cells) if kind.grouped else None
        if free is not None:
            seconds = max(seconds, min(GROUP_SECONDS, GROUP_PART * self._clock.limit, until - began))
        outcome, gain = self._plan_anew(units, free or self._choose(kind, units), seconds)
        took = self._clock.seconds - began
        kind.follow(solved=outcome.status is Status.OPTIMAL, part=took / seconds)
        self._chooser.note(number, gain, took)

    def _choose_groups(self, units: Block, cells: float) -> set[Cell] | None:
        """Free everybody of some groups over the whole horizon; None where all has been tried or is too large."""
        people = round(cells * len(self._facts.workers) / max(1, len(self._cells)))
        chosen = self._groups.choose(units, people, self._shared.best().objective, self._random)
        if chosen is None:
            return None
        freed = {worker for group in chosen for worker in self._groups.members[group]}
        return {cell for cell in self._cells if cell[0] in freed}

    def _plan_anew(
        self, units: Block, free: Collection[Cell], seconds: float, kept: Collection[int] = ()
    ) -> tuple[MipOutcome, float]:
        """Free some days of people of some blocks' units, and their sessions but those of some weeks.

        Returns how it ended, and by how much the best solution is better for it.
        """
        base = self._shared.best()
        values = base.values
        # agency lines stay free: their weeks and their shifts only move together
        stays = ((x, cell) for x, cell in self._shifts.items() if cell[0] not in self._lines or cell[1] // 7 in kept)
        fixed = {index: values[index] for index, cell in stays if cell not in free}
        fixed |= {index: values[index] for week in kept for index in self._numbers[week]}
        program = self._program.within(units, values)
        # of a part's program the gap counts all that is outside too
        gap = GAP * len(units) / len(self._facts.scenario.units)
        outcome = program.solve(seconds, gap, self._random.randrange(2**31), fixed=fixed, hint=dict(enumerate(values)))
        found = outcome.rounded()
        gain = 0.0
        if found is not None and outcome.objective is not None and outcome.objective < base.objective + 0.5:
            gain = self._shared.offer(found, units, base)
        return outcome, gain

    def _choose(self, kind: _Kind, units: Block) -> set[tuple[str, int]]:
        """Free people of some units, mostly of one competence after the other, until there are enough cells."""
        days = self._window(kind)
        people = [w for w in self._facts.workers.values() if w.home in units]
        order = self._random.sample(people, len(people))
        if kind.days is None or self._random.random() < 0.5:
            # what a competence does over the whole horizon is nearly a problem of its own
            rank = {main: self._random.random() for main in {w.main for w in people}}
            order.sort(key=lambda w: rank[w.main])
        free: set[tuple[str, int]] = set()
        for worker in order:
            if len(free) >= kind.cells:
                break
            free.update((worker.id, day) for day in days if (worker.id, day) in self._cells)
        return free

    def _window(self, kind: _Kind) -> range:
        count = self._facts.day_count
        if kind.days is None:
            return range(count)
        first = self._random.randrange(0, count - kind.days + 1)
        return range(first, first + kind.days)

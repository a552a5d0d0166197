"""Dives of the person kernel as neighbourhoods: some people, some days, or both are open, the rest stays.

How much is open follows from how the last ones went: more where nothing better was to be had, less where it took long.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from solver.kernel.compiled import Bools, Plan
from solver.kernel.diving import Dive, Root, Task
from solver.kernel.generating import OutOfTimeError
from solver.kernel.seats import seated
from solver.search.rosters import Rosters
from solver.solution import Shifts

NOISE = 0.1
"""Noise in the shares of days, so that no two dives are the same."""
SECONDS = 2.0
"""Longer dives make the next ones of their kind smaller."""
GROWTH, SHRINKAGE = 1.1, 0.85
FEWEST = 2
"""People or days that are open at least."""


@dataclass
class Kind:
    """A kind of dive: the parts of the people and of the days that are open."""

    people: float
    days: float

    def change(self, factor: float) -> None:
        """Open more or less: what is not everything, or the days."""
        if self.people < 1.0:
            self.people = min(0.99, self.people * factor)
        if self.days < 1.0:
            self.days = min(0.99, self.days * factor)


class Diver:
    """Dives of one thread."""

    def __init__(self, root: Root, unit: int, seed: int) -> None:
        """Begin at a root. Rosters are better where they cost at least ``unit`` ticks less."""
        self._root = root
        self._unit = unit
        self._random = random.Random(seed)
        self._rosters = Rosters(root.staffing)
        self.kinds = (Kind(0.3, 1.0), Kind(1.0, 0.4), Kind(0.6, 0.6))

    def whole(self, known: Shifts | None, left: Callable[[], float]) -> Shifts | None:
        """Return a roster in which nothing stays, better than a known one; None where there is none in time."""
        limit = np.inf if known is None else self._rosters.plan(known)[0] - self._unit
        everything = np.ones(self._root.staffing.crew.options.shape, dtype=np.bool_)
        return self._found(Task(everything, None, limit), 0.0 if known is None else NOISE, left)

    def around(self, kind: Kind, known: Shifts, left: Callable[[], float]) -> Shifts | None:
        """Return a roster that is better than a known one, and like it but for what a kind opens; or None."""
        began = time.monotonic()
        cost, base = self._rosters.plan(known)
        task = Task(self._some(kind, base), base, cost - self._unit)
        found = self._found(task, NOISE, left)
        if time.monotonic() - began > SECONDS:
            kind.change(SHRINKAGE)
        elif found is None:
            kind.change(GROWTH)
        return found

    def merged(self, found: Shifts, known: Shifts, now: Shifts) -> Shifts | None:
        """Return what was found from a known roster, put into the one that others have made of it meanwhile.

        None where that is no better than theirs.
        """
        rosters = self._rosters
        own, before, theirs = (rosters.options(shifts) for shifts in (found, known, now))
        changed = (own != before).any(axis=1)
        cost, plan = seated(self._root.staffing, np.where(changed[:, None], own, theirs))
        return rosters.shifts(plan.option) if cost < rosters.plan(now)[0] else None

    def _found(self, task: Task, noise: float, left: Callable[[], float]) -> Shifts | None:
        dive = Dive(self._root, task, self._random.randrange(1 << 30), left, noise)
        try:
            found = dive.run()
        except OutOfTimeError:
            return None
        return None if found is None else self._rosters.shifts(found[1].option)

    def _some(self, kind: Kind, base: Plan) -> Bools:
        """Return what is open, by person and day; windows of days may stick out of the horizon."""
        people, days = base.option.shape
        chosen = self._random.sample(range(people), min(people, max(FEWEST, round(kind.people * people))))
        length = min(days, max(FEWEST, round(kind.days * days)))
        first = 0 if length == days else self._random.randint(1 - length, days - 1)
        found = np.zeros((people, days), dtype=np.bool_)
        found[chosen, max(0, first) : first + length] = True
        found[base.own < 0] = False
        return found

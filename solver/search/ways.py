"""The ways in which a thread can improve the roster of a ward once the person kernel is ready."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from solver.kernel.diving import Root
from solver.linear import evaluate_at
from solver.model import Model
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch
from solver.search.dives import Diver, Kind
from solver.search.improving import Best
from solver.solution import Shifts, read_solution

COOL_UNTIL = 0.75
"""Part of the time limit at which the kernel's rosters have cooled down, and CP-SAT's proof of small models starts."""
WHOLE_PART = 0.2
"""Part of the time limit for a dive with everything open."""

Way = Callable[[], None]


@dataclass(frozen=True)
class Ready:
    """What the kernel has made ready."""

    kernel: KernelSearch
    root: Root | None
    whole: bool
    """Whether there is time for dives with everything open."""

    @property
    def cools_first(self) -> bool:
        """Whether rosters cool down first: where ways carry sums, dives around a poor one see little of it."""
        return self.kernel.carries and not self.whole


@dataclass(frozen=True)
class Ways:
    """The ways of one thread."""

    model: Model
    clock: Clock
    seed: int
    number: int
    """Of the thread."""
    best: Best
    ended: Callable[[], bool]
    offer: Callable[[Shifts], None]

    def of(self, ready: Ready, improve: Way) -> list[Way]:
        """Return all, with one that is there anyway; the first is mostly another one in each thread."""
        rosters = ready.kernel.rosters(
            self.clock, COOL_UNTIL * self.clock.limit, self.seed, self.ended, self.offer, self.number
        )
        ways: list[Way] = [lambda: next(rosters, None)]
        if ready.cools_first:
            next(rosters, None)  # a quick one, so that a good one comes first
        if ready.root is not None:
            diver = Diver(ready.root, self.model.unit, 1000 * self.seed + self.number)
            kinds = (None, *diver.kinds) if ready.whole else diver.kinds
            ways.extend(partial(self._dive, diver, kind) for kind in kinds)
        ways.append(improve)
        first = 0 if ready.cools_first else self.number % len(ways)
        return ways[first:] + ways[:first]

    def _dive(self, diver: Diver, kind: Kind | None) -> None:
        """Dive around the best roster, or for another one, and take what is better."""
        until = self.clock.limit if kind is not None else self.clock.seconds + WHOLE_PART * self.clock.limit

        def left() -> float:
            return 0.0 if self.ended() else min(self.clock.left, until - self.clock.seconds)

        known = self._shifts()
        found = diver.whole(known, left) if kind is None else diver.around(kind, known, left)
        if found is not None:
            now = self._shifts()
            both = diver.merged(found, known, now) if now != known else None
            self.offer(both or found)

    def _shifts(self) -> Shifts:
        return read_solution(self.model, evaluate_at(self.best.values.tolist())).shifts

"""Large neighbourhoods: some days of everybody, or some people for some days, are planned anew; the rest stays.

A window of days sees how people fit together, a few people over a long time how their own rules fit. How much is
freed at once follows from how fast the last ones were solved, which kind is tried from what it has brought.
"""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from models.result import Status
from solver.linear import Values
from solver.model import Model
from solver.search.anytime import Clock
from solver.search.around import Tries
from solver.search.construction import cells_of
from solver.search.cpsat import Limits, Outcome, Stop, run
from solver.search.parts import Numbers, Part, Parts

SECONDS = 12.0
"""Longest search of one neighbourhood."""
UNTIMED = 1e6
"""Seconds for a neighbourhood where only work counts."""
LEAST_WORK = 0.001
"""Units of deterministic time that any neighbourhood counts for."""
EFFORT, MOST_EFFORT = 0.2, 4.0
"""Units of deterministic time (about two seconds each) for one neighbourhood: little while that is enough to improve,
more the longer nothing has been found."""
PATIENCE, HASTE = 1.05, 0.8
"""Factors on the effort after a neighbourhood that has brought nothing, and one that has."""
FIRST_SIZE = 120
"""Days of people that are freed at first."""
SMALLEST, LARGEST = 40, 5000
GROWTH, SHRINKAGE = 1.1, 0.85
MEMORY = 0.9
"""Weight of what a kind of neighbourhood has brought before, against its last success."""


@dataclass
class _Kind:
    """A kind of neighbourhood: the longest window of days, how many people's days it frees, what it has brought."""

    days: tuple[int, ...]
    size: float = FIRST_SIZE
    success: float = 1.0


class Best:
    """The best solution that several searchers know. Safe for threads."""

    def __init__(self, parts: Parts, values: Numbers) -> None:
        self._parts = parts
        self._lock = threading.Lock()
        self.values = values
        self.cost = parts.cost(self.values)
        self._gains: Counter[int] = Counter()
        """By thread: what its offers have saved."""

    @property
    def gained(self) -> int:
        """What the offers of this thread have saved so far."""
        return self._gains[threading.get_ident()]

    def offer(self, values: Numbers) -> bool:
        """Take a solution if it is better; return whether it is."""
        with self._lock:
            cost = self._parts.cost(values)
            if cost >= self.cost:
                return False
            self._gains[threading.get_ident()] += self.cost - cost
            self.values, self.cost = values, cost
            return True

    def put(self, part: Part, own: Values, base: Numbers) -> bool:
        """Take the solution of a part that was cut from ``base``; return whether the best is better for it.

        Where others have changed it meanwhile, both changes are kept if they go together.
        """
        both = part.merged(self.values, own)
        return (self._parts.allows(both) and self.offer(both)) or self.offer(part.merged(base, own))


class Improver:
    """One searcher of neighbourhoods."""

    def __init__(self, model: Model, parts: Parts, best: Best, seed: int) -> None:
        self._parts = parts
        self._best = best
        self._random = random.Random(seed)
        self._cells = cells_of(model)
        self._people = sorted({staff for staff, _ in self._cells})
        self._day_count = model.facts.day_count
        self._effort = EFFORT
        self._kinds = (_Kind(()), _Kind((7, 10, 14, 21)), _Kind((28, 42)))

    def run_around(self, tries: Tries, clock: Clock, stop: Stop, improved: Callable[[], None]) -> None:
        """Free what is named, one after the other, and tell whenever the best solution is better."""
        while tries and not stop.event.is_set():
            cells = tries.popleft()
            decisions = [x for cell in sorted(cells) for x in self._cells.get(cell, ())]
            if self._plan_anew(decisions, EFFORT, min(SECONDS, clock.left), stop)[1]:
                improved()

    def run(self, clock: Clock, until: float, stop: Stop, improved: Callable[[], None]) -> None:
        """Search until a time on the clock, and tell whenever the best solution is better."""
        while not stop.event.is_set() and clock.seconds < until:
            if self._step(min(SECONDS, until - clock.seconds), stop)[1]:
                improved()

    def once(self, clock: Clock, stop: Stop, improved: Callable[[], None]) -> None:
        """Search one neighbourhood, and tell if the best solution is better."""
        if self._step(min(SECONDS, clock.left), stop)[1]:
            improved()

    def run_counted(self, work: float, stop: Stop, improved: Callable[[], None]) -> None:
        """Search for so many units of deterministic time, whatever the clock says."""
        while work > 0 and not stop.event.is_set():
            outcome, better = self._step(UNTIMED, stop)
            work -= max(outcome.work, LEAST_WORK)
            if better:
                improved()

    def _step(self, seconds: float, stop: Stop) -> tuple[Outcome, bool]:
        """Plan one neighbourhood anew; return how it ended, and whether the best solution is better for it."""
        kind = self._random.choices(self._kinds, [0.05 + kind.success for kind in self._kinds])[0]
        outcome, better = self._plan_anew(self._neighbourhood(kind), self._effort, seconds, stop)
        kind.success = MEMORY * kind.success + (1 - MEMORY) * better
        self._effort = max(EFFORT, min(MOST_EFFORT, self._effort * (HASTE if better else PATIENCE)))
        change = GROWTH if outcome.status is Status.OPTIMAL else SHRINKAGE
        kind.size = max(SMALLEST, min(LARGEST, kind.size * change))
        return outcome, better

    def _plan_anew(self, decisions: list[int], effort: float, seconds: float, stop: Stop) -> tuple[Outcome, bool]:
        """Free some decisions; return how it ended, and whether the best solution is better for it."""
        base = self._best.values
        part = self._parts.cut(decisions, base)
        seed = self._random.randrange(1 << 30)
        limits = Limits(seconds, workers=1, seed=seed, effort=effort, linearization=2)
        outcome = run(part.cp, limits, stop)
        return outcome, outcome.values is not None and self._best.put(part, outcome.values, base)

    def _neighbourhood(self, kind: _Kind) -> list[int]:
        """Return the decisions of some people on some days in a row."""
        people = self._people
        if kind.days:
            length = min(self._random.choice(kind.days), self._day_count)
            people = self._random.sample(people, min(len(people), max(2, round(kind.size / length))))
        else:
            length = min(max(2, round(kind.size / len(people))), self._day_count)
        # windows may stick out, so that the first and last days are freed as often as others
        first = self._random.randint(1 - length, self._day_count - 1)
        days = range(max(0, first), min(self._day_count, first + length))
        return [x for staff in people for day in days for x in self._cells.get((staff, day), ())]

"""The search for horizons of months to a year: prices and a bound, a first legal roster, and one that cools down."""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from models.roster import Roster, ShiftAssignment
from solver.long.making import make_people
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.mishaps import errors_of, tell
from solver.settings import Settings
from solver.solution import Shifts

if TYPE_CHECKING:
    from solver.long.cooling import Cooling

ROUNDS = 600
"""Rounds in which prices climb."""
PRICE_PART = 0.15
"""Part of the time limit for them, at most."""
HOT, COLD = 0.1, 0.005
"""First and last heat, as parts of usual prices."""
FIRST_SECONDS = 40.0
"""Of the first time that a roster cools down; each next one takes twice as long, the last the time left."""
REHEATED = 0.5
"""How hot it becomes again, as a part of the first heat."""
MERGE_PART, MERGE_SECONDS = 0.01, 2.0
"""After which part of the time of cooling down what threads have made is put together, and seconds at most."""
JUDGED = 0.03
"""Part of the time, at most, in which rosters are judged."""
LAST_JUDGEMENTS = 3.0
"""Time that is kept at the end, in times of judging a roster."""


class LongSearch:
    """One search of a long scenario without sessions, in money mode, by the clock."""

    def __init__(self, facts: Facts, settings: Settings, clock: Clock, track: Track, stop: Stop) -> None:
        self._facts, self._settings, self._clock, self._track, self._stop = facts, settings, clock, track, stop
        self._threads = max(1, min(settings.threads, os.cpu_count() or 1))
        self._best: Roster | None = None
        self._judging = 0.0
        """Seconds that it takes to judge a roster."""
        self._told = 0
        """The cost of the last roster that was judged, as the kernel sees it, and (next) when it was."""
        self._told_at = 0.0
        self.declined = False
        """Whether the kernel has no use for the scenario: somebody's rules are too rich, or leave no roster."""

    def run(self) -> tuple[Status, Roster | None]:
        """Return the best roster found; the track knows its cost and a bound."""
        from solver.search.compiling import compiled_ahead  # numba takes its time

        if compiled_ahead(self._over):
            with ThreadPoolExecutor(1) as pool:
                work = pool.submit(self._search)
            tell(errors_of([work]), known=self._best is not None)
        if self._best is None:
            return Status.UNKNOWN, None
        return (Status.OPTIMAL if self._track.gap == 0 else Status.FEASIBLE), self._best

    def _over(self) -> bool:
        kept = LAST_JUDGEMENTS * self._judging
        return self._stop.event.is_set() or self._clock.left <= kept

    def _search(self) -> None:
        from solver.long.cooling import Cooling
        from solver.long.prices import Prices

        people = make_people(self._facts, self._threads, self._over, self._clock.left)
        if people is None:
            self.declined = not self._over()
            return
        prices = Prices(people, self._threads)
        began, seconds = self._clock.seconds, PRICE_PART * self._clock.limit
        prices.climb(ROUNDS, lambda: (self._clock.seconds - began) / seconds, self._over)
        self._track.improve(None, prices.whole_bound)
        cooling = Cooling(people, prices, self._threads, self._settings.seed)
        if not cooling.begin(self._over):
            self.declined = not self._over()
            return
        self._judge(cooling.shifts, cooling.best_cost)
        cooling.again(self._over)
        if cooling.best_cost < self._told and not self._over():
            self._judge(cooling.shifts, cooling.best_cost)
        self._cool(cooling)

    def _cool(self, cooling: Cooling) -> None:
        """Cool the roster down, again and again where there is time."""
        hot, length = HOT, FIRST_SECONDS
        while not self._done():
            began, left = self._clock.seconds, self._clock.left - LAST_JUDGEMENTS * self._judging
            seconds = length if left >= 3 * length else left
            self._cool_once(cooling, began, seconds, hot)
            cooling.back_to_best()
            hot, length = REHEATED * HOT, 2 * length

    def _cool_once(self, cooling: Cooling, began: float, seconds: float, hot: float) -> None:
        clock = self._clock
        merge = min(MERGE_SECONDS, MERGE_PART * seconds)

        def heat() -> float:
            return hot * float((COLD / hot) ** min(1.0, (clock.seconds - began) / seconds))

        while not self._done() and clock.seconds < began + seconds:
            until = min(clock.seconds + merge, began + seconds)
            cooling.cool(heat, partial(self._past, until))
            if cooling.best_cost < self._told and clock.seconds - self._told_at > self._judging / JUDGED:
                self._judge(cooling.shifts, cooling.best_cost)
        if cooling.best_cost < self._told:
            self._judge(cooling.shifts, cooling.best_cost)

    def _past(self, until: float) -> bool:
        return self._over() or self._clock.seconds >= until

    def _done(self) -> bool:
        gap = self._track.gap
        return self._over() or (gap is not None and gap <= self._settings.gap)

    def _judge(self, shifts: Shifts, cost: int) -> None:
        """Take a roster that is better and keeps every rule."""
        began = time.monotonic()
        workers, days = self._facts.workers, self._facts.days
        rows = tuple(
            ShiftAssignment(staff, days[day], shift, workers[staff].home, workers[staff].main)
            for staff, day, shift in sorted(shifts)
        )
        roster = Roster(rows, (), ())
        found = evaluate(self._facts.scenario, roster, self._facts)
        if not found.violations and (self._track.objective is None or found.objective < self._track.objective):
            self._best = roster
            self._track.improve(found.objective, None)
        self._judging = time.monotonic() - began
        self._told, self._told_at = cost, self._clock.seconds

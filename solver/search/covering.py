"""The search for wards: scenarios without sessions, where people's shifts are nearly all that is decided.

CP-SAT or the person kernel makes a first roster; then some searchers improve it in neighbourhoods. Beside them the
kernel bounds the cost. When it has, each searcher improves the best by what has brought the most a second: dives,
rosters that cool down, neighbourhoods; of small models CP-SAT bounds the whole at last.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait
from math import ceil, inf

import numpy as np

from models.result import Status
from solver.linear import Values, total
from solver.model import Model
from solver.search.anytime import Clock, Track
from solver.search.around import around
from solver.search.branching import Brancher, sees_all
from solver.search.choosing import Chooser
from solver.search.compiling import compiled_ahead
from solver.search.construction import construct
from solver.search.cpsat import Limits, Stop, run, set_hint, set_objective
from solver.search.improving import Best, Improver
from solver.search.mishaps import errors_of, tell
from solver.search.parts import Numbers, Parts
from solver.search.preparing import Preparation
from solver.search.relaxation import shift_variables
from solver.search.settle import with_shifts
from solver.search.warm import WarmStart
from solver.search.ways import COOL_UNTIL, WHOLE_PART, Ready, Way, Ways
from solver.settings import Settings
from solver.solution import Shifts

STARTERS = ("default_lp", "max_lp")
"""Sub-solvers of CP-SAT that look for a first roster, beside those for first solutions that it adds itself."""
PROVERS = ("max_lp", "reduced_costs", "lb_tree_search", "core", "pseudo_costs", "objective_lb_search")
"""Sub-solvers of CP-SAT in the order in which they are added as cores allow: the first relax the whole model."""
CONSTRUCTION = 0.3
"""Part of the time limit for the first roster, person by person."""
PROOF_AFTER = 0.3
"""Part of the time limit after which CP-SAT's proof starts, where there is none by the kernel."""
WARM_PART = 0.5
"""Part of the time limit for which all improve a roster that was given, before the kernel makes one of its own."""
PREPARATION = 0.4
"""Part of the time limit after which a kernel that is not ready is given up."""
BOUND_UNTIL = 0.5
"""Part of the time limit at which the kernel's bound has to do."""
ROOT_UNTIL = 0.6
"""Part of the time limit at which it has to be known where dives begin."""
BRANCH_FIRST = 0.05
"""Part of the time limit for branch and price before all else: what it can prove at once needs no search."""
NEARLY_PROVEN = 0.01
"""Gap up to which it goes on beside the search: where it is wide a tree of minutes closes little of it."""
WHOLE_LENGTH = 5
"""How many times as long as finding out where dives begin it takes at least: where that is too long there is none."""
MOST_PROVEN = 600
"""Days of people up to which CP-SAT may prove the best cost of the whole model where the kernel's bound is not it."""
PAUSE = 0.1
"""Seconds between looks at whether it is enough."""


class CoverSearch:
    """One search of a model without sessions, in money mode, by the clock."""

    def __init__(
        self,
        model: Model,
        settings: Settings,
        clock: Clock,
        track: Track,
        stop: Stop,
        preparation: Preparation,
        warm: WarmStart | None = None,
        first: Shifts | None = None,
    ) -> None:
        """``first`` are the shifts of a legal roster that is known already."""
        self._model = model
        self._settings = settings
        self._clock = clock
        self._track = track
        self._stop = stop
        self._preparation = preparation
        self._warm = warm
        self._first = first
        self._begun, self._ready, self._enough = Stop(None), Stop(None), Stop(None)
        """There is a roster; the kernel is ready to make better ones; it is enough for all, which sets the others."""
        self._kernel: Ready | None = None
        set_objective(model.cp, total(model.terms.values()), model.unit)
        self._parts = Parts(model.cp, shift_variables(model))
        self._status = Status.UNKNOWN
        self._lock = threading.Lock()
        self._best: Best | None = None
        self._tries = around(model.facts, warm.changed) if warm is not None else deque()

    def run(self) -> tuple[Status, Values | None]:
        """Return the best values of all variables; the track knows their cost and the bound."""
        if self._warm is not None:
            self._take(np.array(self._warm.values, dtype=np.int64))
        searchers = max(1, min(self._settings.threads, os.cpu_count() or 1) // 2)
        with ThreadPoolExecutor(2 * searchers) as pool:
            futures = [pool.submit(self._begin_and_search, number) for number in range(searchers)]
            futures.append(pool.submit(self._prove, searchers))
            while (waited := wait(futures, PAUSE)).not_done:
                failed = any(future.exception() for future in waited.done)
                if (failed and self._best is None) or self._stop.event.is_set() or self._near_enough():
                    self._end()
        tell(errors_of(futures), known=self._best is not None)
        if self._best is None:
            return self._status, None
        status = Status.OPTIMAL if self._track.gap == 0.0 else Status.FEASIBLE
        return status, self._best.values.tolist()

    def _end(self) -> None:
        for stop in (self._enough, self._ready, self._begun):
            stop.event.set()

    def _begin_and_search(self, number: int) -> None:
        if number == 0 and self._warm is None:
            self._make_first()
        self._begun.event.wait(self._clock.left)
        if self._best is not None:
            self._search(number, self._best)

    def _make_first(self) -> None:
        """Take the roster that is known, or make one: person by person, else any that keeps the rules."""
        seed = self._settings.seed
        until = CONSTRUCTION * self._clock.limit
        if self._first is not None:
            self._offer(self._first)
        if self._begun.event.is_set():
            return
        values = construct(self._model, self._parts, self._clock, until, seed, self._begun)
        if values is None and not self._begun.event.is_set():
            limits = Limits(self._clock.left, len(STARTERS), seed, first=True, subsolvers=STARTERS)
            found = run(self._model.cp, limits, self._begun)
            self._status = found.status
            values = None if found.values is None else np.array(found.values)
        if values is not None:
            self._take(values)
        elif self._status is Status.INFEASIBLE:
            self._end()

    def _take(self, values: Numbers) -> None:
        """Take a roster from wherever it comes: the first one, or one that is better."""
        with self._lock:
            if self._best is None:
                self._best = Best(self._parts, values)
            elif not self._best.offer(values):
                return
        self._note()
        self._begun.event.set()

    def _search(self, number: int, best: Best) -> None:
        """Improve until the kernel is ready, then in whatever way brings the most."""
        improver = self._improver(number, best)
        improver.run_around(self._tries, self._clock, self._enough, self._note)
        improver.run(self._clock, self._clock.limit, self._ready, self._note)
        self._by_gain(number, best, self._clock.limit, improver)

    def _by_gain(
        self, number: int, best: Best, until: float, improver: Improver, brancher: Brancher | None = None
    ) -> None:
        """Improve until a time on the clock, in the way that has brought the most a second.

        Where roster and bound are near, half of the time goes to the proof.
        """
        ways = self._ways(number, best, improver)
        chooser = Chooser(len(ways), 1000 * self._settings.seed + number)
        if brancher is not None:
            self._branch(brancher, best, BRANCH_FIRST * self._clock.limit)
        while not self._ended() and self._clock.seconds < until:
            way, gained, began = chooser.choose(), best.gained, self._clock.seconds
            ways[way]()
            took = self._clock.seconds - began
            chooser.note(way, best.gained - gained, took)
            if brancher is not None and self._nearly_proven():
                self._branch(brancher, best, took)

    def _branch(self, brancher: Brancher, best: Best, seconds: float) -> None:
        """Bound by branch and price for so many seconds, and take what is found."""
        until = self._clock.seconds + seconds
        while brancher.useful and not self._ended() and self._clock.seconds < until:
            shifts = brancher.step(best.cost * self._model.unit)
            if shifts is not None:
                self._offer(shifts)
            if self._note_bound(brancher.bound):
                break

    def _ways(self, number: int, best: Best, improver: Improver) -> list[Way]:
        """Return the ways to improve."""

        def improve() -> None:
            improver.once(self._clock, self._enough, self._note)

        if self._kernel is None:
            return [improve]
        seed = self._settings.seed
        return Ways(self._model, self._clock, seed, number, best, self._ended, self._offer).of(self._kernel, improve)

    def _prove(self, searchers: int) -> None:
        """Bound by the kernel, or help to improve: a good roster makes the proof easier. Then bound the whole model."""
        if self._warm is not None:
            self._improve(searchers, WARM_PART * self._clock.limit)
        until = self._clock.seconds + PREPARATION * self._clock.limit

        def given_up() -> bool:
            return self._ended() or self._clock.seconds > until

        kernel = self._preparation.kernel(given_up) if compiled_ahead(given_up) else None
        if kernel is None:
            self._improve(searchers, PROOF_AFTER * self._clock.limit)
        else:
            if not self._begun.event.is_set():
                kernel.start(self._settings.seed, self._offer)
            kernel.bound(self._clock, BOUND_UNTIL * self._clock.limit, self._note_bound)
            began = self._clock.seconds
            root = kernel.root(lambda: ROOT_UNTIL * self._clock.limit - self._clock.seconds)
            whole = WHOLE_LENGTH * (self._clock.seconds - began) <= WHOLE_PART * self._clock.limit
            kernel.written_out = whole
            self._kernel = Ready(kernel, root, whole)
            self._ready.event.set()
            self._begun.event.wait(self._clock.left)
            if self._best is not None:
                best = self._best
                brancher = self._brancher(best)
                large = len(self._model.facts.workers) * self._model.facts.day_count > MOST_PROVEN
                until = (1.0 if large or brancher is not None else COOL_UNTIL) * self._clock.limit
                self._by_gain(searchers, best, until, self._improver(searchers, best), brancher)
        if self._best is not None and not self._ended():
            self._prove_whole(searchers, self._best)

    def _brancher(self, best: Best) -> Brancher | None:
        """Return a proof by branch and price, where the kernel sees all."""
        ready = self._kernel
        if ready is None or ready.root is None or ready.kernel.carries or not sees_all(self._model.facts):
            return None
        unit, left = self._model.unit, self._clock
        return Brancher(ready.root, best.cost * unit, unit, lambda: 0.0 if self._ended() else left.left)

    def _improve(self, number: int, until: float) -> None:
        """Improve the first roster, when it is there, until a time on the clock."""
        self._begun.event.wait(max(0.0, until - self._clock.seconds))
        if self._best is not None:
            self._improver(number, self._best).run(self._clock, until, self._enough, self._note)

    def _improver(self, number: int, best: Best) -> Improver:
        return Improver(self._model, self._parts, best, 1000 * self._settings.seed + number)

    def _note_bound(self, bound: float) -> bool:
        unit = self._model.unit
        if bound > -inf:
            self._track.improve(None, -(-max(0, ceil(bound - 1e-3)) // unit) * unit)
        return self._ended()

    def _ended(self) -> bool:
        return self._enough.event.is_set() or self._clock.left == 0.0

    def _offer(self, shifts: Shifts) -> None:
        """Take a roster of the kernel if it keeps, and is better with, all that the model asks beside."""
        limits = Limits(self._clock.left, 1, self._settings.seed)
        values = run(with_shifts(self._model, shifts), limits, self._enough).values
        if values is not None:
            self._take(np.array(values, dtype=np.int64))

    def _prove_whole(self, searchers: int, best: Best) -> None:
        limits = Limits(
            self._clock.left,
            searchers,
            self._settings.seed,
            gap=self._settings.gap,
            subsolvers=PROVERS[:searchers],
        )
        set_hint(self._model.cp, best.values.tolist())
        unit = self._model.unit
        outcome = run(
            self._model.cp,
            limits,
            self._enough,
            on_solution=lambda objective, bound: self._track.improve(objective * unit, ceil(bound - 1e-6) * unit),
            on_bound=lambda bound: self._track.improve(None, ceil(bound - 1e-6) * unit),
        )
        if outcome.values is not None:
            best.offer(np.array(outcome.values))
        if outcome.bound is not None:
            self._track.improve(None, outcome.bound * unit)

    def _note(self) -> None:
        if self._best is not None:
            self._track.improve(self._best.cost * self._model.unit, None)

    def _nearly_proven(self) -> bool:
        gap = self._track.gap
        return gap is not None and gap <= NEARLY_PROVEN

    def _near_enough(self) -> bool:
        gap = self._track.gap
        return gap is not None and gap <= self._settings.gap

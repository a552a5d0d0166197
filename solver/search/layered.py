"""The search for clinics with a production plan: coarse model first, half-days after.

Two processes work on the coarse model, as mixed-integer programs: one proves bounds, first of the frame and then
of the whole; the other makes a roster week by week and improves it in large neighbourhoods. Whenever the best coarse
solution has become clearly better, it is completed into a whole roster; only whole rosters are reported.
"""

from __future__ import annotations

import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait

from models.result import Status
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock, Track
from solver.search.around import around
from solver.search.blocks import find_blocks, members_of
from solver.search.bounding import FRAME_AGAIN, SMALLEST_GAP, Bounding
from solver.search.building import Decisions
from solver.search.completion import complete_shifts
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.drafts import Drafts
from solver.search.fixing import ANY
from solver.search.levelling import level
from solver.search.mip import to_program
from solver.search.mishaps import errors_of, tell
from solver.search.neighbourhoods import NeighbourhoodSearch
from solver.search.remote import RemoteProgram
from solver.search.rolling import roll, targets_by_need
from solver.search.settle import settle, with_shifts
from solver.search.shared import Known, Shared, with_decisions
from solver.search.warm import WarmStart, coarse_values
from solver.settings import Settings
from solver.solution import Shifts, Solution, read_solution

SEARCHERS = 2
"""Processes: one that proves and one that builds."""
FIRST_PART = 0.3
"""Part of the time limit in which a first roster must be found, or this search gives up."""
WEEK_SECONDS = (0.25, 2.0, 8.0)
"""Seconds for each week of the first roster: a moment, and more where that was too short."""
FIRST = (0.025, 2.0)
"""Part of the time limit for each step of completing the first roster, and the most seconds: it need not be good."""
PROOF_VARIABLES = 4000
"""Variables of the largest coarse model whose tree is searched."""
SOON = 20.0
"""Seconds of the longest time limit within which a roster that was given is improved, and no other is made."""
LEVEL = 0.08
"""Part of the time limit for levelling, at most."""
LAST = 0.06
"""Part of the time limit that is kept for completing the last coarse solution."""
CLEARLY_BETTER, ROUGH_GAP = 0.005, 0.001
"""Improvement, as a fraction, that is worth completing on the way, and the gap of such a completion."""
BETWEEN = 0.08
"""Part of the time limit between two completions on the way."""
PAUSE = 0.2
"""Seconds between looks at what the searchers have found."""


class LayeredSearch:
    """One search of a scenario with fluid sessions, in money mode, by the clock."""

    def __init__(
        self,
        fine: Model,
        settings: Settings,
        clock: Clock,
        track: Track,
        stop: Stop,
        warm: WarmStart | None = None,
    ) -> None:
        self._fine = fine
        self._coarse = build(fine.facts, coarse=True)
        self._settings = settings
        self._clock = clock
        self._track = track
        self._stop = stop
        self._warm = warm
        self._enough = Stop(None)
        self._solution: Solution | None = None
        self._lock = threading.Lock()
        self._shared: Shared | None = None
        self._unit = self._coarse.unit
        # the tree of a large model hardly grows, and the time is better spent on improving
        self._small = len(self._coarse.cp.proto.variables) <= PROOF_VARIABLES
        self._blocks = find_blocks(fine.facts)
        self._everywhere = frozenset(fine.facts.scenario.units)
        self._searches: dict[int, NeighbourhoodSearch] = {}
        self._made = threading.Event()
        """Set when each block has been made, or nobody makes it any more."""
        self._completed = 0.0
        self._took = 0.0
        """Seconds of the last completion."""
        self._until = clock.limit * (1 - LAST - LEVEL)
        self._tries = around(fine.facts, warm.changed) if warm is not None else deque()
        set_objective(self._coarse.cp, total(self._coarse.terms.values()), self._unit)
        set_objective(fine.cp, total(fine.terms.values()), fine.unit)

    def run(self) -> tuple[Status, Solution | None]:
        """Return the best solution found; the track knows its cost and the bound."""
        program = to_program(self._coarse)
        members = members_of(self._coarse, program)
        remotes = [RemoteProgram(program, self._enough, members) for _ in range(SEARCHERS)]
        try:
            self._begin_warm()
            with ThreadPoolExecutor(SEARCHERS) as pool:
                searchers = [pool.submit(self._build_and_search, remotes[1])]
                self._first_roster()
                if self._shared is None:
                    self._enough.event.set()
                    return Status.UNKNOWN, None
                searchers.append(pool.submit(self._prove, remotes[0]))
                while wait(searchers, PAUSE).not_done:
                    if self._stop.event.is_set() or self._near_enough() or self._clock.left < self._took:
                        self._enough.event.set()  # ends what the searchers are at, with whatever it would still bring
                    if self._completion_pays():
                        self._complete_if_better(CLEARLY_BETTER, ROUGH_GAP)
            tell(errors_of(searchers), known=True)
        finally:
            for remote in remotes:
                remote.close()
        self._complete_if_better(0.0, SMALLEST_GAP)
        self._level()
        if self._solution is None:
            return Status.UNKNOWN, None
        return (Status.OPTIMAL if self._track.gap == 0.0 else Status.FEASIBLE), self._solution

    def _people_in(self, block: frozenset[str]) -> int:
        return sum(worker.home in block for worker in self._fine.facts.workers.values())

    # -- searchers --------------------------------------------------------------------------

    def _begin_warm(self) -> None:
        """Take the roster to begin from, if there is one, and go on from its coarse solution."""
        if self._warm is None:
            return
        self._solution = read_solution(self._fine, evaluate_at(self._warm.values))
        self._completed = self._clock.seconds
        limits = Limits(self._clock.left, 1, self._settings.seed)
        values = coarse_values(self._coarse, self._solution, limits)
        if values is not None:
            self._offer(values, self._everywhere, None)

    def _first_roster(self) -> None:
        """Make a roster week by week, and report it. Where a week has none in a moment, give the weeks more time."""
        facts = self._fine.facts
        step = min(FIRST[0] * self._clock.limit, FIRST[1])
        for seconds in WEEK_SECONDS:
            left = FIRST_PART * self._clock.limit - self._clock.seconds
            if left <= 0 or self._stop.event.is_set() or self._shared is not None:
                return
            week = min(seconds, left / facts.week_count)
            limits = Limits(week, self._settings.threads, self._settings.seed, gap=0.05)
            shifts = roll(facts, targets_by_need(facts), limits, self._stop)
            values = None if shifts is None else self._coarse_values(shifts, step)
            if values is not None:
                self._offer(values, self._everywhere, None)
                self._complete(values, ROUGH_GAP, step)
                return

    def _coarse_values(self, shifts: Shifts, seconds: float) -> Values | None:
        limits = Limits(min(seconds, self._clock.left), self._settings.threads, self._settings.seed, gap=0.02)
        return run(with_shifts(self._coarse, shifts), limits, self._stop).values

    def _prove(self, program: RemoteProgram) -> None:
        """Bound the frame, and sharpen it; then prove the whole coarse model, or help to improve it."""
        if self._tries:
            self._search(program, 1, 0.0)
        seed = self._settings.seed
        bounding = Bounding(
            self._coarse, program, self._track, self._clock, self._seconds, self._best, self._enough, seed
        )
        if len(self._blocks) > 1:
            bounding.sharpen()
            bounding.frame(FRAME_AGAIN)
        else:
            bounding.frame()
        if len(self._blocks) == 1 and self._small:
            bounding.tree()
            bounding.sharpen()
            bounding.frame_with_weeks()
            self._made.wait(max(0.0, self._until - self._clock.seconds))  # a good solution prunes the tree
            self._take_proven(bounding)
        self._search(program, 1, self._until)

    def _take_proven(self, bounding: Bounding) -> None:
        """Take what the tree of the whole coarse model finds."""
        found = bounding.whole()
        values = None if found is None else found[0].rounded()
        if found is not None and values is not None:
            self._offer(values, self._everywhere, found[1])

    def _best(self) -> Known | None:
        return None if self._shared is None else self._shared.best()

    def _seconds(self) -> float:
        """Return the seconds that are left for searchers."""
        return 0.0 if self._finished() else self._until - self._clock.seconds

    def _finished(self) -> bool:
        if self._stop.event.is_set() or self._enough.event.is_set() or self._until - self._clock.seconds < 0.5:
            return True
        return self._near_enough()

    def _near_enough(self) -> bool:
        return self._shared is not None and self._good_enough(self._shared.best().objective)

    def _build_and_search(self, program: RemoteProgram) -> None:
        try:
            if self._warm is not None:
                self._search(program, 0, 0.0)  # only around what has changed
            if self._warm is None or self._clock.limit > SOON:
                drafts = Drafts(self._coarse, self._enough, self._clock, self._offer_decisions)
                relaxed = program.solve(self._left(1.0), ANY, self._settings.seed, whole=())
                drafts.make(relaxed, self._settings.seed, self._finished)
        finally:
            self._made.set()
        self._search(program, 0, self._until)

    def _left(self, part: float) -> float:
        """Return the seconds of a part of the time limit, as far as they are left."""
        return max(0.1, min(part * self._clock.limit, self._until - self._clock.seconds))

    def _offer_decisions(self, made: Decisions) -> None:
        """Offer a solution that was made from nothing."""
        base = self._best()
        values = with_decisions(self._coarse, made)
        if values is not None:
            self._offer(values, self._everywhere, base)

    def _search(self, program: RemoteProgram, number: int, until: float) -> None:
        if self._shared is None:
            return
        if number not in self._searches:
            seed = 1000 * self._settings.seed + number
            shared, small = self._shared, self._small and len(self._blocks) == 1
            search = NeighbourhoodSearch(self._coarse, program, shared, self._clock, self._enough, seed, small)
            self._searches[number] = search
        self._searches[number].run_around(self._tries, self._until)
        self._searches[number].run(until, self._good_enough)

    def _offer(self, values: Values, block: frozenset[str], base: Known | None) -> None:
        with self._lock:
            if self._shared is None:
                self._shared = Shared(self._coarse, values)
                return
        self._shared.offer(values, block, base or self._shared.best())

    def _good_enough(self, objective: float) -> bool:
        """Whether a coarse objective lies within the gap that is asked for."""
        bound, gap = self._track.bound, max(self._settings.gap, SMALLEST_GAP)
        return bound is not None and objective * self._unit - bound <= gap * abs(objective) * self._unit

    # -- completion -------------------------------------------------------------------------

    def _level(self) -> None:
        """Of the solutions that cost as much as the best one take one whose capacity is nearer to the need."""
        if self._shared is None or self._stop.event.is_set():
            return
        best = self._shared.best().values
        # a search that ended early, since it was good enough, is not held up for long
        until = min(self._clock.limit * (1 - LAST), self._clock.seconds * (1 + LEVEL))
        levelled = level(self._coarse, best, self._clock, until, self._settings.seed, self._stop)
        if levelled is not best:
            self._complete(levelled, SMALLEST_GAP)

    def _completion_pays(self) -> bool:
        """Whether it is time for a completion on the way: the last is a while ago, and the end is not near."""
        now = self._clock.seconds
        return self._completed + BETWEEN * self._clock.limit < now < self._until - self._took

    def _complete_if_better(self, by: float, gap: float) -> None:
        """Complete the best coarse solution, to a gap, where it is better than the best whole one by a fraction."""
        if self._shared is None:
            return
        best = self._shared.best()
        known = self._track.objective
        if known is None or best.objective * self._unit < known - by * abs(known):
            self._complete(best.values, gap)

    def _complete(self, values: Values, gap: float, seconds: float | None = None) -> None:
        seconds = max(1.0, min(LAST * self._clock.limit, 10.0)) if seconds is None else seconds
        limits = Limits(seconds, self._settings.threads, self._settings.seed, gap)
        began = self._clock.seconds
        found = complete_shifts(self._fine, self._coarse, values, limits, Stop(None))
        settled = None if found is None else settle(self._fine, found)
        self._completed, self._took = self._clock.seconds, self._clock.seconds - began
        if settled is None or settled.objective is None:
            return
        cost = settled.objective * self._fine.unit
        if self._track.objective is None or cost <= self._track.objective:
            self._solution = found
            self._track.improve(cost, None)

"""The search for long horizons of one unit: everybody's days are planned by the person kernel, window by window.

The kernel's graphs of half a year or more are too large, and so is the model. Two fronts of windows come from both ends
of the horizon; then windows are planned anew, each while all else stays, by several processes side by side. Limits on
long sums, as the hours of a year, may be missed at first: the windows that are planned anew make that good.
"""

from __future__ import annotations

import os
import random
import threading
from collections import deque
from concurrent.futures import ThreadPoolExecutor, wait

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from models.roster import Roster, ShiftAssignment
from solver.kernel.windows import Span
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.remote import Remote
from solver.search.window_work import Planned, Task, WindowWork
from solver.settings import Settings

CORE, MARGIN = 56, 14
"""Days of a first window, and days beyond it."""
LENGTHS = (56, 70, 84)
"""Days of windows that are planned anew."""
FIRST_SECONDS, SECONDS, MOST_SECONDS = 2.0, 3.0, 12.0
"""Seconds of search in a first window, in later ones, and in those of a long solve."""
SECONDS_PART = 0.02
"""Part of the time limit for one window, within these bounds."""
TRIES = 50
"""Windows that are drawn until one lies away from those of others."""
LAST = 0.02
"""Part of the time limit that is kept for judging the whole."""
_PAUSE = 0.1


class WindowSearch:
    """One search of a long scenario without sessions, in money mode, by the clock."""

    def __init__(self, facts: Facts, settings: Settings, clock: Clock, track: Track, stop: Stop) -> None:
        self._facts, self._clock, self._track, self._stop = facts, clock, track, stop
        self._until = (1 - LAST) * clock.limit
        self._random = random.Random(settings.seed)
        self._ended = Stop(None)
        processes = max(1, min(settings.threads, os.cpu_count() or 1))
        self._remotes = [Remote(WindowWork(facts.scenario), self._ended) for _ in range(processes)]
        self._lock = threading.Lock()
        self._place = {staff: place for place, staff in enumerate(facts.workers)}
        self._known: list[list[str | None]] = [[None] * facts.day_count for _ in facts.workers]
        self._hints: dict[tuple[int, int], str] = {}
        """What was planned for days beyond a first window, by person and day."""
        self._fronts = 0
        """How many processes are planning first windows."""
        self._cores = deque(range(day, min(day + CORE, facts.day_count)) for day in range(0, facts.day_count, CORE))
        """First windows that are to be planned yet."""
        self._busy: list[range] = []
        """Windows that are being planned anew."""
        self._missed = 0
        """By how much the roster misses hard limits."""
        self._cost = 0
        self._best: Roster | None = None
        self.declined = False
        """Whether the kernel has no use for the scenario: somebody's rules are too rich, or leave no roster."""

    def run(self) -> tuple[Status, Roster | None]:
        """Return the best roster found; the track knows its cost. There is no bound."""
        from solver.search.compiling import compiled_ahead  # numba takes its time

        compiled_ahead(self._over)  # or each process would do it for itself, at the same time
        try:
            with ThreadPoolExecutor(len(self._remotes)) as pool:
                futures = [pool.submit(self._work, number) for number in range(len(self._remotes))]
                while wait(futures, _PAUSE).not_done:
                    if self._over():
                        self._ended.event.set()
            for future in futures:
                future.result()
        finally:
            for remote in self._remotes:
                remote.close()
        return (Status.UNKNOWN if self._best is None else Status.FEASIBLE), self._best

    def _over(self) -> bool:
        return self._stop.event.is_set() or self._clock.seconds > self._until

    def _work(self, number: int) -> None:
        """Plan first windows from one end of the horizon, if any are left; then windows anew."""
        remote = self._remotes[number]
        if number < 2:
            self._plan_front(remote, forward=number == 0)
        while not self._ended.event.is_set() and not self._begun():
            self._ended.event.wait(_PAUSE)
        while not self._ended.event.is_set():
            self._plan_anew(remote, number)

    def _begun(self) -> bool:
        with self._lock:
            return not self._cores and not self._fronts

    def _plan_front(self, remote: Remote, *, forward: bool) -> None:
        """Plan one first window after the other; the last one, between the two fronts, when both are there."""
        while not self._ended.event.is_set():
            with self._lock:
                if not self._cores or (len(self._cores) == 1 and self._fronts):
                    return
                core = self._cores.popleft() if forward else self._cores.pop()
                self._fronts += 1
                task = self._first_task(core)
            rows = remote.ask("plan", {"task": task}, self._clock.left)
            with self._lock:
                self._fronts -= 1
                if not isinstance(rows, dict):
                    self.declined |= not self._ended.event.is_set()
                    self._ended.event.set()
                    return
                self._note_first(rows, core)

    def _first_task(self, core: range) -> Task:
        known = self._known
        start, stop = core.start, core.stop
        while start > max(0, core.start - MARGIN) and known[0][start - 1] is None:
            start -= 1
        while stop < min(self._facts.day_count, core.stop + MARGIN) and known[0][stop] is None:
            stop += 1
        days = range(start, stop)
        hinted = [own.copy() for own in known]
        for (person, day), shift in self._hints.items():
            if day in days:
                hinted[person][day] = shift
        return Task(hinted, Span(days, core), FIRST_SECONDS, self._random.randrange(1 << 30))

    def _note_first(self, rows: Planned, core: range) -> None:
        for staff, (first, shifts) in rows.items():
            person = self._place[staff]
            for day, shift in enumerate(shifts, first):
                if day in core:
                    self._known[person][day] = shift
                else:
                    self._hints[person, day] = shift
        if not self._cores and not self._fronts:
            self._judge(self._known)

    def _plan_anew(self, remote: Remote, number: int) -> None:
        """Plan a window anew, and take it if the roster is better for it."""
        with self._lock:
            days = self._some_days()
            if days is not None:
                self._busy.append(days)
            known = [own.copy() for own in self._known]
            seed = self._random.randrange(1 << 30)
        if days is None:
            self._ended.event.wait(_PAUSE)
            return
        seconds = min(MOST_SECONDS, max(SECONDS, SECONDS_PART * self._clock.limit))
        span = Span(days, days, len(self._remotes), number)
        rows = remote.ask("plan", {"task": Task(known, span, seconds, seed)}, self._clock.left)
        with self._lock:
            self._busy.remove(days)
            if isinstance(rows, dict):
                changed = [own.copy() for own in self._known]
                for staff, (first, shifts) in rows.items():
                    changed[self._place[staff]][first : first + len(shifts)] = shifts
                self._judge(changed)

    def _some_days(self) -> range | None:
        """Return a window away from those that others are planning; None where none is found."""
        last = self._facts.day_count
        for _ in range(TRIES):
            length = self._random.choice(LENGTHS)
            start = self._random.randrange(-length // 2, last - length // 2)
            days = range(max(0, start), min(last, start + length))
            if all(days.stop + MARGIN <= other.start or other.stop + MARGIN <= days.start for other in self._busy):
                return days
        return None

    def _judge(self, known: list[list[str | None]]) -> None:
        """Take a roster that misses less of hard limits, or costs less."""
        rows = tuple(
            ShiftAssignment(worker.id, self._facts.days[day], shift, worker.home, worker.main)
            for worker, own in zip(self._facts.workers.values(), known, strict=True)
            for day, shift in enumerate(own)
            if shift
        )
        roster = Roster(rows, (), ())
        found = evaluate(self._facts.scenario, roster, self._facts)
        missed = sum(violation.size for violation in found.violations)
        if self._known is known or (missed, found.objective) < (self._missed, self._cost):
            self._known, self._missed, self._cost = known, missed, found.objective
            if not missed:
                self._best = roster
                self._track.improve(found.objective, None)

"""The search for hospitals: divisions are planned apart in processes of their own, at prices for what they share.

First the prices, from linear relaxations of all divisions; then each division is planned with its part of the overtime,
one after the other as processes become free. Until then its people stand idle, which mostly is a legal roster too. Then
each is bounded better, and at last planned or bounded again, whatever promises most.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from math import inf

from models.facts import Facts
from models.result import Status
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from solver.divided.agenda import TRIES, Agenda, Kind, Task
from solver.divided.division import find_divisions
from solver.divided.prices import Limits, Use, can_price
from solver.divided.pricing import Pricing
from solver.divided.sharing import Allotment
from solver.divided.team import Team
from solver.divided.workshop import Plan, Workshop
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.mishaps import errors_of, tell
from solver.search.remote import Remote
from solver.settings import Settings

LEAST_PEOPLE = 200
"""Employees of the smallest scenario that is divided."""
PROCESSES = 2
"""At least so many work side by side, whatever the number of cores."""
PRICING = 0.25
"""Part of the time limit at which pricing has to do."""
CLINIC, WARD, CLINIC_BOUND, WARD_BOUND = 1.0, 0.4, 0.45, 0.02
"""Shares of the time for a person: in a division with sessions, in others, and to bound both (wards in a moment)."""
ENOUGH = 0.15
"""Seconds for a person that are enough to plan a division with sessions for the first time, or to bound it."""
WARD_SECONDS, WARD_ENOUGH = 0.1, 0.3
"""Seconds for a person to plan a ward, at least and at most: less makes no roster, and an idle ward is dear."""
BOUND_GAP = 0.0003
"""Gap at which such a bound of a division is good enough."""
LAST = 0.04
"""Part of the time limit that is kept for judging the whole."""
_GRACE = (30.0, 2.0)
"""Seconds that a division may be late, and how much longer than its time it may take. What its process remembers would
be lost with it, so that it is ended only where it hangs."""
_PAUSE = 0.1


def can_divide(facts: Facts) -> bool:
    """Whether a scenario is large, has several units, and only budgets that can be priced.

    Units that all lend people to each other are one division, which is planned unit by unit all the same.
    """
    return len(facts.scenario.staff) >= LEAST_PEOPLE and len(facts.scenario.units) > 1 and can_price(facts.scenario)


class DividedSearch:
    """One search of a scenario that falls into divisions, in money mode, by the clock."""

    def __init__(self, facts: Facts, settings: Settings, clock: Clock, track: Track, stop: Stop) -> None:
        self._seed, self._gap = settings.seed, settings.gap
        self._clock = clock
        self._until = (1 - LAST) * clock.limit
        self._track = track
        self._stop = stop
        self._ended = Stop(None)
        self._limits = Limits.of(facts.scenario.budget)
        divisions = find_divisions(facts)
        workshop = Workshop(facts.scenario, divisions, float(self._limits.target))
        processes = max(PROCESSES, min(settings.threads, os.cpu_count() or 1))
        self._team = Team(workshop, processes, self._ended)
        people = [sum(worker.home in units for worker in facts.workers.values()) for units in divisions]
        fluid = [any(facts.scenario.units[unit].sessions for unit in units) for units in divisions]
        self._kernel = not all(fluid)
        self._numbers = range(len(divisions))
        self._pricing = Pricing(self._team, len(divisions), self._limits, clock, track, settings.seed)
        self._best: dict[int, Plan] = {}
        self._allotment = Allotment(self._limits.overtime, [number / len(facts.workers) for number in people])
        self._agenda = Agenda(_tasks(people, fluid), len(self._team), self._gap_of)
        self._lock = threading.Lock()

    def run(self) -> tuple[Status, Roster | None]:
        """Return the best roster found; the track knows its cost and the bound."""
        try:
            with ThreadPoolExecutor(1) as pool:
                work = pool.submit(self._work)
                while wait([work], _PAUSE).not_done:
                    if self._stop.event.is_set() or self._near_enough() or self._clock.seconds > self._until:
                        self._ended.event.set()
            tell(errors_of([work]), known=len(self._best) == len(self._numbers))
        finally:
            self._team.close()
        if self._pricing.infeasible:
            return Status.INFEASIBLE, None
        if len(self._best) < len(self._numbers):
            return Status.UNKNOWN, None
        return (Status.OPTIMAL if self._track.gap == 0.0 else Status.FEASIBLE), self._whole()

    def _near_enough(self) -> bool:
        return self._track.gap is not None and self._track.gap <= self._gap

    def _work(self) -> None:
        idle = list(self._numbers)
        self._team.keep_busy(lambda remote: self._idle(remote, idle))
        with ThreadPoolExecutor(1) as pool:
            # processes that wait for it, and are ended for being late, would wait in vain again and again
            compiling = pool.submit(self._compile)
            mixture = self._pricing.run(PRICING * self._clock.limit)
            compiling.result()
        if mixture is not None:
            self._allotment.wanted(mixture.overtime)
            self._team.keep_busy(self._serve)

    def _serve(self, remote: Remote) -> bool:
        """Do the next task; return whether there was one."""
        with self._lock:
            task = self._agenda.next(self._clock.seconds, self._until)
        if task is None:
            return False
        if task.kind is Kind.PLAN:
            self._plan(remote, task)
        else:
            self._bound(remote, task)
        return True

    def _compile(self) -> None:
        """Compile what plans wards, where that has not been done before."""
        if self._kernel:
            from solver.search.compiling import compiled_ahead  # numba takes its time

            compiled_ahead(self._ended.event.is_set)

    def _idle(self, remote: Remote, numbers: list[int]) -> bool:
        with self._lock:
            number = numbers.pop() if numbers else None
        if number is None:
            return False
        self._take(number, remote.ask("idle", {"number": number}, self._clock.left))
        return True

    def _plan(self, remote: Remote, task: Task) -> None:
        """Plan a division, each time in another way."""
        number = task.number
        with self._lock:
            overtime = self._allotment.take(number)
        asked = {"number": number, "overtime": overtime, "prices": self._pricing.prices, "seconds": task.seconds}
        found = remote.ask("plan", {**asked, "seed": self._seed + task.tries - 1}, _patience(task.seconds))
        self._take(number, found)
        with self._lock:
            best = self._best.get(number)
            in_vain = not isinstance(found, Plan) and task.tries < TRIES
            self._allotment.settle(number, 0 if best is None else best.overtime, in_vain=in_vain)
            self._agenda.end(task, in_vain=in_vain)

    def _bound(self, remote: Remote, task: Task) -> None:
        """Bound a division better."""
        asked = {"number": task.number, "prices": self._pricing.prices, "gap": BOUND_GAP, "seed": self._seed}
        found = remote.ask("bound", {**asked, "seconds": task.seconds}, _patience(task.seconds))
        with self._lock:
            self._pricing.sharper(task.number, found)
            self._agenda.end(task, in_vain=False)

    def _gap_of(self, number: int) -> float:
        """Return how far the plan of a division is from its bound."""
        plan = self._best.get(number)
        if plan is None:
            return inf
        return self._pricing.gap(number, Use(plan.cost, plan.overtime, plan.agency, plan.own))

    def _take(self, number: int, plan: object) -> None:
        """Keep a plan if it is better than what is known, and tell of the whole."""
        if not isinstance(plan, Plan):
            return
        with self._lock:
            known = self._best.get(number)
            self._best[number] = plan
            cost = self._cost()
            if known is not None and cost is not None and (self._track.objective or cost) < cost:
                self._best[number] = known
            elif cost is not None:
                self._track.improve(cost, None)

    def _cost(self) -> int | None:
        """Return what the best plans cost in all, with the agency share; None while some division has none."""
        plans = self._best.values()
        if len(plans) < len(self._numbers):
            return None
        share = self._limits.share_term(sum(plan.agency for plan in plans), sum(plan.own for plan in plans))
        return share + sum(plan.cost for plan in plans)

    def _whole(self) -> Roster:
        shifts: list[ShiftAssignment] = []
        places: list[SessionPlace] = []
        items: list[ItemCount] = []
        for number in self._numbers:
            roster = self._best[number].roster
            shifts.extend(roster.shifts)
            places.extend(roster.places or ())
            items.extend(roster.items or ())
        return Roster(tuple(shifts), tuple(places), tuple(items))


def _tasks(people: Sequence[int], fluid: Sequence[bool]) -> Sequence[Task]:
    """Return what can be done for divisions with so many people, and with sessions or not, in the order of first tries.

    Wards come first: an idle one costs the most, and whatever time is left is put to use by the others.
    """
    plans: list[Task] = []
    bounds: list[Task] = []
    for number, (n, sessions) in enumerate(zip(people, fluid, strict=True)):
        if sessions:
            plans.append(Task(Kind.PLAN, number, CLINIC * n, enough=ENOUGH * n))
            bounds.append(Task(Kind.BOUND, number, CLINIC_BOUND * n, enough=ENOUGH * n))
        else:
            plans.append(Task(Kind.PLAN, number, WARD * n, WARD_SECONDS * n, WARD_ENOUGH * n))
            bounds.append(Task(Kind.BOUND, number, WARD_BOUND * n))
    plans.sort(key=lambda task: (fluid[task.number], -task.weight))
    return plans + sorted(bounds, key=lambda task: -task.weight)


def _patience(seconds: float) -> float:
    """Return how long to wait for what should take some seconds."""
    return _GRACE[0] + _GRACE[1] * seconds

"""The search for hospitals: divisions are planned apart in processes of their own, at prices for what they share.

First the prices, from linear relaxations of all divisions; then each division is planned with its part of the overtime,
one after the other as processes become free. Until then its people stand idle, which mostly is a legal roster too. At
last each is bounded better.
"""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor, wait

from models.facts import Facts
from models.result import Status
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from solver.divided.division import find_divisions
from solver.divided.prices import Limits, can_price
from solver.divided.pricing import Pricing
from solver.divided.sharing import Allotment, Schedule
from solver.divided.team import Team
from solver.divided.workshop import Plan, Workshop
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.remote import Remote
from solver.settings import Settings

LEAST_PEOPLE = 200
"""Employees of the smallest scenario that is divided."""
PROCESSES = 2
"""At least so many work side by side, whatever the number of cores."""
PRICING = 0.25
"""Part of the time limit at which pricing has to do."""
BOUND_WEIGHT, WARD_BOUND = 0.45, 0.02
"""Time for a better bound, for a person in a division with sessions, and in others: these have none in a moment."""
BOUND_GAP = 0.0003
"""Gap at which such a bound of a division is good enough."""
LAST = 0.04
"""Part of the time limit that is kept for judging the whole."""
WARD_WEIGHT = 0.4
"""Time for a person in a division without sessions, for one of a person in others."""
WARD_SECONDS = 0.1
"""Time for a person in a division without sessions in any case: less makes no roster, and an idle ward is dear."""
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
        self._shares = [number / len(facts.workers) for number in people]
        self._weights = [n * (1.0 if s else WARD_WEIGHT) for n, s in zip(people, fluid, strict=True)]
        self._least = [0.0 if s else n * WARD_SECONDS for n, s in zip(people, fluid, strict=True)] + [0.0] * len(people)
        self._weights += [n * (BOUND_WEIGHT if s else WARD_BOUND) for n, s in zip(people, fluid, strict=True)]
        """Of planning each division, and then of bounding each."""
        self._numbers = range(len(divisions))
        self._pricing = Pricing(self._team, len(divisions), self._limits, clock, track, settings.seed)
        self._best: dict[int, Plan] = {}
        self._tried: set[int] = set()
        self._allotment = Allotment(self._limits.overtime, self._shares)
        self._lock = threading.Lock()

    def run(self) -> tuple[Status, Roster | None]:
        """Return the best roster found; the track knows its cost and the bound."""
        try:
            with ThreadPoolExecutor(1) as pool:
                work = pool.submit(self._work)
                while wait([work], _PAUSE).not_done:
                    if self._stop.event.is_set() or self._near_enough() or self._clock.seconds > self._until:
                        self._ended.event.set()
            work.result()
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
        self._team.each(self._numbers, self._idle)
        with ThreadPoolExecutor(1) as pool:
            # processes that wait for it, and are ended for being late, would wait in vain again and again
            compiling = pool.submit(self._compile)
            mixture = self._pricing.run(PRICING * self._clock.limit)
            compiling.result()
        if mixture is None:
            return
        self._allotment.wanted(mixture.overtime)
        first, second = len(self._numbers), 2 * len(self._numbers)
        # wards first: an idle one costs the most, and whatever time is left is put to use by the others
        order = sorted(range(second), key=lambda task: (task >= first, -self._least[task], -self._weights[task]))
        schedule = Schedule(self._weights, self._least, len(self._team))

        def work(remote: Remote, task: int) -> bool:
            with self._lock:
                seconds = schedule.start(task, self._clock.seconds, self._until)
            in_vain = self._plan(remote, task, seconds) if task < first else self._bound(remote, task - first, seconds)
            with self._lock:
                schedule.end(task, in_vain)
            return in_vain

        self._team.each(order, work)

    def _compile(self) -> None:
        """Compile what plans wards, where that has not been done before."""
        if any(self._least):
            from solver.search.compiling import compiled_ahead  # numba takes its time

            compiled_ahead(self._ended.event.is_set)

    def _idle(self, remote: Remote, number: int) -> bool:
        self._take(number, remote.ask("idle", {"number": number}, self._clock.left))
        return False

    def _plan(self, remote: Remote, number: int, seconds: float) -> bool:
        """Plan a division in some seconds; return whether it has to be planned once more, since none was found."""
        with self._lock:
            again = number in self._tried
            self._tried.add(number)
            overtime = self._allotment.take(number)
        asked = {"number": number, "overtime": overtime, "prices": self._pricing.prices}
        found = remote.ask("plan", {**asked, "seconds": seconds, "seed": self._seed}, _patience(seconds))
        in_vain = not isinstance(found, Plan) and not again
        with self._lock:
            self._allotment.settle(number, found.overtime if isinstance(found, Plan) else 0, in_vain)
        self._take(number, found)
        return in_vain

    def _bound(self, remote: Remote, number: int, seconds: float) -> bool:
        """Bound a division better in some seconds."""
        asked = {"number": number, "prices": self._pricing.prices, "gap": BOUND_GAP}
        found = remote.ask("bound", {**asked, "seconds": seconds, "seed": self._seed}, _patience(seconds))
        with self._lock:
            self._pricing.sharper(number, found)
        return False

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


def _patience(seconds: float) -> float:
    """Return how long to wait for what should take some seconds."""
    return _GRACE[0] + _GRACE[1] * seconds

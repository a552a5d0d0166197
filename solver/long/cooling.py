"""A roster of a long horizon that cools down: several threads change it at the same time, each on days of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np

from solver.kernel.compiled import Ints, Plan
from solver.long.arrays import People
from solver.long.beginning import Beginning
from solver.long.prices import Prices
from solver.long.steps import Desk, Roster, World, anneal, demand_cost, new_desk, tally
from solver.long.ways import Limits
from solver.solution import Shifts

WIDTH = 1.0
"""How far ways may lie from the most promising, as a part of usual prices."""
LABELS = 300
"""Ways that are kept a day."""
LONGEST = 28
"""Days of a window at most."""
APART = 14
"""Days between those of two threads: nothing is changed there."""
FEWEST = 42
"""Days that a thread has at least."""
STEPS = 50
"""Steps between two looks at the clock."""


class Cooling:
    """The roster, and the best that it has been. All costs are in ticks."""

    def __init__(self, people: People, prices: Prices, threads: int, seed: int) -> None:
        self._people, self._usual = people, prices.usual
        self._bearings, least = prices.bearings()
        self._world = world_of(people, least)
        self._random = np.random.default_rng(seed)
        self._roster = new_roster(people)
        days = people.crew.options.shape[1]
        self._threads = max(1, min(threads, days // (FEWEST + APART)))
        self._desks = [new_desk(people, LABELS, LONGEST) for _ in range(self._threads)]
        self._rosters = [new_roster(people) for _ in range(self._threads)]
        self._beginning = Beginning(
            people, self._world, self._bearings, self._usual, self._roster, self._threads, self._random
        )
        self.cost = 0
        """The cost of the roster as it is."""
        self.best_cost = 0
        self._best = self._roster.plan.option.copy(), self._roster.plan.key.copy()

    def begin(self, stopped: Callable[[], bool]) -> bool:
        """Make the first roster; return whether everybody has legal days."""
        if not self._beginning.run(stopped):
            return False
        tally(self._world, self._limits(None), self._roster)
        self.cost = self._cost()
        self._keep()
        return True

    def again(self, stopped: Callable[[], bool]) -> None:
        """Give everybody all of their days anew."""
        self._beginning.again(stopped)
        tally(self._world, self._limits(None), self._roster)
        self.cost = self._cost()
        if self.cost < self.best_cost:
            self._keep()
        else:
            self.back_to_best()

    def cool(self, heat: Callable[[], float], over: Callable[[], bool]) -> None:
        """Let all threads change the roster until it is over; ``heat`` is a part of usual prices."""
        regions = self._regions()
        rosters = [self._rosters[turn] for turn in range(len(regions))]
        owner = self._random.integers(len(regions), size=len(self._people.staff))
        seeds = [self._seed() for _ in regions]
        with ThreadPoolExecutor(len(regions)) as pool:
            futures = []
            for turn, own in enumerate(rosters):
                _copy(self._roster, own)
                limits = self._limits(owner == turn, len(regions))
                desk, region, seed = self._desks[turn], regions[turn], seeds[turn]
                futures.append(pool.submit(self._run, own, desk, limits, region, heat, over, seed))
        for future in futures:
            future.result()
        self._merge(regions, rosters)
        if self.cost < self.best_cost:
            self._keep()

    def back_to_best(self) -> None:
        """Go on from the best roster."""
        self._roster.plan.option[:], self._roster.plan.key[:] = self._best
        tally(self._world, self._limits(None), self._roster)
        self.cost = self.best_cost

    @property
    def shifts(self) -> Shifts:
        """The best roster."""
        people, (options, keys) = self._people, self._best
        rows = people.crew.row + options
        places = (people.crew.keys[rows] == keys[:, :, None]).argmax(axis=2).tolist()
        return frozenset(
            (staff, day, people.shifts[row][place])
            for staff, own, own_places in zip(people.staff, rows.tolist(), places, strict=True)
            for day, (row, place) in enumerate(zip(own, own_places, strict=True))
            if people.shifts[row][place]
        )

    def _run(
        self,
        roster: Roster,
        desk: Desk,
        limits: Limits,
        region: range,
        heat: Callable[[], float],
        over: Callable[[], bool],
        seed: int,
    ) -> None:
        width = int(WIDTH * self._usual)
        while not over():
            now = heat() * self._usual
            anneal(
                self._world, limits, self._bearings, roster, desk, region.start, region.stop, now, width, STEPS, seed
            )
            seed += 1

    def _regions(self) -> list[range]:
        """Return the days of each thread, drawn anew each time."""
        days, parts = self._people.crew.options.shape[1], self._threads
        spare = max(0, days // parts - FEWEST - APART)
        cuts = [turn * days // parts + int(spare * (self._random.random() - 0.5)) for turn in range(1, parts)]
        ends = [-APART // 2, *cuts, days + APART // 2]
        return [range(one + APART // 2, other - APART // 2) for one, other in pairwise(ends)]

    def _merge(self, regions: Sequence[range], rosters: Sequence[Roster]) -> None:
        """Take over what each thread has made of its days; people whose days do not fit together keep those before."""
        plan = self._roster.plan
        before = plan.option.copy(), plan.key.copy()
        for region, own in zip(regions, rosters, strict=True):
            days = slice(region.start, region.stop)
            plan.option[:, days], plan.key[:, days] = own.plan.option[:, days], own.plan.key[:, days]
        legal = tally(self._world, self._limits(None), self._roster)
        if not legal.all():
            plan.option[~legal], plan.key[~legal] = before[0][~legal], before[1][~legal]
            tally(self._world, self._limits(None), self._roster)
        self.cost = self._cost()

    def _limits(self, mine: Ints | None, parts: int = 1) -> Limits:
        """Return what may be used: sums of people who are not ``mine`` stay as they are, and caps are shared."""
        load, people, roster = self._people.load, self._people, self._roster
        if mine is None:
            return Limits(load.least, load.most, people.room)
        own = mine[:, None]
        spare = (people.room - roster.used) // parts
        return Limits(
            np.where(own, load.least, roster.totals), np.where(own, load.most, roster.totals), roster.used + spare
        )

    def _keep(self) -> None:
        self.best_cost = self.cost
        self._best = self._roster.plan.option.copy(), self._roster.plan.key.copy()

    def _cost(self) -> int:
        days = self._people.crew.options.shape[1]
        return int(self._roster.plan.own.sum() + demand_cost(self._world, self._roster.plan.heads, 0, days))

    def _seed(self) -> int:
        return int(self._random.integers(1 << 30))


def new_roster(people: People) -> Roster:
    """Return an empty roster."""
    count, days = people.crew.options.shape
    plan = Plan(
        np.zeros((count, days), dtype=np.int64),
        np.zeros((count, days + 1), dtype=np.int64),
        np.zeros((count, days), dtype=np.int64),
        np.zeros(len(people.demand), dtype=np.int64),
        np.zeros(count, dtype=np.int64),
    )
    return Roster(plan, np.zeros_like(people.load.least), np.zeros_like(people.room))


def world_of(people: People, least: Ints) -> World:
    """Return what never changes; ``least`` is what each row of demand costs at least beside its price."""
    days = people.crew.options.shape[1]
    rows = np.argsort(people.day, kind="stable")
    rows = rows[rows != people.crew.nothing]
    begin = np.searchsorted(people.day[rows], np.arange(days + 1))
    return World(
        people.crew, people.load, people.reach, people.demand, people.day, rows, begin, people.caps, least
    )  # fmt: skip


def _copy(source: Roster, target: Roster) -> None:
    for one, other in zip((*source.plan, *source[1:]), (*target.plan, *target[1:]), strict=True):
        other[:] = one

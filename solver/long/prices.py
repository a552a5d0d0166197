"""Good prices of demand, long sums and caps, and the bound at them.

Whatever demand pays a person, and whatever a unit of a long sum and a shift under a cap cost, nobody's days cost less
than the cheapest at these prices, and what is paid comes back at least in part (Lagrangian relaxation; the bound of
solver/kernel/bound.py with everybody's limits of long sums priced as well). The prices climb by Adam, with a step that
falls to nothing (Kingma and Ba, Adam: a method for stochastic optimization, 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import ceil
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.kernel.compiled import FAR, Crew, Ints, Ints32
from solver.kernel.sums import Load
from solver.long.arrays import People
from solver.long.ways import Bearings

Floats = NDArray[np.float64]

MOMENTUM, SPREAD = 0.8, 0.98
"""What is kept of the mean of slopes, and of their squares, from round to round."""
PACE = 0.15
"""The first step, as a part of usual prices."""


class Found(NamedTuple):
    """What people's cheapest days come to."""

    rest: Ints
    """By state: what the days from there on cost."""
    heads: Ints
    """By row of demand."""
    totals: Ints
    """Person, sum."""
    used: Ints
    """Person, cap."""


class Prices:
    """Prices that climb to the best bound."""

    def __init__(self, people: People, threads: int = 1) -> None:
        self._people = people
        count = len(people.staff)
        cuts = [turn * count // threads for turn in range(threads + 1)]
        self._shares = [range(*pair) for pair in pairwise(cuts) if pair[0] < pair[1]]
        """The people whose cheapest days each thread finds."""
        crew, load = people.crew, people.load
        self._pool = ThreadPoolExecutor(len(self._shares))
        self._start = _starts(crew)
        self._rest = np.zeros(int(crew.states.sum()), dtype=np.int64)
        self._offer = np.zeros(len(crew.keys), dtype=np.int64)
        self._place = np.zeros(len(crew.keys), dtype=np.int64)
        self._person = np.repeat(np.arange(len(people.staff)), crew.options.sum(axis=1))
        self._capped = people.caps >= 0
        self.usual = _usual_saving(people)
        """What the last wanted person usually saves, in ticks."""
        self._demand = np.full(len(people.keys), -0.5 * self.usual)
        self._sums = np.zeros(load.least.shape)
        self._caps = np.zeros(people.room.shape)
        self.bound = -np.inf
        """The best bound, in ticks."""
        self._best = self._whole()

    @property
    def whole_bound(self) -> int:
        """The best bound, rounded up to a whole tick."""
        return max(0, ceil(self.bound - 1e-3))

    def climb(self, rounds: int, passed: Callable[[], float], stopped: Callable[[], bool]) -> None:
        """Climb for some rounds, or until the part of the time that has ``passed`` is one."""
        point = np.concatenate([self._demand, self._sums.ravel(), self._caps.ravel()])
        mean, spread = np.zeros((2, len(point)))
        turn, part = 0, 0.0
        while part < 1.0 and not stopped():
            turn += 1
            whole = self._unpacked(point)
            bound, slope = self._look(*whole)
            if bound > self.bound:
                self.bound, self._best = bound, whole
            mean = MOMENTUM * mean + (1 - MOMENTUM) * slope
            spread = SPREAD * spread + (1 - SPREAD) * slope * slope
            step = PACE * self.usual * (1 - part) ** 2
            point = point + step * (mean / (1 - MOMENTUM**turn)) / (np.sqrt(spread / (1 - SPREAD**turn)) + 1e-9)
            caps = point[len(point) - self._caps.size :]
            np.maximum(caps, 0.0, out=caps)
            part = max(turn / rounds, passed())

    def bearings(self) -> tuple[Bearings, Ints]:
        """Return what the best prices say, and by row of demand what it costs at least beside its price, in ticks."""
        demand, weight, caps = self._best
        self._look(demand, weight, caps)
        table = self._people.demand
        price = np.zeros(len(table), dtype=np.int64)
        price[: len(demand)] = demand
        least = (table - price[:, None] * np.arange(table.shape[1])).min(axis=1)
        load = self._people.load
        kinds = (load.adds * weight[:, None, :]).sum(axis=2)
        return Bearings(weight, kinds, self._start, self._rest.copy(), price), least

    def _whole(self) -> tuple[Ints, Ints, Ints]:
        return self._unpacked(np.concatenate([self._demand, self._sums.ravel(), self._caps.ravel()]))

    def _unpacked(self, point: Floats) -> tuple[Ints, Ints, Ints]:
        """Return prices in whole ticks: of demand, a unit of each sum, a shift of each cap."""
        demand, sums, caps = np.split(point, np.cumsum([len(self._demand), self._sums.size]))
        per_unit = sums.reshape(self._sums.shape) / self._people.load.unit
        return tuple(np.rint(part).astype(np.int64) for part in (demand, per_unit, caps.reshape(self._caps.shape)))  # type: ignore[return-value]

    def _look(self, demand: Ints, weight: Ints, caps: Ints) -> tuple[float, Floats]:
        """Return the bound at some prices, and its slope."""
        people = self._people
        crew, load = people.crew, people.load
        offers = np.append(demand, 0)[crew.keys]
        offers += np.where(self._capped, caps[self._person[:, None], people.caps], 0)
        place = offers.argmin(axis=1)
        offer = offers[np.arange(len(offers)), place]
        kinds = (load.adds * weight[:, None, :]).sum(axis=2)
        totals, used = np.zeros_like(weight), np.zeros_like(caps)

        def look(share: range) -> tuple[int, Ints]:
            heads = np.zeros(len(people.keys) + 1, dtype=np.int64)
            own = Found(self._rest, heads, totals, used)
            cost = cheapest(
                crew, load, people.caps, kinds, offer, place, self._start, own, share.start, share.stop
            )  # fmt: skip
            return int(cost), heads

        found = list(self._pool.map(look, self._shares))
        cost, heads = sum(cost for cost, _ in found), np.sum([heads for _, heads in found], axis=0)
        size = np.arange(people.demand.shape[1])
        table = people.demand[: len(demand)] - demand[:, None] * size
        wanted = table.argmin(axis=1)
        ends, spent = _cheapest_ends(load, weight)
        bound = float(cost + table[np.arange(len(wanted)), wanted].sum() + spent.sum() - (caps * people.room).sum())
        slope = (heads[:-1] - wanted, ((totals - ends) / load.unit).ravel(), (used - people.room).ravel())
        return bound, np.concatenate(slope).astype(np.float64)


def _cheapest_ends(load: Load, weight: Ints) -> tuple[Ints, Ints]:
    """Return, for each person's sums, the amount that costs least less what it is worth, and that."""
    low, high = load.least[:, :, None], load.most[:, :, None]
    amounts = np.concatenate([low, high, np.clip(load.place, low, high)], axis=2)
    beyond = amounts[:, :, :, None] - load.place[:, :, None, :]
    cost = (np.maximum(beyond, 0) * load.above[:, :, None] + np.maximum(-beyond, 0) * load.below[:, :, None]).sum(
        axis=3
    )
    cost -= weight[:, :, None] * amounts
    chosen = cost.argmin(axis=2)[:, :, None]
    return np.take_along_axis(amounts, chosen, 2)[:, :, 0], np.take_along_axis(cost, chosen, 2)[:, :, 0]


def _starts(crew: Crew) -> Ints:
    return (np.cumsum(crew.states) - crew.states.ravel()).reshape(crew.states.shape)


def _usual_saving(people: People) -> float:
    table = people.demand[: len(people.keys)]
    wanted, rows = table.argmin(axis=1), np.arange(len(table))
    saved = table[rows, np.maximum(wanted - 1, 0)] - table[rows, wanted]
    saved = saved[saved > 0]
    return float(np.median(saved)) if len(saved) else 6000.0


@njit(cache=True, nogil=True)
def cheapest(
    crew: Crew,
    load: Load,
    caps: Ints32,
    kinds: Ints,
    offer: Ints,
    place: Ints,
    start: Ints,
    found: Found,
    first: int,
    end: int,
) -> np.int64:
    """Return what some people's cheapest days cost at a price for each option row, and fill in what is found."""
    rest, heads, totals, used = found
    days = crew.options.shape[1]
    whole = np.int64(0)
    for p in range(first, end):
        rest[start[p, 0] : start[p, days]] = FAR
        rest[start[p, days] : start[p, days] + crew.states[p, days]] = 0
        for day in range(days - 1, -1, -1):
            row, entry = crew.row[p, day], crew.entry[p, day]
            for s in range(crew.states[p, day]):
                for o in range(crew.options[p, day]):
                    t = crew.target[entry]
                    if t >= 0:
                        cost = crew.cost[entry] + kinds[p, load.kind[entry]] + offer[row + o]
                        rest[start[p, day] + s] = min(rest[start[p, day] + s], cost + rest[start[p, day + 1] + t])
                    entry += 1
        whole += crew.constant[p] + rest[start[p, 0]]
        state = 0
        for day in range(days):
            count, row = crew.options[p, day], crew.row[p, day]
            for o in range(count):
                entry = crew.entry[p, day] + state * count + o
                t = crew.target[entry]
                if t >= 0:
                    cost = crew.cost[entry] + kinds[p, load.kind[entry]] + offer[row + o]
                    if cost + rest[start[p, day + 1] + t] == rest[start[p, day] + state]:
                        heads[crew.keys[row + o, place[row + o]]] += 1
                        cap = caps[row + o, place[row + o]]
                        if cap >= 0:
                            used[p, cap] += 1
                        for k in range(load.sums[p]):
                            totals[p, k] += load.adds[p, load.kind[entry], k]
                        state = t
                        break
    return whole

"""Good prices of demand, long sums and caps, and the bound at them.

Whatever demand pays a person, and whatever a unit of a long sum and a shift under a cap cost, nobody's days cost less
than the cheapest at these prices, and what is paid comes back at least in part (Lagrangian relaxation; the bound of
solver/kernel/bound.py with everybody's limits of long sums priced as well). The prices climb by Adam, with a step that
falls to nothing (Kingma and Ba, Adam: a method for stochastic optimization, 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

from solver.kernel.compiled import Crew, Ints
from solver.kernel.sums import Load
from solver.long.arrays import People
from solver.long.cheapest import Found, Paid, sum_cheapest
from solver.long.ways import Bearings

Floats = NDArray[np.float64]
Each = Callable[[Callable[[range], tuple[int, Ints]], Iterable[range]], Iterable[tuple[int, Ints]]]

MOMENTUM, SPREAD = 0.8, 0.98
"""What is kept of the mean of slopes, and of their squares, from round to round."""
PACE = 0.15
"""The first step, as a part of usual prices."""


class Prices:
    """Prices that climb to the best bound."""

    def __init__(self, people: People, threads: int = 1) -> None:
        self._people = people
        count = len(people.staff)
        cuts = [turn * count // threads for turn in range(threads + 1)]
        self._shares = [range(*pair) for pair in pairwise(cuts) if pair[0] < pair[1]]
        """The people whose cheapest days each thread finds."""
        crew = people.crew
        self._start = _starts(crew)
        self._rest = np.zeros(int(crew.states.sum()), dtype=np.int64)
        self._offer = np.zeros(len(crew.keys), dtype=np.int64)
        self.usual = _usual_saving(people)
        """What the last wanted person usually saves, in ticks."""
        self._demand = np.full(len(people.keys), -0.5 * self.usual)
        self._sums = np.zeros(people.load.least.shape)
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
        with ThreadPoolExecutor(len(self._shares)) as pool:
            point = np.concatenate([self._demand, self._sums.ravel(), self._caps.ravel()])
            mean, spread = np.zeros((2, len(point)))
            turn, part = 0, 0.0
            while part < 1.0 and not stopped():
                turn += 1
                whole = self._unpacked(point)
                bound, slope = self._look(*whole, pool.map)
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

    def _look(self, demand: Ints, weight: Ints, caps: Ints, each: Each = map) -> tuple[float, Floats]:
        """Return the bound at some prices, and its slope."""
        people, load = self._people, self._people.load
        paid = Paid(np.append(demand, 0), (load.adds * weight[:, None, :]).sum(axis=2), caps)
        totals, used = np.zeros_like(weight), np.zeros_like(caps)

        def look(share: range) -> tuple[int, Ints]:
            heads = np.zeros(len(paid.demand), dtype=np.int64)
            own = Found(self._rest, heads, totals, used)
            ends = share.start, share.stop
            cost = sum_cheapest(people.crew, load, people.caps, paid, self._offer, self._start, own, *ends)
            return int(cost), heads

        found = list(each(look, self._shares))
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

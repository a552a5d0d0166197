"""The first legal roster of a long horizon: everybody's whole horizon, person by person."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.kernel.compiled import FAR, Ints
from solver.kernel.sums import Floats, Room, new_room, set_bounds
from solver.long.arrays import People
from solver.long.cheapest import set_rest
from solver.long.steps import Desk, Roster, World, close_caps, new_desk, open_caps, put, regrow_days, set_prices, take
from solver.long.ways import Bearings, Limits

BAND, NOISE = 0.1, 0.01
"""How far what demand pays may lie below its best prices, and noise in it, as parts of usual prices."""
LABELS = (200, 2_000, 20_000)
"""Ways that are kept a day: more where with fewer no legal days are found."""
WIDTH = 1.0
"""How far ways may lie from the most promising, as a part of usual prices; where none are legal any are followed."""
PASSES = 3
"""How often everybody then gets their days anew."""
TOGETHER = 2
"""People to whom a thread gives days before what they take is known to the others."""


class Table(NamedTuple):
    """Room to work in."""

    desk: Desk
    room: Room
    weights: Floats
    """Person, sum -> ticks that a unit of it is worth."""


class Beginning:
    """The first roster in the making. ``usual`` prices are in ticks."""

    def __init__(
        self,
        people: People,
        world: World,
        bearings: Bearings,
        usual: float,
        roster: Roster,
        threads: int,
        random: np.random.Generator,
    ) -> None:
        self._people, self._world, self._roster = people, world, roster
        self._usual, self._threads, self._random = usual, threads, random
        self._limits = Limits(people.load.least, people.load.most, people.room)
        # what a person's days to come cost is found anew at what demand pays by then
        self._bearings = bearings._replace(
            weight=bearings.weight.copy(), kinds=bearings.kinds.copy(), rest=bearings.rest.copy()
        )

    def run(self, stopped: Callable[[], bool]) -> bool:
        """Fill in everybody's days; return whether all have legal ones."""
        left = self._random.permutation(len(self._people.staff))
        for turn, most in enumerate(LABELS):
            left = self._give(
                left, most, float(FAR) if turn else WIDTH * self._usual, BAND * self._usual, False, stopped
            )
            if stopped() or not len(left):
                break
        return not len(left)

    def again(self, stopped: Callable[[], bool]) -> None:
        """Give everybody their days anew, given those of all others, some times."""
        for _ in range(PASSES):
            order = self._random.permutation(len(self._people.staff))
            self._give(order, LABELS[0], WIDTH * self._usual, float(FAR), True, stopped)

    def _give(
        self, order: Ints, most: int, width: float, band: float, again: bool, stopped: Callable[[], bool]
    ) -> Ints:
        """Give some people days side by side; return those who have none."""
        roster, count = self._roster, self._threads
        tables = [_table(self._people, self._bearings, most) for _ in range(count)]

        def give(table: Table, some: Ints, seed: int) -> tuple[Ints, Ints]:
            ours = roster._replace(plan=roster.plan._replace(heads=roster.plan.heads.copy()))
            got = give_days(
                self._world, self._limits, self._bearings, ours, *table, some, band, NOISE * self._usual, int(width),
                again, seed,
            )  # fmt: skip
            return some[~got], ours.plan.heads

        failed: list[Ints] = []
        with ThreadPoolExecutor(count) as pool:
            for first in range(0, len(order), count * TOGETHER):
                if stopped():
                    return np.concatenate([*failed, order[first:]])
                shares = np.array_split(order[first : first + count * TOGETHER], count)
                seeds = self._random.integers(1 << 30, size=count).tolist()
                before = roster.plan.heads.copy()
                for without, heads in pool.map(give, tables, shares, seeds):
                    failed.append(without)
                    roster.plan.heads[:] += heads - before
        return np.concatenate(failed)


def _table(people: People, bearings: Bearings, most: int) -> Table:
    crew, load = people.crew, people.load
    days, options = crew.options.shape[1], int(crew.options.max())
    states = int(crew.states.sum(axis=1).max())
    room = new_room(states, days, load.adds.shape[2], load.adds.shape[1], 1, options)
    return Table(new_desk(people, most, days), room, bearings.weight.astype(np.float64))


@njit(cache=True, nogil=True)
def give_days(
    world: World,
    limits: Limits,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    room: Room,
    weights: Floats,
    order: Ints,
    band: float,
    noise: float,
    width: int,
    again: bool,
    seed: int,
) -> NDArray[np.bool_]:
    """Give some people in turn all their days, at what demand pays by then; return who has days.

    Demand pays at most its best price and a band (ticks). With ``again`` they have days, and keep them where no others
    are found. What the bearings say of a person is overwritten.
    """
    np.random.seed(seed)
    days = world.crew.options.shape[1]
    got = np.zeros(order.shape[0], dtype=np.bool_)
    for i in range(order.shape[0]):
        p = order[i]
        before = roster.plan.option[p].copy()
        if again:
            put(world, roster, p, 0, days, -1)
        open_caps(limits, roster, desk, p, days)
        for _ in range(2):
            set_prices(world, bearings, roster, desk, p, 0, days, noise, int(band))
            _turn(world, bearings, desk, room, weights, p)
            roster.plan.state[p, 0] = 0
            got[i] = regrow_days(world, limits, bearings, roster, desk, p, 0, days, width)
            if not (got[i] and close_caps(world, limits, bearings, roster, desk, p, 0, days, int(band))):
                break
        if got[i]:
            take(world, roster, desk, p, 0, days)
        elif again:
            roster.plan.option[p] = before
            put(world, roster, p, 0, days, 1)
            got[i] = True
    return got


@njit(cache=True, nogil=True)
def _turn(world: World, bearings: Bearings, desk: Desk, room: Room, weights: Floats, p: int) -> None:
    """Find what a person's sums are worth, and the days to come cost, at the prices on the desk."""
    crew, load = world.crew, world.load
    set_bounds(crew, load, p, desk.price, weights[p], room)
    for k in range(load.sums[p]):
        bearings.weight[p, k] = np.int64(np.rint(weights[p, k]))
    for kind in range(load.adds.shape[1]):
        bearings.kinds[p, kind] = np.sum(load.adds[p, kind] * bearings.weight[p])
    set_rest(crew, load, bearings.kinds, desk.price, bearings.start, bearings.rest, p)

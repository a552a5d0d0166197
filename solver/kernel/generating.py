"""Column generation where some of people's days are closed: what dives and trees solve at each of their steps.

The program and its columns are kept from step to step; which columns are in it follows from what is closed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np

from solver.kernel.compiled import FORBIDDEN, Ints, Plan
from solver.kernel.crew import Floats, Staffing
from solver.kernel.master import Column, Master, Relaxed, columns_of
from solver.kernel.pieces import pieces_of
from solver.kernel.pricing import cheapest_days

STEADINESS = (0.5, 0.0)
"""Weights of the last prices when people are priced anew, tried one after the other until some roster is better."""
NEARNESS = 0.05
"""Columns do where what they may still save is so small a part of what may still be lost."""
USED = 1e-7
"""Shares below it are none."""
LEAST_GAIN = 6.0
"""Ticks by which a column has to be better."""
LONGEST_SOLVE = 10.0
"""Seconds for the program once: GLOP cannot be interrupted."""


class OutOfTimeError(Exception):
    """A step did not end in time, or its program could not be solved."""


class Prices(NamedTuple):
    """Prices in ticks."""

    rows: Floats
    """By row of demand: a person."""
    steering: Floats
    """By sum: one more person in it."""


class Limits(NamedTuple):
    """Least and most people in each sum."""

    least: Floats
    most: Floats


class Solved(NamedTuple):
    """What column generation has found."""

    relaxed: Relaxed
    bound: float
    """No roster costs less."""
    prices: Prices
    """The last ones."""
    best: Prices
    """Those with the best bound of their own (``proof``)."""
    proof: float


class Generating:
    """Columns of some people."""

    def __init__(self, staffing: Staffing, left: Callable[[], float], sums: Sequence[Ints] = ()) -> None:
        """Begin without any. ``left`` tells the seconds that are left; ``sums`` name pieces of demand (pieces_of)."""
        self._staffing = staffing
        self._left = left
        self._people = len(staffing.staff)
        crew = staffing.crew
        self._row = crew.row
        self.cell: Ints = np.repeat(np.arange(crew.options.size), crew.options.ravel())
        """By option row: person and day."""
        self.master = Master(staffing, staffing.demand, sums)
        self._work, self.ways = staffing.new_work(), staffing.new_plan(self._people)
        self._cost = staffing.demand.astype(np.float64)
        self._cost[staffing.demand >= FORBIDDEN] = np.inf
        self._filled = [pieces_of(staffing.demand, crew.nothing).filled(chosen, self._cost.shape) for chosen in sums]
        self._limits = Limits(np.full(len(sums), -np.inf), np.full(len(sums), np.inf))
        self._held, self._base = np.zeros(0, dtype=np.int64), self.ways
        self._rows = np.zeros((0, crew.options.shape[1]), dtype=np.int64)
        """By column and day: the option row."""
        self.limit = np.inf
        """Ticks that a roster may cost at most."""
        self._bound, self._proof = -np.inf, -np.inf
        self._best = Prices(np.zeros(0), np.zeros(0))

    def hold(self, graphs: Staffing, closed: Ints, base: Plan) -> Ints:
        """Return those without legal days among what is open; they have their days in a plan from now on."""
        cheapest_days(graphs.crew, np.arange(self._people), closed, closed, self._work, self.ways)
        self._held, self._base = np.flatnonzero(self.ways.own >= FORBIDDEN), base
        return self._held

    @property
    def _hopeless(self) -> bool:
        """Whether no roster keeps the limit."""
        return self._bound > self.limit + LEAST_GAIN

    def legal(self, graphs: Staffing, closed: Ints, p: int) -> bool:
        """Whether a person has legal days among those that are not closed."""
        cheapest_days(graphs.crew, np.array([p]), closed, closed, self._work, self.ways)
        return bool(self.ways.own[p] < FORBIDDEN)

    def shares(self, relaxed: Relaxed) -> Floats:
        """Return how much of each option row is worked."""
        shares = np.zeros(len(self._staffing.crew.keys))
        for number in np.flatnonzero(relaxed.shares > USED):
            shares[self._rows[number]] += relaxed.shares[number]
        return shares[: len(self.cell)]

    def solve(
        self,
        closed: Ints,
        graphs: Staffing,
        prices: Prices,
        changed: Iterable[int],
        rounds: int,
        limits: Limits | None = None,
    ) -> Solved:
        """Generate columns for what is open, in so many rounds at most.

        ``closed`` is FORBIDDEN, by option row, where it is not to be taken, else 0. Each of those who have changed gets
        a column first, so that there is one. Raises OutOfTimeError.
        """
        self._know_rows()
        self.master.open_only(np.count_nonzero(closed[self._rows], axis=1) == 0)
        if limits is not None:
            self._limits = limits
            self.master.limit_sums(*limits)
        self._bound = self._proof = -np.inf
        own = self._price(graphs, closed, prices)
        self.master.add(columns_of(self.ways, own, [p for p in changed if self.ways.own[p] < FORBIDDEN]))
        relaxed = self._solved()
        for _ in range(rounds):
            better, prices = self._priced(graphs, closed, prices, relaxed)
            if not better or self._bound > relaxed.objective:
                # rosters that are known may be cheaper than all that is near: then this is no bound
                self._bound = -np.inf if better else relaxed.objective
            near = relaxed.objective - self._bound <= self._tolerance(relaxed)
            if near or self._hopeless or not self.master.add(better):
                break
            relaxed = self._solved()
        self._know_rows()
        shares = np.zeros(len(self.master.columns))
        shares[: len(relaxed.shares)] = relaxed.shares
        return Solved(replace(relaxed, shares=shares), self._bound, prices, self._best, self._proof)

    def _tolerance(self, relaxed: Relaxed) -> float:
        """Return how far the program may be from its best."""
        room = self.limit - relaxed.objective
        return NEARNESS * max(0.0, room) if np.isfinite(room) else LEAST_GAIN

    def _know_rows(self) -> None:
        fresh = self.master.columns[len(self._rows) :]
        if fresh:
            rows = np.array([self._row[column.person] + column.option for column in fresh])
            self._rows = np.concatenate((self._rows, rows))

    def _solved(self) -> Relaxed:
        left = self._left()
        relaxed = self.master.solve(min(left, LONGEST_SOLVE)) if left > 0.0 else None
        if relaxed is None:
            raise OutOfTimeError
        return relaxed

    def _priced(self, graphs: Staffing, closed: Ints, last: Prices, relaxed: Relaxed) -> tuple[list[Column], Prices]:
        """Return columns that make the program better, and the prices at which they were found."""
        crew = graphs.crew
        mixed = Prices(relaxed.prices, relaxed.steering)
        for weight in STEADINESS:
            mixed = Prices(
                weight * last.rows + (1 - weight) * relaxed.prices,
                weight * last.steering + (1 - weight) * relaxed.steering,
            )
            own = self._price(graphs, closed, mixed)
            paid = relaxed.prices[self.ways.key].sum(axis=1)
            paid += relaxed.prices[crew.also[self._row + self.ways.option]].sum(axis=(1, 2))
            better = np.flatnonzero(own + paid < relaxed.worth - LEAST_GAIN)
            if len(better):
                break
        return columns_of(self.ways, own, better.tolist()), mixed

    def _price(self, graphs: Staffing, closed: Ints, prices: Prices) -> Ints:
        """Find everybody's cheapest days at prices; return what these cost apart from them, and better the bound."""
        ways, crew, held = self.ways, graphs.crew, self._held
        price, key = graphs.offers(prices.rows)
        cheapest_days(crew, np.arange(self._people), price + closed, key, self._work, ways)
        ways.option[held], ways.key[held] = self._base.option[held], self._base.key[held]
        whole = np.rint(prices.rows).astype(np.int64)
        paid = whole[ways.key].sum(axis=1) + whole[crew.also[self._row + ways.option]].sum(axis=(1, 2))
        ways.own[held] = np.maximum(0, self._base.own[held]) + paid[held]
        proof = float(ways.own.sum()) + self._demand_costs(whole, prices.steering)
        if proof > self._proof:
            self._proof, self._best = proof, prices
        self._bound = max(self._bound, proof)
        own: Ints = ways.own - paid
        return own

    def _demand_costs(self, whole: Ints, steering: Floats) -> float:
        """Return what demand costs at least at prices, whoever works."""
        least = self._cost - whole[:, None] * np.arange(self._cost.shape[1])
        fixed = 0.0
        for filled, price, low, high in zip(self._filled, steering.tolist(), *self._limits, strict=True):
            limit = low if price > 0.0 else high
            if price and np.isfinite(limit):
                least = least - price * filled
                fixed += price * limit
        return float(least.min(axis=1).sum()) + fixed

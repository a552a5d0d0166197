"""A lower bound: everybody priced by themselves at the best prices of cover that can be found (Lagrangian relaxation).

For any price m[k] a person, the cost of every roster is at least
sum over people of min over rosters (own cost + m of what they cover) + sum over k of min over n (cost[k](n) - m[k] n).
The prices climb by Adam (Kingma and Ba 2015), with a step that falls to nothing over a set number of rounds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solver.kernel.carrying import FEW_LABELS, Carrying
from solver.kernel.compiled import FAR, FORBIDDEN, Ints, Plan
from solver.kernel.crew import Floats, Staffing
from solver.kernel.pricing import cheapest_days

MOMENTUM, SPREAD = 0.9, 0.99


class Pricing:
    """Everybody's cheapest days at given prices, and the bound that they make."""

    def __init__(self, staffing: Staffing) -> None:
        self.staffing = staffing
        cost = staffing.cover.astype(np.float64)
        cost[cost >= FORBIDDEN] = np.inf
        self._cost = cost
        self._number = np.arange(cost.shape[1])
        self._work = staffing.new_work()
        self.ways: Plan = staffing.new_plan(len(staffing.staff))
        """The cheapest days of each person; as own cost what they cost with prices, in ticks."""
        self.taken: Ints = np.zeros(len(cost), dtype=np.int64)
        """How many people demand takes of each key."""
        self._plain = np.flatnonzero(staffing.load.sums == 0)
        self._carrying = Carrying(staffing.crew, staffing.load)
        self._least: Floats = np.zeros(len(staffing.staff))
        """What anybody costs at least with prices: that of their way, but where a cheaper one may have been missed."""

    def first_prices(self) -> Floats:
        """Return what the last wanted person saves, as a price."""
        cost = self._cost
        wanted = cost.argmin(axis=1)
        saved = cost[np.arange(len(cost)), np.maximum(wanted - 1, 0)] - cost.min(axis=1)
        return -np.where(wanted > 0, np.where(np.isfinite(saved), saved, self.staffing.usual_saving), 0.0)

    def bound(self, prices: Floats, most: int = FEW_LABELS) -> float:
        """Return the bound at some prices, in ticks; ``ways`` and ``taken`` are what makes it.

        Where sums are carried along, so many ways go on each day.
        """
        price, key = self.staffing.offers(prices)
        cheapest_days(self.staffing.crew, self._plain, price, key, self._work, self.ways)
        self._least[self._plain] = self.ways.own[self._plain]
        self._carrying.cheapest(price, key, most, self.ways, self._least)
        saved = self._cost - np.rint(prices)[:, None] * self._number
        self.taken = saved.argmin(axis=1)
        return float(self._least.sum()) + float(saved[np.arange(len(saved)), self.taken].sum())

    def near(self, prices: Floats, width: int, employees: int) -> Staffing | None:
        """Return the first people with graphs that know all, of those whose ways carry sums only what is cheap.

        It costs at most so many ticks more than the way of the last bound, which has to be one at the same prices.
        None where no way is known of somebody.
        """
        price, _ = self.staffing.offers(prices)
        people = self._carrying.people[self._carrying.people < employees]
        if np.any(self.ways.own[people] >= FAR):
            return None
        layers = {int(p): self._carrying.near(p, price, width, self.ways) for p in people}
        return self.staffing.first(employees).whole(layers)

    @property
    def sum_prices(self) -> Ints:
        """What a unit of each sum that ways carry was worth in the last bound: person, sum -> ticks."""
        return self._carrying.prices

    def excess(self) -> Floats:
        """Return by how many more people the last bound uses than demand takes."""
        used = np.bincount(self.ways.key.ravel(), minlength=len(self.taken) + 1)
        return (used[:-1] - self.taken).astype(np.float64)


class Climb:
    """Prices that climb to the best bound."""

    def __init__(self, pricing: Pricing) -> None:
        self._pricing = pricing
        self.prices = pricing.first_prices()
        self.best = -np.inf
        """The best bound, in ticks."""

    def run(self, rounds: int, pace: float, stopped: Callable[[float], bool]) -> None:
        """Climb from the present prices for some rounds; ``pace`` is the first step as a part of usual prices."""
        scale = self._pricing.staffing.usual_saving
        mean = np.zeros_like(self.prices)
        spread = np.zeros_like(self.prices)
        best_prices = self.prices
        for turn in range(1, rounds + 1):
            bound = self._pricing.bound(self.prices)
            if bound > self.best:
                self.best, best_prices = bound, self.prices
            if stopped(self.best):
                break
            slope = self._pricing.excess()
            mean = MOMENTUM * mean + (1 - MOMENTUM) * slope
            spread = SPREAD * spread + (1 - SPREAD) * slope * slope
            step = pace * scale * (1 - turn / (rounds + 1)) ** 2
            direction = mean / (1 - MOMENTUM**turn) / (np.sqrt(spread / (1 - SPREAD**turn)) + 1e-9)
            self.prices = self.prices + step * direction
        self.prices = best_prices

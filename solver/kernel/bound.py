"""A lower bound: everybody priced by themselves at the best prices of cover that can be found (Lagrangian relaxation).

For any price m[k] a person, the cost of every roster is at least
sum over people of min over rosters (own cost + m of what they cover) + sum over k of min over n (cost[k](n) - m[k] n).
The prices climb by Adam (Kingma and Ba 2015), with a step that falls to nothing over a set number of rounds.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from solver.kernel.compiled import Ints, price_all
from solver.kernel.crew import FORBIDDEN, Staffing

Floats = NDArray[np.float64]
MOMENTUM, SPREAD = 0.9, 0.99


class Climb:
    """Prices that climb to the best bound."""

    def __init__(self, staffing: Staffing) -> None:
        self._staffing = staffing
        cost = staffing.demand[:-1].astype(np.float64)
        cost[cost >= FORBIDDEN] = np.inf
        self._cost = cost
        self._number = np.arange(cost.shape[1])
        self._work = staffing.new_work()
        self.prices = self._first_prices()
        self.best = -np.inf
        """The best bound, in ticks."""

    def _first_prices(self) -> Floats:
        """Start from what the last wanted person saves."""
        cost = self._cost
        wanted = cost.argmin(axis=1)
        saved = cost[np.arange(len(cost)), np.maximum(wanted - 1, 0)] - cost.min(axis=1)
        return -np.where(wanted > 0, np.where(np.isfinite(saved), saved, self._staffing.usual_saving), 0.0)

    def run(self, rounds: int, pace: float, stopped: Callable[[float], bool]) -> None:
        """Climb from the present prices for some rounds; ``pace`` is the first step as a part of usual prices."""
        scale = self._staffing.usual_saving
        mean = np.zeros_like(self.prices)
        spread = np.zeros_like(self.prices)
        best_prices = self.prices
        for turn in range(1, rounds + 1):
            bound, slope = self._bound()
            if bound > self.best:
                self.best, best_prices = bound, self.prices
            if stopped(self.best):
                break
            mean = MOMENTUM * mean + (1 - MOMENTUM) * slope
            spread = SPREAD * spread + (1 - SPREAD) * slope * slope
            step = pace * scale * (1 - turn / (rounds + 1)) ** 2
            direction = mean / (1 - MOMENTUM**turn) / (np.sqrt(spread / (1 - SPREAD**turn)) + 1e-9)
            self.prices = self.prices + step * direction
        self.prices = best_prices

    def _bound(self) -> tuple[float, Floats]:
        """Return the bound at the present prices, and by how many more people they use than demand takes."""
        crew = self._staffing.crew
        whole = np.append(np.rint(self.prices), 0.0).astype(np.int64)
        offers = whole[crew.keys]
        cheapest = offers.argmin(axis=1)
        rows = np.arange(len(offers))
        used: Ints = np.zeros(len(whole), dtype=np.int64)
        key = crew.keys[rows, cheapest].astype(np.int64)
        own = int(price_all(crew, offers[rows, cheapest], key, self._work, used))
        saved = self._cost - whole[:-1, None] * self._number
        taken = saved.argmin(axis=1)
        return own + float(saved[np.arange(len(taken)), taken].sum()), (used[:-1] - taken).astype(np.float64)

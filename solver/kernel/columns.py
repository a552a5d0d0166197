"""Column generation: rosters are added to a linear program until none would make it better, and its prices are best.

At each round everybody is priced at prices between the best known and the program's own (Wentges 1997), which keeps
them from swinging. Whatever the prices, what they bound holds (bound.py), so that a round may end at any moment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from solver.kernel.bound import Climb, Pricing
from solver.kernel.compiled import FAR, Ints
from solver.kernel.crew import Floats
from solver.kernel.master import Column, Master, Relaxed, columns_of

STEADINESS = (0.7, 0.35, 0.0)
"""Weights of the best known prices, tried one after the other until some roster is better."""
SCATTER = (0.0, 0.05, 0.05, 0.05, 0.1, 0.1)
"""Noise in the prices of each of the first rosters, as parts of usual prices: the program needs some choice."""
NEAR = 1e-6
"""The program and the bound are the same where they differ by less than this part."""
NEARLY = 0.01
"""The same, for prices that are good enough to look for rosters at."""
LEAST_GAIN = 6.0
"""Ticks by which a roster has to be better."""


class Generated(NamedTuple):
    """What came of it."""

    best: bool
    """Whether prices are nearly the best; where the program is degenerate GLOP gives up just before now and then."""
    columns: Sequence[Column]


def generate(
    pricing: Pricing, climb: Climb, seconds_left: Callable[[], float], stopped: Callable[[float], bool]
) -> Generated:
    """Take a climb's prices to the best ones; ``stopped`` hears of each bound, and says whether to stop."""
    master = Master(pricing.staffing, pricing.staffing.cover)
    _first_rosters(pricing, climb.prices, master)
    objective = np.inf
    while (relaxed := master.solve(seconds_left())) is not None:
        objective = relaxed.objective
        better, own = _better_rosters(pricing, climb, relaxed)
        if stopped(climb.best) or objective - climb.best <= NEAR * abs(objective):
            break
        if not len(better) or not master.add(columns_of(pricing.ways, own, better.tolist())):
            break
    best = bool(np.isfinite(objective) and objective - climb.best <= NEARLY * abs(objective))
    return Generated(best, master.columns)


def _better_rosters(pricing: Pricing, climb: Climb, relaxed: Relaxed) -> tuple[Ints, Ints]:
    """Price everybody, and return for whom a roster is found that makes the program better, and all own costs."""
    better = own = np.zeros(0, dtype=np.int64)
    for weight in STEADINESS:
        prices = weight * climb.prices + (1 - weight) * relaxed.prices
        bound = pricing.bound(prices)
        if bound > climb.best:
            climb.best, climb.prices = bound, prices
        own = _own_cost(pricing, prices)
        at_prices = own + np.append(relaxed.prices, 0.0)[pricing.ways.key].sum(axis=1)
        better = np.flatnonzero(at_prices < relaxed.worth - LEAST_GAIN)
        if len(better):
            break
    return better, own


def _own_cost(pricing: Pricing, prices: Floats) -> Ints:
    """Return what the ways of the last bound cost everybody without prices."""
    whole = np.append(np.rint(prices), 0.0).astype(np.int64)
    own: Ints = pricing.ways.own - whole[pricing.ways.key].sum(axis=1)
    return own


def _first_rosters(pricing: Pricing, prices: Floats, master: Master) -> None:
    chance = np.random.default_rng(0)
    usual = pricing.staffing.usual_saving
    for part in SCATTER:
        noisy = prices + part * usual * chance.normal(size=len(prices))
        pricing.bound(noisy)
        own = _own_cost(pricing, noisy)
        master.add(columns_of(pricing.ways, own, np.flatnonzero(pricing.ways.own < FAR).tolist()))

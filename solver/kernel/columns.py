"""Column generation: rosters are added to a linear program until none would make it better, and its prices are best.

At each round everybody is priced at prices between the best known and the program's own (Wentges 1997), which keeps
them from swinging. Whatever the prices, what they bound holds (bound.py), so that a round may end at any moment.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solver.kernel.bound import Climb, Pricing
from solver.kernel.compiled import Ints
from solver.kernel.crew import Floats
from solver.kernel.master import Master

STEADINESS = (0.7, 0.35, 0.0)
"""Weights of the best known prices, tried one after the other until some roster is better."""
SCATTER = (0.0, 0.05, 0.05, 0.05, 0.1, 0.1)
"""Noise in the prices of each of the first rosters, as parts of usual prices: the program needs some choice."""
NEAR = 1e-6
"""The program and the bound are the same where they differ by less than this part."""
LEAST_GAIN = 6.0
"""Ticks by which a roster has to be better."""


def generate(
    pricing: Pricing, climb: Climb, seconds_left: Callable[[], float], stopped: Callable[[float], bool]
) -> bool:
    """Take a climb's prices to the best ones; ``stopped`` hears of each better bound, and says whether to stop.

    Returns whether they are the best.
    """
    master = Master(pricing.staffing)
    _first_rosters(pricing, climb.prices, master)
    everybody = np.arange(len(pricing.staffing.staff))
    while (relaxed := master.solve(seconds_left())) is not None:
        for weight in STEADINESS:
            prices = weight * climb.prices + (1 - weight) * relaxed.prices
            bound = pricing.bound(prices)
            if bound > climb.best:
                climb.best, climb.prices = bound, prices
            own = _own_cost(pricing, prices)
            at_prices = own + np.append(relaxed.prices, 0.0)[pricing.ways.key].sum(axis=1)
            better = everybody[at_prices < relaxed.worth - LEAST_GAIN]
            if len(better):
                break
        if stopped(climb.best) or seconds_left() <= 0:
            return False
        if relaxed.objective - climb.best <= NEAR * abs(relaxed.objective):
            return True
        if not len(better) or not master.add(pricing.ways, own, better.tolist()):
            return True
    return False


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
        master.add(pricing.ways, _own_cost(pricing, noisy), range(len(pricing.staffing.staff)))

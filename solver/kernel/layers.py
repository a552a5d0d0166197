"""The layers of a graph: the arcs of a day, and layers with as few states as can be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from solver.kernel.rows import Ints, distinct

CLOSED = -1
"""A state from which no legal day is left."""


@dataclass(frozen=True)
class Layer:
    """The arcs into the states of a day's end, in order of the state that they lead to."""

    source: Ints
    """State at the end of the day before."""
    option: Ints
    cost: Ints
    """Ticks, prices of the day apart."""
    kind: Ints
    """What each arc adds to the sums that ways carry along, as the number of a kind (carried.py)."""
    starts: Ints
    """First arc of each state."""

    @property
    def target(self) -> Ints:
        """The state that each arc leads to."""
        return np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.source))))


def in_order(source: Ints, option: Ints, cost: Ints, kind: Ints, target: Ints) -> Layer:
    """Return the layer of some arcs; every state from 0 to the last must be the target of one."""
    order = np.argsort(target, kind="stable")
    starts = np.searchsorted(target[order], np.arange(int(target.max(initial=-1)) + 1))
    return Layer(source[order], option[order], cost[order], kind[order], starts)


def smallest(layers: Sequence[Layer]) -> list[Layer]:
    """Return layers of the same rosters at the same costs, with as few states as can be; none where no roster is legal.

    From the last day back, the least that any way on from a state costs is charged on the arcs into it; then states
    with the same arcs are one (Mohri, Minimization algorithms for sequential transducers, 2000).
    """
    found: list[Layer] = []
    became = ahead = np.zeros(len(layers[-1].starts), dtype=np.int64)
    for number in range(len(layers) - 1, -1, -1):
        layer = layers[number]
        open_arcs = became[layer.target] != CLOSED
        target = layer.target[open_arcs]
        source, option = layer.source[open_arcs], layer.option[open_arcs]
        cost = layer.cost[open_arcs] + ahead[target]
        before = len(layers[number - 1].starts) if number else 1
        ahead = _least(before, source, cost) if number else np.zeros(1, dtype=np.int64)
        merged = _merged(before, source, option, cost - ahead[source], layer.kind[open_arcs], became[target])
        if merged is None:
            return []
        layer, became = merged
        found.append(layer)
    return found[::-1]


def _least(states: int, source: Ints, cost: Ints) -> Ints:
    """Return what the cheapest arc of each state costs; of one without arcs it does not matter."""
    least = np.full(states, np.iinfo(np.int64).max)
    np.minimum.at(least, source, cost)
    return least


def _merged(states: int, source: Ints, option: Ints, cost: Ints, kind: Ints, target: Ints) -> tuple[Layer, Ints] | None:
    """Return the arcs with states before the day that are alike made one, and which one each has become."""
    width = int(option.max(initial=0)) + 1
    leads, costs, kinds = np.full((3, states, width), CLOSED, dtype=np.int64)
    leads[source, option], costs[source, option], kinds[source, option] = target, cost, kind
    alive = np.flatnonzero((leads != CLOSED).any(axis=1))
    if not len(alive):
        return None
    first, found = distinct([*leads[alive].T, *costs[alive].T, *kinds[alive].T])
    became = np.full(states, CLOSED, dtype=np.int64)
    became[alive] = found
    leads, costs, kinds = leads[alive[first]], costs[alive[first]], kinds[alive[first]]
    source, option = np.nonzero(leads != CLOSED)
    return in_order(source, option, costs[source, option], kinds[source, option], leads[source, option]), became

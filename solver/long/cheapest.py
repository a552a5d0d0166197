"""Everybody's cheapest days at given prices, compiled by numba."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from solver.kernel.compiled import FAR, Crew, Ints, Ints32
from solver.kernel.sums import Load


class Paid(NamedTuple):
    """Prices, in ticks."""

    demand: Ints
    """By cover key, and at last of what asks nothing."""
    kinds: Ints
    """Person, kind -> what its amounts are worth."""
    caps: Ints
    """Person, cap -> of one of its shifts."""


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


@njit(cache=True, nogil=True)
def sum_cheapest(
    crew: Crew,
    load: Load,
    caps: Ints32,
    paid: Paid,
    offer: Ints,
    start: Ints,
    found: Found,
    first: int,
    end: int,
) -> np.int64:
    """Return what some people's cheapest days cost at prices of cover keys and caps, and fill in what is found."""
    whole = np.int64(0)
    for p in range(first, end):
        _set_offers(crew, caps, paid, p, offer)
        whole += set_rest(crew, load, paid.kinds, offer, start, found.rest, p)
        _follow(crew, load, caps, paid, offer, start, found, p)
    return whole


@njit(cache=True, nogil=True)
def _set_offers(crew: Crew, caps: Ints32, paid: Paid, p: int, offer: Ints) -> None:
    """Fill in the price of each of a person's option rows: that of its cheapest key."""
    last = crew.options.shape[1] - 1
    for row in range(crew.row[p, 0], crew.row[p, last] + crew.options[p, last]):
        offer[row] = FAR
        for j in range(keys_of(crew, row)):
            offer[row] = min(offer[row], _price(crew, caps, paid, p, row, j))


@njit(cache=True, nogil=True)
def keys_of(crew: Crew, row: int) -> int:
    """Return how many keys an option row has: those beyond repeat its first."""
    for j in range(1, crew.keys.shape[1]):
        if crew.keys[row, j] == crew.keys[row, 0]:
            return j
    return int(crew.keys.shape[1])


@njit(cache=True, nogil=True)
def _price(crew: Crew, caps: Ints32, paid: Paid, p: int, row: int, j: int) -> np.int64:
    cap = caps[row, j]
    price: np.int64 = paid.demand[crew.keys[row, j]] + (paid.caps[p, cap] if cap >= 0 else 0)
    return price


@njit(cache=True, nogil=True)
def set_rest(crew: Crew, load: Load, kinds: Ints, offer: Ints, start: Ints, rest: Ints, p: int) -> np.int64:
    """Fill in what a person's days cost from each state on, and return what all of them do; FAR where none is legal."""
    days = crew.options.shape[1]
    rest[start[p, 0] : start[p, days]] = FAR
    rest[start[p, days] : start[p, days] + crew.states[p, days]] = 0
    for day in range(days - 1, -1, -1):
        row, entry, after = crew.row[p, day], crew.entry[p, day], start[p, day + 1]
        for s in range(crew.states[p, day]):
            least = FAR
            for o in range(crew.options[p, day]):
                t = crew.target[entry]
                if t >= 0:
                    cost = crew.cost[entry] + kinds[p, load.kind[entry]] + offer[row + o]
                    least = min(least, cost + rest[after + t])
                entry += 1
            rest[start[p, day] + s] = least
    whole: np.int64 = crew.constant[p] + rest[start[p, 0]]
    return whole


@njit(cache=True, nogil=True)
def _follow(
    crew: Crew,
    load: Load,
    caps: Ints32,
    paid: Paid,
    offer: Ints,
    start: Ints,
    found: Found,
    p: int,
) -> None:
    """Count what a person's cheapest days take."""
    state = 0
    for day in range(crew.options.shape[1]):
        row = crew.row[p, day]
        for o in range(crew.options[p, day]):
            entry = crew.entry[p, day] + state * crew.options[p, day] + o
            t = crew.target[entry]
            if t < 0:
                continue
            cost = crew.cost[entry] + paid.kinds[p, load.kind[entry]] + offer[row + o]
            if cost + found.rest[start[p, day + 1] + t] == found.rest[start[p, day] + state]:
                _count(crew, load, caps, paid, found, p, row + o, entry, offer[row + o])
                state = t
                break


@njit(cache=True, nogil=True)
def _count(
    crew: Crew,
    load: Load,
    caps: Ints32,
    paid: Paid,
    found: Found,
    p: int,
    row: int,
    entry: int,
    offer: int,
) -> None:
    """Count what a day takes: the key whose price is the offer, its cap, and what it adds to sums."""
    for j in range(crew.keys.shape[1]):
        if _price(crew, caps, paid, p, row, j) == offer:
            found.heads[crew.keys[row, j]] += 1
            if caps[row, j] >= 0:
                found.used[p, caps[row, j]] += 1
            break
    for k in range(load.sums[p]):
        found.totals[p, k] += load.adds[p, load.kind[entry], k]

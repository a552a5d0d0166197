"""Everybody's cheapest days at given prices, and what is left of the graphs near them, compiled by numba.

Where ways carry sums (sums.py), what an arc adds to them is worth something at prices for these sums, too: ``worth`` by
person and kind, in ticks.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from solver.kernel.compiled import FAR, Crew, Ints, Ints32, Plan, Work
from solver.kernel.sums import Load


@njit(cache=True, nogil=True)
def cheapest_days(crew: Crew, staff: Ints, price: Ints, key: Ints, work: Work, ways: Plan) -> None:
    """Find the cheapest days of some people at a price for each option row, each person by themselves.

    ``ways`` gets their options, the cover ``key`` of each, and as own cost what they cost with prices.
    """
    dist, came, by = work.dist, work.came, work.by
    days = crew.options.shape[1]
    for p in staff:
        base, width = 0, 1
        dist[0] = crew.constant[p]
        for day in range(days):
            after, broad = base + width, crew.states[p, day + 1]
            dist[after : after + broad] = FAR
            count, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
            for s in range(width):
                for o in range(count):
                    entry = entries + s * count + o
                    t = crew.target[entry]
                    if t >= 0:
                        offer = dist[base + s] + crew.cost[entry] + price[row + o]
                        if offer < dist[after + t]:
                            dist[after + t] = offer
                            came[after + t] = s
                            by[after + t] = o
            base, width = after, broad
        state = np.argmin(dist[base : base + width])
        ways.own[p] = dist[base + state]
        for day in range(days - 1, -1, -1):
            ways.option[p, day] = by[base + state]
            ways.key[p, day] = key[crew.row[p, day] + by[base + state]]
            state = came[base + state]
            base -= crew.states[p, day]


@njit(cache=True, nogil=True)
def _arc_cost(crew: Crew, load: Load, price: Ints, worth: Ints, p: int, entry: int, row: int) -> np.int64:
    """Return what an entry costs with prices."""
    cost: np.int64 = crew.cost[entry] + price[row]
    return cost + worth[p, load.kind[entry]] if load.sums[p] else cost


@njit(cache=True, nogil=True)
def rest_costs(crew: Crew, load: Load, price: Ints, worth: Ints, p: int, starts: Ints, rest: Ints) -> None:
    """Fill in what the days from each state of a person on cost at least; ``starts`` says where a day's states begin.

    FAR where no legal days follow.
    """
    days = crew.options.shape[1]
    rest[starts[0] : starts[days]] = FAR
    rest[starts[days] : starts[days] + crew.states[p, days]] = 0
    for day in range(days - 1, -1, -1):
        count, row = crew.options[p, day], crew.row[p, day]
        for s in range(crew.states[p, day]):
            for o in range(count):
                entry = crew.entry[p, day] + s * count + o
                t = crew.target[entry]
                if t >= 0:
                    offer = rest[starts[day + 1] + t] + _arc_cost(crew, load, price, worth, p, entry, row + o)
                    rest[starts[day] + s] = min(rest[starts[day] + s], offer)


@njit(cache=True, nogil=True)
def all_rest_costs(crew: Crew, load: Load, price: Ints, worth: Ints, starts: Ints, rest: Ints) -> None:
    """Fill in the same for everybody; ``starts`` by person and day."""
    for p in range(crew.options.shape[0]):
        rest_costs(crew, load, price, worth, p, starts[p], rest)


@njit(cache=True, nogil=True)
def _way_costs(crew: Crew, load: Load, price: Ints, worth: Ints, p: int, starts: Ints, ahead: Ints) -> None:
    """Fill in what it costs at least to reach each state of a person."""
    days = crew.options.shape[1]
    ahead[: starts[days + 1]] = FAR
    ahead[0] = crew.constant[p]
    for day in range(days):
        count, row = crew.options[p, day], crew.row[p, day]
        for s in range(crew.states[p, day]):
            for o in range(count):
                entry = crew.entry[p, day] + s * count + o
                t = crew.target[entry]
                if t >= 0:
                    offer = ahead[starts[day] + s] + _arc_cost(crew, load, price, worth, p, entry, row + o)
                    ahead[starts[day + 1] + t] = min(ahead[starts[day + 1] + t], offer)


@njit(cache=True, nogil=True)
def trim(
    crew: Crew,
    load: Load,
    price: Ints,
    worth: Ints,
    most: int,
    distances: Ints,
    number: Ints32,
    small: Crew,
    kind: Ints32,
) -> int:
    """Keep the arcs of ways that cost at most so many ticks more than the person's cheapest.

    Fills in entries, states, targets and costs of the smaller graphs, and the kinds of their entries where there are
    any; returns how many entries they have.
    """
    people, days = crew.options.shape
    ahead, back = distances
    starts = np.zeros(days + 2, dtype=np.int64)
    size = 0
    for p in range(people):
        starts[1:] = np.cumsum(crew.states[p])
        _way_costs(crew, load, price, worth, p, starts, ahead)
        rest_costs(crew, load, price, worth, p, starts, back)
        limit = back[0] + ahead[0] + most
        for day in range(days + 1):
            small.states[p, day] = 0
            for s in range(crew.states[p, day]):
                i = starts[day] + s
                number[i] = -1
                if ahead[i] + back[i] <= limit:
                    number[i] = small.states[p, day]
                    small.states[p, day] += 1
        for day in range(days):
            count, row = crew.options[p, day], crew.row[p, day]
            small.entry[p, day] = size
            for s in range(crew.states[p, day]):
                i = starts[day] + s
                if number[i] < 0:
                    continue
                for o in range(count):
                    old = crew.entry[p, day] + s * count + o
                    t = crew.target[old]
                    small.cost[size] = crew.cost[old]
                    small.target[size] = -1
                    if load.sums[p]:
                        kind[size] = load.kind[old]
                    if t >= 0:
                        j = starts[day + 1] + t
                        if ahead[i] + _arc_cost(crew, load, price, worth, p, old, row + o) + back[j] <= limit:
                            small.target[size] = number[j]
                    size += 1
    return size

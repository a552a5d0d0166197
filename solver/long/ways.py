"""A person's cheapest days in a window when their ways carry sums along, compiled by numba.

The other days stay as they are. Ways grow day by day as labels, a state and the sums so far; of those with the same of
both the cheapest is kept, and those that the guide holds for dear are dropped. What the days after the window add and
cost is followed until the state is the one that was there before.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from solver.kernel.compiled import FAR, Crew, Ints, Ints32, Plan
from solver.kernel.sums import Load

PROBE = 0x9E3779B97F4A7C15
"""An odd number that spreads what is multiplied with it (Knuth's multiplicative hashing)."""


class Limits(NamedTuple):
    """How much everybody may use of what is limited over long."""

    least: Ints
    """Person, sum -> the least that it has to come to, and (next) the most."""
    most: Ints
    room: Ints
    """Person, cap -> how many of its shifts may be worked."""


class Bearings(NamedTuple):
    """What is known at good prices of demand, sums and caps: which days are promising."""

    weight: Ints
    """Person, sum -> ticks that a unit of it is worth."""
    kinds: Ints
    """Person, kind -> what its amounts are worth."""
    start: Ints
    """Person, day -> where in ``rest`` the states before the day begin."""
    rest: Ints
    """By state: what the days from there on cost at least, in ticks, with what they add to sums."""
    price: Ints
    """By row of demand, in ticks."""


class Reach(NamedTuple):
    """What ways may add to sums up to a day (the days before it): person, day, sum."""

    low: Ints
    high: Ints


class Labels(NamedTuple):
    """Room for labels."""

    state: Ints32
    parent: Ints32
    option: Ints32
    cost: Ints
    """With what the sums so far are worth."""
    amount: Ints
    """Label, sum."""
    value: Ints
    table: Ints32
    """A hash table of the labels of a day."""
    stamp: Ints
    """When each place of the table was written; at last the time."""
    tail: Ints
    """By state after a window: what the days after it cost more than before; FAR where they are illegal."""
    tail_amount: Ints
    """State, sum -> what they add more."""
    tail_stamp: Ints
    most: int
    """Most labels of a day."""


def new_labels(most: int, days: int, states: int, options: int, sums: int) -> Labels:
    """Return room for so many labels a day, on days of so many states and options."""
    fresh = most * options
    size = most * (days + 1) + fresh + 1
    places = 1 << int(np.ceil(np.log2(2 * fresh + 2)))
    return Labels(
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int64),
        np.zeros((size, sums), dtype=np.int64),
        np.zeros(fresh + 1, dtype=np.int64),
        np.zeros(places, dtype=np.int32),
        np.zeros(places + 1, dtype=np.int64),
        np.zeros(states, dtype=np.int64),
        np.zeros((states, sums), dtype=np.int64),
        np.zeros(states, dtype=np.int64),
        most,
    )


@njit(cache=True, nogil=True)
def set_reach(crew: Crew, load: Load, low: Ints, high: Ints) -> None:
    """Fill in what ways may add to sums up to each day (Reach)."""
    people, days = crew.options.shape
    for p in range(people):
        for day in range(days):
            entries = range(crew.entry[p, day], crew.entry[p, day] + crew.states[p, day] * crew.options[p, day])
            for k in range(load.sums[p]):
                least, most = FAR, -FAR
                for entry in entries:
                    if crew.target[entry] >= 0:
                        amount = load.adds[p, load.kind[entry], k]
                        least, most = min(least, amount), max(most, amount)
                low[p, day + 1, k], high[p, day + 1, k] = low[p, day, k] + least, high[p, day, k] + most


@njit(cache=True, nogil=True)
def walk(crew: Crew, load: Load, plan: Plan, totals: Ints, p: int) -> bool:
    """Fill in the states, sums and own cost (that of sums too) of a person's days; False where they are illegal."""
    state, cost = np.int64(0), crew.constant[p]
    totals[p, :] = 0
    for day in range(crew.options.shape[1]):
        plan.state[p, day] = state
        entry = crew.entry[p, day] + state * crew.options[p, day] + plan.option[p, day]
        cost += crew.cost[entry]
        for k in range(load.sums[p]):
            totals[p, k] += load.adds[p, load.kind[entry], k]
        state = crew.target[entry]
        if state < 0:
            return False
    plan.state[p, crew.options.shape[1]] = state
    plan.own[p] = cost + sums_cost(load, p, totals[p])
    return True


@njit(cache=True, nogil=True)
def sums_cost(load: Load, p: int, amounts: Ints) -> np.int64:
    """Return what sums cost at the end."""
    cost = np.int64(0)
    for k in range(load.sums[p]):
        for h in range(load.place.shape[2]):
            beyond = amounts[k] - load.place[p, k, h]
            cost += load.above[p, k, h] * max(0, beyond) + load.below[p, k, h] * max(0, -beyond)
    return cost


@njit(cache=True, nogil=True)
def regrow(
    crew: Crew,
    load: Load,
    limits: Limits,
    reach: Reach,
    bearings: Bearings,
    plan: Plan,
    totals: Ints,
    p: int,
    first: int,
    end: int,
    price: Ints,
    labels: Labels,
    width: int,
) -> bool:
    """Give a person the cheapest options found on the days from first to end.

    Only ways are followed that, with what the bearings say of the days to come, cost at most the ``width`` (ticks)
    more than the cheapest. Returns False (and changes nothing) where none of them is legal.
    """
    base = _outside(crew, load, plan, totals, p, first, end)
    labels.state[0] = plan.state[p, first]
    labels.cost[0] = 0
    labels.amount[0, :] = 0
    begin, stop = 0, 1
    for day in range(first, end):
        fresh = _extend(crew, load, limits, reach, bearings, labels, base, price, p, day, end, begin, stop)
        rest = bearings.rest[bearings.start[p, day + 1] : bearings.start[p, day + 1] + crew.states[p, day + 1]]
        begin, stop = stop, _promising(labels, rest, stop, fresh, width)
    label = _cheapest(crew, load, limits, bearings, labels, plan, base, p, end, begin, stop)
    if label < 0:
        return False
    for day in range(end - 1, first - 1, -1):
        plan.option[p, day] = labels.option[label]
        label = labels.parent[label]
    return True


@njit(cache=True, nogil=True)
def _outside(crew: Crew, load: Load, plan: Plan, totals: Ints, p: int, first: int, end: int) -> Ints:
    """Return what the days outside a window add to a person's sums."""
    base: Ints = totals[p].copy()
    if first == 0 and end == crew.options.shape[1]:
        base[:] = 0
        return base
    for day in range(first, end):
        entry = crew.entry[p, day] + plan.state[p, day] * crew.options[p, day] + plan.option[p, day]
        for k in range(load.sums[p]):
            base[k] -= load.adds[p, load.kind[entry], k]
    return base


@njit(cache=True, nogil=True)
def _extend(
    crew: Crew,
    load: Load,
    limits: Limits,
    reach: Reach,
    bearings: Bearings,
    labels: Labels,
    base: Ints,
    price: Ints,
    p: int,
    day: int,
    end: int,
    begin: int,
    stop: int,
) -> int:
    """Make the labels of a day, from stop on, of those from begin to stop; return where they end."""
    sums = load.sums[p]
    count, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
    labels.stamp[-1] += 1
    low, high = np.empty(sums, dtype=np.int64), np.empty(sums, dtype=np.int64)
    for k in range(sums):
        low[k] = limits.least[p, k] - base[k] - (reach.high[p, end, k] - reach.high[p, day + 1, k])
        high[k] = limits.most[p, k] - base[k] - (reach.low[p, end, k] - reach.low[p, day + 1, k])
    fresh = stop
    for label in range(begin, stop):
        origin = entries + labels.state[label] * count
        for o in range(count):
            t = crew.target[origin + o]
            if t < 0 or price[row + o] >= FAR:
                continue
            kind = load.kind[origin + o]
            legal = True
            for k in range(sums):
                amount = labels.amount[label, k] + load.adds[p, kind, k]
                legal = legal and low[k] <= amount <= high[k]
                labels.amount[fresh, k] = amount
            if not legal:
                continue
            cost = labels.cost[label] + crew.cost[origin + o] + bearings.kinds[p, kind] + price[row + o]
            found = _same(labels, t, fresh, sums)
            if found == fresh:
                labels.state[fresh] = t
                fresh += 1
            elif labels.cost[found] <= cost:
                continue
            labels.cost[found] = cost
            labels.parent[found] = label
            labels.option[found] = o
    return fresh


@njit(cache=True, nogil=True)
def _same(labels: Labels, state: int, fresh: int, sums: int) -> np.int64:
    """Return the label of the day with a state and the sums of the fresh label; that one where there is none."""
    places, now = labels.table.shape[0], labels.stamp[-1]
    mixed = np.uint64(state)
    for k in range(sums):
        mixed = (mixed * np.uint64(31) + np.uint64(labels.amount[fresh, k])) * np.uint64(PROBE)
    place = np.int64((mixed * np.uint64(PROBE)) >> np.uint64(20)) & (places - 1)
    while labels.stamp[place] == now:
        other = np.int64(labels.table[place])
        same = labels.state[other] == state
        for k in range(sums):
            same = same and labels.amount[other, k] == labels.amount[fresh, k]
        if same:
            return other
        place = (place + 1) & (places - 1)
    labels.stamp[place] = now
    labels.table[place] = fresh
    return np.int64(fresh)


@njit(cache=True, nogil=True)
def _promising(labels: Labels, rest: Ints, begin: int, end: int, width: int) -> int:
    """Keep the labels that may still cost little in all, at most so many; return where they end."""
    least = FAR
    for label in range(begin, end):
        value = labels.cost[label] + rest[labels.state[label]]
        labels.value[label - begin] = value
        least = min(least, value)
    most = least + width if width < FAR else FAR
    if end - begin > labels.most:
        most = min(most, np.partition(labels.value[: end - begin], labels.most - 1)[labels.most - 1])
    kept = begin
    for label in range(begin, end):
        if labels.value[label - begin] <= most and kept - begin < labels.most:
            labels.state[kept], labels.parent[kept] = labels.state[label], labels.parent[label]
            labels.option[kept], labels.cost[kept] = labels.option[label], labels.cost[label]
            labels.amount[kept, :] = labels.amount[label, :]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _cheapest(
    crew: Crew,
    load: Load,
    limits: Limits,
    bearings: Bearings,
    labels: Labels,
    plan: Plan,
    base: Ints,
    p: int,
    end: int,
    begin: int,
    stop: int,
) -> int:
    """Return the label with which all days are legal and cost least; -1 where there is none."""
    sums = load.sums[p]
    labels.stamp[-1] += 1
    now = labels.stamp[-1]
    totals = np.zeros(labels.amount.shape[1], dtype=np.int64)
    best, chosen = FAR, -1
    for label in range(begin, stop):
        state = labels.state[label]
        if labels.tail_stamp[state] != now:
            labels.tail_stamp[state] = now
            _follow(crew, load, labels, plan, p, end, state)
        if labels.tail[state] >= FAR:
            continue
        cost = labels.cost[label] + labels.tail[state]
        legal = True
        for k in range(sums):
            totals[k] = base[k] + labels.amount[label, k] + labels.tail_amount[state, k]
            legal = legal and limits.least[p, k] <= totals[k] <= limits.most[p, k]
            cost -= bearings.weight[p, k] * labels.amount[label, k]
        if legal:
            cost += sums_cost(load, p, totals)
            if cost < best:
                best, chosen = cost, label
    return chosen


@njit(cache=True, nogil=True)
def _follow(crew: Crew, load: Load, labels: Labels, plan: Plan, p: int, end: int, state: int) -> None:
    """Follow the days after a window from another state than before, until it is the same again."""
    labels.tail[state] = 0
    labels.tail_amount[state, :] = 0
    other = np.int64(state)
    for day in range(end, crew.options.shape[1]):
        known = plan.state[p, day]
        if other == known:
            return
        count, option = crew.options[p, day], plan.option[p, day]
        entry = crew.entry[p, day] + other * count + option
        before = crew.entry[p, day] + known * count + option
        if crew.target[entry] < 0:
            labels.tail[state] = FAR
            return
        labels.tail[state] += crew.cost[entry] - crew.cost[before]
        for k in range(load.sums[p]):
            labels.tail_amount[state, k] += load.adds[p, load.kind[entry], k] - load.adds[p, load.kind[before], k]
        other = np.int64(crew.target[entry])

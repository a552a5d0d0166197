"""People and rosters in flat arrays, and a person's cheapest days at what demand pays, compiled by numba.

The code runs without the interpreter's lock.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
Bools = NDArray[np.bool_]
FAR = np.int64(1) << 60
"""Dearer than any roster."""
FORBIDDEN = 10**7 * 6000
"""Ticks of a person below a hard least number: more than anything else."""


class Crew(NamedTuple):
    """The graphs of all people, flat. Person p has on day d ``options[p, d]`` options, in rows from ``row[p, d]``."""

    options: Ints
    row: Ints
    entry: Ints
    """Where the entries of a day begin: state by state, an entry for each option."""
    states: Ints
    """States before each day, and after the last."""
    target: Ints32
    """By entry: the state after the day, -1 where it is forbidden."""
    cost: Ints
    """By entry, in ticks."""
    keys: Ints32
    """By row: the cover keys that may count the option, padded with its first; the last key counts nothing."""
    also: Ints32
    """By row: the mixes that count the option, as rows of demand; padded with the key that counts nothing."""
    nothing: int
    """The cover key that counts nothing."""
    constant: Ints
    """By person: what the history costs."""


class Guide(NamedTuple):
    """What is known at good prices of cover: which days are promising, and where a roster is dear."""

    start: Ints
    """By person and day: where in ``rest`` the states before the day begin."""
    rest: Ints
    """By state: what the days from there on cost at least at the prices, in ticks."""
    price: Ints
    """By row of demand, in ticks; mixes have none."""
    least: Ints
    """By row of demand: what it costs at least beside the price of the people it takes, in ticks."""
    day: Ints
    """By row of demand."""


class Plan(NamedTuple):
    """A roster: the option, state before, and cover key of each person and day, and how many each row of demand has."""

    option: Ints
    state: Ints
    key: Ints
    heads: Ints
    own: Ints
    """Own cost of each person, in ticks."""


class Work(NamedTuple):
    """Room to work in, as long as one person's graph has states."""

    dist: Ints
    came: Ints32
    by: Ints32
    front: Ints32
    following: Ints32


@njit(cache=True, nogil=True)
def walk_cost(crew: Crew, plan: Plan, p: int) -> np.int64:
    """Return the own cost of a person's days, and fill in the states; -1 where they break a hard rule."""
    state, cost = np.int64(0), crew.constant[p]
    for day in range(crew.options.shape[1]):
        plan.state[p, day] = state
        entry = crew.entry[p, day] + state * crew.options[p, day] + plan.option[p, day]
        cost += crew.cost[entry]
        state = crew.target[entry]
        if state < 0:
            return np.int64(-1)
    plan.state[p, crew.options.shape[1]] = state
    return cost


@njit(cache=True, nogil=True)
def _one_more(crew: Crew, demand: Ints, plan: Plan, k: int) -> np.int64:
    """Return what one more person of a row of demand costs."""
    if k == crew.nothing:
        return np.int64(0)
    return np.int64(demand[k, plan.heads[k] + 1] - demand[k, plan.heads[k]])


@njit(cache=True, nogil=True)
def set_prices(
    crew: Crew, demand: Ints, plan: Plan, p: int, first: int, end: int, noise: float, price: Ints, choice: Ints
) -> None:
    """Price the option rows of some days at what one more person costs, and note the key that each would count for."""
    for day in range(first, end):
        for row in range(crew.row[p, day], crew.row[p, day] + crew.options[p, day]):
            best, chosen = FAR, crew.nothing
            for k in crew.keys[row]:
                more = _one_more(crew, demand, plan, k)
                if more < best:
                    best, chosen = more, k
            price[row] = best
            for m in crew.also[row]:
                price[row] += _one_more(crew, demand, plan, m)
            if noise > 0.0:
                price[row] += np.int64(noise * np.random.normal())
            choice[row] = chosen


@njit(cache=True, nogil=True)
def recreate(
    crew: Crew, plan: Plan, guide: Guide, p: int, first: int, end: int, price: Ints, work: Work, width: int
) -> bool:
    """Give a person the cheapest options on the days from first to end, the others as they are.

    Only ways are followed that, with what the guide says of the days to come, cost at most the ``width`` (ticks) more
    than the cheapest. Returns False (and changes nothing) where the given days leave none of them.
    """
    dist, came, by = work.dist, work.came, work.by
    front, following = work.front, work.following
    base, broad = 0, crew.states[p, first]
    dist[:broad] = FAR
    start = plan.state[p, first]
    dist[start] = 0
    front[0] = start
    size = 1
    for day in range(first, end):
        after, here = base + broad, base
        broad = crew.states[p, day + 1]
        dist[after : after + broad] = FAR
        count, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
        found = 0
        for i in range(size):
            s = front[i]
            reached = dist[here + s]
            for o in range(count):
                entry = entries + s * count + o
                t = crew.target[entry]
                if t < 0:
                    continue
                offer = reached + crew.cost[entry] + price[row + o]
                if offer < dist[after + t]:
                    if dist[after + t] == FAR:
                        following[found] = t
                        found += 1
                    dist[after + t] = offer
                    came[after + t] = s
                    by[after + t] = o
        rest = guide.rest[guide.start[p, day + 1] : guide.start[p, day + 1] + broad]
        size = _promising(dist[after : after + broad], rest, following[:found], width, front)
        base = after
    state = _cheapest_end(crew, plan, p, end, dist[base : base + broad], front[:size].copy())
    if state < 0:
        return False
    for day in range(end - 1, first - 1, -1):
        plan.option[p, day] = by[base + state]
        state = came[base + state]
        base -= crew.states[p, day]
    return True


@njit(cache=True, nogil=True)
def _promising(dist: Ints, rest: Ints, found: Ints32, width: int, front: Ints32) -> int:
    """Put the states that may still cost little in all to the front; return how many they are."""
    least = FAR
    for t in found:
        least = min(least, dist[t] + rest[t])
    size = 0
    for t in found:
        if dist[t] + rest[t] <= least + width:
            front[size] = t
            size += 1
    return size


@njit(cache=True, nogil=True)
def _cheapest_end(crew: Crew, plan: Plan, p: int, end: int, dist: Ints, origin: Ints32) -> np.int64:
    """Return the state from which the days after ``end``, as given, cost least in all; -1 where all are illegal."""
    size = origin.shape[0]
    at = origin.copy()
    total = dist[origin]
    for day in range(end, crew.options.shape[1]):
        known = plan.state[p, day]
        merged = True
        for i in range(size):
            merged = merged and at[i] == known
        if merged:
            break
        count, entries, o = crew.options[p, day], crew.entry[p, day], plan.option[p, day]
        kept = 0
        for i in range(size):
            entry = entries + at[i] * count + o
            if crew.target[entry] >= 0:
                total[kept] = total[i] + crew.cost[entry]
                at[kept] = crew.target[entry]
                origin[kept] = origin[i]
                kept += 1
        size = kept
    if size == 0:
        return np.int64(-1)
    return np.int64(origin[np.argmin(total[:size])])


@njit(cache=True, nogil=True)
def count(crew: Crew, plan: Plan, p: int, first: int, end: int, sign: int) -> None:
    """Count a person in to cover and mixes on some days, or out of them."""
    for day in range(first, end):
        plan.heads[plan.key[p, day]] += sign
        for m in crew.also[crew.row[p, day] + plan.option[p, day]]:
            plan.heads[m] += sign


@njit(cache=True, nogil=True)
def _demand_cost(crew: Crew, demand: Ints, heads: Ints) -> np.int64:
    cost = np.int64(0)
    for k in range(heads.shape[0]):
        if k != crew.nothing:
            cost += demand[k, heads[k]]
    return cost


@njit(cache=True, nogil=True)
def construct(
    crew: Crew, demand: Ints, plan: Plan, guide: Guide, work: Work, price: Ints, choice: Ints, seed: int
) -> np.int64:
    """Give everybody in turn the cheapest days at what demand pays; return the cost, -1 where somebody has none."""
    np.random.seed(seed)
    people, days = crew.options.shape
    plan.heads[:] = 0
    own = np.int64(0)
    for p in np.random.permutation(people):
        set_prices(crew, demand, plan, p, 0, days, 0.0, price, choice)
        plan.state[p, :] = 0
        if not recreate(crew, plan, guide, p, 0, days, price, work, int(FAR)):
            return np.int64(-1)
        plan.own[p] = walk_cost(crew, plan, p)
        own += plan.own[p]
        for day in range(days):
            plan.key[p, day] = choice[crew.row[p, day] + plan.option[p, day]]
        count(crew, plan, p, 0, days, 1)
    return own + _demand_cost(crew, demand, plan.heads)


@njit(cache=True, nogil=True)
def adopt(crew: Crew, demand: Ints, plan: Plan, source: Plan) -> np.int64:
    """Take over the options and keys of another plan; return its cost."""
    plan.option[:] = source.option
    plan.key[:] = source.key
    plan.heads[:] = 0
    own = np.int64(0)
    for p in range(crew.options.shape[0]):
        plan.own[p] = walk_cost(crew, plan, p)
        own += plan.own[p]
        count(crew, plan, p, 0, crew.options.shape[1], 1)
    return own + _demand_cost(crew, demand, plan.heads)

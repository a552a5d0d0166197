"""The inner loops of the kernel, in flat arrays, compiled by numba to code that runs without the interpreter's lock.

Ruin and recreate: some people lose some days, and get back the cheapest ones at the prices of demand.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ints32 = NDArray[np.int32]
FAR = np.int64(1) << 60
"""Dearer than any roster."""
LENGTHS = np.array([7, 7, 14, 14, 21, 28])
"""Days in a row that people lose."""
MOST_PEOPLE = 4


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
    constant: Ints
    """By person: what the history costs."""


class Plan(NamedTuple):
    """A roster: the option, state before, and cover key of each person and day, and how many cover each key."""

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
def set_prices(
    crew: Crew, demand: Ints, plan: Plan, p: int, first: int, end: int, noise: float, price: Ints, choice: Ints
) -> None:
    """Price the option rows of some days at what one more person costs, and note the key that each would count for."""
    nothing = plan.heads.shape[0] - 1
    for day in range(first, end):
        for row in range(crew.row[p, day], crew.row[p, day] + crew.options[p, day]):
            best, chosen = FAR, nothing
            for k in crew.keys[row]:
                more = np.int64(0)
                if k != nothing:
                    more = demand[k, plan.heads[k] + 1] - demand[k, plan.heads[k]]
                if more < best:
                    best, chosen = more, k
            price[row] = best
            if noise > 0.0:
                price[row] += np.int64(noise * np.random.normal())
            choice[row] = chosen


@njit(cache=True, nogil=True)
def recreate(crew: Crew, plan: Plan, p: int, first: int, end: int, price: Ints, work: Work) -> bool:
    """Give a person the cheapest options on the days from first to end, the others as they are.

    Returns False (and changes nothing) where the given days leave none.
    """
    dist, came, by = work.dist, work.came, work.by
    front, following = work.front, work.following
    base, width = 0, crew.states[p, first]
    dist[:width] = FAR
    start = plan.state[p, first]
    dist[start] = 0
    front[0] = start
    size = 1
    for day in range(first, end):
        after, broad = base + width, crew.states[p, day + 1]
        dist[after : after + broad] = FAR
        count, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
        found = 0
        for i in range(size):
            s = front[i]
            reached = dist[base + s]
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
        size = found
        front[:size] = following[:size]
        base, width = after, broad
    state = _cheapest_end(crew, plan, p, end, dist[base : base + width], front[:size].copy())
    if state < 0:
        return False
    for day in range(end - 1, first - 1, -1):
        plan.option[p, day] = by[base + state]
        state = came[base + state]
        base -= crew.states[p, day]
    return True


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
def _some_people(people: int) -> Ints:
    """Return a few different people."""
    chosen = np.empty(min(people, np.random.randint(1, MOST_PEOPLE + 1)), dtype=np.int64)
    size = 0
    while size < chosen.shape[0]:
        p = np.random.randint(0, people)
        if p not in chosen[:size]:
            chosen[size] = p
            size += 1
    return chosen


@njit(cache=True, nogil=True)
def _some_days(days: int) -> tuple[int, int]:
    """Return the first of some days in a row, and the end; they may lie over an end of the horizon in part."""
    length = min(days, LENGTHS[np.random.randint(0, LENGTHS.shape[0])])
    first = np.random.randint(-(length // 2), days - length // 2)
    return max(0, first), min(days, first + length)


@njit(cache=True, nogil=True)
def _give_back(
    crew: Crew,
    demand: Ints,
    plan: Plan,
    work: Work,
    chosen: Ints,
    first: int,
    end: int,
    noise: float,
    price: Ints,
    choice: Ints,
) -> np.int64:
    """Give some people in turn the cheapest days at what demand pays; return what they cost themselves."""
    own = np.int64(0)
    for p in chosen:
        set_prices(crew, demand, plan, p, first, end, noise, price, choice)
        recreate(crew, plan, p, first, end, price, work)
        plan.own[p] = walk_cost(crew, plan, p)
        own += plan.own[p]
        for day in range(first, end):
            plan.key[p, day] = choice[crew.row[p, day] + plan.option[p, day]]
        _count(plan, p, first, end, 1)
    return own


@njit(cache=True, nogil=True)
def _count(plan: Plan, p: int, first: int, end: int, sign: int) -> None:
    for day in range(first, end):
        plan.heads[plan.key[p, day]] += sign


@njit(cache=True, nogil=True)
def _demand_cost(demand: Ints, count: Ints) -> np.int64:
    cost = np.int64(0)
    for k in range(count.shape[0] - 1):
        cost += demand[k, count[k]]
    return cost


@njit(cache=True, nogil=True)
def construct(crew: Crew, demand: Ints, plan: Plan, work: Work, price: Ints, choice: Ints, seed: int) -> np.int64:
    """Give everybody in turn the cheapest days at what demand pays; return the cost, -1 where somebody has none."""
    np.random.seed(seed)
    people, days = crew.options.shape
    plan.heads[:] = 0
    own = np.int64(0)
    for p in np.random.permutation(people):
        set_prices(crew, demand, plan, p, 0, days, 0.0, price, choice)
        plan.state[p, :] = 0
        if not recreate(crew, plan, p, 0, days, price, work):
            return np.int64(-1)
        plan.own[p] = walk_cost(crew, plan, p)
        own += plan.own[p]
        for day in range(days):
            plan.key[p, day] = choice[crew.row[p, day] + plan.option[p, day]]
        _count(plan, p, 0, days, 1)
    return own + _demand_cost(demand, plan.heads)


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
        _count(plan, p, 0, crew.options.shape[1], 1)
    return own + _demand_cost(demand, plan.heads)


@njit(cache=True, nogil=True)
def anneal(
    crew: Crew,
    demand: Ints,
    plan: Plan,
    best: Plan,
    work: Work,
    price: Ints,
    choice: Ints,
    costs: Ints,
    heat: float,
    steps: int,
    seed: int,
) -> np.int64:
    """Take some steps of ruin and recreate at one heat (ticks). ``costs`` holds the plan's cost and the best plan's.

    Returns how many steps were accepted.
    """
    np.random.seed(seed)
    people, days = crew.options.shape
    accepted = np.int64(0)
    old_option = np.empty((MOST_PEOPLE, days), dtype=np.int64)
    old_state = np.empty((MOST_PEOPLE, days + 1), dtype=np.int64)
    old_key = np.empty((MOST_PEOPLE, days), dtype=np.int64)
    old_own = np.empty(MOST_PEOPLE, dtype=np.int64)
    old_heads = plan.heads.copy()
    for _ in range(steps):
        first, end = _some_days(days)
        chosen = _some_people(people)
        before = np.int64(0)
        old_heads[:] = plan.heads
        for i in range(chosen.shape[0]):
            p = chosen[i]
            old_option[i], old_state[i], old_key[i] = plan.option[p], plan.state[p], plan.key[p]
            old_own[i] = plan.own[p]
            before += plan.own[p]
            _count(plan, p, first, end, -1)
        before += _demand_change(demand, old_heads, plan.heads)
        held = plan.heads.copy()
        after = _give_back(crew, demand, plan, work, chosen, first, end, 0.5 * heat, price, choice)
        after += _demand_change(demand, plan.heads, held)
        change = after - before
        if change <= 0 or np.random.random() < np.exp(-change / heat):
            accepted += 1
            costs[0] += change
            if costs[0] < costs[1]:
                costs[1] = costs[0]
                best.option[:] = plan.option
                best.key[:] = plan.key
        else:
            plan.heads[:] = old_heads
            for i in range(chosen.shape[0]):
                p = chosen[i]
                plan.option[p], plan.state[p], plan.key[p] = old_option[i], old_state[i], old_key[i]
                plan.own[p] = old_own[i]
    return accepted


@njit(cache=True, nogil=True)
def _demand_change(demand: Ints, one: Ints, other: Ints) -> np.int64:
    """Return by how much demand costs more with one count than with another."""
    change = np.int64(0)
    for k in range(one.shape[0] - 1):
        if one[k] != other[k]:
            change += demand[k, one[k]] - demand[k, other[k]]
    return change

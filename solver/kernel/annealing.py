"""Ruin and recreate, compiled by numba: some people lose some days, and get back the cheapest at what demand pays.

Which people and days is drawn by where the roster is dear beyond the bound: a person's days cost more than the
cheapest at the guide's prices, or a day's demand more than it has to beside them.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.kernel.compiled import Crew, Guide, Ints, Plan, Work, count, recreate, set_prices, walk_cost

Floats = NDArray[np.float64]

LENGTHS = np.array([7, 7, 14, 14, 21, 28])
"""Days in a row that people lose."""
MOST_PEOPLE = 4
NOISE = 0.1
"""Noise in prices, as a part of the heat: of ways that cost much the same, now the one is taken and now the other."""
AIMED = 0.7
"""Part of the steps in which a person who is dear, or a day whose demand is, is among those drawn."""
AIM_STEPS = 20
"""Steps between two looks at who and what is dear."""


class Rooms(NamedTuple):
    """Room for prices and choices by option row, and for who and what is dear: sums over people and over days."""

    price: Ints
    choice: Ints
    people: Floats
    days: Floats


class Held(NamedTuple):
    """What is put back where a step is not accepted."""

    option: Ints
    state: Ints
    key: Ints
    own: Ints
    heads: Ints


@njit(cache=True, nogil=True)
def anneal(
    crew: Crew,
    demand: Ints,
    plan: Plan,
    best: Plan,
    guide: Guide,
    work: Work,
    rooms: Rooms,
    costs: Ints,
    heat: float,
    width: int,
    steps: int,
    seed: int,
) -> None:
    """Take some steps at one heat (ticks). ``costs`` holds the plan's cost and the best plan's.

    ``width`` says how far ways may lie from the most promising (``recreate``).
    """
    np.random.seed(seed)
    days = crew.options.shape[1]
    held = Held(
        np.empty((MOST_PEOPLE, days), dtype=np.int64),
        np.empty((MOST_PEOPLE, days + 1), dtype=np.int64),
        np.empty((MOST_PEOPLE, days), dtype=np.int64),
        np.empty(MOST_PEOPLE, dtype=np.int64),
        plan.heads.copy(),
    )
    for step in range(steps):
        if step % AIM_STEPS == 0:
            _look_for_dear(crew, demand, plan, guide, rooms)
        first, end = some_days(rooms.days, 0, rooms.days.shape[0])
        chosen = some_people(rooms.people)
        before = _ruin(crew, demand, plan, held, chosen, first, end)
        ruined = plan.heads.copy()
        after = _give_back(crew, demand, plan, guide, work, rooms, chosen, first, end, NOISE * heat, width)
        change = after + _demand_change(crew, demand, plan.heads, ruined) - before
        if change <= 0 or np.random.random() < np.exp(-change / heat):
            costs[0] += change
            if costs[0] < costs[1]:
                costs[1] = costs[0]
                best.option[:] = plan.option
                best.key[:] = plan.key
        else:
            _put_back(plan, held, chosen)


@njit(cache=True, nogil=True)
def _look_for_dear(crew: Crew, demand: Ints, plan: Plan, guide: Guide, rooms: Rooms) -> None:
    """Sum up by how much more each person and each day costs than in the bound."""
    people, days = crew.options.shape
    for p in range(people):
        dear = plan.own[p] - crew.constant[p] - guide.rest[guide.start[p, 0]]
        for day in range(days):
            dear += guide.price[plan.key[p, day]]
        rooms.people[p] = max(0, dear)
    rooms.days[:] = 0.0
    for k in range(demand.shape[0]):
        if k != crew.nothing:
            heads = plan.heads[k]
            rooms.days[guide.day[k]] += max(0, demand[k, heads] - guide.price[k] * heads - guide.least[k])
    for sums in (rooms.people, rooms.days):
        for i in range(1, sums.shape[0]):
            sums[i] += sums[i - 1]


@njit(cache=True, nogil=True)
def draw(sums: Floats, low: int, high: int) -> int:
    """Return a number from low to below high by what it adds to the sums, or now and then any."""
    if sums[-1] > 0.0 and np.random.random() < AIMED:
        drawn: int = np.searchsorted(sums, np.random.random() * sums[-1])
        return min(high - 1, max(low, drawn))
    return np.random.randint(low, high)


@njit(cache=True, nogil=True)
def some_people(dear: Floats) -> Ints:
    """Return a few different people in any order."""
    people = dear.shape[0]
    chosen = np.empty(min(people, np.random.randint(1, MOST_PEOPLE + 1)), dtype=np.int64)
    chosen[0] = draw(dear, 0, people)
    size = 1
    while size < chosen.shape[0]:
        p = np.random.randint(0, people)
        if p not in chosen[:size]:
            chosen[size] = p
            size += 1
    np.random.shuffle(chosen)
    return chosen


@njit(cache=True, nogil=True)
def some_days(dear: Floats, low: int, high: int) -> tuple[int, int]:
    """Return the first of some days in a row, and the end; they may lie over an end in part."""
    length: int = min(high - low, LENGTHS[np.random.randint(0, LENGTHS.shape[0])])
    first = draw(dear, low, high) - np.random.randint(0, length)
    return max(low, first), min(high, first + length)


@njit(cache=True, nogil=True)
def _ruin(crew: Crew, demand: Ints, plan: Plan, held: Held, chosen: Ints, first: int, end: int) -> np.int64:
    """Take some people's days from cover; return what they cost, and by how much demand costs more or less."""
    held.heads[:] = plan.heads
    own = np.int64(0)
    for i in range(chosen.shape[0]):
        p = chosen[i]
        held.option[i], held.state[i], held.key[i] = plan.option[p], plan.state[p], plan.key[p]
        held.own[i] = plan.own[p]
        own += plan.own[p]
        count(crew, plan, p, first, end, -1)
    return own + _demand_change(crew, demand, held.heads, plan.heads)


@njit(cache=True, nogil=True)
def _give_back(
    crew: Crew,
    demand: Ints,
    plan: Plan,
    guide: Guide,
    work: Work,
    rooms: Rooms,
    chosen: Ints,
    first: int,
    end: int,
    noise: float,
    width: int,
) -> np.int64:
    """Give some people in turn the cheapest days at what demand pays; return what they cost themselves."""
    own = np.int64(0)
    for p in chosen:
        set_prices(crew, demand, plan, p, first, end, noise, rooms.price, rooms.choice)
        recreate(crew, plan, guide, p, first, end, rooms.price, work, width)
        plan.own[p] = walk_cost(crew, plan, p)
        own += plan.own[p]
        for day in range(first, end):
            plan.key[p, day] = rooms.choice[crew.row[p, day] + plan.option[p, day]]
        count(crew, plan, p, first, end, 1)
    return own


@njit(cache=True, nogil=True)
def _put_back(plan: Plan, held: Held, chosen: Ints) -> None:
    plan.heads[:] = held.heads
    for i in range(chosen.shape[0]):
        p = chosen[i]
        plan.option[p], plan.state[p], plan.key[p] = held.option[i], held.state[i], held.key[i]
        plan.own[p] = held.own[i]


@njit(cache=True, nogil=True)
def _demand_change(crew: Crew, demand: Ints, one: Ints, other: Ints) -> np.int64:
    """Return by how much demand costs more with one count than with another."""
    change = np.int64(0)
    for k in range(one.shape[0]):
        if k != crew.nothing and one[k] != other[k]:
            change += demand[k, one[k]] - demand[k, other[k]]
    return change

"""Ruin and recreate on a long horizon, compiled by numba: some people lose some days, and get back the cheapest.

As in kernel/annealing.py, with ways that carry sums along (ways.py). Steps stay within some days of the horizon, so
that several threads can work on others at the same time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.kernel.annealing import MOST_PEOPLE, NOISE, some_days, some_people
from solver.kernel.compiled import FAR, Crew, Ints, Ints32, Plan, count
from solver.kernel.sums import Load
from solver.long.arrays import People
from solver.long.cheapest import keys_of
from solver.long.ways import Bearings, Labels, Limits, Reach, new_labels, regrow, walk

Floats = NDArray[np.float64]

MUCH = 1e12
"""Ticks above any price, and small enough beside them that floating point keeps a part of one."""
AIM_STEPS = 40
"""Steps between two looks at who and what is dear."""


class World(NamedTuple):
    """What never changes."""

    crew: Crew
    load: Load
    reach: Reach
    demand: Ints
    day: Ints
    """By row of demand."""
    rows: Ints
    """Rows of demand in order of their days."""
    begin: Ints
    """Day -> where its rows begin there."""
    caps: Ints32
    """Option row, place of its key -> the cap that limits it, -1 for none."""
    least: Ints
    """By row of demand: what it costs at least beside the price of the people it takes, in ticks."""


class Roster(NamedTuple):
    """A roster, and what it uses."""

    plan: Plan
    totals: Ints
    """Person, sum."""
    used: Ints
    """Person, cap."""


class Desk(NamedTuple):
    """Room to work in."""

    labels: Labels
    price: Ints
    """By option row, and (next) the place of the key that is chosen."""
    choice: Ints
    allowed: NDArray[np.bool_]
    """Cap, day of a window."""
    people: Floats
    """How dear they are, summed up, and (next) the days."""
    days: Floats


def new_desk(people: People, most: int, days: int) -> Desk:
    """Return room for windows of so many days, and so many labels a day."""
    crew = people.crew
    count, whole = crew.options.shape
    labels = new_labels(most, days, int(crew.states.max()), int(crew.options.max()), people.load.adds.shape[2])
    price, choice = np.zeros((2, len(crew.keys)), dtype=np.int64)
    allowed = np.zeros((people.room.shape[1], whole), dtype=np.bool_)
    return Desk(labels, price, choice, allowed, np.zeros(count), np.zeros(whole))


@njit(cache=True, nogil=True)
def regrow_days(
    world: World,
    limits: Limits,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    p: int,
    first: int,
    end: int,
    width: int,
) -> bool:
    """Give a person new days at the prices on the desk (ways.regrow)."""
    return regrow(
        world.crew,
        world.load,
        limits,
        world.reach,
        bearings,
        roster.plan,
        roster.totals,
        p,
        first,
        end,
        desk.price,
        desk.labels,
        width,
    )


@njit(cache=True, nogil=True)
def take(world: World, roster: Roster, desk: Desk, p: int, first: int, end: int) -> None:
    """Note a person's new days: keys, states, sums, heads."""
    crew, plan = world.crew, roster.plan
    for day in range(first, end):
        row = crew.row[p, day] + plan.option[p, day]
        plan.key[p, day] = crew.keys[row, desk.choice[row]]
    walk(crew, world.load, plan, roster.totals, p)
    put(world, roster, p, first, end, 1)


@njit(cache=True, nogil=True)
def put(world: World, roster: Roster, p: int, first: int, end: int, sign: int) -> None:
    """Count a person's days in, or out."""
    crew, plan = world.crew, roster.plan
    count(crew, plan, p, first, end, sign)
    for day in range(first, end):
        row = crew.row[p, day] + plan.option[p, day]
        for j in range(crew.keys.shape[1]):
            if crew.keys[row, j] == plan.key[p, day]:
                if world.caps[row, j] >= 0:
                    roster.used[p, world.caps[row, j]] += sign
                break


@njit(cache=True, nogil=True)
def open_caps(limits: Limits, roster: Roster, desk: Desk, p: int, days: int) -> None:
    """Let shifts that are limited be worked on all days of a window, where any may still be worked."""
    for cap in range(limits.room.shape[1]):
        desk.allowed[cap, :days] = roster.used[p, cap] < limits.room[p, cap]


@njit(cache=True, nogil=True)
def close_caps(
    world: World,
    limits: Limits,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    p: int,
    first: int,
    end: int,
    band: int,
) -> bool:
    """Where new days of a window have too many shifts of a cap, leave all caps only as many days as they may have.

    These are first of all such on which the shifts are worked, and those on which demand pays most. Returns whether
    there were too many.
    """
    many = False
    worked = np.zeros((limits.room.shape[1], end - first), dtype=np.int64)
    for day in range(first, end):
        row = world.crew.row[p, day] + roster.plan.option[p, day]
        cap = world.caps[row, desk.choice[row]]
        if cap >= 0:
            worked[cap, day - first] = 1
    for cap in range(limits.room.shape[1]):
        many = many or np.sum(worked[cap]) > limits.room[p, cap] - roster.used[p, cap]
    if many:
        for cap in range(limits.room.shape[1]):
            left = limits.room[p, cap] - roster.used[p, cap]
            if 0 < left < end - first:
                pay = np.random.random(end - first) - MUCH * worked[cap]
                _add_pay(world, bearings, roster, p, cap, first, end, band, pay)
                most = np.partition(pay, left - 1)[left - 1]
                for day in range(end - first):
                    desk.allowed[cap, day] = pay[day] <= most
    return many


@njit(cache=True, nogil=True)
def _add_pay(
    world: World, bearings: Bearings, roster: Roster, p: int, cap: int, first: int, end: int, band: int, pay: Floats
) -> None:
    """Add what a shift under a cap costs at least on each day of a window."""
    crew = world.crew
    for day in range(first, end):
        least = FAR
        for row in range(crew.row[p, day], crew.row[p, day] + crew.options[p, day]):
            for j in range(keys_of(crew, row)):
                if world.caps[row, j] == cap:
                    least = min(least, _one_more(world, bearings, roster, crew.keys[row, j], band))
        pay[day - first] += least


@njit(cache=True, nogil=True)
def _one_more(world: World, bearings: Bearings, roster: Roster, k: int, band: int) -> np.int64:
    """Return what one more person costs the demand of a row; it pays at most its best price and a band (ticks)."""
    if k == world.crew.nothing:
        return np.int64(0)
    heads = roster.plan.heads[k]
    return max(world.demand[k, heads + 1] - world.demand[k, heads], bearings.price[k] - band)


@njit(cache=True, nogil=True)
def set_prices(
    world: World,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    p: int,
    first: int,
    end: int,
    noise: float,
    band: int,
) -> None:
    """Price options at what one more person costs; demand pays at most its best price and a band (ticks)."""
    crew, demand, heads = world.crew, world.demand, roster.plan.heads
    for day in range(first, end):
        for row in range(crew.row[p, day], crew.row[p, day] + crew.options[p, day]):
            best, chosen = FAR, 0
            for j in range(keys_of(crew, row)):
                cap = world.caps[row, j]
                if cap >= 0 and not desk.allowed[cap, day - first]:
                    continue
                more = _one_more(world, bearings, roster, crew.keys[row, j], band)
                if noise > 0.0:
                    more += np.int64(noise * np.random.normal())
                if more < best:
                    best, chosen = more, j
            if best < FAR:
                for m in crew.also[row]:
                    if m != crew.nothing:
                        best += demand[m, heads[m] + 1] - demand[m, heads[m]]
            desk.price[row] = best
            desk.choice[row] = chosen


@njit(cache=True, nogil=True)
def _renew(
    world: World,
    limits: Limits,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    p: int,
    first: int,
    end: int,
    noise: float,
    width: int,
) -> bool:
    """Give a person the cheapest options found for some days; return whether there are any (else nothing changes)."""
    days = roster.plan.option[p, first:end]
    before = days.copy()
    open_caps(limits, roster, desk, p, end - first)
    set_prices(world, bearings, roster, desk, p, first, end, noise, int(FAR))
    if not regrow_days(world, limits, bearings, roster, desk, p, first, end, width):
        return False
    if close_caps(world, limits, bearings, roster, desk, p, first, end, int(FAR)):
        days[:] = before
        set_prices(world, bearings, roster, desk, p, first, end, noise, int(FAR))
        return regrow_days(world, limits, bearings, roster, desk, p, first, end, width)
    return True


@njit(cache=True, nogil=True)
def demand_cost(world: World, heads: Ints, first: int, end: int) -> np.int64:
    """Return what the demand of some days costs."""
    cost = np.int64(0)
    for i in range(world.begin[first], world.begin[end]):
        k = world.rows[i]
        cost += world.demand[k, heads[k]]
    return cost


@njit(cache=True, nogil=True)
def anneal(
    world: World,
    limits: Limits,
    bearings: Bearings,
    roster: Roster,
    desk: Desk,
    low: int,
    high: int,
    heat: float,
    width: int,
    steps: int,
    seed: int,
) -> np.int64:
    """Take some steps within the days from low to high, at one heat (ticks); return by how much the cost changed."""
    np.random.seed(seed)
    crew, plan = world.crew, roster.plan
    days = crew.options.shape[1]
    kept_option, kept_key = np.empty((2, MOST_PEOPLE, days), dtype=np.int64)
    kept_state = np.empty((MOST_PEOPLE, days + 1), dtype=np.int64)
    changed = np.int64(0)
    for step in range(steps):
        if step % AIM_STEPS == 0:
            _look_for_dear(world, bearings, roster, desk, low, high)
        first, end = some_days(desk.days, low, high)
        chosen = some_people(desk.people)
        before = demand_cost(world, plan.heads, first, end)
        for i in range(chosen.shape[0]):
            p = chosen[i]
            kept_option[i], kept_key[i], kept_state[i] = plan.option[p], plan.key[p], plan.state[p]
            before += plan.own[p]
            put(world, roster, p, first, end, -1)
        after = np.int64(0)
        for i in range(chosen.shape[0]):
            p = chosen[i]
            if _renew(world, limits, bearings, roster, desk, p, first, end, NOISE * heat, width):
                take(world, roster, desk, p, first, end)
            else:
                put(world, roster, p, first, end, 1)
            after += plan.own[p]
        change = after + demand_cost(world, plan.heads, first, end) - before
        if change <= 0 or np.random.random() < np.exp(-change / heat):
            changed += change
            continue
        for i in range(chosen.shape[0]):
            p = chosen[i]
            put(world, roster, p, first, end, -1)
            plan.option[p], plan.key[p], plan.state[p] = kept_option[i], kept_key[i], kept_state[i]
            put(world, roster, p, first, end, 1)
            walk(crew, world.load, plan, roster.totals, p)
    return changed


@njit(cache=True, nogil=True)
def _look_for_dear(world: World, bearings: Bearings, roster: Roster, desk: Desk, low: int, high: int) -> None:
    """Sum up by how much more each person and each day costs than in the bound."""
    crew, plan = world.crew, roster.plan
    people, days = crew.options.shape
    for p in range(people):
        dear = plan.own[p] - crew.constant[p] - bearings.rest[bearings.start[p, 0]]
        for k in range(world.load.sums[p]):
            dear += bearings.weight[p, k] * roster.totals[p, k]
        for day in range(days):
            dear += bearings.price[plan.key[p, day]]
        desk.people[p] = max(0, dear)
    desk.days[:] = 0.0
    for i in range(world.begin[low], world.begin[high]):
        k = world.rows[i]
        heads = plan.heads[k]
        desk.days[world.day[k]] += max(0, world.demand[k, heads] - bearings.price[k] * heads - world.least[k])
    for sums in (desk.people, desk.days):
        for i in range(1, sums.shape[0]):
            sums[i] += sums[i - 1]


@njit(cache=True, nogil=True)
def tally(world: World, limits: Limits, roster: Roster) -> NDArray[np.bool_]:
    """Count a roster anew from its options and keys; return whose days keep all limits."""
    people, days = world.crew.options.shape
    legal = np.ones(people, dtype=np.bool_)
    roster.plan.heads[:] = 0
    roster.used[:] = 0
    for p in range(people):
        legal[p] = walk(world.crew, world.load, roster.plan, roster.totals, p)
        put(world, roster, p, 0, days, 1)
        for k in range(world.load.sums[p]):
            legal[p] = legal[p] and limits.least[p, k] <= roster.totals[p, k] <= limits.most[p, k]
        for cap in range(limits.room.shape[1]):
            legal[p] = legal[p] and roster.used[p, cap] <= limits.room[p, cap]
    return legal

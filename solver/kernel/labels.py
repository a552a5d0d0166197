"""The cheapest ways through a graph whose ways carry sums along, compiled by numba.

Ways grow day by day; of those at one state with the same sums the cheapest goes on, and any whose bound (sums.py) is
above a limit ends. Should there be too many, those with the highest bounds end too, and the least of their bounds is
what nothing can be below.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from solver.kernel.compiled import FAR, Crew, Ints, Plan
from solver.kernel.sums import BOUNDS, ENDLESS, Floats, Load, Room, close, closes, open_sums, set_bounds


@njit(cache=True, nogil=True)
def grow(crew: Crew, load: Load, p: int, offer: Ints, room: Room, limit: float, most: int) -> float:
    """Grow ways day by day, at most so many a day, whose bounds are below a limit; they are the labels of ``room``.

    Returns the least bound of those that ended because there were too many. On the last day costs are whole.
    """
    room.first[0], room.first[1] = 0, 1
    room.state[0], room.code[0], room.cost[0] = 0, 0, crew.constant[p]
    for j in range(BOUNDS):
        room.reduced[j, 0] = crew.constant[p] + room.constants[j]
    lost = ENDLESS
    base = 0
    for day in range(crew.options.shape[1]):
        base += crew.states[p, day]
        size = _next_day(crew, load, p, day, base, offer, room, limit)
        if size > most:
            lost = min(lost, _keep_best(room, room.first[day + 1], size, most))
            size = most
        room.first[day + 2] = room.first[day + 1] + size
    return lost


@njit(cache=True, nogil=True)
def _slot(room: Room, first: int, state: int, code: np.int64) -> np.int64:
    """Return the place in the hash table of a label with a state and sums, or a free one."""
    mask = room.table.shape[0] - 1
    mixed = np.uint64(code) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(state) * np.uint64(0xC2B2AE3D27D4EB4F)
    place = np.int64((mixed >> np.uint64(20)) & np.uint64(mask))
    while True:
        i = room.table[place]
        if i < first or (room.state[i] == state and room.code[i] == code):
            return place
        place = (place + 1) & mask


@njit(cache=True, nogil=True)
def _next_day(crew: Crew, load: Load, p: int, day: int, base: int, offer: Ints, room: Room, limit: float) -> int:
    """Take every option of a day from every label before it; return how many labels there are after it."""
    first = room.first[day + 1]
    closing = closes(load, p, day)
    options, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
    reduced = np.empty(BOUNDS)
    room.table[:] = -1
    size = 0
    for i in range(room.first[day], first):
        for o in range(options):
            entry = entries + room.state[i] * options + o
            t = crew.target[entry]
            if t < 0:
                continue
            kind = load.kind[entry]
            more = crew.cost[entry] + offer[row + o]
            cost, code = room.cost[i] + more, room.code[i] + load.code[p, kind]
            for j in range(BOUNDS):
                reduced[j] = room.reduced[j, i] + more + room.weights[j, kind]
            if closing:
                ended, code = close(load, p, day, code)
                if ended >= FAR:
                    continue
                cost += ended
                for j in range(BOUNDS):
                    reduced[j] = cost + open_sums(load, p, day, code, room, j)
            bound = np.max(reduced + room.back[:, base + t])
            if bound > limit:
                continue
            place = _slot(room, first, t, code)
            new = np.int64(room.table[place])
            if new < first:
                new = np.int64(first + size)
                size += 1
                room.table[place] = new
                room.state[new], room.code[new] = t, code
            elif cost >= room.cost[new]:
                continue
            room.cost[new], room.parent[new], room.option[new], room.bound[new] = cost, i, o, bound
            room.reduced[:, new] = reduced
    return size


@njit(cache=True, nogil=True)
def _keep_best(room: Room, first: int, size: int, most: int) -> float:
    """Keep the labels with the lowest bounds; return the least bound of the others."""
    bounds = room.bound[first : first + size]
    threshold = np.partition(bounds, most)[most]
    ties = most - np.sum(bounds < threshold)
    kept = first
    for i in range(first, first + size):
        tie = room.bound[i] == threshold and ties > 0
        if tie or room.bound[i] < threshold:
            ties -= tie
            room.state[kept], room.code[kept], room.cost[kept] = room.state[i], room.code[i], room.cost[i]
            room.parent[kept], room.option[kept], room.bound[kept] = room.parent[i], room.option[i], room.bound[i]
            room.reduced[:, kept] = room.reduced[:, i]
            kept += 1
    return float(threshold)


@njit(cache=True, nogil=True)
def _trace(crew: Crew, p: int, offer: Ints, key: Ints, room: Room, ways: Plan) -> None:
    """Write the best label of the last day, if it costs less, into a person's way."""
    days = crew.options.shape[1]
    best, cost = np.int64(-1), ways.own[p]
    for i in range(room.first[days], room.first[days + 1]):
        if room.cost[i] < cost:
            best, cost = np.int64(i), room.cost[i]
    if best < 0:
        return
    ways.own[p] = cost
    for day in range(days - 1, -1, -1):
        ways.option[p, day] = room.option[best]
        ways.key[p, day] = key[crew.row[p, day] + room.option[best]]
        best = room.parent[best]


@njit(cache=True, nogil=True)
def walk_carrying(crew: Crew, load: Load, p: int, offer: Ints, option: Ints) -> np.int64:
    """Return what given days cost a person with prices; FAR where they are not legal."""
    state, code = np.int64(0), np.int64(0)
    cost: np.int64 = crew.constant[p]
    for day in range(crew.options.shape[1]):
        entry = crew.entry[p, day] + state * crew.options[p, day] + option[day]
        state = crew.target[entry]
        if state < 0:
            return FAR
        code += load.code[p, load.kind[entry]]
        ended, code = close(load, p, day, code)
        if ended >= FAR:
            return FAR
        cost += ended + crew.cost[entry] + offer[crew.row[p, day] + option[day]]
    return cost


@njit(cache=True, nogil=True)
def cheapest_carrying(
    crew: Crew,
    load: Load,
    people: Ints,
    offer: Ints,
    key: Ints,
    prices: Floats,
    most: int,
    room: Room,
    ways: Plan,
    least: Floats,
) -> None:
    """Find cheap days of some people, the cheapest if so many labels do, and how cheap any may be at ``least``.

    ``ways`` holds days that are known, and gets better ones; ``prices`` are those of the sums from which to begin.
    """
    for p in people:
        ways.own[p] = walk_carrying(crew, load, p, offer, ways.option[p])
        for day in range(crew.options.shape[1]):
            ways.key[p, day] = key[crew.row[p, day] + ways.option[p, day]]
        bound = set_bounds(crew, load, p, offer, prices[p], room)
        if bound < ways.own[p]:
            lost = grow(crew, load, p, offer, room, float(ways.own[p]) - 1.0, most)
            _trace(crew, p, offer, key, room, ways)
            bound = max(bound, lost)
            if ways.own[p] >= FAR:  # where legal days are rare, look for any as far as there is room
                grow(crew, load, p, offer, room, ENDLESS, room.most)
                _trace(crew, p, offer, key, room, ways)
        least[p] = min(bound, float(ways.own[p]))


@njit(cache=True, nogil=True)
def entries_of(crew: Crew, load: Load, p: int, day: int, room: Room, target: Ints, cost: Ints) -> None:
    """Fill in, for each label before a day and each option, the label after it that it leads to, -1 where none is.

    Costs are those without prices.
    """
    first, end = room.first[day + 1], room.first[day + 2]
    options = crew.options[p, day]
    room.table[:] = -1
    for i in range(first, end):
        room.table[_slot(room, first, room.state[i], room.code[i])] = i
    for number, i in enumerate(range(room.first[day], first)):
        for o in range(options):
            entry = crew.entry[p, day] + room.state[i] * options + o
            t = crew.target[entry]
            target[number, o] = -1
            if t < 0:
                continue
            ended, code = close(load, p, day, room.code[i] + load.code[p, load.kind[entry]])
            if ended < FAR:
                found = room.table[_slot(room, first, t, code)]
                target[number, o] = found - first if found >= 0 else -1
                cost[number, o] = crew.cost[entry] + ended

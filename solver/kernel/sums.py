"""Bounds of the ways through a graph whose ways carry sums along, compiled by numba.

States of the graph say nothing of these sums, so that a way's cost is known only at its end. What is left of it is
bounded: whatever price m[k] a unit of each sum has, a way with sums t costs in the end at least
its arcs + sum over k of m[k] t[k] + sum over k of min over u (cost[k](u) - m[k] u),
and the least that the arcs left come to at these prices is the same for all ways at a state (a Lagrangian relaxation).
The prices that bound best are found sum by sum.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from solver.kernel.compiled import FAR, Crew, Ints, Ints32

Floats = NDArray[np.float64]

ENDLESS = np.inf
BOUNDS = 4
"""Bounds of each way: at the best prices of the sums; at the greatest and the least price of those that cost something;
at a high price of those that have a hard limit, which tells where it can no longer be kept."""
HIGH = 8.0
"""A high price, in usual ones."""
TRIALS = 8
"""Most prices that are tried of one sum."""
CLOSE = 600.0
"""Ticks by which better prices are of no interest."""


class Load(NamedTuple):
    """The sums that the ways of all people carry, flat; those beyond ``sums`` of a person are padding."""

    sums: Ints
    """By person: how many."""
    kind: Ints32
    """By entry of the graphs: which kind of amounts it adds."""
    adds: Ints
    """Person, kind, sum -> amount."""
    code: Ints
    """Person, kind -> what is added to the sums packed in one number."""
    unit: Ints
    """Person, sum -> what all of its amounts are multiples of."""
    stride: Ints
    """Person, sum -> by how much the packed number grows for a unit."""
    lowest: Ints
    """Person, sum -> the least that any days come to, and (next) the most; then the hard limits."""
    highest: Ints
    least: Ints
    most: Ints
    last: Ints
    """Person, sum -> the day on which it ends."""
    place: Ints
    """Person, sum, hinge -> from where a price counts, and (next) ticks a unit above and below it."""
    above: Ints
    below: Ints


class Room(NamedTuple):
    """Room to work in."""

    back: Floats
    """Bound, state -> what the arcs left come to."""
    prices: Floats
    """Bound, sum -> ticks a unit."""
    weights: Floats
    """Bound, kind -> what the amounts of an arc come to at these prices."""
    constants: Floats
    """By bound: what the sums cost in the end less what they come to, at least."""
    first: Ints
    """Day -> the first of its labels."""
    state: Ints32
    code: Ints
    cost: Ints
    parent: Ints32
    option: Ints32
    reduced: Floats
    """Bound, label -> cost with what the sums so far come to."""
    bound: Floats
    table: Ints32
    """A hash table of labels."""
    most: int
    """Most labels a day."""


def new_room(states: int, days: int, sums: int, kinds: int, most: int, options: int) -> Room:
    """Return room for graphs of so many states, and so many labels a day."""
    fresh = most * options
    size = most * days + 1 + fresh
    bits = max(10, int(np.ceil(np.log2(2 * fresh + 2))))
    return Room(
        np.zeros((BOUNDS, states)),
        np.zeros((BOUNDS, sums)),
        np.zeros((BOUNDS, kinds)),
        np.zeros(BOUNDS),
        np.zeros(days + 2, dtype=np.int64),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int64),
        np.zeros(size, dtype=np.int32),
        np.zeros(size, dtype=np.int32),
        np.zeros((BOUNDS, size)),
        np.zeros(size),
        np.full(1 << bits, -1, dtype=np.int32),
        most,
    )


@njit(cache=True, nogil=True)
def sum_cost(load: Load, p: int, k: int, amount: int) -> np.int64:
    """Return what an amount of a sum costs in the end."""
    if amount < load.least[p, k] or amount > load.most[p, k]:
        return FAR
    cost = np.int64(0)
    for h in range(load.place.shape[2]):
        beyond = amount - load.place[p, k, h]
        cost += load.above[p, k, h] * max(0, beyond) + load.below[p, k, h] * max(0, -beyond)
    return cost


@njit(cache=True, nogil=True)
def closes(load: Load, p: int, day: int) -> bool:
    """Whether any sum of a person ends on a day."""
    return bool(np.any(load.last[p, : load.sums[p]] == day))


@njit(cache=True, nogil=True)
def close(load: Load, p: int, day: int, code: np.int64) -> tuple[np.int64, np.int64]:
    """Return what the sums that end on a day cost, FAR where that is forbidden, and the code without them."""
    rest = code - np.sum(load.lowest[p] // load.unit[p] * load.stride[p])
    cost = np.int64(0)
    for k in range(load.sums[p] - 1, -1, -1):
        steps = rest // load.stride[p, k]
        rest -= steps * load.stride[p, k]
        if load.last[p, k] == day:
            amount = steps * load.unit[p, k] + load.lowest[p, k]
            cost = min(FAR, cost + sum_cost(load, p, k, amount))
            code -= amount // load.unit[p, k] * load.stride[p, k]
    return cost, code


@njit(cache=True, nogil=True)
def open_sums(load: Load, p: int, day: int, code: np.int64, room: Room, j: int) -> float:
    """Return what the sums that have not ended by a day come to at some prices, and cost beyond that at least."""
    rest = code - np.sum(load.lowest[p] // load.unit[p] * load.stride[p])
    total = 0.0
    for k in range(load.sums[p] - 1, -1, -1):
        steps = rest // load.stride[p, k]
        rest -= steps * load.stride[p, k]
        if load.last[p, k] > day:
            price = room.prices[j, k]
            total += price * (steps * load.unit[p, k] + load.lowest[p, k]) + _conjugate(load, p, k, price)[0]
    return total


@njit(cache=True, nogil=True)
def _conjugate(load: Load, p: int, k: int, price: float) -> tuple[float, float]:
    """Return the least that a sum costs beyond what its amount comes to at a price, and at which amount."""
    best, at = ENDLESS, 0.0
    for h in range(-2, load.place.shape[2]):
        if h == -2:
            amount = load.least[p, k]
        elif h == -1:
            amount = load.most[p, k]
        else:
            amount = min(max(load.place[p, k, h], load.least[p, k]), load.most[p, k])
        value = sum_cost(load, p, k, amount) - price * amount
        if value < best:
            best, at = value, float(amount)
    return best, at


@njit(cache=True, nogil=True)
def _bound_at(crew: Crew, load: Load, p: int, offer: Ints, room: Room, j: int, sums: Floats) -> float:
    """Bound a person's ways at the prices of row ``j``, fill in its rows of ``room``, and the sums of its way."""
    count = load.sums[p]
    weights, back = room.weights[j], room.back[j]
    for kind in range(load.adds.shape[1]):
        weights[kind] = 0.0
        for k in range(count):
            weights[kind] += room.prices[j, k] * load.adds[p, kind, k]
    days = crew.options.shape[1]
    total = 0
    for day in range(days + 1):
        total += crew.states[p, day]
    base = total - crew.states[p, days]
    back[base:total] = 0.0
    for day in range(days - 1, -1, -1):
        after = base
        base -= crew.states[p, day]
        options, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
        for s in range(crew.states[p, day]):
            least = ENDLESS
            for o in range(options):
                entry = entries + s * options + o
                t = crew.target[entry]
                if t >= 0:
                    value = crew.cost[entry] + offer[row + o] + weights[load.kind[entry]] + back[after + t]
                    least = min(least, value)
            back[base + s] = least
    room.constants[j] = 0.0
    for k in range(count):
        room.constants[j] += _conjugate(load, p, k, room.prices[j, k])[0]
    _follow(crew, load, p, offer, weights, back, sums)
    return float(back[0] + crew.constant[p] + room.constants[j])


@njit(cache=True, nogil=True)
def _follow(crew: Crew, load: Load, p: int, offer: Ints, weights: Floats, back: Floats, sums: Floats) -> None:
    """Fill in the sums of the way that the bound comes from."""
    sums[:] = 0.0
    s, base = 0, 0
    for day in range(crew.options.shape[1]):
        after = base + crew.states[p, day]
        options, row, entries = crew.options[p, day], crew.row[p, day], crew.entry[p, day]
        least, chosen = ENDLESS, entries + s * options
        for o in range(options):
            entry = entries + s * options + o
            t = crew.target[entry]
            if t >= 0:
                value = crew.cost[entry] + offer[row + o] + weights[load.kind[entry]] + back[after + t]
                if value < least:
                    least, chosen = value, entry
        for k in range(load.sums[p]):
            sums[k] += load.adds[p, load.kind[chosen], k]
        s, base = crew.target[chosen], after


@njit(cache=True, nogil=True)
def _best_price(crew: Crew, load: Load, p: int, offer: Ints, room: Room, k: int, sums: Floats) -> float:
    """Find the price of one sum at which the bound (row 0) is highest, those of the others as they are.

    The bound is concave: where the way has more of the sum than its cost asks for the best price is higher. Two prices
    on either side of it bound it by their tangents, which cross at the next price to try (Kelley's cutting planes).
    """
    prices = room.prices[0]
    best, best_price = -ENDLESS, prices[k]
    low = high = low_value = high_value = low_slope = high_slope = 0.0
    has_low = has_high = False
    step = 0.0
    for _ in range(TRIALS):
        price = prices[k]
        value = _bound_at(crew, load, p, offer, room, 0, sums)
        slope = sums[k] - _conjugate(load, p, k, price)[1]
        if value > best:
            best, best_price = value, price
        if slope == 0.0:
            break
        if slope > 0.0:
            low, low_value, low_slope, has_low = price, value, slope, True
        else:
            high, high_value, high_slope, has_high = price, value, slope, True
        if has_low and has_high:
            following = (high_value - low_value + low_slope * low - high_slope * high) / (low_slope - high_slope)
            if low_value + low_slope * (following - low) - best < CLOSE:
                break
        else:
            # a price on the other side: at most what cost itself asks for a unit, then further and further
            step = max(2.0 * step, _usual_price(load, p, k))
            following = price + step if slope > 0.0 else price - step
        prices[k] = following
    prices[k] = best_price
    return best


@njit(cache=True, nogil=True)
def _usual_price(load: Load, p: int, k: int) -> float:
    """Return a first step for the price of a sum: what a unit costs, else what makes a day's amount dear."""
    usual = np.int64(0)
    for h in range(load.place.shape[2]):
        usual = max(usual, load.above[p, k, h], load.below[p, k, h])
    if usual > 0:
        return 0.25 * usual
    largest = np.int64(1)
    for kind in range(load.adds.shape[1]):
        largest = max(largest, abs(load.adds[p, kind, k]))
    return 600_000.0 / largest


@njit(cache=True, nogil=True)
def set_bounds(crew: Crew, load: Load, p: int, offer: Ints, prices: Floats, room: Room) -> float:
    """Find the best prices of a person's sums, from those given, and make all bounds ready; return the best bound."""
    sums = np.zeros(load.stride.shape[1])
    room.prices[0] = prices
    best = -ENDLESS
    for _ in range(2):
        for k in range(load.sums[p]):
            best = _best_price(crew, load, p, offer, room, k, sums)
        if load.sums[p] == 1:
            break
    prices[:] = room.prices[0]
    _bound_at(crew, load, p, offer, room, 0, sums)
    for j in range(1, BOUNDS):
        for k in range(load.sums[p]):
            room.prices[j, k] = _extreme_price(load, p, k, j, prices[k])
        _bound_at(crew, load, p, offer, room, j, sums)
    return best


@njit(cache=True, nogil=True)
def _extreme_price(load: Load, p: int, k: int, j: int, best: float) -> float:
    """Return the price of a sum for one of the bounds, given the best one."""
    above, below = np.sum(load.above[p, k]), np.sum(load.below[p, k])
    if j < BOUNDS - 1:
        if above + below == 0:
            return best
        return float(above) if j == 1 else -float(below)
    if above + below > 0:
        return best
    high = HIGH * _usual_price(load, p, k)
    return high if load.most[p, k] < load.highest[p, k] else -high

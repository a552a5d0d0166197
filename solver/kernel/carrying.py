"""People whose ways carry sums along: their cheapest days, and graphs of what lies near these."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from solver.kernel.carried import Carried
from solver.kernel.compiled import Crew, Ints, Ints32, Plan
from solver.kernel.graph import Graph
from solver.kernel.labels import cheapest_carrying, entries_of, grow
from solver.kernel.layers import Layer, in_order, smallest
from solver.kernel.sums import Floats, Load, new_room, set_bounds

FEW_LABELS, MANY_LABELS = 250, 2_000
"""Most ways that are kept a day: to look for better ones, and to know that none is."""


def flat_load(graphs: Sequence[Graph], crew: Crew) -> Load:
    """Return what the ways of all people carry."""
    kind = np.zeros(len(crew.target), dtype=np.int32)
    for p, graph in enumerate(graphs):
        for day, layer in enumerate(graph.layers):
            kind[crew.entry[p, day] + layer.source * crew.options[p, day] + layer.option] = layer.kind
    return load_of([graph.carried for graph in graphs], kind)


def load_of(carried: Sequence[Carried], kind: Ints32) -> Load:
    """Return what the ways of people carry, given the kind of each entry of their graphs."""
    people = len(carried)
    width = max(1, *(len(own.sums) for own in carried))
    kinds = max(len(own.kinds) for own in carried)
    hinges = max((len(one.hinges) for own in carried for one in own.sums), default=1)
    adds = np.zeros((people, kinds, width), dtype=np.int64)
    unit = np.ones((people, width), dtype=np.int64)
    stride, lowest, highest, least, most, last = np.zeros((6, people, width), dtype=np.int64)
    place, above, below = np.zeros((3, people, width, max(1, hinges)), dtype=np.int64)
    for p, own in enumerate(carried):
        sums = own.sums
        adds[p, : len(own.kinds), : len(sums)] = own.kinds
        stride[p, : len(sums)] = own.strides
        for k, one in enumerate(sums):
            unit[p, k] = one.unit
            lowest[p, k], highest[p, k], least[p, k], most[p, k] = one.lowest, one.highest, one.least, one.most
            last[p, k] = one.last
            for h, hinge in enumerate(one.hinges):
                place[p, k, h], above[p, k, h], below[p, k, h] = hinge
    count = np.array([len(own.sums) for own in carried], dtype=np.int64)
    code = (adds // unit[:, None, :] * stride[:, None, :]).sum(axis=2)
    return Load(count, kind, adds, code, unit, stride, lowest, highest, least, most, last, place, above, below)


def first_of(load: Load, people: int) -> Load:
    """Return what the ways of the first people carry."""
    parts = {name: part[:people] for name, part in load._asdict().items() if name != "kind"}
    return load._replace(**parts)


def nothing_carried(people: int) -> Load:
    """Return a load of nothing."""
    nothing = np.zeros((people, 1), dtype=np.int64)
    one, deeper = nothing + 1, nothing[:, :, None]
    kind = np.zeros(0, dtype=np.int32)
    return Load(nothing[:, 0], kind, deeper, nothing, one, *([nothing] * 6), *([deeper] * 3))


class Carrying:
    """The search for days of those people of a crew whose ways carry sums."""

    def __init__(self, crew: Crew, load: Load) -> None:
        self._crew = crew
        self._load = load
        self.people = np.flatnonzero(load.sums)
        self._prices = np.zeros(load.stride.shape)
        own = crew.states[self.people]
        size = int(own.sum(axis=1).max(initial=1))
        days, options = crew.options.shape[1], int(crew.options.max())
        self._room = new_room(size, days, load.stride.shape[1], load.adds.shape[1], MANY_LABELS, options)

    @property
    def prices(self) -> Ints:
        """What a unit of each sum was worth in the last search: person, sum -> ticks."""
        return np.rint(self._prices).astype(np.int64)

    def cheapest(self, price: Ints, key: Ints, most: int, ways: Plan, least: Floats) -> None:
        """Find everybody's cheap days at a price for each option row, beginning from those in ``ways``."""
        cheapest_carrying(self._crew, self._load, self.people, price, key, self._prices, most, self._room, ways, least)

    def near(self, p: int, price: Ints, width: int, ways: Plan) -> list[Layer]:
        """Return the layers of a person's days that cost at most so many ticks more than their way, prices included.

        Where there are too many, those that may well cost most are missing; the way itself is the last that is left.
        """
        crew, load, room = self._crew, self._load, self._room
        set_bounds(crew, load, p, price, self._prices[p], room)
        grow(crew, load, p, price, room, float(ways.own[p] + width), MANY_LABELS)
        layers: list[Layer] = []
        for day in range(crew.options.shape[1]):
            before = int(room.first[day + 1] - room.first[day])
            target, cost = np.full((2, before, int(crew.options[p, day])), -1, dtype=np.int64)
            entries_of(crew, load, p, day, room, target, cost)
            source, option = np.nonzero(target >= 0)
            if not len(source):
                break
            kind = np.zeros(len(source), dtype=np.int64)
            layers.append(in_order(source, option, cost[source, option], kind, target[source, option]))
        found = smallest(layers) if len(layers) == crew.options.shape[1] else []
        return found or self._only(p, price, ways)

    def _only(self, p: int, price: Ints, ways: Plan) -> list[Layer]:
        """Return the layers of a person's way alone."""
        paid = price[self._crew.row[p] + ways.option[p]]
        cost = -paid
        cost[0] += ways.own[p] - self._crew.constant[p]
        nothing = np.zeros(1, dtype=np.int64)
        return [
            Layer(nothing, np.array([option]), np.array([ticks]), nothing, nothing)
            for option, ticks in zip(ways.option[p].tolist(), cost.tolist(), strict=True)
        ]

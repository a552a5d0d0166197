"""Everybody's graphs in flat arrays, and what demand costs by the number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.facts import CoverKey, Facts, Worker
from solver.kernel.blocks import Rows, block_of, cut, joined
from solver.kernel.carrying import first_of, flat_load, nothing_carried
from solver.kernel.compiled import FORBIDDEN, Crew, Guide, Ints, Ints32, Plan, Work
from solver.kernel.demand import demand_of, keys_of_rows
from solver.kernel.graph import Graph
from solver.kernel.known import KnownGraphs
from solver.kernel.layers import Layer
from solver.kernel.mixes import Mix, mixes
from solver.kernel.pricing import all_rest_costs, trim
from solver.kernel.program import Program, person_program
from solver.kernel.sums import Load

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Staffing:
    """People and demand of a scenario without sessions."""

    staff: tuple[str, ...]
    options: tuple[tuple[tuple[str, ...], ...], ...]
    """Person, day -> shifts to choose from."""
    crew: Crew
    keys: tuple[CoverKey, ...]
    demand: Ints
    """Cover key, number of people -> ticks; then follow a row without cost, for nothing, and one for each mix."""
    load: Load
    """What ways carry along. Where it is something, ``crew`` does not hold all of a person's limits and costs."""
    mixes: tuple[Mix, ...] = ()

    def new_plan(self, people: int) -> Plan:
        """Return an empty plan for so many people."""
        days = self.crew.options.shape[1]
        return Plan(
            np.zeros((people, days), dtype=np.int64),
            np.zeros((people, days + 1), dtype=np.int64),
            np.zeros((people, days), dtype=np.int64),
            np.zeros(len(self.demand), dtype=np.int64),
            np.zeros(people, dtype=np.int64),
        )

    def first(self, people: int) -> Staffing:
        """Return the same with only the first people."""
        whole = self.crew
        crew = whole._replace(
            options=whole.options[:people],
            row=whole.row[:people],
            entry=whole.entry[:people],
            states=whole.states[:people],
            constant=whole.constant[:people],
        )
        load = first_of(self.load, people)
        return replace(self, staff=self.staff[:people], options=self.options[:people], crew=crew, load=load)

    def whole(self, layers: Mapping[int, Sequence[Layer]]) -> Staffing:
        """Return the same where the ways of nobody carry anything: those who did have these layers instead."""
        crew = self.crew
        blocks = [block_of(layers[p], own) if p in layers else cut(crew, p) for p, own in enumerate(crew.options)]
        load = nothing_carried(len(blocks))
        rows = Rows(crew.keys, crew.also, crew.nothing)
        return replace(self, crew=joined(blocks, crew.options, rows, crew.constant), load=load)

    def offers(self, prices: Floats) -> tuple[Ints, Ints]:
        """Return what each option row costs, and the key that it counts for, at prices in ticks.

        There is one for each cover key, or for each row of demand: then mixes have prices too.
        """
        whole = np.zeros(len(self.demand), dtype=np.int64)
        whole[: len(prices)] = np.rint(prices)
        offers = whole[self.crew.keys]
        cheapest = offers.argmin(axis=1)
        rows = np.arange(len(offers))
        also = whole[self.crew.also].sum(axis=1) if len(self.mixes) else 0
        return offers[rows, cheapest] + also, self.crew.keys[rows, cheapest].astype(np.int64)

    def trimmed(self, prices: Floats, most: int, sums: Ints | None = None) -> Staffing:
        """Return the same with only ways that cost at most so many ticks more than the person's cheapest.

        ``sums`` are prices of the sums that ways carry: person, sum -> ticks a unit.
        """
        return self.near(self.offers(prices)[0], most, sums)

    def near(self, price: Ints, most: int, sums: Ints | None = None) -> Staffing:
        """Return the same for a price of each option row."""
        crew, load = self.crew, self.load
        small = crew._replace(
            entry=np.zeros_like(crew.entry),
            states=np.zeros_like(crew.states),
            target=np.empty_like(crew.target),
            cost=np.empty_like(crew.cost),
        )
        kind = np.zeros_like(load.kind)  # of people whose ways carry nothing all are the first
        most_states = int(crew.states.sum(axis=1).max())
        distances, number = np.zeros((2, most_states), dtype=np.int64), np.zeros(most_states, dtype=np.int32)
        size = trim(crew, load, price, self.worth(sums), most, distances, number, small, kind)
        # copies, so that the room for the rest is given back
        return replace(
            self,
            crew=small._replace(target=small.target[:size].copy(), cost=small.cost[:size].copy()),
            load=load._replace(kind=kind[:size].copy()),
        )

    def worth(self, sums: Ints | None) -> Ints:
        """Return what the amounts of each person and kind are worth at prices of the sums; nothing where none are."""
        if sums is None:
            return np.zeros(self.load.adds.shape[:2], dtype=np.int64)
        worth: Ints = (self.load.adds * sums[:, None, :]).sum(axis=2)
        return worth

    def guide(self, prices: Floats, sums: Ints | None = None) -> Guide:
        """Return what is known at a price for each cover key, and of the sums that ways carry, in ticks."""
        states = self.crew.states
        start = (np.cumsum(states) - states.ravel()).reshape(states.shape)
        rest = np.empty(int(states.sum()), dtype=np.int64)
        all_rest_costs(self.crew, self.load, self.offers(prices)[0], self.worth(sums), start, rest)
        whole = np.zeros(len(self.demand), dtype=np.int64)
        whole[: len(prices)] = np.rint(prices)
        least = (self.demand - whole[:, None] * np.arange(self.demand.shape[1])).min(axis=1)
        days = np.array([day for day, *_ in self.keys] + [0] + [mix.day for mix in self.mixes])
        return Guide(start, rest, whole, least, days)

    @property
    def cover(self) -> Ints:
        """Cover key, number of people -> ticks."""
        return self.demand[: len(self.keys)]

    @property
    def usual_saving(self) -> float:
        """What the last wanted person usually saves, in ticks: the scale of prices."""
        wanted = self.cover.argmin(axis=1)
        rows = np.arange(len(wanted))
        saved = self.cover[rows, np.maximum(wanted - 1, 0)] - self.cover[rows, wanted]
        saved = saved[(saved > 0) & (saved < FORBIDDEN)]
        return float(np.median(saved)) if len(saved) else 6000.0

    def new_work(self) -> Work:
        """Return room to work in."""
        size = int(self.crew.states.sum(axis=1).max())
        whole = np.zeros(size, dtype=np.int64)
        return Work(whole, *(np.zeros(size, dtype=np.int32) for _ in range(4)))


def staffing(
    facts: Facts, workers: Sequence[Worker], stopped: Callable[[], bool], known: KnownGraphs | None = None
) -> Staffing | None:
    """Return people and demand; None where somebody has no legal roster, or when asked to stop.

    ``known`` are graphs from before, and takes those of these people. Raises TooRichError where somebody's rules need
    too many states.
    """
    known = known or KnownGraphs()
    graphs: list[Graph] = []
    for worker in workers:
        graph = known.graph(person_program(facts, worker))
        if not graph.layers or stopped():
            return None
        graphs.append(graph)
    return _of_graphs(facts, workers, graphs)


def _of_graphs(facts: Facts, workers: Sequence[Worker], graphs: Sequence[Graph]) -> Staffing:
    """Return people, of whom there are graphs, and demand."""
    keys = tuple(facts.cover)
    numbers = {key: number for number, key in enumerate(keys)}
    own = [(worker, graph.program) for worker, graph in zip(workers, graphs, strict=True)]
    rows = [row for worker, program in own for row in keys_of_rows(facts, worker, program.options, numbers)]
    together = tuple(mixes(facts, len(workers) + 1))
    crew = _flat(graphs, rows, _mixes_of_rows(own, together, len(keys)), len(keys))
    return Staffing(
        staff=tuple(worker.id for worker in workers),
        options=tuple(graph.program.options for graph in graphs),
        crew=crew,
        keys=keys,
        demand=np.vstack([demand_of(facts, keys, len(workers), FORBIDDEN), *(mix.costs for mix in together)]),
        load=flat_load(graphs, crew),
        mixes=together,
    )


def _mixes_of_rows(own: Sequence[tuple[Worker, Program]], together: Sequence[Mix], nothing: int) -> list[list[int]]:
    """Return, for each person's options of each day, nothing and the rows of demand of the mixes in which it counts."""
    found: dict[tuple[str, int, str], list[int]] = defaultdict(list)
    for number, mix in enumerate(together):
        for staff in mix.people:
            found[staff, mix.day, mix.shift].append(nothing + 1 + number)
    return [
        [nothing, *found[worker.id, day, shift]]
        for worker, program in own
        for day, options in enumerate(program.options)
        for shift in options
    ]


def _flat(graphs: Sequence[Graph], keys: Sequence[list[int]], also: Sequence[list[int]], nothing: int) -> Crew:
    options = np.array([[len(day) for day in graph.program.options] for graph in graphs], dtype=np.int64)
    return joined(
        [block_of(graph.layers, own) for graph, own in zip(graphs, options, strict=True)],
        options,
        Rows(padded(keys), padded(also), nothing),
        np.array([graph.program.constant for graph in graphs], dtype=np.int64),
    )


def padded(rows: Sequence[list[int]]) -> Ints32:
    """Return rows of the same length: each repeats its first."""
    most = max(map(len, rows))
    return np.array([row + row[:1] * (most - len(row)) for row in rows], dtype=np.int32)

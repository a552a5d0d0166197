"""Everybody's graphs over a long horizon in flat arrays; made person by person, in any process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.facts import CoverKey, Facts, Worker
from solver.kernel.blocks import Rows, block_of, joined
from solver.kernel.carrying import flat_load
from solver.kernel.compiled import Crew, Ints, Ints32
from solver.kernel.crew import demand_of, keys_of_rows, padded
from solver.kernel.graph import Graph, lasting_graph
from solver.kernel.mixes import Mix, mixes
from solver.kernel.program import person_program
from solver.kernel.sums import Load
from solver.long.alike import LONG, Merged, merged
from solver.long.ways import Reach

NO_CAP = -1


@dataclass(frozen=True)
class Part:
    """One person's part of the arrays."""

    graph: Graph
    keys: list[list[int]]
    """By day and option: the cover keys that it may count for, or the one for nothing; and (next) more of each of them:
    its shift, the cap that limits it, and the mixes that count it."""
    shifts: list[list[str]]
    caps: list[list[int]]
    also: list[list[int]]
    most: list[int]
    """By cap."""


@dataclass(frozen=True)
class People:
    """Everybody, and what is asked of them."""

    staff: tuple[str, ...]
    crew: Crew
    load: Load
    reach: Reach
    caps: Ints32
    """Option row, place of its key -> the cap that limits it, or ``NO_CAP``."""
    room: Ints
    """Person, cap -> how many of its shifts may be worked."""
    shifts: tuple[tuple[str, ...], ...]
    """By option row: the shift of each key."""
    keys: tuple[CoverKey, ...]
    demand: Ints
    """As Staffing has it: cover keys, nothing, mixes."""
    day: Ints
    """By row of demand."""


class Demand:
    """What the days of a scenario ask, by number."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.keys: tuple[CoverKey, ...] = tuple(sorted(facts.cover))
        self.numbers = {key: number for number, key in enumerate(self.keys)}
        self.mixes: tuple[Mix, ...] = tuple(mixes(facts, len(facts.workers) + 1))

    @property
    def nothing(self) -> int:
        """The number of what asks nothing."""
        return len(self.keys)

    def mixes_of(self, worker: Worker) -> Mapping[tuple[int, str], list[int]]:
        """Return the numbers of the mixes that count a person, by day and shift."""
        found: dict[tuple[int, str], list[int]] = {}
        for number, mix in enumerate(self.mixes, self.nothing + 1):
            if worker.id in mix.people:
                found.setdefault((mix.day, mix.shift), []).append(number)
        return found


def part_of(demand: Demand, worker: Worker) -> Part | None:
    """Return a person's part; None where they have no legal roster. Raises TooRichError."""
    facts = demand.facts
    program = person_program(facts, worker)
    counted = demand.mixes_of(worker)
    small = merged(program, counted)
    graph = lasting_graph(small.program, LONG)
    if not graph.layers or not program.possible:
        return None
    found = keys_of_rows(facts, worker, program, demand.numbers)
    by_shift = iter(found)
    keys = [{shift: next(by_shift) for shift in options} for options in program.options]
    rows = [
        _row(small, keys[day], demand.nothing, day, group) for day, own in enumerate(small.members) for group in own
    ]
    groups = [(day, group[0]) for day, own in enumerate(small.members) for group in own]
    light = replace(small.program, patterns=(), counts=(), choices=())
    return Part(
        graph=Graph(light, graph.layers, graph.carried),
        keys=[[key for key, _, _ in row] for row in rows],
        shifts=[[shift for _, shift, _ in row] for row in rows],
        caps=[[cap for _, _, cap in row] for row in rows],
        also=[[demand.nothing, *counted.get(place, ())] for place in groups],
        most=[cap.most for cap in small.caps],
    )


def _row(
    small: Merged, keys: Mapping[str, Sequence[int]], nothing: int, day: int, group: Sequence[str]
) -> list[tuple[int, str, int]]:
    """Return key, shift and cap of each way to work one of some shifts that are alike; one of those for nothing."""
    found = []
    for shift in group:
        cap = next((n for n, one in enumerate(small.caps) if shift in one.shifts and day in one.days), NO_CAP)
        found += [(key, shift, cap) for key in keys[shift]]
    idle = sorted((one for one in found if one[0] == nothing), key=lambda one: one[2])[:1]
    return [one for one in found if one[0] != nothing] + idle


def people_of(demand: Demand, parts: Sequence[Part]) -> People:
    """Return everybody's parts joined, in the order of the workers."""
    graphs = [part.graph for part in parts]
    options = np.array([[len(day) for day in graph.program.options] for graph in graphs], dtype=np.int64)
    rows = Rows(
        padded([row for part in parts for row in part.keys]),
        padded([row for part in parts for row in part.also]),
        demand.nothing,
    )
    crew = joined(
        [block_of(graph.layers, own) for graph, own in zip(graphs, options, strict=True)],
        options,
        rows,
        np.array([graph.program.constant for graph in graphs], dtype=np.int64),
    )
    load = flat_load(graphs, crew)
    most = max(1, *(len(part.most) for part in parts))
    table = demand_of(demand.facts, demand.keys, len(parts))
    return People(
        staff=tuple(graph.program.staff for graph in graphs),
        crew=crew,
        load=load,
        reach=_reach(crew, load),
        caps=padded([row for part in parts for row in part.caps]),
        room=np.array([part.most + [0] * (most - len(part.most)) for part in parts], dtype=np.int64),
        shifts=tuple(tuple(row) for part in parts for row in part.shifts),
        keys=demand.keys,
        demand=np.vstack([table, *(mix.costs for mix in demand.mixes)]),
        day=np.array([day for day, *_ in demand.keys] + [0] + [mix.day for mix in demand.mixes], dtype=np.int64),
    )


def _reach(crew: Crew, load: Load) -> Reach:
    """Return what ways may add to sums up to each day."""
    people, days = crew.options.shape
    low, high = np.zeros((2, people, days + 1, load.adds.shape[2]), dtype=np.int64)
    for p in range(people):
        for day in range(days):
            entries = slice(crew.entry[p, day], crew.entry[p, day] + crew.states[p, day] * crew.options[p, day])
            adds = load.adds[p, np.unique(load.kind[entries][crew.target[entries] >= 0])]
            low[p, day + 1], high[p, day + 1] = low[p, day] + adds.min(axis=0), high[p, day] + adds.max(axis=0)
    return Reach(low, high)

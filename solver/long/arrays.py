"""Everybody's graphs over a long horizon in flat arrays; made person by person, in any process."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from models.facts import CoverKey, Facts, Worker
from solver.kernel.blocks import Block, Rows, block_of, first_entries, joined
from solver.kernel.carried import Carried
from solver.kernel.carrying import load_of
from solver.kernel.compiled import FORBIDDEN, Crew, Ints, Ints32
from solver.kernel.crew import padded
from solver.kernel.demand import demand_of, keys_of_rows
from solver.kernel.graph import Graph, lasting_graph
from solver.kernel.mixes import Mix, mixes
from solver.kernel.program import person_program
from solver.kernel.sums import Load
from solver.long.alike import LONG, Merged, merged
from solver.long.ways import Reach, set_reach

NO_CAP = -1


@dataclass(frozen=True)
class Part:
    """One person's part of the arrays."""

    staff: str
    constant: int
    options: Ints
    """By day: how many."""
    block: Block
    kind: Ints32
    """Of each entry of the block."""
    carried: Carried
    keys: Ints32
    """By option row: the cover keys that it may count for, or the one for nothing; and (next) more of each of them:
    its shift, the cap that limits it, and the mixes that count it."""
    shifts: list[tuple[str, ...]]
    caps: Ints32
    also: Ints32
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
    found = keys_of_rows(facts, worker, program.options, demand.numbers)
    by_shift = iter(found)
    keys = [{shift: next(by_shift) for shift in options} for options in program.options]
    rows = [
        _row(small, keys[day], demand.nothing, day, group) for day, own in enumerate(small.members) for group in own
    ]
    groups = [(day, group[0]) for day, own in enumerate(small.members) for group in own]
    options = np.array([len(day) for day in small.members], dtype=np.int64)
    block = block_of(graph.layers, options)
    return Part(
        staff=program.staff,
        constant=small.program.constant,
        options=options,
        block=block,
        kind=_kinds(graph, block, options),
        carried=graph.carried,
        keys=padded([[key for key, _, _ in row] for row in rows]),
        shifts=[tuple(shift for _, shift, _ in row) for row in rows],
        caps=padded([[cap for _, _, cap in row] for row in rows]),
        also=padded([[demand.nothing, *counted.get(place, ())] for place in groups]),
        most=[cap.most for cap in small.caps],
    )


def _kinds(graph: Graph, block: Block, options: Ints) -> Ints32:
    """Return what each entry of a block adds to sums."""
    kind = np.zeros(len(block.target), dtype=np.int32)
    for layer, begin, width in zip(graph.layers, first_entries(block.states, options), options, strict=False):
        kind[begin + layer.source * width + layer.option] = layer.kind
    return kind


def _row(
    small: Merged, keys: Mapping[str, Sequence[int]], nothing: int, day: int, group: Sequence[str]
) -> list[tuple[int, str, int]]:
    """Return key, shift and cap of each way to work one of some shifts that are alike; one of those for nothing."""
    found = []
    for shift in group:
        cap = small.cap_of.get(shift, NO_CAP)
        if cap != NO_CAP and day not in small.caps[cap].days:
            cap = NO_CAP
        found += [(key, shift, cap) for key in keys[shift]]
    idle = sorted((one for one in found if one[0] == nothing), key=lambda one: one[2])[:1]
    return [one for one in found if one[0] != nothing] + idle


def people_of(demand: Demand, parts: Sequence[Part]) -> People:
    """Return everybody's parts joined, in the order of the workers."""
    crew = joined(
        [part.block for part in parts],
        np.array([part.options for part in parts]),
        Rows(_stacked([part.keys for part in parts]), _stacked([part.also for part in parts]), demand.nothing),
        np.array([part.constant for part in parts], dtype=np.int64),
    )
    load = load_of([part.carried for part in parts], np.concatenate([part.kind for part in parts]))
    most = max(1, *(len(part.most) for part in parts))
    table = demand_of(demand.facts, demand.keys, len(parts), FORBIDDEN)
    return People(
        staff=tuple(part.staff for part in parts),
        crew=crew,
        load=load,
        reach=_reach(crew, load),
        caps=_stacked([part.caps for part in parts]),
        room=np.array([part.most + [0] * (most - len(part.most)) for part in parts], dtype=np.int64),
        shifts=tuple(row for part in parts for row in part.shifts),
        keys=demand.keys,
        demand=np.vstack([table, *(mix.costs for mix in demand.mixes)]),
        day=np.array([day for day, *_ in demand.keys] + [0] + [mix.day for mix in demand.mixes], dtype=np.int64),
    )


def _stacked(tables: Sequence[Ints32]) -> Ints32:
    """Return the rows of tables; shorter ones repeat their first number."""
    most = max(table.shape[1] for table in tables)
    return np.concatenate(
        [np.hstack([table, np.repeat(table[:, :1], most - table.shape[1], axis=1)]) for table in tables]
    )


def _reach(crew: Crew, load: Load) -> Reach:
    """Return what ways may add to sums up to each day."""
    people, days = crew.options.shape
    low, high = np.zeros((2, people, days + 1, load.adds.shape[2]), dtype=np.int64)
    set_reach(crew, load, low, high)
    return Reach(low, high)

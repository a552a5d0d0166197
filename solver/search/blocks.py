"""Blocks: units between which nobody moves. Only budgets tie them, so one can be searched while the rest stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model

from models.facts import Facts
from solver.model import Model
from solver.search.blocked import Block
from solver.search.inner import Matrix
from solver.search.program import Program


def find_blocks(facts: Facts) -> Sequence[Block]:
    """Return the sets of units that are connected by lending or by people who may work in several."""
    links = [(row.source, row.target) for row in facts.scenario.lending]
    for worker in facts.workers.values():
        links += [(worker.home, unit) for unit in (worker.person.may_work_in if worker.person else ())]
    block = {unit: frozenset([unit]) for unit in facts.scenario.units}
    for first, second in links:
        joined = block[first] | block[second]
        block.update(dict.fromkeys(joined, joined))
    return tuple(dict.fromkeys(block.values()))


def decision_units(model: Model) -> Mapping[int, str]:
    """Return the unit of each decision, by index: of shifts and bookings the home, of all else where it is."""
    v = model.variables
    home = {worker.id: worker.home for worker in model.facts.workers.values()}
    units: dict[int, str] = {}

    def note(expression: object, unit: str) -> None:
        if isinstance(expression, cp_model.IntVar):
            units[expression.index] = unit

    for (worker, _, _), stages in v.by_stage.items():
        for x in stages.values():
            note(x, home[worker])
    for (line, _), booked in v.book.items():
        note(booked, home[line])
    for (line, _, _), booked in v.stage.items():
        note(booked, home[line])
    for (unit, _, _), items in v.weekly_items.items():
        note(items, unit)
    for place, lists in v.lists.items():
        note(lists, place.unit)
    for head, heads in v.heads.items():
        note(heads, head.place.unit)
    for duty, heads in v.duties.items():
        note(heads, duty.unit)
    return units


def unit_decisions(model: Model) -> Mapping[int, str]:
    """Return the unit of each decision, by index, and of the weekly minutes of each profile its home."""
    profiles = model.variables.profiles
    homes = {steps.index: profiles[n].worker.home for (n, _), steps in model.variables.steps.items()}
    return {**decision_units(model), **homes}


def members_of(model: Model, program: Program) -> Mapping[Block, Sequence[int]]:
    """Return the variables that follow from the decisions of each block; none where the whole is one block.

    What follows from several blocks together, as agency cost above its share does, is in each of them.
    """
    blocks = find_blocks(model.facts)
    if len(blocks) == 1:
        return {}
    matrix, decisions = Matrix.of(program.message), unit_decisions(model)
    nearest = matrix.nearest(decisions, ())
    own = {block: [x for x, unit in nearest.items() if unit in block] for block in blocks}
    block_of = {x: block for block, inside in own.items() for x in inside}
    ties = {number for number, row in enumerate(matrix.rows) if len({block_of[x] for x in row if x in block_of}) > 1}
    common = [x for x, rows in enumerate(matrix.columns) if rows and ties.issuperset(rows) and x not in decisions]
    return {block: sorted({*inside, *common}) for block, inside in own.items()}

"""A good coarse solution, made competence by competence.

Which hours of whom become which items is decided within a competence: a handful of people, their weeks and what they
produce. What ties competences together (teams, budgets, rooms) a linear relaxation prices well. So the people of one
main competence after the other become whole, over the whole horizon, while those to come stay relaxed.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol, Unpack

from models.result import Status
from solver.model import Model
from solver.search.blocks import decision_units
from solver.search.program import How, MipOutcome
from solver.search.relaxation import bookings_and_lists, indices, shift_variables

PIECE = 22
"""People who become whole at once, at most."""
FIRST_PIECE = 0.3
"""Part of the time for the first piece, at most: it has the most to find out."""
AGAIN_GAP = 0.02
"""Gap at which a piece ends that has found nothing in its time and is tried again."""
LEAST_LEFT = 0.3
"""Time for the pieces that follow where nothing is left, as a part of that of the first."""

Decisions = Mapping[int, int]
"""Values of decisions by index: what all else of a solution follows from."""


class Solvable(Protocol):
    """A program, here, in another process, or a part of one."""

    def solve(self, seconds: float, gap: float, seed: int, **how: Unpack[How]) -> MipOutcome:
        """Solve as Program.solve does."""


def build_block(
    model: Model,
    program: Solvable,
    block: frozenset[str],
    seconds: float,
    seed: int,
    gap: float,
    likely: Mapping[int, int] = MappingProxyType({}),
) -> Decisions | None:
    """Return the decisions of a block of units, found piece by piece; None where a piece has none in time.

    In the program all outside of the block is given. What is ``likely`` is kept as long as there is a solution with it.
    """
    inside = {x for x, unit in decision_units(model).items() if unit in block}
    shifts = shift_variables(model)
    pieces = _pieces(model, inside)
    own = inside | _counts(model, block)
    whole = bookings_and_lists(model) & own
    likely = {x: value for x, value in likely.items() if x in own}
    made: dict[int, float] = {}
    hint: dict[int, float] | None = None
    again = seconds * FIRST_PIECE
    for number, piece in enumerate([*pieces, inside]):
        whole |= piece
        share = again if number == 0 else seconds / (len(pieces) + 1 - number)
        began = time.monotonic()
        outcome = program.solve(share, gap, seed, whole=whole, fixed={**likely, **made}, hint=hint)
        if outcome.values is None and likely:
            # what its people have to do may not go together: let it be, and the numbers that others share in
            likely = {x: value for x, value in likely.items() if x in shifts and x not in piece}
            outcome = program.solve(again, gap, seed, whole=whole, fixed={**likely, **made}, hint=hint)
        if outcome.values is None and (likely or outcome.status is Status.UNKNOWN):
            # where a machine is slow, better late than all for nothing
            likely = {}
            outcome = program.solve(again, AGAIN_GAP, seed, whole=whole, fixed=made, hint=hint)
        seconds = max(LEAST_LEFT * again, seconds - (time.monotonic() - began))
        if outcome.values is None:
            return None
        hint = {x: round(outcome.values[x]) for x in whole}
        made |= {x: hint[x] for x in piece & shifts.keys()}
    assert hint is not None
    return {x: round(hint[x]) for x in inside}


def _counts(model: Model, block: frozenset[str]) -> set[int]:
    """Return the indices of the numbers of lists of a block."""
    return indices(count for key, count in model.variables.list_counts.items() if key[0] in block)


def _pieces(model: Model, inside: set[int]) -> list[set[int]]:
    """Return what is decided of each main competence: shifts, and numbers of what is done in it.

    Competences come in the order of the scenario. Where one has many people, they come in parts.
    """
    workers, order = model.facts.workers, list(model.facts.scenario.competences)
    shifts = {x: worker for x, (worker, _) in shift_variables(model).items() if x in inside}
    people: dict[str, list[str]] = defaultdict(list)
    for worker in sorted(set(shifts.values())):
        people[workers[worker].main].append(worker)
    numbers = _numbers(model)
    pieces: list[set[int]] = []
    for competence in sorted(people, key=order.index):
        members = people[competence]
        parts = -(-len(members) // PIECE)
        for part in range(parts):
            chosen = set(members[part::parts])
            pieces.append({x for x, worker in shifts.items() if worker in chosen})
        pieces[-1] |= numbers.get(competence, set()) & inside
        profiles = model.variables.profiles
        at_home = {workers[worker].home for worker in members}
        pieces[-1] |= indices(
            steps
            for (profile, _), steps in model.variables.steps.items()
            if profiles[profile].worker.main == competence and profiles[profile].worker.home in at_home
        )
    return pieces


def _numbers(model: Model) -> Mapping[str, set[int]]:
    """Return the variables that count heads, lists, duties and items, by competence."""
    v = model.variables
    found: dict[str, set[int]] = defaultdict(set)
    for (unit, activity, _), items in v.weekly_items.items():
        for competence in model.facts.scenario.units[unit].activities[activity].team:
            found[competence] |= indices([items])
    for head, heads in v.heads.items():
        found[head.competence] |= indices([heads])
    for place, lists in v.lists.items():
        for competence in v.session(place).team or ():
            found[competence] |= indices([lists])
    for duty, heads in v.duties.items():
        found[duty.competence] |= indices([heads])
    return found

"""Levelling: among coarse solutions that cost no more, one whose capacity follows the need.

Once demand is met, or cannot be met, nothing in the objective says in which week people should rather work. The
mismatch of capacity and need does (``solver/mismatch.py``). It is a key figure and not a cost, so the cost of the best
solution becomes a limit, and the mismatch what is minimised: for some people after the others, over the whole horizon,
while everybody else stays as they are.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence

from ortools.sat.python import cp_model

from models.base import TICKS_PER_MONEY
from solver.linear import Linear, Values, evaluate_at, total
from solver.mismatch import Mismatch, needed_keys
from solver.model import Model
from solver.search.anytime import Clock
from solver.search.blocks import decision_units, find_blocks
from solver.search.cpsat import Stop
from solver.search.mip import program_of
from solver.search.program import Program
from solver.search.relaxation import shift_variables
from solver.search.remote import RemoteProgram

SECONDS = 3.0
"""Longest solve for one group of people."""
PEOPLE = 14
"""People in a group at most: with more, the solver finds nothing in its time."""
GAP = 0.002
TIE = 0.01
"""Price of a mismatch as great as the whole need, as a part of all cost, where a solution is made."""
ROUNDS = 3
"""Times that everybody has a turn, at most."""


def level(model: Model, values: Values, clock: Clock, until: float, seed: int, stop: Stop) -> Values:
    """Return values that cost no more and have the least mismatch that is found until a second of the clock."""
    assert model.mismatch is not None
    if not model.mismatch.differences:
        return values
    limited = _limited(model, model.mismatch, values)
    remote = RemoteProgram(program_of(limited, 1.0), stop)
    try:
        for number in range(ROUNDS):
            for group in _groups(model, random.Random(seed + number)):
                left = until - clock.seconds
                if left < 0.5 or stop.event.is_set():
                    return values
                values = _levelled(model, remote, values, group, min(SECONDS, left))
    finally:
        remote.close()
    return values


def levelled_program(model: Model, cost: float) -> Program:
    """Return a program in which the mismatch has a small price beside the cost (in ticks) that is expected.

    A mismatch as great as the whole need is worth a part TIE of that cost: enough to decide where costs are nearly
    alike. It is for making a first good solution, not for bounds.
    """
    assert model.mismatch is not None
    price = max(1, round(TIE * cost / max(1, sum(needed_keys(model.facts).values()))))
    levelled = model.cp.clone()
    levelled.minimize(total(model.terms.values()) + price * model.mismatch.distance)
    return program_of(levelled, TICKS_PER_MONEY)


def _limited(model: Model, mismatch: Mismatch, values: Values) -> cp_model.CpModel:
    """Return a model that minimises the mismatch, at the cost of some values at most."""
    limited = model.cp.clone()
    costs: list[Linear] = list(model.terms.values())
    value = evaluate_at(values)
    limited.add(total(costs) <= sum(value(term) for term in costs))
    limited.minimize(mismatch.distance)
    return limited


def _groups(model: Model, chance: random.Random) -> Iterator[frozenset[str]]:
    """Yield groups of employees: first of one home and main competence, then teams of all competences of a block.

    Teams move lists from week to week, for which people of several competences have to move together.
    """
    people = [worker for worker in model.facts.workers.values() if worker.offer is None]
    chance.shuffle(people)
    alike: dict[tuple[str, str], list[str]] = defaultdict(list)
    for worker in people:
        alike[worker.home, worker.main].append(worker.id)
    for members in alike.values():
        yield from _dealt(members)
    for block in find_blocks(model.facts):
        sets = [members for (home, _), members in alike.items() if home in block]
        if len(sets) > 1:
            yield from _dealt([worker for members in sets for worker in members])


def _dealt(members: Sequence[str]) -> Iterator[frozenset[str]]:
    """Deal people into groups of moderate size, one after the other, so that neighbours come into different groups."""
    parts = -(-len(members) // PEOPLE)
    return (frozenset(members[part::parts]) for part in range(parts))


def _levelled(model: Model, remote: RemoteProgram, values: Values, group: frozenset[str], seconds: float) -> Values:
    """Return better values in which only the shifts of a group have changed, and what depends on them."""
    assert model.mismatch is not None
    home = model.facts.workers[min(group)].home
    block = next(block for block in find_blocks(model.facts) if home in block)
    fixed = {index: values[index] for index, unit in decision_units(model).items() if unit not in block}
    fixed |= {index: values[index] for index, (worker, _) in shift_variables(model).items() if worker not in group}
    outcome = remote.solve(seconds, GAP, 0, fixed=fixed, hint=dict(enumerate(values)))
    found = outcome.rounded()
    if found is None:
        return values
    minutes, costs = model.mismatch.minutes, total(model.terms.values())
    before, after = evaluate_at(values), evaluate_at(found)
    better = after(costs) <= before(costs) and minutes(after) < minutes(before)
    return found if better else values

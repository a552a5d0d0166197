"""Levelling: among coarse solutions that cost no more, one whose capacity follows the need.

Once demand is met, or cannot be met, nothing in the objective says in which week people should rather work. The
mismatch of capacity and need does (``solver/mismatch.py``). It is a key figure and not a cost, so the cost of the best
solution becomes a limit, and the mismatch what is minimised: for the people of one home and main competence after the
other, over the whole horizon, while everybody else stays as they are.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence

from ortools.sat.python import cp_model

from solver.linear import Linear, Values, evaluate_at, total
from solver.mismatch import Mismatch
from solver.model import Model
from solver.search.anytime import Clock
from solver.search.blocks import decision_units, find_blocks
from solver.search.cpsat import Stop
from solver.search.mip import program_of
from solver.search.relaxation import shift_variables
from solver.search.remote import RemoteProgram

SECONDS = 3.0
"""Longest solve for one group of people."""
PEOPLE = 12
"""People in a group at most: with more, the solver finds nothing in its time."""
GAP = 0.01
ROUNDS = 2
"""Times that everybody has a turn, at most."""


def level(model: Model, values: Values, clock: Clock, until: float, seed: int, stop: Stop) -> Values:
    """Return values that cost no more and have the least mismatch that is found until a second of the clock."""
    assert model.mismatch is not None
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


def _limited(model: Model, mismatch: Mismatch, values: Values) -> cp_model.CpModel:
    """Return a model that minimises the mismatch, at the cost of some values at most."""
    limited = model.cp.clone()
    costs: list[Linear] = list(model.terms.values())
    value = evaluate_at(values)
    limited.add(total(costs) <= sum(value(term) for term in costs))
    limited.minimize(mismatch.distance)
    return limited


def _groups(model: Model, chance: random.Random) -> Sequence[frozenset[str]]:
    """Return employees by home and main competence, in groups of moderate size."""
    people: dict[tuple[str, str], list[str]] = defaultdict(list)
    for worker in model.facts.workers.values():
        if worker.offer is None:
            people[worker.home, worker.main].append(worker.id)
    groups: list[frozenset[str]] = []
    for members in people.values():
        chance.shuffle(members)
        parts = -(-len(members) // PEOPLE)
        groups += [frozenset(members[part::parts]) for part in range(parts)]
    return groups


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

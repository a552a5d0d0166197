"""Parts that are cut from a model: the same best solution as the whole with the rest fixed, and nothing broken."""

from __future__ import annotations

import random

import numpy as np
import pytest
from ortools.sat.python import cp_model

from models.facts import Facts
from solver.linear import evaluate_at, total
from solver.model import Model, build
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.parts import Parts
from solver.search.relaxation import shift_variables
from solver.search.settle import settle
from solver.solution import read_solution
from tests.support.wards import ward


def model_of_ward() -> Model:
    model = build(Facts(ward()))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    return model


def first_of(model: Model, seed: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return some roster, at the least cost of its shifts."""
    values = run(model.cp, Limits(60.0, 1, seed, first=True), Stop(None)).values
    assert values is not None
    settled = settle(model, read_solution(model, evaluate_at(values))).values
    assert settled is not None
    return np.array(settled, dtype=np.int64)


@pytest.mark.parametrize("seed", range(6))
def test_a_part_is_the_model_with_the_rest_fixed(seed: int) -> None:
    model = model_of_ward()
    cells = shift_variables(model)
    parts = Parts(model.cp, cells)
    values = first_of(model, seed)
    chosen = random.Random(seed)
    people = set(chosen.sample(sorted(model.facts.workers), 3))
    first = chosen.randrange(10)
    free = [x for x, (staff, day) in cells.items() if staff in people and first <= day < first + 6]
    part = parts.cut(free, values)
    own = run(part.cp, Limits(60.0, 1), Stop(None))
    assert own.values is not None
    merged = part.merged(values, own.values)

    whole = model.cp.clone()
    for x in set(cells) - set(free):
        whole.proto.variables[x].domain.clear()
        whole.proto.variables[x].domain.extend([values[x], values[x]])
    best = run(whole, Limits(60.0, 1), Stop(None))
    assert own.objective == best.objective == parts.cost(merged)
    assert parts.allows(merged)
    assert all(merged[x] == values[x] for x in set(cells) - set(free))
    assert len(part.variables) < len(values)


def test_a_row_that_is_broken_is_not_allowed() -> None:
    model = model_of_ward()
    parts = Parts(model.cp, shift_variables(model))
    values = first_of(model, 0)
    assert parts.allows(values)
    worked = next(x for x in shift_variables(model) if values[x])
    values[worked] = 0
    assert not parts.allows(values)


def test_every_kind_of_row_can_be_cut() -> None:
    cp = cp_model.CpModel()
    a, b, c, d = (cp.new_bool_var(name) for name in "abcd")
    cp.add_exactly_one(a, b.Not())
    cp.add_at_most_one(b, c)
    cp.add_bool_or(c, d, a.Not())
    cp.add(True)
    cp.minimize(a - 2 * b + 3 * d + 5)
    parts = Parts(cp, [v.index for v in (a, b, c, d)])
    true = len(cp.proto.variables) - 4  # what CP-SAT has made for the row that always holds
    solution = np.array([1, 1, 0, 1] + true * [1], dtype=np.int64)
    assert parts.allows(solution)
    assert parts.cost(solution) == 1 - 2 + 3 + 5
    for broken in ([1, 0, 0, 1], [1, 1, 1, 1], [1, 1, 0, 0]):
        assert not parts.allows(np.array(broken + true * [1], dtype=np.int64))
    assert run(parts.cut([0, 1, 2, 3], solution).cp, Limits(10.0, 1), Stop(None)).objective == 5


def test_rows_with_a_condition_are_refused() -> None:
    cp = cp_model.CpModel()
    a, b = cp.new_bool_var("a"), cp.new_bool_var("b")
    cp.add(a == 1).only_enforce_if(b)
    with pytest.raises(ValueError, match="condition"):
        Parts(cp, [a.index])

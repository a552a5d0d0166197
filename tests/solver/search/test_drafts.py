"""Solutions from what is likely: shifts drawn from a relaxation, let go where they do not go together, in turn."""

from __future__ import annotations

import pytest

from models.result import Status
from solver.linear import evaluate_at, total
from solver.model import Model
from solver.search import drafts
from solver.search.anytime import Clock
from solver.search.blocks import decision_units
from solver.search.building import Decisions, build_block
from solver.search.cpsat import Stop
from solver.search.drafts import Drafts
from solver.search.fixing import FIXED, LIKELY, likely_shifts, likely_values
from solver.search.mip import to_program
from solver.search.relaxation import bookings_and_lists, shift_variables
from solver.search.remote import RemoteProgram
from solver.search.shared import with_decisions
from tests.solver.search.test_clinics import coarse, optimum, two_professions
from tests.support.golden import NAMES, read_golden
from tests.support.hospitals import hospital


def cost_of(model: Model, made: Decisions) -> int:
    values = with_decisions(model, made)
    assert values is not None
    return int(evaluate_at(values)(total(model.terms.values())))


def test_shifts_are_drawn_from_those_that_a_relaxation_gives() -> None:
    model = coarse(two_professions())
    shifts = shift_variables(model)
    relaxed = [0.0] * len(model.cp.proto.variables)
    given = sorted(shifts)[::2]
    for x in given:
        relaxed[x] = LIKELY + 0.3
    drawn = [likely_shifts(model, relaxed, seed) for seed in range(8)]
    assert drawn[0] == likely_shifts(model, relaxed, 0)
    assert len({frozenset(each) for each in drawn}) > 1
    for each in drawn:
        assert set(each) <= set(given)
        assert set(each.values()) == {1}
        assert len(each) == round(FIXED * len(set(shifts.values())))


def test_whole_shifts_come_before_others() -> None:
    model = coarse(two_professions())
    first, *others = sorted(shift_variables(model))
    relaxed = [0.0] * len(model.cp.proto.variables)
    for x in others:
        relaxed[x] = LIKELY + 0.1
    relaxed[first] = 1.0
    assert all(first in likely_shifts(model, relaxed, seed) for seed in range(8))


@pytest.mark.parametrize("name", NAMES)
def test_bookings_and_lists_that_are_likely_leave_a_relaxation(name: str) -> None:
    model = coarse(read_golden(name).scenario)
    program = to_program(model)
    found = likely_values(model, program, 20.0, 0)
    numbers = {x: found[x] for x in bookings_and_lists(model)}
    assert found.keys() - numbers.keys() <= shift_variables(model).keys()
    assert program.solve(20.0, 1.0, 0, whole=(), fixed=numbers).status is not Status.INFEASIBLE


def test_what_does_not_go_together_is_let_go() -> None:
    """All shifts at once are more than any contract allows."""
    model = coarse(two_professions())
    likely = dict.fromkeys(shift_variables(model), 1)
    remote = RemoteProgram(to_program(model), Stop(None))
    try:
        made = build_block(model, remote, frozenset({"clinic"}), 20.0, 0, 1e-4, likely)
    finally:
        remote.close()
    assert made is not None
    assert cost_of(model, made) == optimum(model) * model.unit


def make(model: Model) -> list[Decisions]:
    offered: list[Decisions] = []
    relaxed = to_program(model).solve(20.0, 1.0, 0, whole=())
    Drafts(model, Stop(None), Clock(40.0), offered.append).make(relaxed, 0, lambda: False)
    return offered


def test_where_there_is_time_the_last_draft_leaves_all_open() -> None:
    model = coarse(two_professions())
    offered = make(model)
    assert cost_of(model, offered[-1]) == optimum(model) * model.unit
    assert len(offered) <= 2


def test_elsewhere_all_drafts_are_quick_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drafts, "OPEN_SECONDS", 1000.0)
    model = coarse(two_professions())
    offered = make(model)
    assert 1 <= len(offered) <= drafts.QUICK
    costs = [cost_of(model, made) for made in offered]
    assert costs == sorted(costs, reverse=True)
    assert costs[-1] >= optimum(model) * model.unit


def test_of_several_blocks_all_are_made_and_the_better_ones_are_kept() -> None:
    """West and east lend each other a doctor, the ward is apart: budgets are all that they share."""
    model = coarse(hospital())
    offered = make(model)
    assert all(made.keys() == decision_units(model).keys() for made in offered)
    assert min(cost_of(model, made) for made in offered) >= optimum(model) * model.unit

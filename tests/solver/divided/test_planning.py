"""Divisions with clinics: whole lending, units one after the other, and what each may take."""

from __future__ import annotations

import pytest

from models.base import TICKS_PER_MONEY
from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from solver.divided.lent import lent_heads, whole_lending
from solver.divided.search import DividedSearch
from solver.divided.sharing import Allotment
from solver.linear import total
from solver.model import Model, build
from solver.search.anytime import Clock, Track
from solver.search.blocks import unit_decisions
from solver.search.cpsat import Stop, set_objective
from solver.search.inner import InnerProgram, Matrix
from solver.search.mip import program_of
from solver.settings import Settings
from tests.support.hospitals import hospital


def coarse() -> Model:
    model = build(Facts(hospital()), coarse=True)
    set_objective(model.cp, total(model.terms.values()), 1)
    return model


def test_lending_becomes_whole_and_nearly_as_much() -> None:
    model = coarse()
    relaxed = program_of(model.cp, TICKS_PER_MONEY).solve(10.0, 0.0, 0, whole=()).values
    assert relaxed is not None
    lent = whole_lending(model, relaxed)
    assert set(lent) == set(lent_heads(model).values())
    assert abs(sum(lent.values()) - sum(relaxed[x] for x in lent)) <= 0.5
    assert sum(lent.values()) > 0, "the east is short of doctors"


@pytest.mark.parametrize("unit", ["west", "east", "ward"])
def test_a_unit_beside_the_others_of_an_optimum_is_as_good(unit: str) -> None:
    model = coarse()
    program = program_of(model.cp, TICKS_PER_MONEY)
    best = program.solve(20.0, 0.0, 0)
    assert best.values is not None
    assert best.objective is not None
    matrix = Matrix.of(program.message)
    lent = set(lent_heads(model).values())
    nearest = matrix.nearest(unit_decisions(model), lent)
    assert set(nearest) | lent == set(range(len(model.cp.proto.variables)))
    inside = [x for x, where in nearest.items() if where == unit]
    values = [float(round(value)) for value in best.values]
    found = InnerProgram(program, matrix, inside, values).solve(20.0, 0.0, 0)
    assert found.objective == pytest.approx(best.objective, abs=1.0)


def test_overtime_that_is_not_used_goes_to_those_to_come() -> None:
    allotment = Allotment(1000, [0.5, 0.3, 0.2])
    allotment.wanted([500.0, 300.0, 200.0])
    assert allotment.take(0) == 500
    allotment.settle(0, 100, in_vain=False)
    assert allotment.take(1) == 540
    allotment.settle(1, 0, in_vain=True)
    assert allotment.take(2) == 360
    assert allotment.take(1) == 540


def test_who_is_planned_again_may_take_what_is_left() -> None:
    allotment = Allotment(1000, [0.5, 0.5])
    allotment.wanted([500.0, 500.0])
    for number, used in ((0, 400), (1, 450)):
        allotment.take(number)
        allotment.settle(number, used, in_vain=False)
    assert allotment.take(0) == 550
    assert allotment.take(1) == 450, "nothing is left beside what it has used"


def test_who_wants_no_overtime_may_still_take_a_little() -> None:
    allotment = Allotment(1000, [0.5, 0.5])
    allotment.wanted([1000.0, 0.0])
    assert allotment.take(1) == 150
    assert allotment.take(0) == 850


def test_no_limit_of_overtime_is_none() -> None:
    allotment = Allotment(None, [1.0])
    assert allotment.take(0) is None


def test_the_search_agrees_with_the_evaluation_and_its_bound_holds() -> None:
    scenario = hospital()
    clock = Clock(10.0)
    track = Track(clock, None)
    status, roster = DividedSearch(Facts(scenario), Settings(time_limit=10.0), clock, track, Stop(None)).run()
    assert status in (Status.OPTIMAL, Status.FEASIBLE)
    assert roster is not None
    evaluation = evaluate(scenario, roster)
    assert not evaluation.violations
    assert evaluation.objective == track.objective
    homes = {person.id: person.home for person in scenario.staff}
    assert {homes.get(row.staff, "east") for row in roster.shifts} == {"west", "east", "ward"}, "nobody stands idle"
    assert track.bound is not None
    assert track.bound <= evaluation.objective


def test_a_stop_gives_the_best_roster_so_far() -> None:
    scenario = hospital()
    clock, stop = Clock(60.0), Stop(None)
    track = Track(clock, lambda _: stop.event.set())
    _, roster = DividedSearch(Facts(scenario), Settings(time_limit=60.0), clock, track, stop).run()
    assert roster is not None
    evaluation = evaluate(scenario, roster)
    assert not evaluation.violations
    assert evaluation.objective == track.objective

"""The search for wards: first rosters, neighbourhoods and bounds end at the optimum of small ones."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from benchmarks.curtois import read
from models.base import money
from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from models.scenario import Scenario
from solver.assignment import assign
from solver.linear import evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock, Track
from solver.search.construction import construct
from solver.search.covering import CoverSearch
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.parts import Parts
from solver.search.preparing import Preparation
from solver.search.relaxation import shift_variables
from solver.settings import Settings
from solver.solution import read_solution
from tests.support.wards import ward

TINY = Path(__file__).parents[2] / "benchmarks" / "data" / "Tiny.txt"
LEAST_COVER = [{"unit": "clinic", "shift": "early", "competence": "nurse", "min": 2, "min_mode": "hard"}]


def search_of(model: Model, clock: Clock, track: Track, stop: Stop) -> CoverSearch:
    settings = Settings(time_limit=clock.limit, workers=2)
    return CoverSearch(model, settings, clock, track, stop, Preparation(model.facts, stop, clock.limit))


@pytest.mark.parametrize(
    ("scenario", "cost"),
    [
        (read(TINY), 14),
        # two a day in 14 days, 6 people with 8 or 9 shifts each: no request needs to be broken
        (ward(cover=LEAST_COVER), None),
    ],
    ids=["made person by person", "a least cover that takes several people"],
)
def test_the_search_ends_at_the_optimum(scenario: Scenario, cost: int | None) -> None:
    model = build(Facts(scenario))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    best = run(model.cp, Limits(60.0, 2), Stop(None))
    clock = Clock(60.0)
    track = Track(clock, None)
    status, values = search_of(model, clock, track, Stop(None)).run()
    assert status is Status.OPTIMAL
    assert values is not None
    assert best.objective is not None
    assert track.objective == track.bound == best.objective * model.unit
    judged = evaluate(scenario, assign(model, read_solution(model, evaluate_at(values))), model.facts)
    assert not judged.violations
    assert judged.objective == track.objective
    assert cost in (None, money(judged.objective))


def test_a_first_roster_is_made_person_by_person() -> None:
    scenario = ward()
    model = build(Facts(scenario))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    parts = Parts(model.cp, shift_variables(model))
    values = construct(model, parts, Clock(60.0), 60.0, 0, Stop(None))
    assert values is not None
    judged = evaluate(scenario, assign(model, read_solution(model, evaluate_at(values.tolist()))), model.facts)
    assert not judged.violations
    assert judged.objective == parts.cost(values) * model.unit


def test_nobody_alone_keeps_a_least_cover_of_two() -> None:
    model = build(Facts(ward(cover=LEAST_COVER)))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    parts = Parts(model.cp, shift_variables(model))
    assert construct(model, parts, Clock(60.0), 60.0, 0, Stop(None)) is None


def test_no_roster_is_found_where_there_is_none() -> None:
    too_many = [{**LEAST_COVER[0], "min": 6}]
    model = build(Facts(ward(cover=too_many)))
    clock = Clock(60.0)
    assert search_of(model, clock, Track(clock, None), Stop(None)).run() == (Status.INFEASIBLE, None)


def test_a_stop_ends_the_search_with_the_best_roster_so_far() -> None:
    event = threading.Event()
    model = build(Facts(ward()))
    clock = Clock(600.0)
    track = Track(clock, lambda incumbent: event.set() if incumbent.objective is not None else None)
    _, values = search_of(model, clock, track, Stop(event)).run()
    assert values is not None

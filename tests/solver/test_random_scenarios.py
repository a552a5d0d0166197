"""Random small scenarios: every roster keeps all limits, costs what was reported, and no bound passes it."""

from __future__ import annotations

import pytest
from hypothesis import given

from models.evaluation import evaluate
from models.facts import Facts
from models.result import LEVELS, Result, Status
from models.scenario import Objective, Scenario
from solver.linear import total
from solver.model import build
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.settings import Settings
from solver.solve import complete, solve
from tests.support.scenarios import randomly, scenarios

SETTINGS = Settings(time_limit=60.0, workers=2, deterministic_limit=3.0)


def check_result(scenario: Scenario, result: Result) -> None:
    """Check what holds for every result of a solve in money mode."""
    if result.roster is None:
        assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
        assert bool(result.conflicts) == (result.status is Status.INFEASIBLE)
        return
    judged = evaluate(scenario, result.roster)
    assert judged == result.evaluation
    assert judged.violations == ()
    assert None not in judged.terms.values()
    assert result.incumbents[-1].objective == result.objective
    assert result.bound is None or result.bound <= judged.objective
    if result.status is Status.OPTIMAL:
        assert result.bound == judged.objective


@randomly(15)
@given(scenarios())
def test_plain_search(scenario: Scenario) -> None:
    result = solve(scenario, SETTINGS)
    check_result(scenario, result)
    if result.status is not Status.OPTIMAL or result.roster is None:
        return
    assert result.objective is not None
    completed = complete(scenario, result.roster, SETTINGS)
    assert completed.roster is not None
    assert completed.objective is not None
    assert completed.evaluation is not None
    assert completed.objective <= result.objective
    assert "pin" not in {found.rule for found in completed.evaluation.violations}
    worked = {(row.staff, row.date, row.shift) for row in result.roster.shifts}
    assert {(row.staff, row.date, row.shift) for row in completed.roster.shifts} == worked


@randomly(15)
@given(scenarios())
def test_coarse_bound(scenario: Scenario) -> None:
    """What leaves out the half-days never costs more."""
    facts = Facts(scenario)
    best = []
    for coarse in (True, False):
        model = build(facts, coarse=coarse)
        set_objective(model.cp, total(model.terms.values()), model.unit)
        outcome = run(model.cp, Limits(60.0, 2, deterministic=5.0), Stop(None))
        best.append((outcome.status, model.unit, outcome))
    (coarse_status, coarse_unit, relaxed), (status, unit, whole) = best
    if coarse_status is Status.INFEASIBLE:
        assert status in (Status.INFEASIBLE, Status.UNKNOWN)
    elif relaxed.bound is not None and whole.objective is not None:
        assert relaxed.bound * coarse_unit <= whole.objective * unit


@randomly(10)
@given(scenarios())
def test_lexicographic(scenario: Scenario) -> None:
    result = solve(scenario.model_copy(update={"objective": Objective(mode="lexicographic")}), SETTINGS)
    if result.roster is None or result.evaluation is None:
        assert result.status in (Status.INFEASIBLE, Status.UNKNOWN)
        return
    assert result.evaluation.violations == ()
    assert [level.name for level in result.levels] == list(LEVELS)
    for level in result.levels:
        cost = sum(result.evaluation.terms[name] or 0 for name in LEVELS[level.name])
        assert level.objective is not None
        assert cost <= level.objective
        assert level.bound is None or level.bound <= level.objective
        if result.status is Status.OPTIMAL:
            assert cost == level.objective == level.bound


@randomly(3)
@given(scenarios())
def test_layered_search(scenario: Scenario) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("solver.solving.PLAIN_VARIABLES", 0)
        check_result(scenario, solve(scenario, Settings(time_limit=4.0, workers=2)))

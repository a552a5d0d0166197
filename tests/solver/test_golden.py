"""Every golden scenario: the solver proves the optimum that was worked out by hand."""

from __future__ import annotations

import pytest

from models.base import TICKS_PER_MONEY
from models.result import Result, Status
from solver.settings import Settings
from solver.solve import solve
from tests.support.golden import NAMES, Golden, read_golden

SETTINGS = {
    "by the clock": Settings(time_limit=120.0, workers=4),
    "deterministic": Settings(time_limit=120.0, workers=4, deterministic_limit=60.0),
}


@pytest.fixture(params=NAMES)
def golden(request: pytest.FixtureRequest) -> Golden:
    return read_golden(request.param)


@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_optimum(golden: Golden, settings: Settings) -> None:
    result = solve(golden.scenario, settings)
    assert result.evaluation is not None
    assert result.evaluation.violations == ()
    assert result.status is Status.OPTIMAL
    assert result.bound == result.objective == to_ticks(golden.objective)
    assert reported(result) == result.objective
    assert {name: value or 0 for name, value in result.evaluation.terms.items()} == {
        name: to_ticks(amount) for name, amount in golden.terms.items()
    }


def to_ticks(amount: float) -> int:
    return round(amount * TICKS_PER_MONEY)


def reported(result: Result) -> int | None:
    """Return the objective that was reported last."""
    return result.incumbents[-1].objective

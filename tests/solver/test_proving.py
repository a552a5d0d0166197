"""Bounds proven anew: of a cost, and of levels given what the levels above cost."""

from __future__ import annotations

import pytest

from models.loading import parse
from models.result import Incumbent
from models.scenario import Scenario
from solver.proving import prove_cost, prove_levels
from solver.settings import Settings
from solver.solve import solve
from tests.bemanna.cli.support import TINY

QUICK = Settings(time_limit=20, workers=1)


def clinic(mode: str) -> Scenario:
    """Return a clinic whose people can do 80 of 88 visits, with additional hours that cost 1920."""
    return parse(f"{TINY.replace('visit: 70', 'visit: 88')}objective: {{mode: {mode}}}\n", "tiny.yaml")


def test_a_cost_is_proven_and_progress_is_told() -> None:
    scenario, seen = clinic("money"), list[Incumbent]()
    roster = solve(scenario, QUICK).roster
    assert roster is not None
    fresh = prove_cost(scenario, roster, 9920 * 6000, QUICK, seen.append)
    assert fresh.bound == fresh.objective == 9920 * 6000
    assert seen[-1].bound == fresh.bound
    # of a bound that is too high the search says no more than what is true
    assert prove_cost(scenario, roster, 9921 * 6000, QUICK).bound == 9920 * 6000


def test_levels_are_bounded_given_those_above() -> None:
    scenario = clinic("lexicographic")
    evaluation = solve(scenario, QUICK).evaluation
    assert evaluation is not None
    levels = prove_levels(scenario, evaluation.terms, {}, QUICK)
    assert [(level.name, level.objective, level.bound) for level in levels] == [
        ("production", 8000 * 6000, 8000 * 6000),
        ("cost", 1920 * 6000, 1920 * 6000),
        ("wishes", 0, 0),
    ]
    # with eight more visits missing, Bob need not work more: the cost given that is 0
    worse = {**evaluation.terms, "shortfall": 16_000 * 6000}
    assert [level.bound for level in prove_levels(scenario, worse, {}, QUICK)] == [8000 * 6000, 0, 0]


def test_terms_that_no_roster_has_are_refused() -> None:
    scenario = clinic("lexicographic")
    evaluation = solve(scenario, QUICK).evaluation
    assert evaluation is not None
    with pytest.raises(ValueError, match="no roster costs as little"):
        prove_levels(scenario, {**evaluation.terms, "shortfall": 0}, {}, QUICK)

"""Small clinics that lack something, and what explains them."""

from __future__ import annotations

from typing import Any

from models.result import Result, Status
from models.scenario import Scenario
from solver.explain.causes import Cause
from solver.explain.explanation import Explanation, explain
from solver.explain.levers.lever import Lever
from solver.search.cpsat import Stop
from solver.settings import Settings
from solver.solve import solve
from tests.support.rosters import clinic

FAST = Settings(time_limit=1000.0, workers=2, deterministic_limit=5.0)


def best(scenario: Scenario) -> Result:
    """Return a result that is proven to be the best."""
    result = solve(scenario, FAST)
    assert result.status is Status.OPTIMAL
    return result


def explained(scenario: Scenario) -> Explanation:
    """Return what is found out about the best roster of a scenario."""
    result = best(scenario)
    assert result.roster is not None
    found = explain(scenario, result.roster, result.bound, FAST, Stop(None))
    assert found is not None
    assert found.complete
    return found


def helping(cause: Cause) -> set[Lever]:
    """Return what would help."""
    return {effect.lever for effect in cause.effects}


def theatre(**parts: Any) -> Scenario:
    """Return a theatre with lists of two operations for a doctor and a nurse, twenty planned, and one team."""
    room = parts.pop("room", {"count": 1})
    lists = {"activities": ["operation"], "room": "theatre", "team": {"doctor": 1, "nurse": 1}, "yield": 2}
    unit = {
        "rooms": {"theatre": room},
        "activities": {"operation": {"shortfall_cost": 5000}},
        "sessions": {"lists": lists | parts.pop("lists", {})},
    }
    staff = [{"id": "dora", "competences": ["doctor"]}, {"id": "nils", "competences": ["nurse"]}]
    base = {"units": {"clinic": unit}, "production_plan": {"clinic": {"operation": (20,)}}, "staff": staff}
    return clinic(**(base | parts))

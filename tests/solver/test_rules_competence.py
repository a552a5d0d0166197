"""Competences that expire, with sessions and cover: the optimum is the least cost of all rosters."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from models.scenario import Scenario
from solver.settings import Settings
from solver.solve import complete, solve
from tests.support.enumeration import least_cost
from tests.support.rosters import clinic
from tests.support.rules import MODES, compare, ward, weeks_of_anna

HALVES = {
    "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
    "half": {"from": "08:00", "to": "12:00", "covers": ["am"]},
}
UNIT = {
    "open": {"mon-tue": ["am"]},
    "activities": {"visit": {"team": {"nurse": 120}, "shortfall_cost": 700}},
    "sessions": {"visits": {"activities": ["visit"]}},
}
ANNA = {"id": "anna", "competences": ["nurse", "doctor"], "contract_minutes": 480, "cost_per_hour": 300}
UNTIL_MONDAY = {"nurse": "2027-03-01"}


def cover(shift: str, **parts: Any) -> dict[str, Any]:
    return {"unit": "clinic", "shift": shift, "competence": "nurse", "days": "mon-tue"} | parts


CASES: dict[str, dict[str, Any]] = {
    "sessions": {"staff": [ANNA | {"valid_until": UNTIL_MONDAY}]},
    "nothing is valid": {"staff": [ANNA | {"competences": ["nurse"], "valid_until": UNTIL_MONDAY}]},
    "cover": {
        "staff": [ANNA | {"valid_until": UNTIL_MONDAY}],
        "cover": [cover("half", target=1, under_cost=900), cover("half", competence="doctor", target=0, over_cost=50)],
    },
    "cover when nothing is valid": {
        "staff": [ANNA | {"competences": ["nurse"], "valid_until": UNTIL_MONDAY}],
        "cover": [cover("half", target=1, under_cost=400)],
    },
    "shared cover": {
        "staff": [ANNA | {"valid_until": UNTIL_MONDAY}],
        "cover": [cover("half", target=1, under_cost=400, shared=True)],
    },
    "shared cover when nothing is valid": {
        "staff": [ANNA | {"competences": ["nurse"], "valid_until": UNTIL_MONDAY}],
        "cover": [cover("half", target=1, under_cost=400, shared=True)],
    },
    "idle as what is valid": {
        "staff": [ANNA | {"valid_until": UNTIL_MONDAY, "contract_minutes": 960}],
        "cover": [cover("day", competence="doctor", target=0, over_cost=60)],
    },
}


def scenario_of(case: str, mode: dict[str, Any]) -> Scenario:
    """Return a clinic that is open on Monday and Tuesday mornings, with a competence that is valid until Monday."""
    base = {"shifts": HALVES, "units": {"clinic": UNIT}, "production_plan": {"visit": 4}}
    rules = {"presets": ["none"], "overrides": {"competence_validity": mode}}
    return clinic(**(base | CASES[case]), rules=rules)


@pytest.mark.parametrize("mode", [{}, {"mode": "soft", "cost": 90}, {"mode": "soft", "cost": 2000}, {"mode": "off"}])
@pytest.mark.parametrize("case", CASES)
def test_optimum(case: str, mode: dict[str, Any]) -> None:
    scenario = scenario_of(case, mode)
    result = solve(scenario, Settings(time_limit=60.0, workers=2))
    assert result.status is Status.OPTIMAL
    assert result.evaluation is not None
    assert result.evaluation.violations == ()
    assert result.bound == result.objective == least_cost(scenario)


@pytest.mark.parametrize("case", CASES)
def test_given_shifts_are_completed_as_what_is_valid(case: str) -> None:
    free = solve(scenario_of(case, {"mode": "off"}), Settings(time_limit=60.0, workers=2))
    assert free.roster is not None
    completed = complete(scenario_of(case, {}), free.roster, Settings(time_limit=60.0, workers=2))
    assert completed.roster is not None
    assert all((row.date.day, row.competence) != (2, "nurse") for row in completed.roster.places or ())


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
def test_weeks(mode: dict[str, Any]) -> None:
    row = {"unit": "clinic", "shift": "late", "competence": "nurse", "target": 0}
    staff = [{"id": "anna", "competences": ["nurse"], "valid_until": {"nurse": "2027-03-04"}}]
    scenario = ward({"competence_validity": mode}, "early late", cover=[row], staff=staff)
    assert min(compare(scenario, weeks_of_anna(("early", "late"), every=41))) >= 5

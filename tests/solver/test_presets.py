"""Every preset through the solver: a roster that keeps it, judged alike; and what it says of an unbearable one."""

from __future__ import annotations

from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from models.rules.presets import preset_names
from models.scenario import Scenario
from solver.settings import Settings
from solver.solve import solve
from tests.support.solving import Oracle, of_shifts

AMOUNTS = {
    "weekday_evening": 25,
    "weekday_night": 50,
    "weekend": 60,
    "major_holiday": 120,
    "major_holiday_night": 144,
    "whitsun": 60,
}
UNSOCIAL: dict[str, dict[str, Any]] = {
    "se-ab": {"preset": "se-ab", "amounts": AMOUNTS},
    "nhs-afc": {"preset": "nhs-afc"},
}


def ward(preset: str) -> Scenario:
    """Return a small ward around the clock over Easter 2027, with people of different agreements."""
    person = {"competences": ["nurse"], "contract_minutes": 2295, "cost_per_hour": 300}
    contracts = ("vardforbundet-rotation", "kommunal-rotation", "band-2", "band-5", None, None)
    return Scenario.model_validate(
        {
            "schema": "bemanna/1",
            "name": "Ward",
            "horizon": {"start": "2027-03-22", "weeks": 2},
            "shifts": {
                "early": {"from": "07:00", "to": "15:30", "break": 30},
                "late": {"from": "13:00", "to": "21:30", "break": 30},
                "night": {"from": "21:15", "to": "07:15", "kind": "night"},
                "jour": {"from": "16:00", "to": "08:00", "duty": "on_call", "days": "sat"},
            },
            "competences": ["nurse"],
            "units": {"ward": {"open_on_holidays": True}},
            "cover": [
                {"unit": "ward", "shift": shift, "competence": "nurse", "target": 1, "under_cost": 20_000}
                for shift in ("early", "late", "night")
            ],
            "staff": [person | {"id": f"n{n}", "contract": contract} for n, contract in enumerate(contracts)],
            "unsocial_hours": UNSOCIAL.get(preset, {}),
            "rules": {"presets": [preset]},
        }
    )


@pytest.mark.parametrize("preset", ["se-atl", "se-ab", "nhs-afc", "nhs-resident"])
def test_a_roster_keeps_it(preset: str) -> None:
    scenario = ward(preset)
    result = solve(scenario, Settings(time_limit=60, gap=0.3, workers=2, deterministic_limit=1))
    assert result.status in (Status.OPTIMAL, Status.FEASIBLE)
    assert result.roster is not None
    judged = evaluate(scenario, result.roster)
    assert judged == result.evaluation
    assert judged.violations == ()
    assert bool(judged.terms["unsocial_hours"]) == (preset in UNSOCIAL)


UNBEARABLE = {("n0", day, "night") for day in range(14)}
"""Fourteen nights in a row."""

BROKEN: dict[str, set[str]] = {
    "none": set(),
    "basic": {"weekly_rest", "consecutive_days"},
    "eu-wtd": {"weekly_rest", "average_hours"},
    "se-atl": {"weekly_rest", "average_hours", "overtime_cap"},
    "se-ab": {"weekly_rest", "average_hours", "overtime_cap", "full_time_measure"},
    "nhs-afc": {"weekly_rest", "average_hours"},
    "nhs-resident": {
        "consecutive_days",
        "consecutive_shifts",
        "weekends",
        "average_hours",
    },
}


@pytest.mark.parametrize("preset", preset_names())
def test_what_it_says_of_fourteen_nights_in_a_row(preset: str) -> None:
    scenario = ward(preset)
    judged = evaluate(scenario, of_shifts(Facts(scenario), frozenset(UNBEARABLE)))
    found = {violation.rule for violation in judged.violations}
    assert found - {"week_minutes"} == BROKEN[preset]
    assert all(violation.source for violation in judged.violations if violation.rule in BROKEN[preset])
    cost = Oracle(scenario).cost(frozenset(UNBEARABLE))
    assert cost == (None if judged.violations else judged.objective)

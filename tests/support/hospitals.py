"""A tiny hospital for tests: two clinics that share a doctor, a ward, and budgets that all have in common."""

from __future__ import annotations

from typing import Any

from models.scenario import Scenario
from tests.support.rosters import MONDAY

_VISITS = {
    "activities": {"visit": {"team": {"doctor": 60}, "shortfall_cost": 900}},
    "sessions": {"visits": {"activities": ["visit"]}},
}


def person(name: str, home: str, competence: str = "doctor", **more: Any) -> dict[str, Any]:
    """Return a person with 16 contract hours a week, 24 at full time."""
    times = {"contract_minutes": 960, "fraction": "0.667", "week_max_minutes": 1920}
    return {"id": name, "competences": [competence], "home": home, "cost_per_hour": 300, **times, **more}


def hospital(**parts: Any) -> Scenario:
    """Return the tiny hospital, one week, with other parts. Visits in the east need more than its doctor can give."""
    base: dict[str, Any] = {
        "schema": "bemanna/1",
        "name": "Tiny hospital",
        "horizon": {"start": MONDAY, "weeks": 1},
        "periods": {"am": {"from": "08:00", "to": "12:00"}, "pm": {"from": "12:30", "to": "16:30"}},
        "shifts": {
            "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
            "night": {"from": "21:00", "to": "07:00", "break": 120, "kind": "night"},
        },
        "competences": ["doctor", "nurse"],
        "units": {"west": _VISITS, "east": _VISITS, "ward": {"open_on_holidays": True}},
        "production_plan": {"west": {"visit": 12}, "east": {"visit": 50}},
        "cover": [{"unit": "ward", "shift": "night", "competence": "nurse", "target": 1, "under_cost": 4000}],
        "staff": [
            person("vera", "west", shifts=["day"]),
            person("olof", "east", shifts=["day"]),
            person("nina", "ward", "nurse", shifts=["night"]),
            person("nils", "ward", "nurse", shifts=["night"]),
        ],
        "lending": [{"from": "west", "to": "east", "competence": "doctor", "half_days_per_week": 3}],
        "agency": [
            {
                "id": "locum",
                "unit": "east",
                "competence": "doctor",
                "cost_per_hour": 500,
                "weekly_hours": [8, 16],
                "shifts": ["day"],
            }
        ],
        "budget": {"overtime": 6000, "agency_share": {"target": "0.1", "cost": "0.5"}},
        "rules": {"presets": ["none"]},
    }
    return Scenario.model_validate(base | parts)

"""A small ward for tests of searches: three shifts around the clock, six people, two weeks, cover that does not fit."""

from __future__ import annotations

from typing import Any

from models.scenario import Scenario
from tests.support.rosters import clinic

SHIFTS = {name: {"minutes": 480, "days": "mon-sun"} for name in ("early", "late", "night")}


def ward(**parts: Any) -> Scenario:
    """Return the ward with other parts. Limits of people are rules: runs, minutes, weekends, successions."""
    costs = {"unit": "clinic", "competence": "nurse", "under_cost": 100, "over_cost": 7}
    base: dict[str, Any] = {
        "weeks": 2,
        "shifts": SHIFTS,
        "units": {"clinic": {}},
        "production_plan": {},
        "staff": [{"id": f"n{number}", "competences": ["nurse"]} for number in range(6)],
        "cover": [
            {**costs, "shift": "early", "target": 2},
            {**costs, "shift": "late", "target": 1},
            {**costs, "shift": "night", "target": 1, "days": "mon-sat"},
        ],
        "requests": [
            {"staff": f"n{number}", "date": f"2027-03-{day:02}", "kind": "off", "cost": 10 + number}
            for number in range(6)
            for day in range(1 + number, 15, 5)
        ],
        "rules": {
            "presets": [],
            "overrides": {
                "consecutive_days": {"min": 2, "max": 4},
                "consecutive_days_off": {"min": 2},
                "consecutive_shifts": {"shifts": ["night"], "min": 2, "mode": "soft", "cost": 15},
                "forbidden_successions": {"pairs": {"late": ["early"], "night": ["early", "late"]}},
                "weekends": {"max": 1},
                "working_minutes": {"per": "horizon", "min": 3840, "max": 4320},
            },
        },
    }
    return clinic(**(base | parts))

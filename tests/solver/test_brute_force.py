"""Tiny complete scenarios: the solver's optimum is the least cost of all rosters, each judged by evaluation."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from solver.settings import Settings
from solver.solve import solve
from tests.support.enumeration import least_cost
from tests.support.rosters import clinic

HALVES = {
    "day": {"from": "08:00", "to": "16:30", "break": 30, "covers": ["am", "pm"]},
    "half": {"from": "08:00", "to": "12:00", "covers": ["am"]},
}
WHOLE = {"day": HALVES["day"]}
DUTY = {"duty": {"from": "08:00", "to": "16:00"}, "night": {"from": "21:00", "to": "07:00"}}
NURSES = [
    {"id": "anna", "competences": ["nurse"], "contract_minutes": 480, "cost_per_hour": 300},
    {"id": "bo", "competences": ["nurse"], "cost_per_hour": 100},
]
BOTH = [
    {"id": "anna", "competences": ["nurse", "doctor"], "contract_minutes": 480, "cost_per_hour": 300},
    {"id": "bo", "competences": ["doctor"], "contract_minutes": 240, "cost_per_hour": 900},
]
MONDAY = {"mon": ["am", "pm"]}


def visits(minutes: int = 120, **parts: Any) -> dict[str, Any]:
    """Return a unit that is open on Mondays, with one activity in fluid sessions."""
    activity = {"team": {"nurse": minutes}, "shortfall_cost": 700} | parts
    return {"open": MONDAY, "activities": {"visit": activity}, "sessions": {"visits": {"activities": ["visit"]}}}


def cover(shift: str, **parts: Any) -> dict[str, Any]:
    return {"unit": "clinic", "shift": shift, "competence": "nurse", "days": "mon"} | parts


def theatre(**sessions: Any) -> dict[str, Any]:
    """Return a unit with lists of fixed teams beside its visits."""
    unit = visits(shortfall_cost=300)
    unit["activities"]["operation"] = {"team": {}, "shortfall_cost": 2000}
    unit["rooms"] = {"theatre": 1}
    unit["sessions"] |= sessions
    return unit


LIST = {"activities": ["operation"], "room": "theatre", "max_parallel": 1}
WHOLE_DAY = LIST | {"team": {"doctor": 1}, "yield": 3, "span": ["am", "pm"]}
HALF_DAY = LIST | {"team": {"doctor": 1, "nurse": 1}, "yield": 2}

SCENARIOS: dict[str, dict[str, Any]] = {
    "cover tiers": {
        "shifts": DUTY,
        "units": {"clinic": {}},
        "production_plan": {},
        "staff": NURSES,
        "cover": [
            cover("duty", days="sat,sun", target=2, under_cost=[5, 900]),
            cover("night", days="sat", target=0, max=0, over_cost=[0, 40]),
            cover("night", days="sat", min=1, under_cost=30, min_cost=4000),
        ],
        "requests": [{"staff": "bo", "date": "2027-03-06", "kind": "off", "cost": 4100}],
        "rules": {"presets": ["none"], "overrides": {"consecutive_days": {"max": 1, "mode": "soft", "cost": 6}}},
    },
    "exclusive cover, idle people count": {
        "shifts": HALVES,
        "units": {"clinic": visits()},
        "production_plan": {"visit": 3},
        "staff": NURSES,
        "cover": [cover("day", target=0, over_cost=[60, 5000]), cover("half", target=1, under_cost=900)],
    },
    "exclusive and shared cover on one shift": {
        "shifts": WHOLE,
        "units": {"clinic": {**visits(), "sessions": {}, "activities": {}}, "ward": {"open": MONDAY}},
        "production_plan": {},
        "staff": [person | {"home": "clinic", "may_work_in": ["ward"]} for person in NURSES],
        "cover": [
            cover("day", target=0, over_cost=3000),
            cover("day", unit="ward", target=2, under_cost=2000, shared=True),
        ],
    },
    "shared cover": {
        "shifts": HALVES,
        "units": {"clinic": visits()},
        "production_plan": {"visit": 4},
        "staff": BOTH,
        "cover": [
            cover("day", target=1, under_cost=50, shared=True),
            cover("day", competence="doctor", target=1, under_cost=2000, shared=True),
        ],
    },
    "lending": {
        "shifts": HALVES | {"duty": DUTY["duty"]},
        "units": {"clinic": visits(60), "ward": {"open": MONDAY}},
        "production_plan": {"clinic": {"visit": [5]}},
        "staff": [
            {"id": "anna", "competences": ["doctor", "nurse"], "home": "ward", "contract_minutes": 240},
            {"id": "bo", "competences": ["nurse"], "home": "ward", "may_work_in": ["clinic"], "contract_minutes": 240},
        ],
        "lending": [{"from": "ward", "to": "clinic", "competence": "nurse", "half_days_per_week": 1}],
        "cover": [cover("duty", target=2, under_cost=3000)],
    },
    "bookable share": {
        "shifts": HALVES,
        "units": {
            "clinic": visits(90)
            | {
                "activities": {
                    "visit": {"team": {"nurse": 90}, "shortfall_cost": 500},
                    "call": {"team": {"nurse": 50, "doctor": 30}, "shortfall_cost": 700},
                },
                "sessions": {"mixed": {"activities": ["visit", "call"]}},
            }
        },
        "production_plan": {"visit": 2, "call": 2},
        "staff": [
            BOTH[0] | {"bookable_share": "0.75", "productivity": "1.2"},
            BOTH[1] | {"bookable_share": "0.25", "productivity": "0.8"},
        ],
    },
    "agency": {
        "shifts": HALVES,
        "units": {"clinic": visits()},
        "production_plan": {"visit": 5},
        "staff": NURSES[:1],
        "agency": [
            {
                "id": "locum",
                "competence": "nurse",
                "cost_per_hour": "170.55",
                "travel_per_week": 100,
                "weekly_hours": [8, 8],
                "ramp": ["0.5", "1"],
            }
        ],
        "budget": {"agency_share": {"target": "0.333", "cost": "0.07"}},
    },
    "day lists and half-day lists": {
        "shifts": WHOLE,
        "units": {"clinic": theatre(whole=WHOLE_DAY, half=HALF_DAY)},
        "production_plan": {"visit": 1, "operation": 4},
        "staff": BOTH,
    },
    "overtime": {
        "shifts": HALVES,
        "units": {"clinic": visits()},
        "production_plan": {"visit": 4},
        "staff": [NURSES[0] | {"contract_minutes": 240, "fraction": "0.8"}],
        "pay": {"additional_factor": "3", "overtime_factor": "1.1"},
    },
    "carry-over": {
        "weeks": 2,
        "shifts": {"half": HALVES["half"]},
        "units": {"clinic": visits(60, carry_over=True, waiting_cost=300, backlog=1, no_show="0.1")},
        "production_plan": {"visit": [2, 0]},
        "staff": [NURSES[0] | {"contract_minutes": 240}],
    },
    "over-production": {
        "weeks": 2,
        "shifts": {"half": HALVES["half"]},
        "units": {"clinic": visits(over_production=True, carry_over=True, backlog=2)},
        "production_plan": {"visit": [1, 1]},
        "staff": [NURSES[0] | {"contract_minutes": 240}],
    },
    "lead and rooms": {
        "shifts": WHOLE,
        "units": {
            "clinic": visits()
            | {
                "rooms": {"booth": {"count": 1, "open": {"mon": ["am"]}}},
                "activities": {"visit": {"team": {"nurse": 60}, "room": {"booth": 90}, "shortfall_cost": 600}},
                "sessions": {"visits": {"activities": ["visit"], "lead": "doctor"}},
            }
        },
        "production_plan": {"visit": 4},
        "staff": BOTH,
    },
    "nothing is allowed": {
        "shifts": WHOLE,
        "units": {"clinic": visits()},
        "production_plan": {"visit": 1},
        "staff": [NURSES[0] | {"week_min_minutes": 480}],
        "absences": [{"staff": "anna", "start": "2027-03-01", "minutes": 0}],
    },
}


@pytest.mark.parametrize("parts", SCENARIOS.values(), ids=SCENARIOS)
def test_optimum(parts: dict[str, Any]) -> None:
    scenario = clinic(**parts)
    least = least_cost(scenario)
    result = solve(scenario, Settings(time_limit=60.0, workers=2))
    if least is None:
        assert (result.status, result.roster) == (Status.INFEASIBLE, None)
        return
    assert result.status is Status.OPTIMAL
    assert result.evaluation is not None
    assert result.evaluation.violations == ()
    assert result.bound == result.objective == least

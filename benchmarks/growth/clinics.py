"""Clinics: fluid visits of doctors, nurses and assistants, and theatre lists in every second one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from math import ceil
from typing import Final

from benchmarks.growth.parts import LEAVE, LOAD, Parts, people_of, split

PERIODS: Final = {"am": {"from": "08:00", "to": "12:00"}, "pm": {"from": "13:00", "to": "17:00"}}
SHIFTS: Final = {
    "day": {"from": "08:00", "to": "17:00", "break": 60, "covers": ["am", "pm"]},
    "half": {"from": "08:00", "to": "12:00", "covers": ["am"]},
    "late": {"from": "13:00", "to": "19:00", "covers": ["pm"], "kind": "late"},
}
COMPETENCES: Final = ("doctor", "nurse", "assistant")
SIZE: Final = 40
"""People of a unit."""
GROUP: Final = 5
"""Units whose doctors help each other."""
_KINDS: Final = (("doctor", 0.22), ("nurse", 0.48), ("assistant", 0.30))
_SHARE: Final = {"doctor": 0.6, "nurse": 0.7, "assistant": 0.7}
_COST: Final = {"doctor": 950, "nurse": 430, "assistant": 330}
_LISTS: Final = 0.25
"""Part of the doctors' time that goes into theatre lists, where there are any."""
_TEAM: Final = {"doctor": 1, "nurse": 2, "assistant": 1}
_LIST_MINUTES: Final = 240
_ACTIVITIES: Final = {
    "new_visit": {
        "team": {"doctor": 35, "nurse": 15},
        "room": {"exam": 30},
        "shortfall_cost": 3200,
        "carry_over": True,
        "waiting_cost": 200,
        "backlog": 6,
    },
    "follow_up": {
        "team": {"doctor": 20, "nurse": 8},
        "room": {"exam": 20},
        "shortfall_cost": 1900,
        "carry_over": True,
        "waiting_cost": 60,
        "backlog": 10,
    },
    "nurse_visit": {"team": {"nurse": 40, "assistant": 10}, "room": {"treat": 40}, "shortfall_cost": 1400},
    "test": {"team": {"assistant": 25}, "shortfall_cost": 600, "carry_over": True, "waiting_cost": 20},
}
_OPERATION: Final = {"shortfall_cost": 9000, "carry_over": True, "waiting_cost": 250, "backlog": 4}


def add_clinics(parts: Parts, people: int) -> None:
    """Add clinics with so many people in all."""
    names = []
    for number, size in enumerate(split(people, SIZE), start=1):
        names.append(f"clinic_{number:02}")
        _add_clinic(parts, names[-1], size, lists=number % 2 == 0, agency=number % 4 == 1)
    for first in range(0, len(names), GROUP):
        group = names[first : first + GROUP]
        for place, name in enumerate(group if len(group) > 1 else ()):
            target = group[(place + 1) % len(group)]
            parts.lending.append({"from": name, "to": target, "competence": "doctor", "half_days_per_week": 6})


def _add_clinic(parts: Parts, name: str, people: int, *, lists: bool, agency: bool) -> None:
    minutes: dict[str, float] = defaultdict(float)
    for number, kind in enumerate(people_of(people, _KINDS)):
        person = {
            "id": f"{name}_{number + 1:02}",
            "competences": [kind],
            "home": name,
            "shifts": list(SHIFTS),
            "bookable_share": _SHARE[kind],
            "cost_per_hour": _COST[kind],
        }
        row = parts.hire(person, number)
        minutes[kind] += row["contract_minutes"] * row["bookable_share"] * (1 - LEAVE)
    plan = _plan(minutes, lists=lists)
    parts.plan[name] = {activity: parts.by_week(mean) for activity, mean in plan.items()}
    parts.units[name] = _unit(plan, lists=lists)
    if agency:
        parts.agency.append(_locum(name))


def _plan(minutes: Mapping[str, float], *, lists: bool) -> Mapping[str, float]:
    """Return how many items a week keep a clinic's people busy."""
    left = {kind: LOAD * number for kind, number in minutes.items()}
    plan: dict[str, float] = {}
    if lists:
        number = max(1, int(_LISTS * left["doctor"] / _LIST_MINUTES))
        plan["operation"] = 5.0 * number
        for kind, heads in _TEAM.items():
            left[kind] -= number * heads * _LIST_MINUTES
    plan["new_visit"] = 0.4 * left["doctor"] / 35
    plan["follow_up"] = 0.6 * left["doctor"] / 20
    nurses = left["nurse"] - 15 * plan["new_visit"] - 8 * plan["follow_up"]
    plan["nurse_visit"] = max(1.0, nurses / 40)
    plan["test"] = max(1.0, (left["assistant"] - 10 * plan["nurse_visit"]) / 25)
    return plan


def _unit(plan: Mapping[str, float], *, lists: bool) -> dict[str, object]:
    def rooms(minutes: float) -> int:
        return ceil(1.4 * minutes / (10 * _LIST_MINUTES))

    sessions: dict[str, object] = {
        "doctor_clinic": {"activities": ["new_visit", "follow_up"], "lead": "doctor"},
        "nurse_clinic": {"activities": ["nurse_visit", "test"]},
    }
    unit: dict[str, object] = {
        "rooms": {
            "exam": rooms(30 * plan["new_visit"] + 20 * plan["follow_up"]),
            "treat": rooms(40 * plan["nurse_visit"]),
            "theatre": ceil(plan["operation"] / 5 / 8) if lists else 0,
        },
        "activities": {**_ACTIVITIES, **({"operation": _OPERATION} if lists else {})},
        "sessions": sessions,
    }
    if lists:
        sessions["theatre_list"] = {"activities": ["operation"], "team": _TEAM, "yield": 5, "room": "theatre"}
    return unit


def _locum(unit: str) -> dict[str, object]:
    return {
        "id": f"{unit}_locum",
        "unit": unit,
        "competence": "doctor",
        "cost_per_hour": 1400,
        "travel_per_week": 4000,
        "book": {"by": "week", "min_weeks": 2, "lead_days": 28},
        "weekly_hours": [32, 40],
        "ramp": [0.8, 1.0],
        "bookable_share": 0.8,
        "shifts": ["day", "half"],
    }

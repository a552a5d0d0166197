"""Wards round the clock: nurses and assistants on day, evening and night shifts."""

from __future__ import annotations

from typing import Any, Final

from benchmarks.growth.parts import FRACTIONS, FULL_TIME, LEAVE, LOAD, Parts, people_of, split

SHIFTS: Final[dict[str, dict[str, Any]]] = {
    "ward_day": {"from": "07:00", "to": "15:30", "break": 30},
    "ward_evening": {"from": "13:15", "to": "21:30", "break": 30, "kind": "late"},
    "ward_night": {"from": "21:15", "to": "07:15", "kind": "night"},
}
COMPETENCES: Final = ("ward_nurse", "ward_assistant")
CONTRACT: Final = "ward"
"""The contract of people on wards, by which rules name them."""
SIZE: Final = 40
"""People of a ward."""
RULES: Final[dict[str, list[dict[str, Any]]]] = {
    "forbidden_successions": [
        {"pairs": {"ward_night": ["ward_day", "ward_evening"]}, "scope": {"contracts": [CONTRACT]}}
    ],
    "consecutive_shifts": [{"shifts": ["ward_night"], "max": 4, "scope": {"contracts": [CONTRACT]}}],
    "weekends": [{"max": 2, "weeks": 4, "scope": {"contracts": [CONTRACT]}}],
    "complete_weekends": [{"mode": "soft", "cost": 500, "scope": {"contracts": [CONTRACT]}}],
}
_KINDS: Final = (("ward_nurse", 0.5), ("ward_assistant", 0.5))
_COST: Final = {"ward_nurse": 430, "ward_assistant": 330}
_PARTS: Final = {"ward_day": 0.42, "ward_evening": 0.36, "ward_night": 0.22}
"""Of the people that a week has, by shift."""
_MINUTES: Final = 500
"""Of a shift, roughly."""
_WEEKENDS: Final = 0.8
"""People at a weekend for one on a weekday."""


def add_wards(parts: Parts, people: int) -> None:
    """Add wards with so many people in all."""
    for number, size in enumerate(split(people, SIZE), start=1):
        name = f"ward_{number:02}"
        parts.units[name] = {"open_on_holidays": True}
        heads = dict.fromkeys(COMPETENCES, 0.0)
        for place, kind in enumerate(people_of(size, _KINDS)):
            person = {
                "id": f"{name}_{place + 1:02}",
                "competences": [kind],
                "home": name,
                "contract": CONTRACT,
                "shifts": list(SHIFTS),
                "cost_per_hour": _COST[kind],
            }
            heads[kind] += FULL_TIME * FRACTIONS[place % len(FRACTIONS)]
            parts.hire(person, place)
        for kind, minutes in heads.items():
            _add_cover(parts, name, kind, LOAD * minutes * (1 - LEAVE) / _MINUTES)
        if number % 4 == 1:
            parts.agency.append(_nurse(name))


def _add_cover(parts: Parts, ward: str, competence: str, shifts_a_week: float) -> None:
    """Ask for so many people, fewer at weekends."""
    for shift, part in _PARTS.items():
        weekday = part * shifts_a_week / (5 + 2 * _WEEKENDS)
        for days, wanted in (("mon-fri", weekday), ("sat-sun", _WEEKENDS * weekday)):
            target = max(1, round(wanted))
            costs = {"under_cost": [3500, 7000], "over_cost": 600}
            row = {"unit": ward, "shift": shift, "competence": competence, "days": days, "target": target}
            parts.cover.append(row | {"min": max(1, target - 2), "max": target + 1, **costs})


def _nurse(ward: str) -> dict[str, object]:
    return {
        "id": f"{ward}_agency",
        "unit": ward,
        "competence": "ward_nurse",
        "cost_per_hour": 690,
        "travel_per_week": 3500,
        "book": {"by": "week", "min_weeks": 2, "lead_days": 21},
        "weekly_hours": [30, 38],
        "shifts": ["ward_day", "ward_evening"],
    }

"""The hard limits by key, and how a break of one is written down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from models.facts import Facts
from models.result import Violation

LIMITS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "unknown": ("Unknown name", "rows"),
        "one_shift": ("One shift a day", "shifts"),
        "absence": ("Absence", "days"),
        "closed": ("Opening hours", "half-days"),
        "eligibility": ("Eligibility", "rows"),
        "place": ("Session place", "places"),
        "pin": ("Pinned assignment", "pins"),
        "week_minutes": ("Minutes of a week", "minutes"),
        "cover_min": ("Least cover", "people"),
        "session_time": ("Session time", "minutes"),
        "lead": ("Session lead", "half-days"),
        "lists": ("Lists of fixed teams", "lists"),
        "rooms": ("Rooms", "minutes"),
        "bookable_share": ("Bookable share", "minutes"),
        "over_production": ("Over-production", "items"),
        "lending": ("Lending agreement", "minutes"),
        "agency_weeks": ("Agency booking", "weeks"),
        "budget": ("Budget", "currency"),
    }
)
"""Title and unit of size of each hard limit; those of rules stand in models/rules."""


def broken(
    facts: Facts, key: str, text: str, *, staff: str | None = None, days: Iterable[int] = (), size: int = 1
) -> Violation:
    """Return the violation of a hard limit.

    ``days`` count from the first day of the horizon; ``size`` is in the limit's unit.
    """
    title, unit = LIMITS[key]
    return Violation(key, title, staff, dates(facts, days), size, unit, text)


def dates(facts: Facts, days: Iterable[int]) -> tuple[dt.date, ...]:
    """Return the dates of some days, history (negative) too."""
    return tuple(facts.days[0] + dt.timedelta(days=day) for day in days)


def week_days(week: int) -> range:
    """Return the days of a week, both counted from 0."""
    return range(7 * week, 7 * week + 7)

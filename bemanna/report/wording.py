"""Numbers and names as a reader of the report sees them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from models.base import TICKS_PER_MONEY
from models.result import Result, Status

_THIN: Final = "\N{NARROW NO-BREAK SPACE}"

_WIDE_GAP: Final = 0.05
"""Above it the gap is told as what may still be saved."""

TERM_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shortfall": "Planned items not produced",
        "waiting": "Patients who wait",
        "cover_under": "Cover below target",
        "cover_over": "Cover above need",
        "cover_min": "Cover below minimum",
        "additional_hours": "Additional hours of part-timers",
        "overtime": "Overtime",
        "undertime": "Contract time not used",
        "unsocial_hours": "Unsocial hours",
        "agency": "Agency hours",
        "travel": "Agency travel and housing",
        "agency_share": "Agency above its target share",
        "soft_rules": "Soft rules broken",
        "requests": "Requests refused",
        "fairness": "Unfair shares",
        "changes": "Changes to an earlier roster",
    }
)


def grouped(value: float, decimals: int = 0) -> str:
    """Return a number with its thousands apart."""
    return f"{value:,.{decimals}f}".replace(",", _THIN)


def amount(ticks: int | None) -> str:
    """Return ticks as whole currency; a dash where unknown."""
    return "–" if ticks is None else grouped(ticks / TICKS_PER_MONEY)


def hours(minutes: float) -> str:
    """Return minutes in hours: one decimal below ten hours."""
    value = minutes / 60
    return grouped(value, 1 if abs(value) < 10 and value % 1 else 0)


def percent(share: float | None, decimals: int = 1) -> str:
    """Return a fraction in per cent; a dash where unknown."""
    if share is None:
        return "–"
    text = f"{100 * share:.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text}{_THIN}%"


def words(identity: str) -> str:
    """Return an id as words: ``eye_nurse`` is Eye nurse."""
    text = identity.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def seconds(value: float) -> str:
    """Return a duration."""
    if value < 10:
        return f"{value:.1f}{_THIN}s"
    return f"{value:.0f}{_THIN}s" if value < 120 else f"{value / 60:.1f}{_THIN}min"


def week(label: str) -> str:
    """Return an ISO week without its year: ``W09``."""
    return label.split("-")[1]


def date(day: dt.date) -> str:
    """Return a date in words, without its year."""
    return f"{day:%a} {day.day} {day:%b}"


def dates(days: Iterable[dt.date]) -> str:
    """Return dates in words, days in a row as a span."""
    spans: list[list[dt.date]] = []
    for day in sorted(set(days)):
        if spans and (day - spans[-1][-1]).days == 1:
            spans[-1].append(day)
        else:
            spans.append([day])
    return ", ".join(date(s[0]) if len(s) == 1 else f"{date(s[0])} – {date(s[-1])}" for s in spans)


def period(first: dt.date, last: dt.date) -> str:
    """Return a span of dates in words."""
    start = f"{first.day} {first:%B}" + (f" {first.year}" if first.year != last.year else "")
    return f"{start} – {last.day} {last:%B} {last.year}"


def listed(parts: list[str]) -> str:
    """Return parts as an enumeration."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def counted(number: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{grouped(number)} {noun}" + ("" if number == 1 else "s")


def leeway(ticks: int, items: int, people: int, currency: str, level: str | None = None) -> str:
    """Return what a gap leaves open at most: in money, in items that fall short, in people missing on shifts."""
    of = "The gap" if level is None else f"The gap of the level {level}"
    if not ticks:
        return f"{of} leaves nothing open: no roster costs less."
    worth = [counted(items, "more item")] if items else []
    worth += [f"{grouped(people)} more {'person' if people == 1 else 'people'} on shifts"] if people else []
    same = "if every other cost stayed the same"
    more = f", which is worth at most {' or '.join(worth)}, {same}" if worth else ", and no item that falls short"
    return f"{of} leaves at most {grouped(ticks / TICKS_PER_MONEY, 2)} {currency} open{more}."


def verdict(result: Result) -> str:
    """Return how good the roster is, in plain words."""
    after = f"after {seconds(result.seconds)}"
    if result.status is Status.OPTIMAL:
        text = f"The best possible roster, proven {after}"
    elif result.gap is not None and result.gap > _WIDE_GAP:
        text = f"A roster found {after}; that another costs up to {percent(result.gap)} less is not ruled out"
    elif result.gap is not None:
        gap = percent(max(result.gap, 0.0001), 2 if result.gap < 0.001 else 1)
        text = f"Within {gap} of the best possible cost, proven {after}"
    else:
        text = f"A roster found {after}; how far from the best it is, is not known"
    if result.stopped:
        text += " (stopped at the memory limit)" if result.out_of_memory else " (stopped by hand)"
    return f"{text}."

"""Naive time: read the wall clock, go to UTC, and draw half-hours as letters."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Stockholm")
HALF_HOUR = dt.timedelta(minutes=30)

Span = tuple[dt.datetime, dt.datetime]


def instant(date: dt.date, clock: str) -> dt.datetime:
    """Return a clock time of a date in UTC."""
    return dt.datetime.combine(date, dt.time.fromisoformat(clock), ZONE).astimezone(dt.UTC)


def span(date: dt.date, begin: str, end: str) -> Span:
    """Return from when to when a shift of a date is, in UTC."""
    last = date if end > begin else date + dt.timedelta(days=1)
    return instant(date, begin), instant(last, end)


def drawn(busy: Iterable[Span], begin: dt.datetime, end: dt.datetime) -> str:
    """Return a sign for each half-hour from begin to end: x where busy."""
    slots = ["."] * int((end - begin) / HALF_HOUR)
    for start, stop in busy:
        for slot in range(max(0, int((start - begin) / HALF_HOUR)), min(len(slots), int((stop - begin) / HALF_HOUR))):
            slots[slot] = "x"
    return "".join(slots)


def longest_free(busy: Iterable[Span], begin: dt.datetime, end: dt.datetime) -> int:
    """Return the minutes of the longest free piece from begin to end."""
    return 30 * max(len(piece) for piece in drawn(busy, begin, end).split("x"))

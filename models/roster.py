"""A roster: three tables, and nothing that could be worked out from them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class ShiftAssignment:
    """Somebody works a shift; unit and competence say what the shift counts for."""

    staff: str
    date: dt.date
    shift: str
    unit: str
    """The unit of the cover row that the person covers, else of most session half-days, else home."""
    competence: str
    """The competence of the cover row, else of most session half-days, else the main one."""


@dataclass(frozen=True, slots=True, order=True)
class SessionPlace:
    """Somebody holds a place in a session for a half-day."""

    staff: str
    date: dt.date
    period: str
    unit: str
    session: str
    competence: str
    list: int | None = None
    """Number of the list (1, 2, ...) of a fixed-team session; None in a fluid one."""
    room: str | None = None
    """The room, where one is known."""


@dataclass(frozen=True, slots=True, order=True)
class ItemCount:
    """So many items of an activity are produced in a session of a half-day (of a day list: its first)."""

    date: dt.date
    period: str
    unit: str
    session: str
    activity: str
    items: int


@dataclass(frozen=True, slots=True)
class Roster:
    """Who works when, who sits where, and what is produced.

    ``places`` and ``items`` are None where nobody has said (a hand-made roster): what depends on
    them is then not judged.
    """

    shifts: tuple[ShiftAssignment, ...]
    places: tuple[SessionPlace, ...] | None = None
    items: tuple[ItemCount, ...] | None = None

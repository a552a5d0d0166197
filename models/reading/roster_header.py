"""The header of a roster table: which column holds what, and the dates of one with a column a date."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from models.problems import Problem, ScenarioError, did_you_mean, listed
from models.reading.roster_words import FORMAT_FLAG, Vocabulary, fault
from models.reading.spreadsheets import Cell
from models.roster_columns import RosterColumns

_OWN_NAMES: Final = {
    "staff": ("staff",),
    "date": ("date",),
    "shift": ("shift",),
    "from": ("from", "start"),
    "to": ("to", "end"),
    "unit": ("unit",),
    "competence": ("competence",),
}
"""The headers that need not be told."""

_OURS: Final = frozenset(("paid minutes", "overtime minutes"))
"""Further columns of a run's roster.csv: they follow from the shifts."""

_LIKE_A_DATE: Final = re.compile(r"\d+[-/.]\d+")


@dataclass(frozen=True, slots=True)
class RosterHeader:
    """Where things stand; positions count from 0."""

    row: int
    """The number of the header among the rows: titles may stand above it."""
    places: Mapping[str, int]
    """Position of each column that is known, by what it holds."""
    dates: Mapping[int, dt.date]
    """The dates of a roster with a column a date, by position; else nothing."""
    headless: frozenset[int]
    """Columns without a header."""
    width: int
    """Number of columns."""
    unread: tuple[str, ...]
    """Headers of columns that mean nothing here."""


def read_header(rows: Sequence[list[Cell]], columns: RosterColumns, words: Vocabulary, file: str) -> RosterHeader:
    """Return the first row that has a column with people, as a header. Raises ScenarioError where columns are missing.

    Dates in it that cannot be read are noted with the words.
    """
    if not rows:
        raise ScenarioError([Problem("is empty", remedy="give it a header and rows", file=file)])
    found = [_places(row, columns) for row in rows]
    number = next((n for n, places in enumerate(found) if "staff" in places), 0)
    header, places = rows[number], found[number]
    dates = {} if "date" in places else _dates(header, words)
    _check(header, places, columns, wide=bool(dates))
    known = {*places.values(), *dates}
    others = ((n, cell) for n, cell in enumerate(header) if n not in known)
    unread = tuple(cell.text for _, cell in others if cell.text and _plain(cell.text) not in _OURS)
    headless = frozenset(n for n, cell in enumerate(header) if not cell.text)
    return RosterHeader(number, places, dates, headless, len(header), unread)


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()


def _told(columns: RosterColumns) -> dict[str, str | None]:
    """Return the headers that are told, by what the column holds."""
    told = columns.model_dump(by_alias=True)
    return {what: told[what] for what in _OWN_NAMES}


def _places(row: list[Cell], columns: RosterColumns) -> dict[str, int]:
    positions: dict[str, int] = {}
    for position, cell in enumerate(row):
        positions.setdefault(_plain(cell.text), position)
    result: dict[str, int] = {}
    for what, told in _told(columns).items():
        names = (*((told,) if told else ()), *_OWN_NAMES[what])
        found = [positions[_plain(name)] for name in names if _plain(name) in positions]
        if found:
            result[what] = found[0]
    return result


def _dates(header: list[Cell], words: Vocabulary) -> dict[int, dt.date]:
    dates: dict[int, dt.date] = {}
    for position, cell in enumerate(header):
        date = words.find_date(cell.text)
        if date is not None and date in dates.values():
            raise fault(cell, "this date has two columns", "keep one of them", cell.text)
        if date is not None:
            dates[position] = date
    for cell in header if dates else ():
        if _LIKE_A_DATE.match(cell.text):
            words.date(cell)  # notes those that are none: a column of shifts must not get lost
    return dates


def _check(header: list[Cell], places: Mapping[str, int], columns: RosterColumns, *, wide: bool) -> None:
    """Refuse a header without a column that is needed or told."""
    needed = ["staff"]
    if not wide:
        needed += [] if "from" in places else ["date"]
        needed += [] if "from" in places and "to" in places else ["shift"]
    told = _told(columns)
    missing = [what for what in (*needed, *(w for w, name in told.items() if name)) if what not in places]
    if not missing:
        return
    what = missing[0]
    name = told[what] or what
    texts = [cell.text for cell in header if cell.text]
    raise fault(header[0], f"the table has no column '{name}'", _remedy(what, name, texts, told[what] is None))


def _remedy(what: str, name: str, texts: list[str], is_own: bool) -> str:
    if what == "date" and any(map(_LIKE_A_DATE.match, texts)):
        return f"where the header has dates, say how they are written: {FORMAT_FLAG}"
    near = did_you_mean(name, [text for text in texts if _plain(text) not in _OWN_NAMES])
    remedy = near or f"the header has {listed(texts, most=30)}"
    return f"{remedy}{' Or' if near else '; or'} name it: --column '{what}=HEADER'" if is_own else remedy

"""Rosters from anywhere: a table with one row a shift, or with one row a person and one column a date."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, NamedTuple

from models.facts import OFF, Facts
from models.problems import Problem, ScenarioError, did_you_mean, listed
from models.reading.roster_words import Vocabulary, fault
from models.reading.spreadsheets import LARGE, Cell, open_table
from models.roster import ShiftAssignment
from models.roster_columns import IGNORE, RosterColumns
from models.staff import PastShift

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

_OURS: Final = frozenset(("paid_minutes", "overtime_minutes"))
"""Further columns of a run's roster.csv: they follow from the shifts."""

_HEADER_ROWS: Final = 10
"""The header is looked for in so many rows: titles may stand above it."""


@dataclass(frozen=True, slots=True)
class RosterTable:
    """What a table says of a roster."""

    shifts: tuple[ShiftAssignment, ...]
    """Those inside the horizon."""
    past: tuple[PastShift, ...]
    """Those before it, where they count as history."""
    complete_from: dt.date | None
    """The first date that the table tells of."""
    ignored: int
    """Entries left out because their code or person is mapped to ``ignore``."""
    outside: int
    """Entries left out because they lie outside the horizon."""
    unread_columns: tuple[str, ...]
    """Headers of columns that mean nothing here."""


class _Entry(NamedTuple):
    """A shift that stands somewhere in the table; the row holds what else is said of it."""

    staff: str
    date: dt.date
    shift: str
    cell: Cell
    row: _Row


class _Row:
    """The cells of a row, by what they hold."""

    def __init__(self, cells: list[Cell], places: Mapping[str, int]) -> None:
        self._cells, self._places = cells, places
        self.first = next((cell for cell in cells if cell.text), cells[0])

    def get(self, what: str) -> Cell | None:
        """Return the cell of a column; None where there is no such column."""
        place = self._places.get(what)
        return self.at(place) if place is not None else None

    def at(self, place: int) -> Cell:
        """Return the cell at a position; of a row that ends before it an empty one."""
        return self._cells[place] if place < len(self._cells) else Cell("", self.first.mark)

    def filled(self, what: str) -> Cell | None:
        """Return the cell of a column where something stands in it."""
        cell = self.get(what)
        return cell if cell is not None and cell.text else None


def read_roster_table(path: Path, facts: Facts, columns: RosterColumns) -> RosterTable:
    """Return the shifts of a roster table, CSV (comma, semicolon or tab; UTF-8 or Windows-1252) or XLSX.

    Nothing is left out but what is mapped to ``ignore``, and what lies outside the horizon where ``columns`` allows
    it. Raises ScenarioError with everything that cannot be read; a word that means nothing is told once.
    """
    table = open_table(path, columns.sheet, LARGE)
    return _Reader(facts, columns, table.file).read(table.rows)


class _Reader:
    """One pass over a table."""

    def __init__(self, facts: Facts, columns: RosterColumns, file: str) -> None:
        self._facts = facts
        self._columns = columns
        self._file = file
        self._words = Vocabulary(facts, columns)
        self._problems: list[Problem] = []
        self._ignored = 0
        self._outside: list[tuple[Cell, dt.date]] = []
        self._past: dict[tuple[str, dt.date], PastShift] = {}
        self._known_past = {(row.staff, row.date): row.shift for row in facts.scenario.history}
        self._first: dt.date | None = None

    def read(self, rows: Iterator[list[Cell]]) -> RosterTable:
        """Return what the rows say. Raises ScenarioError."""
        top = list(islice(rows, _HEADER_ROWS))
        number, places = self._header(top)
        header = top[number]
        dates = self._date_columns(header) if "date" not in places else {}
        self._check_columns(header, places, dates)
        shifts: list[ShiftAssignment] = []
        for cells in (row for part in (top[number + 1 :], rows) for row in part):
            row = _Row(cells, places)
            try:
                entries = self._wide(row, dates) if dates else self._long(row)
                shifts.extend(found for entry in entries if (found := self._taken(entry)))
            except ScenarioError as error:
                self._problems.extend(error.problems)
        self._finish()
        known = {*places.values(), *dates}
        unread = (c.text for n, c in enumerate(header) if n not in known and c.text and _plain(c.text) not in _OURS)
        past, left_out = tuple(self._past.values()), len(self._outside)
        return RosterTable(tuple(shifts), past, self._first, self._ignored, left_out, tuple(unread))

    # -- header -----------------------------------------------------------------------------

    def _header(self, top: list[list[Cell]]) -> tuple[int, dict[str, int]]:
        """Return the number of the header row, and the position of each known column."""
        if not top:
            raise ScenarioError([Problem("is empty", remedy="give it a header and rows", file=self._file)])
        found = [self._places(row) for row in top]
        number = next((n for n, places in enumerate(found) if "staff" in places), 0)
        return number, found[number]

    def _places(self, row: list[Cell]) -> dict[str, int]:
        headers: dict[str, int] = {}
        for position, cell in enumerate(row):
            headers.setdefault(_plain(cell.text), position)
        told = self._columns.model_dump(by_alias=True)
        names = {what: ((told[what],) if told[what] else ()) + own for what, own in _OWN_NAMES.items()}
        found = ((what, [headers[_plain(n)] for n in words if _plain(n) in headers]) for what, words in names.items())
        return {what: positions[0] for what, positions in found if positions}

    def _date_columns(self, header: list[Cell]) -> dict[int, dt.date]:
        """Return the dates that stand in the header, by position. Between the first and the last there are others."""
        dates = {n: date for n, cell in enumerate(header) if (date := self._words.find_date(cell.text))}
        for position in range(min(dates, default=0), max(dates, default=0)):
            if position not in dates:
                self._words.date(header[position])
        counts = Counter(dates.values())
        for position, date in dates.items():
            counts[date] -= 1
            if counts[date]:
                cell = header[position]
                self._problems.extend(fault(cell, "this date has two columns", "keep one", cell.text).problems)
        return dates

    def _check_columns(self, header: list[Cell], places: Mapping[str, int], dates: Mapping[int, dt.date]) -> None:
        """Raise ScenarioError where columns are missing."""
        has_times = "from" in places and "to" in places
        needed = [
            "staff",
            *(() if dates or "from" in places else ("date",)),
            *(() if dates or has_times else ("shift",)),
        ]
        told = self._columns.model_dump(by_alias=True)
        missing = [what for what in needed if what not in places]
        missing += [what for what in _OWN_NAMES if told[what] and what not in places and what not in missing]
        if not missing:
            return
        what = missing[0]
        name = told[what] or what
        headers = [cell.text for cell in header if cell.text]
        near = did_you_mean(name, [text for n, text in enumerate(headers) if n not in places.values()])
        remedy = near or f"the header has {listed(headers, most=30)}"
        if not told[what]:
            remedy += f"; or name it: --column {what}=HEADER"
        raise fault(header[0], f"the table has no column '{name}'", remedy)

    # -- rows -------------------------------------------------------------------------------

    def _long(self, row: _Row) -> Iterator[_Entry]:
        """Yield the one shift of a row."""
        who = self._person(row)
        start, end = row.filled("from"), row.filled("to")
        begin = self._words.moment(start) if start else None
        finish = self._words.moment(end) if end else None
        date = self._date_of(row, begin.date if begin else None)
        cell = row.filled("shift")
        if cell is None and begin and finish and start:
            shift: str | None = self._words.shift_at(start, begin.minutes, finish.minutes, who)
        elif cell is None and (start or end):
            shift = None
            if not (start and end):
                raise fault(start or end or row.first, "the row has only one clock time", "fill in 'from' and 'to'")
        else:
            cell = cell or row.get("shift") or row.get("from") or row.first
            shift = self._words.shift(cell, who, empty=None)
        if who and date and shift:
            yield _Entry(who, date, shift, cell or start or row.first, row)

    def _date_of(self, row: _Row, of_start: dt.date | None) -> dt.date | None:
        cell = row.filled("date")
        if cell is not None:
            return self._words.date(cell)
        if of_start is None:
            raise fault(row.get("date") or row.first, "the row has no date", "fill in the cell")
        return of_start

    def _wide(self, row: _Row, dates: Mapping[int, dt.date]) -> Iterator[_Entry]:
        """Yield the shifts of a person's row."""
        who = self._person(row)
        for position, date in dates.items():
            self._note(date)
            cell = row.at(position)
            shift = self._words.shift(cell, who, empty=OFF)
            if who and shift:
                yield _Entry(who, date, shift, cell, row)

    def _person(self, row: _Row) -> str | None:
        cell = row.filled("staff")
        if cell is None:
            raise fault(row.get("staff") or row.first, "the row has no staff", "fill in the cell, or remove the row")
        return self._words.staff.read(cell)

    # -- entries ----------------------------------------------------------------------------

    def _note(self, date: dt.date) -> None:
        self._first = date if self._first is None else min(self._first, date)

    def _taken(self, entry: _Entry) -> ShiftAssignment | None:
        """Return an entry as a shift of the roster; None where it is a day off, left out, or history."""
        if IGNORE in (entry.staff, entry.shift):
            self._ignored += 1
            return None
        self._note(entry.date)
        if entry.shift == OFF:
            return None
        if not 0 <= self._facts.day_of(entry.date) < self._facts.day_count:
            self._put_outside(entry)
            return None
        worker = self._facts.workers[entry.staff]
        unit, competence = entry.row.filled("unit"), entry.row.filled("competence")
        where = self._words.units.read(unit) if unit else None
        as_what = self._words.competences.read(competence) if competence else None
        return ShiftAssignment(entry.staff, entry.date, entry.shift, where or worker.home, as_what or worker.main)

    def _put_outside(self, entry: _Entry) -> None:
        is_past = entry.date < self._facts.days[0]
        if self._columns.outside != "history" or not is_past:
            self._outside.append((entry.cell, entry.date))
            return
        key = (entry.staff, entry.date)
        known = self._past[key].shift if key in self._past else self._known_past.get(key)
        if known not in (None, entry.shift):
            what = f"'{entry.staff}' already has '{known}' on {entry.date}, before the horizon"
            raise fault(entry.cell, what, "keep one of them in the roster or the scenario's history", entry.cell.text)
        self._past[key] = PastShift(staff=entry.staff, date=entry.date, shift=entry.shift)

    def _finish(self) -> None:
        """Raise ScenarioError where anything could not be read."""
        self._problems.extend(self._words.unread.problems())
        if self._columns.outside == "refuse" and self._outside:
            cell, date = self._outside[0]
            horizon = self._facts.scenario.horizon
            many = f", the first of {len(self._outside)}" if len(self._outside) > 1 else ""
            what = f"lies outside the horizon ({horizon.start} to {horizon.end})"
            remedy = "correct it, or say what to do: --outside ignore, or history for what was worked before"
            mark = cell.mark
            self._problems.append(Problem(what, (), f"{date}{many}", remedy, mark.file, mark.line, mark.column))
        if self._problems:
            raise ScenarioError(self._problems)


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text).strip().casefold()

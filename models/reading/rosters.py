"""Rosters from anywhere: a table with one row a shift, or with one row a person and one column a date."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Final, NamedTuple

from models.facts import OFF, Facts
from models.problems import Problem, ScenarioError
from models.reading.roster_header import RosterHeader, read_header
from models.reading.roster_words import Moment, Vocabulary, fault
from models.reading.spreadsheets import LARGE, Cell, open_table
from models.roster import ShiftAssignment
from models.roster_columns import IGNORE, RosterColumns
from models.staff import PastShift

_HEADER_ROWS: Final = 10
"""The header is looked for in so many rows: titles may stand above it."""


@dataclass(frozen=True, slots=True)
class RosterTable:
    """What a table says of a roster."""

    shifts: tuple[ShiftAssignment, ...]
    """Those inside the horizon."""
    past: tuple[PastShift, ...]
    """Those before it, where they count as history."""
    first: dt.date | None
    """The first date that the table tells of, days off included."""
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
        header = read_header(top, self._columns, self._words, self._file)
        shifts: list[ShiftAssignment] = []
        for cells in chain(top[header.row + 1 :], rows):
            row = _Row(cells, header.places)
            try:
                _check_width(row, cells, header)
                entries = self._wide(row, header) if header.dates else self._long(row)
                shifts.extend(found for entry in entries if (found := self._taken(entry)))
            except ScenarioError as error:
                self._problems.extend(error.problems)
        self._finish()
        past, left_out = tuple(self._past.values()), len(self._outside)
        return RosterTable(tuple(shifts), past, self._first, self._ignored, left_out, header.unread)

    # -- rows -------------------------------------------------------------------------------

    def _long(self, row: _Row) -> Iterator[_Entry]:
        """Yield the one shift of a row."""
        who = self._person(row)
        if who == IGNORE:
            return
        start, end = row.filled("from"), row.filled("to")
        begin = self._words.moment(start) if start else None
        finish = self._words.moment(end) if end else None
        date = self._date(row, begin)
        cell = row.filled("shift")
        if cell is None and start is not None:
            if end is None:
                raise fault(start, "the row has a start but no end", "fill in both, or a shift", start.text)
            cell = start
            shift = self._words.shift_at(start, begin.minutes, finish.minutes, who) if begin and finish else None
        else:
            cell = cell or row.get("shift") or row.get("from") or row.first
            shift = self._words.shift(cell, who, empty=None)
        if who and date and shift:
            yield _Entry(who, date, shift, cell, row)

    def _date(self, row: _Row, begin: Moment | None) -> dt.date | None:
        """Return the date of a row, or that of its start; None where it cannot be read, which is noted."""
        cell = row.filled("date")
        if cell is not None:
            return self._words.date(cell)
        if begin is None and row.filled("from"):
            return None
        if begin is None or begin.date is None:
            raise fault(row.get("date") or row.first, "the row has no date", "fill in the cell")
        return begin.date

    def _wide(self, row: _Row, header: RosterHeader) -> Iterator[_Entry]:
        """Yield the shifts of a person's row."""
        who = self._person(row)
        if who == IGNORE:
            return
        for position, date in header.dates.items():
            cell = row.at(position)
            shift = self._words.shift(cell, who, empty=OFF)
            if who and shift:
                yield _Entry(who, date, shift, cell, row)

    def _person(self, row: _Row) -> str | None:
        """Return whose row it is: ``ignore`` where it is left out, None where the word means nothing."""
        cell = row.filled("staff")
        if cell is None:
            raise fault(row.get("staff") or row.first, "the row has no staff", "fill in the cell, or remove the row")
        who = self._words.staff.read(cell)
        self._ignored += who == IGNORE
        return who

    # -- entries ----------------------------------------------------------------------------

    def _taken(self, entry: _Entry) -> ShiftAssignment | None:
        """Return an entry as a shift of the roster; None where it is a day off, left out, or history."""
        if entry.shift == IGNORE:
            self._ignored += 1
            return None
        self._first = entry.date if self._first is None else min(self._first, entry.date)
        if entry.shift == OFF:
            return None
        if not 0 <= self._facts.day_of(entry.date) < self._facts.day_count:
            self._put_outside(entry)
            return None
        worker = self._facts.workers[entry.staff]
        unit, competence = entry.row.filled("unit"), entry.row.filled("competence")
        where = self._words.units.read(unit) if unit else None
        as_what = self._words.competences.read(competence) if competence else None
        main = self._facts.main_on(worker, self._facts.day_of(entry.date))
        return ShiftAssignment(entry.staff, entry.date, entry.shift, where or worker.home, as_what or main)

    def _put_outside(self, entry: _Entry) -> None:
        is_past = entry.date < self._facts.days[0]
        if self._columns.outside != "history" or not is_past:
            self._outside.append((entry.cell, entry.date))
            return
        key = (entry.staff, entry.date)
        known = self._past[key].shift if key in self._past else self._known_past.get(key)
        if known not in (None, entry.shift):
            what = f"'{entry.staff}' already has '{known}' on {entry.date}, before the horizon"
            remedy = "keep one of them in the roster, or in the scenario's history"
            self._problems.extend(fault(entry.cell, what, remedy, entry.cell.text).problems)
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


def _check_width(row: _Row, cells: list[Cell], header: RosterHeader) -> None:
    """Refuse what stands in no column: it would be lost."""
    for position in header.headless:
        cell = row.at(position)
        if cell.text:
            raise fault(cell, "stands in a column without a header", "write what it is in the header", cell.text)
    if any(cell.text for cell in cells[header.width :]):
        what = f"the row has {len(cells)} cells, the header has {header.width}"
        raise fault(row.first, what, "remove a separator; put quotes around a text that holds one")

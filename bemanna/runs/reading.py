"""Read rosters and run folders: rosters that people wrote by hand too."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from bemanna.runs.files import ITEM_COLUMNS, ROSTER_COLUMNS, SCENARIO, SESSION_COLUMNS, SUMMARY
from bemanna.runs.folder import is_run
from bemanna.runs.run import Run, RunError
from bemanna.runs.summary import incumbents_of, levels_of, ticks_of
from bemanna.runs.texts import unguard
from models.evaluation import evaluate
from models.facts import Facts
from models.loading import load
from models.problems import Problem, ScenarioError, did_you_mean, listed, shown
from models.reading.spreadsheets import LARGE, Cell, open_table
from models.result import Result, Status
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario

RowType = TypeVar("RowType")

_SHIFT_NEEDS = ("staff", "date", "shift")
_PLACE_NEEDS = ("staff", "date", "period", "session")
_ITEM_NEEDS = ("date", "period", "session", "activity", "items")
_MOST_ITEMS = 1_000_000


def read_roster(
    roster: Path, sessions: Path | None = None, items: Path | None = None, scenario: Scenario | None = None
) -> Roster:
    """Return the roster of up to three tables, CSV (comma, semicolon or tab; UTF-8 or Windows-1252) or XLSX.

    Only staff, date and shift are needed in the first. Where unit and competence are not given they are taken from the
    scenario: home unit and main competence, the unit that has the session. What a row names need not be in the
    scenario: that is for the evaluation to say. Raises ScenarioError with every row that cannot be read.
    """
    defaults = _Defaults(scenario)
    problems: list[Problem] = []
    shifts = _table(roster, ROSTER_COLUMNS, _SHIFT_NEEDS, defaults.shift, problems)
    filled = _fill(Roster(shifts), sessions, items, defaults, problems)
    if problems:
        raise ScenarioError(problems)
    return filled


def with_sessions(roster: Roster, sessions: Path | None, items: Path | None, scenario: Scenario) -> Roster:
    """Return a roster with the places and items of tables, as ``read_roster`` reads them. Raises ScenarioError."""
    problems: list[Problem] = []
    filled = _fill(roster, sessions, items, _Defaults(scenario), problems)
    if problems:
        raise ScenarioError(problems)
    return filled


def _fill(
    roster: Roster, sessions: Path | None, items: Path | None, defaults: _Defaults, problems: list[Problem]
) -> Roster:
    places = counts = None
    if sessions is not None:
        places = _table(sessions, SESSION_COLUMNS, _PLACE_NEEDS, defaults.place, problems)
    if items is not None:
        counts = _table(items, ITEM_COLUMNS, _ITEM_NEEDS, defaults.count, problems)
    return Roster(roster.shifts, places, counts)


def read_run(folder: Path) -> Run:
    """Return the run of a folder, its roster judged anew.

    Raises RunError where the folder is no run, ScenarioError where a file in it cannot be read.
    """
    if not is_run(folder):
        raise RunError(f"{folder}: is no bemanna run: name a folder that 'bemanna solve' wrote")
    scenario = load(folder / SCENARIO)
    summary: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
    roster = None
    if (folder / "roster.csv").exists():
        sessions, items = (_existing(folder / name) for name in ("sessions.csv", "items.csv"))
        roster = read_roster(folder / "roster.csv", sessions, items, scenario)
    try:
        return Run(scenario, _result(scenario, roster, summary), summary)
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{folder / SUMMARY}: is damaged ({error}): solve again") from error


def _existing(path: Path) -> Path | None:
    return path if path.exists() else None


def _result(scenario: Scenario, roster: Roster | None, summary: Mapping[str, Any]) -> Result:
    return Result(
        status=Status(summary["status"]),
        roster=roster,
        evaluation=None if roster is None else evaluate(scenario, roster),
        bound=ticks_of(summary["bound"]),
        seconds=summary["seconds"],
        incumbents=incumbents_of(summary),
        seed=summary["seed"],
        workers=summary["workers"],
        levels=levels_of(summary),
        conflicts=tuple(summary["conflicts"]),
        stopped=summary["stopped"],
        out_of_memory=summary.get("out_of_memory", False),
        placement=summary["kpis"]["placement"],
    )


class _Record:
    """A row of a table by column."""

    def __init__(self, cells: Mapping[str, Cell], first: Cell) -> None:
        self._cells, self._first = cells, first

    def text(self, column: str, default: str | None = None) -> str:
        """Return a text. Raises ScenarioError where it is missing and there is no default."""
        cell = self._cells.get(column)
        if cell is not None and cell.text:
            return unguard(cell.text)
        if default is None:
            raise self._error(cell or self._first, f"the row has no {column}", None, "fill in the cell")
        return default

    def date(self) -> dt.date:
        """Return the date. Raises ScenarioError where it is none."""
        text = self.text("date")
        try:
            return dt.date.fromisoformat(text[:10] if "T" in text else text)
        except ValueError:
            raise self._error(self._cells["date"], "is no date", text, "write it as 2027-03-01") from None

    def number(self, column: str) -> int:
        """Return a whole number from 0. Raises ScenarioError where it is none, or absurd."""
        text = self.text(column)
        if not re.fullmatch(r"\d{1,9}", text) or int(text) > _MOST_ITEMS:
            remedy = f"write a number from 0 to {_MOST_ITEMS}"
            raise self._error(self._cells[column], "is no whole number", text, remedy)
        return int(text)

    def has(self, column: str) -> bool:
        """Whether the cell of a column is filled."""
        cell = self._cells.get(column)
        return cell is not None and bool(cell.text)

    @staticmethod
    def _error(cell: Cell, what: str, got: str | None, remedy: str) -> ScenarioError:
        mark = cell.mark
        value = None if got is None else shown(got)
        return ScenarioError([Problem(what, (), value, remedy, mark.file, mark.line, mark.column)])


class _Defaults:
    """Turns records into rows of a roster, and fills in what the scenario knows."""

    def __init__(self, scenario: Scenario | None) -> None:
        self._facts = Facts(scenario) if scenario else None
        self._home = {worker.id: worker.home for worker in self._facts.workers.values()} if self._facts else {}
        self._units: dict[str, str | None] = {}
        for name, unit in scenario.units.items() if scenario else ():
            for session in unit.sessions:
                self._units[session] = None if session in self._units else name

    def shift(self, row: _Record) -> ShiftAssignment:
        staff, date = row.text("staff"), row.date()
        unit, competence = self._home.get(staff, ""), self._main(staff, date)
        return ShiftAssignment(
            staff, date, row.text("shift"), row.text("unit", unit), row.text("competence", competence)
        )

    def _main(self, staff: str, date: dt.date) -> str:
        """Return the main competence of somebody on a date; empty for who is not known."""
        if self._facts is None or staff not in self._facts.workers:
            return ""
        return self._facts.main_on(self._facts.workers[staff], self._facts.day_of(date))

    def place(self, row: _Record) -> SessionPlace:
        staff, session, date = row.text("staff"), row.text("session"), row.date()
        return SessionPlace(
            staff,
            date,
            row.text("period"),
            row.text("unit", self._units.get(session)),
            session,
            row.text("competence", self._main(staff, date)),
            row.number("list") if row.has("list") else None,
            row.text("room") if row.has("room") else None,
        )

    def count(self, row: _Record) -> ItemCount:
        session = row.text("session")
        unit = row.text("unit", self._units.get(session))
        return ItemCount(row.date(), row.text("period"), unit, session, row.text("activity"), row.number("items"))


def _table(
    path: Path,
    known: tuple[str, ...],
    needed: tuple[str, ...],
    build: Callable[[_Record], RowType],
    problems: list[Problem],
) -> tuple[RowType, ...]:
    """Return the rows of a table as ``build`` makes them; what cannot be read goes to the problems."""
    result: list[RowType] = []
    try:
        for record in _records(path, known, needed):
            try:
                result.append(build(record))
            except ScenarioError as error:
                problems.extend(error.problems)
    except ScenarioError as error:
        problems.extend(error.problems)
    return tuple(result)


def _records(path: Path, known: tuple[str, ...], needed: tuple[str, ...]) -> Iterator[_Record]:
    """Yield the rows below the header; columns that are not known are left out: people add their own."""
    rows = open_table(path, None, LARGE).rows
    header = next(rows, [])
    if not header:
        raise ScenarioError([Problem("is empty", remedy=f"give it a header with {listed(needed)}", file=str(path))])
    names = [re.sub(r"[\s-]+", "_", cell.text.lower()) for cell in header]
    missing = [name for name in needed if name not in names]
    if missing:
        mark = header[0].mark
        otherwise = f"the header has {listed((cell.text for cell in header), most=30)}"
        remedy = did_you_mean(missing[0], [n for n in names if n not in known], otherwise)
        raise ScenarioError(
            [Problem(f"the table has no column '{missing[0]}'", (), None, remedy, mark.file, mark.line, mark.column)]
        )
    for row in rows:
        yield _Record({name: cell for name, cell in zip(names, row, strict=False) if name in known}, row[0])

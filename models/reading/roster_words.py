"""What the words of a roster table stand for: people, shifts, units, competences, dates and clock times."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from models.calendar import clock_minutes
from models.facts import OFF, Facts
from models.problems import MOST_SHOWN, Problem, ScenarioError, did_you_mean, listed, shown
from models.reading.spreadsheets import Cell
from models.roster_columns import Codes, RosterColumns, parse_date

FORMAT_FLAG: Final = "--date-format %d/%m/%Y"
"""How to say, on the command line, how dates are written."""

_DAY: Final = 1440
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?")
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ][\d:.]+)?")
_SPAN: Final = re.compile(r"(\d[\d:.]*)\s*[-\u2013]\s*(\d[\d:.]*)")


def fault(cell: Cell, what: str, remedy: str, got: str | None = None) -> ScenarioError:
    """Return the error that something is wrong in a cell; ``got`` is the text that a message shows."""
    mark = cell.mark
    return ScenarioError(
        [Problem(what, (), None if got is None else shown(got), remedy, mark.file, mark.line, mark.column)]
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """A clock time in minutes after midnight, and the date that stands with it, if any."""

    minutes: int
    date: dt.date | None


class Unread:
    """Words that mean nothing, each told once, with the number of cells that hold it."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], tuple[Cell, str]] = {}
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, cell: Cell, what: str, remedy: Callable[[], str], text: str | None = None) -> None:
        """Note a cell, or the text that was made of it.

        The remedy is worked out for as many words only as are shown: to look for the nearest word takes time.
        """
        key = (what, cell.text if text is None else text)
        self._count[key] += 1
        if key not in self._first:
            self._first[key] = (cell, remedy() if len(self._first) < MOST_SHOWN else "correct it")

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each word."""
        for (what, text), (cell, remedy) in self._first.items():
            number = self._count[what, text]
            got = shown(text) + (f", {number} times" if number > 1 else "")
            yield Problem(what, (), got, remedy, cell.mark.file, cell.mark.line, cell.mark.column)


class Words:
    """The words of one kind: codes first, then ids, then names that only one thing has."""

    def __init__(
        self, kind: str, names: Mapping[str, str | None], codes: Codes, how: Callable[[str], str], unread: Unread
    ) -> None:
        self._what = f"is no {kind} of the scenario"
        self._names, self._how, self._unread = names, how, unread
        spoken = Counter(name.casefold() for name in names.values() if name)
        unique = {name.casefold(): key for key, name in names.items() if name and spoken[name.casefold()] == 1}
        self._spoken = unique
        self._exact = {**{key: key for key in names}, **codes}

    def find(self, text: str) -> str | None:
        """Return the id that a text stands for; None where it means nothing."""
        found = self._exact.get(text) or self._spoken.get(text.casefold())
        # spreadsheets and run folders put an apostrophe before what must not become a formula
        return self.find(text[1:]) if found is None and text.startswith("'") else found

    def read(self, cell: Cell) -> str | None:
        """Return the id that a cell stands for; what means nothing is noted as unread."""
        found = self.find(cell.text)
        if found is None:
            self._unread.add(cell, self._what, lambda: self._remedy(cell.text))
        return found

    def _remedy(self, text: str) -> str:
        words = {**self._names, **{name: None for name in self._names.values() if name}}
        near = did_you_mean(text, words)
        return (
            f"{near + ' Or' if near else f'there are {listed(sorted(self._names), most=8)};'} map it: {self._how(text)}"
        )


class Vocabulary:
    """All words of a roster table."""

    def __init__(self, facts: Facts, columns: RosterColumns) -> None:
        scenario = facts.scenario
        self.unread = Unread()
        people = {worker.id: worker.person.name if worker.person else None for worker in facts.workers.values()}
        shifts = {key: shift.name for key, shift in scenario.shifts.items()}
        units = {key: unit.name for key, unit in scenario.units.items()}
        competences = dict.fromkeys(scenario.competences)
        self._codes = columns.shift_codes
        self.staff = Words("person", people, columns.staff_codes, _by_section("staff_codes"), self.unread)
        self.units = Words("unit", units, columns.unit_codes, _by_section("unit_codes"), self.unread)
        how = _by_section("competence_codes")
        self.competences = Words("competence", competences, columns.competence_codes, how, self.unread)
        self._shifts = Words("shift", shifts | {OFF: None}, self._codes, _by_flag, self.unread)
        self._format = columns.date_format
        self._start = scenario.horizon.start
        self._workers = facts.workers
        self._spans = {
            key: (clock_minutes(shift.start), clock_minutes(shift.end))
            for key, shift in scenario.shifts.items()
            if shift.start is not None and shift.end is not None
        }
        self._dates: dict[str, dt.date | None] = {}

    # -- shifts -----------------------------------------------------------------------------

    def shift(self, cell: Cell, staff: str | None, *, empty: str | None) -> str | None:
        """Return the shift of a cell: an id, ``off``, or ``ignore``; None where it means nothing.

        ``empty`` is what an empty cell means where no code says so. Raises ScenarioError where it must not be empty.
        """
        if not cell.text:
            found = self._codes.get("", empty)
            if found is None:
                raise fault(cell, "the row has no shift", "fill in the cell; write off for a day off")
            return found
        span = _SPAN.fullmatch(cell.text)
        if span is not None and self._shifts.find(cell.text) is None:
            start, end = _clock(span[1]), _clock(span[2])
            if start is not None and end is not None:
                return self.shift_at(cell, start, end, staff)
        return self._shifts.read(cell)

    def shift_at(self, cell: Cell, start: int, end: int, staff: str | None) -> str | None:
        """Return the shift with some clock times, in minutes; where there is not exactly one, that is noted.

        Of several shifts those that the person may work are meant.
        """
        spans = self._spans
        found = [key for key, (a, b) in spans.items() if (a % _DAY, b % _DAY) == (start % _DAY, end % _DAY)]
        worker = self._workers.get(staff or "")
        own = [key for key in found if worker is None or key in worker.shifts]
        if len(own or found) == 1:
            return (own or found)[0]
        times = f"{_told(start)}-{_told(end)}"
        if found:
            what = f"may be {' or '.join(own or found)}"
            self.unread.add(cell, what, lambda: "give the shift in a column of its own", times)
            return None
        near = sorted(spans, key=lambda key: abs(spans[key][0] - start) + abs(spans[key][1] - end))[:2]
        known = ", ".join(f"{key} ({_told(spans[key][0])}-{_told(spans[key][1])})" for key in near)
        remedy = f"the nearest are {known}; correct the times, or add such a shift" if near else "give the shift's id"
        self.unread.add(cell, "no shift has these clock times", lambda: remedy, times)
        return None

    # -- dates and times --------------------------------------------------------------------

    def date(self, cell: Cell) -> dt.date | None:
        """Return the date of a cell; what is none is noted as unread."""
        found = self.find_date(cell.text)
        if found is None:
            how = f"or in the format {self._format}" if self._format else f"or say how it is written: {FORMAT_FLAG}"
            self.unread.add(cell, "is no date", lambda: f"write it as {self._start}, {how}")
        return found

    def find_date(self, text: str) -> dt.date | None:
        """Return the date of a text, in the stated format or in ISO's; None where it is none.

        Where the format has no year, the date nearest to the start of the horizon is meant.
        """
        if text not in self._dates:
            self._dates[text] = self._in_format(text) or _iso_date(text)
        return self._dates[text]

    def _in_format(self, text: str) -> dt.date | None:
        if self._format is not None:
            dates = [found for year in (-1, 0, 1) if (found := self._dated(text, self._start.year + year))]
            if dates:
                return min(dates, key=lambda date: abs(date - self._start))
        return None

    def _dated(self, text: str, year: int) -> dt.date | None:
        try:
            return parse_date(text, self._format or "", year)
        except ValueError:
            return None

    def moment(self, cell: Cell) -> Moment | None:
        """Return the clock time of a cell, with or without a date before it; what is none is noted as unread."""
        day, _, clock = re.sub(r"(?<=\d)T(?=\d)", " ", cell.text).rpartition(" ")
        minutes, date = _clock(clock), self.find_date(day.strip()) if day else None
        midnight = self.find_date(cell.text) if minutes is None else None
        if midnight is not None:  # a workbook leaves the time of midnight out
            return Moment(0, midnight)
        if minutes is None or (day and date is None):
            self.unread.add(cell, "is no clock time", lambda: "write it as 07:30")
            return None
        return Moment(minutes, date)


def _iso_date(text: str) -> dt.date | None:
    """Return a date, also one with a time behind it, as workbooks have them; None where it is none."""
    match = _ISO.fullmatch(text)
    try:
        return dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        return None


def _by_section(key: str) -> Callable[[str], str]:
    return lambda _: f"roster_columns.{key} in the scenario"


def _by_flag(text: str) -> str:
    return f"--shift-code '{text}=SHIFT', or off, or ignore"


def _clock(text: str) -> int | None:
    """Return the minutes of a clock time such as 7, 7.30, 07:30 or 0730; None where it is none."""
    match = _CLOCK.fullmatch(text)
    if match is None:
        return None
    hours, minutes = int(match[1]), int(match[2] or 0)
    return 60 * hours + minutes if minutes < 60 and 60 * hours + minutes <= _DAY else None


def _told(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

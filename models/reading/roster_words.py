"""What the words of a roster table stand for: people, shifts, units, competences, dates and clock times."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from models.calendar import clock_minutes
from models.facts import OFF, Facts
from models.problems import MOST_SHOWN, Problem, ScenarioError, did_you_mean, listed, shown
from models.reading.spreadsheets import Cell
from models.roster_columns import IGNORE, Codes, RosterColumns, parse_date

_DAY: Final = 1440
_CLOCK: Final = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?::\d{2})?")
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

    def add(self, cell: Cell, what: str, remedies: Iterable[str]) -> None:
        """Note a cell; the remedies are worked out for as many words only as are shown: nearest words take time."""
        key = (what, cell.text)
        self._count[key] += 1
        if key not in self._first:
            remedy = "; ".join(filter(None, remedies)) if len(self._first) < MOST_SHOWN else "correct it"
            self._first[key] = (cell, remedy)

    def problems(self) -> Iterator[Problem]:
        """Yield a problem for each word."""
        for (what, text), (cell, remedy) in self._first.items():
            number = self._count[what, text]
            got = shown(text) + (f", {number} times" if number > 1 else "")
            yield Problem(what, (), got, remedy, cell.mark.file, cell.mark.line, cell.mark.column)


class Words:
    """The words of one kind: codes first, then ids, then names that only one thing has."""

    def __init__(self, kind: str, names: Mapping[str, str | None], codes: Codes, how: str, unread: Unread) -> None:
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
            self._unread.add(cell, self._what, self._remedies(cell.text))
        return found

    def _remedies(self, text: str) -> Iterator[str]:
        words = {**self._names, **{name: None for name in self._names.values() if name}}
        yield did_you_mean(text, words) or f"there are {listed(sorted(self._names), most=8)}"
        yield f"or say what it means: {self._how.format(text)}"


class Vocabulary:
    """All words of a roster table."""

    def __init__(self, facts: Facts, columns: RosterColumns) -> None:
        scenario = facts.scenario
        self.unread = Unread()
        people = {worker.id: worker.person and worker.person.name for worker in facts.workers.values()}
        shifts = {key: shift.name for key, shift in scenario.shifts.items()}
        units = {key: unit.name for key, unit in scenario.units.items()}
        self.staff = self._words("person", people, columns.staff_codes, "roster_columns.staff_codes")
        self.units = self._words("unit", units, columns.unit_codes, "roster_columns.unit_codes")
        competences = dict.fromkeys(scenario.competences)
        codes = columns.competence_codes
        self.competences = self._words("competence", competences, codes, "roster_columns.competence_codes")
        self._codes = columns.shift_codes
        self._shifts = self._words("shift", shifts | {OFF: None}, self._codes, "--shift-code '{}'=SHIFT, off or ignore")
        self._format = columns.date_format
        self._start = scenario.horizon.start
        self._facts = facts

    def _words(self, kind: str, names: Mapping[str, str | None], codes: Codes, how: str) -> Words:
        return Words(kind, names, codes, how, self.unread)

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
        found = self._shifts.find(cell.text)
        span = _SPAN.fullmatch(cell.text) if found is None else None
        times = [_clock(text) for text in span.groups()] if span else []
        if len(times) == 2 and None not in times:
            return self.shift_at(cell, *(minutes or 0 for minutes in times), staff)
        return found or self._shifts.read(cell)

    def shift_at(self, cell: Cell, start: int, end: int, staff: str | None) -> str:
        """Return the shift with some clock times, in minutes. Raises ScenarioError where there is not exactly one."""
        spans = {
            key: (clock_minutes(shift.start), clock_minutes(shift.end))
            for key, shift in self._facts.scenario.shifts.items()
            if shift.start is not None and shift.end is not None
        }
        found = [key for key, (a, b) in spans.items() if (a % _DAY, b % _DAY) == (start % _DAY, end % _DAY)]
        worker = self._facts.workers.get(staff or "")
        own = [key for key in found if worker is None or key in worker.shifts]
        if len(own or found) == 1:
            return (own or found)[0]
        times = f"{_told(start)}-{_told(end)}"
        if found:
            raise fault(cell, f"may be {' or '.join(own or found)}", "give the shift in a column of its own", times)
        near = sorted(spans, key=lambda key: abs(spans[key][0] - start) + abs(spans[key][1] - end))[:2]
        known = ", ".join(f"{key} ({_told(spans[key][0])}-{_told(spans[key][1])})" for key in near)
        remedy = f"the nearest are {known}; correct the times, or add such a shift" if near else "give the shift's id"
        raise fault(cell, "no shift has these clock times", remedy, times)

    # -- dates and times --------------------------------------------------------------------

    def date(self, cell: Cell) -> dt.date | None:
        """Return the date of a cell; what is none is noted as unread."""
        found = self.find_date(cell.text)
        if found is None:
            known = f"as {self._start}" + (f" or in the format {self._format}" if self._format else "")
            how = "" if self._format else "or say how dates are written: --date-format %d/%m/%Y"
            self.unread.add(cell, "is no date", (f"write it {known}", how))
        return found

    def find_date(self, text: str) -> dt.date | None:
        """Return the date of a text, in the stated format or in ISO's; None where it is none.

        Where the format has no year, the date nearest to the start of the horizon is meant.
        """
        if self._format is not None:
            dates = [found for year in (-1, 0, 1) if (found := self._dated(text, self._start.year + year))]
            if dates:
                return min(dates, key=lambda date: abs(date - self._start))
        day = text[:10] if re.fullmatch(r"\d{4}-\d\d-\d\d[T ][\d:.]+", text) else text
        try:
            return dt.date.fromisoformat(day) if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else None
        except ValueError:
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
        if minutes is None or (day and date is None):
            self.unread.add(cell, "is no clock time", ("write it as 07:30",))
            return None
        return Moment(minutes, date)


def _clock(text: str) -> int | None:
    """Return the minutes of a clock time such as 7, 7.30, 07:30 or 0730; None where it is none."""
    match = _CLOCK.fullmatch(text)
    minutes = int(match[1]) * 60 + int(match[2] or 0) if match else None
    in_day = minutes is not None and minutes <= _DAY and minutes % 60 == int((match and match[2]) or 0)
    return minutes if in_day else None


def _told(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"

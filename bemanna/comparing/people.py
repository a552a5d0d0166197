"""Who works differently: rosters side by side, person by person."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bemanna.runs.run import Run

OFF = ""
"""Stands for a day without a shift."""


@dataclass(frozen=True, slots=True)
class DayDifference:
    """A day of somebody that is not the same in all rosters."""

    date: dt.date
    shifts: tuple[str | None, ...]
    """The shift in each roster; OFF for a day off, None where the day is not in the horizon."""


@dataclass(frozen=True, slots=True)
class PersonDifference:
    """Somebody whose roster is not the same everywhere."""

    staff: str
    name: str
    minutes: tuple[int | None, ...]
    """Paid minutes in each roster; None where the person is not in the scenario."""
    days: tuple[DayDifference, ...]

    def changed(self, number: int) -> int:
        """Return on how many common days a roster differs from the first."""
        pairs = ((day.shifts[0], day.shifts[number]) for day in self.days)
        return sum(one != other for one, other in pairs if one is not None and other is not None)


def person_differences(runs: Sequence[Run]) -> tuple[PersonDifference, ...]:
    """Return the people whose shifts differ, in the order of the scenarios; runs without a roster are left blank.

    Days count where at least two horizons have them. A shift in another unit or as another competence is another
    shift: ``late (ward 2, nurse)`` where either is not the usual one.
    """
    sheets = [_Shifts(run) for run in runs]
    everybody = {staff: name for sheet in sheets for staff, name in sheet.names.items()}
    found = []
    for staff, name in everybody.items():
        minutes = tuple(sheet.minutes.get(staff, 0) if staff in sheet.names else None for sheet in sheets)
        days = _days(sheets, staff)
        if days or len(set(minutes)) > 1:
            found.append(PersonDifference(staff, name, minutes, days))
    return tuple(found)


class _Shifts:
    """The shifts of a run by person and date."""

    def __init__(self, run: Run) -> None:
        solved = run.solved
        self.names: Mapping[str, str] = {}
        self.dates: frozenset[dt.date] = frozenset()
        self.minutes: dict[str, int] = defaultdict(int)
        self._shifts: dict[tuple[str, dt.date], str] = {}
        if solved is None:
            return
        facts = solved.facts
        self.names = {worker.id: worker.name for worker in facts.workers.values()}
        self.dates = frozenset(facts.days)
        for row in solved.shifts:
            worker, day = facts.workers[row.staff], facts.day_of(row.date)
            usual = (row.unit, row.competence) == (worker.home, facts.main_on(worker, day))
            text = row.shift if usual else f"{row.shift} ({row.unit}, {row.competence})"
            self._shifts[row.staff, row.date] = text
            self.minutes[row.staff] += facts.paid[row.shift, day]

    def on(self, staff: str, date: dt.date) -> str | None:
        """Return the shift of somebody on a date; None where either is not in the scenario."""
        if date not in self.dates or staff not in self.names:
            return None
        return self._shifts.get((staff, date), OFF)


def _days(sheets: Sequence[_Shifts], staff: str) -> tuple[DayDifference, ...]:
    rows = []
    for date in sorted(frozenset().union(*(sheet.dates for sheet in sheets))):
        shifts = tuple(sheet.on(staff, date) for sheet in sheets)
        if len({shift for shift in shifts if shift is not None}) > 1:
            rows.append(DayDifference(date, shifts))
    return tuple(rows)

"""Days of work of a roster: what falls away where somebody is absent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bemanna.simulating.absences import Flags
from bemanna.simulating.tallies import Absent
from models.judge.sheet import Sheet

Cell = tuple[str, int]
"""Staff id and day."""


@dataclass(frozen=True)
class Workdays:
    """Everybody's days of work, numbered."""

    people: tuple[str, ...]
    numbers: Mapping[Cell, int]
    _person: Sequence[int]
    _day: Sequence[int]

    def absent(self, flags: Flags) -> Absent:
        """Return which days of work fall away: days of work by draws, of people by days by draws."""
        fallen: Absent = flags[list(self._person), list(self._day)].astype(np.int8)
        return fallen

    def single_weeks(self) -> tuple[list[tuple[str, int]], Absent]:
        """Return every week of work of one person, and which days of work fall away with it."""
        weeks = sorted({(staff, day // 7) for staff, day in self.numbers})
        column = {week: number for number, week in enumerate(weeks)}
        absent: Absent = np.zeros((len(self.numbers), len(weeks)), dtype=np.int8)
        for (staff, day), row in self.numbers.items():
            absent[row, column[staff, day // 7]] = 1
        return weeks, absent


def workdays_of(sheet: Sheet) -> Workdays:
    """Return the days on which somebody has a shift or (in a broken roster) only a place."""
    cells = sorted({*sheet.by_day, *sheet.placed})
    people = tuple(sorted({staff for staff, _ in cells}))
    place = {staff: number for number, staff in enumerate(people)}
    numbers = {cell: number for number, cell in enumerate(cells)}
    return Workdays(people, numbers, [place[staff] for staff, _ in cells], [day for _, day in cells])

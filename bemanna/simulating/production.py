"""Production of a roster where people are absent, with and without colleagues who step in."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bemanna.simulating.aided import Rebooking, Reserves
from bemanna.simulating.tallies import Absent, Ints, Sums
from bemanna.simulating.unaided import FixedLists, FluidSessions
from bemanna.simulating.workdays import Workdays
from models.judge.capacity import MILLION, Key
from models.judge.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Done:
    """What comes of a roster in some draws."""

    alone: Ints
    """Items by activity and week, where nobody steps in; by draws."""
    aided: Ints
    """The same where colleagues step in; never less."""
    capacity: Ints
    """Bookable minutes that are left, by unit, competence and week; by draws."""


class Production:
    """The items of a roster by unit, activity and week."""

    def __init__(self, sheet: Sheet, days: Workdays) -> None:
        facts = sheet.facts
        self.keys: tuple[Key, ...] = tuple((u, a, w) for u, a in facts.planned for w in range(facts.week_count))
        """Unit, activity and week of each number of items."""
        row = {key: n for n, key in enumerate(self.keys)}
        self._fluid = FluidSessions(sheet, days)
        self._fixed = FixedLists(sheet, days)
        self._reserves = Reserves(sheet, days, self._fixed)
        self._rebooking = Rebooking(sheet, days, self.keys, self._fixed)
        fluid = [row[i.row.unit, i.row.activity, i.row.day // 7] for i in self._fluid.items]
        fixed = [row[unit, activity, day // 7] for (unit, _, day, _), activity in self._fixed.items]
        self._fluid_sums, self._fixed_sums = Sums(fluid, len(row)), Sums(fixed, len(row))
        nobody: Absent = np.zeros((len(days.numbers), 1), dtype=np.int8)
        self._whole = self._fluid_sums.of(self._fluid.done(nobody))
        whole = self.done(nobody)
        self.rostered: Ints = whole.alone[:, 0]
        """Items of the roster, by unit, activity and week."""
        self.capacity: Ints = whole.capacity[:, 0]
        """Bookable minutes of the roster, by unit, competence and week."""

    @property
    def capacity_keys(self) -> tuple[Key, ...]:
        """Unit, competence and week of each capacity."""
        return tuple(self._rebooking.capacity.rows)

    def done(self, absent: Absent) -> Done:
        """Return what is produced where some days of work fall away."""
        fluid = self._fluid_sums.of(self._fluid.done(absent))
        whole_lists = self._fixed.running(absent)
        filled_lists = self._reserves.running(absent)
        lost = self._rebooking.capacity.lost(absent)
        saved = self._rebooking.saved(fluid, self._whole - fluid, filled_lists, lost)
        return Done(
            alone=fluid + self._fixed_sums.of(self._fixed.done(whole_lists)),
            aided=fluid + saved + self._fixed_sums.of(self._fixed.done(filled_lists)),
            capacity=(self._rebooking.capacity.whole[:, None] - lost) // MILLION,
        )

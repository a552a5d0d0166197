"""People on cover rows where some are absent: nobody is moved from one shift to another."""

from __future__ import annotations

import numpy as np

from bemanna.simulating.tallies import Absent, Ints, Tally
from bemanna.simulating.workdays import Workdays
from models.base import ticks
from models.demand import CoverRow
from models.facts import CoverKey
from models.judge.cover import tiered
from models.judge.sheet import Sheet


class Presence:
    """Who is there, by day, shift, unit and competence of cover rows."""

    def __init__(self, sheet: Sheet, days: Workdays) -> None:
        cover = sheet.facts.cover
        self.keys: tuple[CoverKey, ...] = tuple(cover)
        nobody = [(key, 0, 0) for key in cover] if days.numbers else []  # keys that nobody covers, too
        people = {
            (key, days.numbers[row.staff, row.day]): 1
            for row in sheet.shifts
            if (key := (row.day, row.shift, row.unit, row.competence)) in cover
            and (cover[key][0].shared or not sheet.engaged(row))
        }
        self._there = Tally([*nobody, *((key, cell, one) for (key, cell), one in people.items())])
        self.least: Ints = np.array([max(row.min for row in rows) for rows in cover.values()], dtype=np.int64)
        self.target: Ints = np.array([max(row.wanted for row in rows) for rows in cover.values()], dtype=np.int64)
        self._costs = [
            _costs(rows, most) for rows, most in zip(cover.values(), self._there.whole.tolist(), strict=True)
        ]

    @property
    def rostered(self) -> Ints:
        """People of the roster."""
        return self._there.whole

    def staffed(self, absent: Absent) -> Ints:
        """Return who is there: keys by draws."""
        return self._there.left(absent)

    def cost(self, staffed: Ints) -> Ints:
        """Return the ticks that people below target and min cost, beyond those of the roster: by draws."""
        extra = np.zeros(staffed.shape[1], dtype=np.int64)
        for row, costs in enumerate(self._costs):
            extra += costs[staffed[row]] - costs[-1]
        return extra


def _costs(rows: tuple[CoverRow, ...], most: int) -> Ints:
    """Return the ticks that too few people cost, by their number up to those of the roster."""
    return np.array([sum(_cost(row, number) for row in rows) for number in range(most + 1)], dtype=np.int64)


def _cost(row: CoverRow, number: int) -> int:
    return tiered(row.under_cost, row.wanted - number) + max(0, row.min - number) * ticks(row.below_min_cost)

"""What colleagues save: people without a place fill up fixed teams, and patients that a fluid session loses are seen in
another one of the same week, as far as the bookable time goes that is not used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from bemanna.simulating.tallies import Absent, Ints, Scarcest, Tally
from bemanna.simulating.unaided import FixedLists
from bemanna.simulating.workdays import Workdays
from models.base import ticks
from models.judge.capacity import MILLION, Key, credit_rows, credited, direct_minutes
from models.judge.sheet import ListKey, Sheet

Pool = tuple[str, str, int, str]
"""Unit, competence, day, period: people who are there without a place, and not on exclusive cover."""


class Reserves:
    """People without a place, who fill up lists of fixed teams: the dearest lists first."""

    def __init__(self, sheet: Sheet, days: Workdays, fixed: FixedLists) -> None:
        units = sheet.facts.scenario.units
        self._fixed = fixed
        self._there: Tally[Pool] = Tally(
            ((row.unit, row.competence, row.day, row.period), days.numbers[row.worker.id, row.day], 1)
            for row in credit_rows(sheet)
            if not row.covering and row.period not in sheet.placed.get((row.worker.id, row.day), {})
        )
        worth: dict[ListKey, int] = defaultdict(int)
        for (key, activity), number in zip(fixed.items, fixed.number[:, 0].tolist(), strict=True):
            worth[key] += number * ticks(units[key[0]].activities[activity].shortfall_cost)
        order = sorted(fixed.members, key=lambda list_: (-worth[list_[0]] / fixed.lists[list_[0]], list_))
        place = {key: n for n, key in enumerate(fixed.lists)}
        self._steps = [(place[key], self._seats(sheet, days, key, fixed.members[key, number])) for key, number in order]

    def _seats(
        self, sheet: Sheet, days: Workdays, key: ListKey, members: Sequence[tuple[str, str]]
    ) -> list[tuple[int, list[int | None]]]:
        """Return the day of work of each member of a list, and the pools that replace them (None: nobody could)."""
        unit, session, day, first = key
        spec = sheet.facts.scenario.units[unit].sessions[session]
        return [
            (days.numbers[staff, day], [self._there.rows.get((unit, c, day, p)) for p in spec.span or (first,)])
            for staff, c in members
        ]

    def running(self, absent: Absent) -> Ints:
        """Return how many lists of each key can run: keys by draws."""
        free = self._there.left(absent)
        running = np.zeros((len(self._fixed.lists), absent.shape[1]), dtype=np.int64)
        for place, seats in self._steps:
            missing: dict[int | None, Ints] = defaultdict(lambda: np.zeros(absent.shape[1], dtype=np.int64))
            for cell, pools in seats:
                for pool in pools:
                    missing[pool] = missing[pool] + absent[cell]
            runs = np.ones(absent.shape[1], dtype=np.bool_)
            for pool, people in missing.items():
                runs &= people <= (0 if pool is None else free[pool])
            for pool, people in missing.items():
                if pool is not None:
                    free[pool] -= people * runs
            running[place] += runs
        return running


class Rebooking:
    """Items that fluid sessions lose, and the bookable time of their week that is left for them."""

    def __init__(self, sheet: Sheet, days: Workdays, keys: Sequence[Key], fixed: FixedLists) -> None:
        """Take unit, activity and week of the numbers of lost items."""
        units, facts = sheet.facts.scenario.units, sheet.facts
        self.capacity: Tally[Key] = Tally(
            ((row.unit, row.competence, row.day // 7), days.numbers[row.worker.id, row.day], row.minutes * row.weight)
            for row in credit_rows(sheet)
        )
        minutes = [{(u, c, w): m for c, m in units[u].activities[a].team.items() if m} for u, a, w in keys]
        limits = {key: n for n, key in enumerate(dict.fromkeys(k for needs in minutes for k in needs))}
        self._scarcest = Scarcest([[limits[k] for k in needs] for needs in minutes])
        self._minutes = np.zeros((len(limits), len(keys)), dtype=np.int64)
        for number, needs in enumerate(minutes):
            for key, taken in needs.items():
                self._minutes[limits[key], number] = taken
        self._in_lists = np.zeros((len(limits), len(fixed.lists)), dtype=np.int64)
        for place, (unit, session, day, first) in enumerate(fixed.lists):
            spec = units[unit].sessions[session]
            for competence, people in (spec.team or {}).items():
                if (unit, competence, day // 7) in limits:
                    row = limits[unit, competence, day // 7]
                    self._in_lists[row, place] += people * facts.list_minutes(spec, first)
        capacity, direct = credited(sheet).capacity, direct_minutes(sheet)
        whole = [max(capacity[key], MILLION * direct[key]) for key in limits]
        self._whole = np.array(whole, dtype=np.int64)[:, None]
        self._capacity_of = np.array([self.capacity.rows.get(key, -1) for key in limits], dtype=np.intp)

    def saved(self, done: Ints, missed: Ints, running: Ints, lost: Ints) -> Ints:
        """Return the items that are seen elsewhere: numbers by draws.

        By items that are done and missed, lists that run, and capacity that is lost.
        """
        used = _times(self._minutes, done) + _times(self._in_lists, running)
        gone = np.vstack([lost, np.zeros((1, lost.shape[1]), dtype=np.int64)])[self._capacity_of]
        left = np.maximum(0, self._whole - gone - MILLION * used) // MILLION
        wanted = np.maximum(1, _times(self._minutes, missed))
        return self._scarcest.shrink(missed, np.minimum(left, wanted), wanted)


def _times(matrix: Ints, numbers: Ints) -> Ints:
    """Return a product of matrices: through floats, which are fast, and exact for sums below 2 ** 53."""
    product: Ints = np.rint(matrix.astype(np.float64) @ numbers.astype(np.float64)).astype(np.int64)
    return product

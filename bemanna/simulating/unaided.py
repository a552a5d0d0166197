"""What is produced where nobody steps in for who is absent: everybody who is there works as rostered, no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bemanna.simulating.tallies import Absent, Ints, Scarcest, Tally
from bemanna.simulating.workdays import Workdays
from models.judge.sheet import ItemRow, ListKey, Sheet

Group = tuple[str, str, int, str, str]
"""Unit, session, day, period, competence."""
ListMember = tuple[ListKey, int]
"""A list of a fixed team by its number."""


@dataclass(frozen=True)
class FluidItem:
    """Items of a fluid session, and the people they need."""

    row: ItemRow
    needs: tuple[Group, ...]
    """Whose minutes they take."""
    lead: Group | None
    """Of whom one must be there."""


def fluid_items(sheet: Sheet) -> Iterator[FluidItem]:
    """Yield the items of fluid sessions."""
    units = sheet.facts.scenario.units
    for row in sheet.items or ():
        session = units[row.unit].sessions[row.session]
        if not session.fixed and row.items:
            team = units[row.unit].activities[row.activity].team
            where = (row.unit, row.session, row.day, row.period)
            needs = tuple((*where, competence) for competence, minutes in team.items() if minutes)
            yield FluidItem(row, needs, (*where, session.lead) if session.lead else None)


class FluidSessions:
    """Items of fluid sessions: each activity loses as its scarcest competence does."""

    def __init__(self, sheet: Sheet, days: Workdays) -> None:
        self.items = list(fluid_items(sheet))
        wanted = {group for item in self.items for group in (*item.needs, *([item.lead] if item.lead else []))}
        self._there = Tally(
            (group, days.numbers[row.staff, row.day], sheet.productivity(row.worker, row.day // 7))
            for row in sheet.places or ()
            if (group := (row.unit, row.session, row.day, row.period, row.competence)) in wanted
        )
        known = {group: row for group, row in self._there.rows.items() if self._there.whole[row]}
        needs = [[known[group] for group in item.needs if group in known] for item in self.items]
        self._scarcest = Scarcest(needs)
        self._number = np.array([item.row.items for item in self.items], dtype=np.int64)[:, None]
        self._led = [(n, known[item.lead]) for n, item in enumerate(self.items) if item.lead and item.lead in known]

    def done(self, absent: Absent) -> Ints:
        """Return the items that are done: items by draws."""
        there = self._there.left(absent)
        done = self._scarcest.shrink(self._number, there, self._there.whole[:, None])
        for item, lead in self._led:
            done[item, there[lead] == 0] = 0
        return done


class FixedLists:
    """Items of fixed teams: a list falls away with any of its people."""

    def __init__(self, sheet: Sheet, days: Workdays) -> None:
        made: dict[tuple[ListKey, str], int] = {}
        units = sheet.facts.scenario.units
        for item in sheet.items or ():
            if units[item.unit].sessions[item.session].fixed and item.items:
                key = (item.unit, item.session, item.day, item.period)
                made[key, item.activity] = made.get((key, item.activity), 0) + item.items
        self.items = list(made)
        self.number = np.array(list(made.values()), dtype=np.int64)[:, None]
        self.lists = {key: len(numbered) for key, numbered in sheet.lists.items()}
        self.members = {
            (key, number): list(dict.fromkeys((row.staff, row.competence) for row in rows))
            for key, numbered in sheet.lists.items()
            for number, rows in numbered.items()
        }
        """Staff id and competence of the people of each list."""
        self._members = Tally(
            (list_, days.numbers[staff, list_[0][2]], 1)
            for list_, people in self.members.items()
            for staff, _ in people
        )
        place = {key: n for n, key in enumerate(self.lists)}
        self._starts = np.cumsum([0, *self.lists.values()], dtype=np.intp)[:-1]
        self._lists_of = np.array([place.get(key, -1) for key, _ in self.items], dtype=np.intp)
        self._counts = np.array([*([n] for n in self.lists.values()), [1]], dtype=np.int64)

    def running(self, absent: Absent) -> Ints:
        """Return how many lists of each key have all their people: keys, in the order of ``lists``, by draws."""
        whole = (self._members.lost(absent) == 0).astype(np.int64)
        return np.add.reduceat(whole, self._starts, axis=0) if len(whole) else whole

    def done(self, running: Ints) -> Ints:
        """Return the items that are done, by how many of their lists run: items by draws."""
        # a last row stands for items without a list, which nobody can take away
        padded = np.vstack([running, np.ones((1, running.shape[1]), dtype=np.int64)])
        return self.number * padded[self._lists_of] // self._counts[self._lists_of]

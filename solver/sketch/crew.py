"""Everybody's ways through their days, and what demand pays for one person more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from models.facts import Facts, Worker
from models.roster import Roster, ShiftAssignment
from solver.kernel.demand import demand_of, keys_of_rows
from solver.kernel.program import OFF
from solver.sketch.bits import PersonBits
from solver.sketch.checks import Ints
from solver.sketch.ways import Care, cheap_way

CARES = (Care(16, 0.1, fair=False), Care(100, 1.0, fair=True), Care(1000, 1.0, fair=True))
"""How carefully somebody's way is looked for: more so where none was found."""
MISSING = 10**12
"""Ticks of a person below a hard least number."""
USUAL = 6000
"""A usual price, in ticks, where demand pays nothing."""
ROUNDS = 5
"""Most rounds in which people are moved to where a hard least number is missing."""


class NoWayError(Exception):
    """No legal way through somebody's days has been found."""


@dataclass(frozen=True, slots=True)
class _Choice:
    """What somebody does."""

    way: Sequence[int]
    """Day -> option."""
    keys: Ints
    """Day -> what for."""


class Crew:
    """People, some of whom know what they do."""

    def __init__(self, facts: Facts, workers: Sequence[Worker], people: Sequence[PersonBits]) -> None:
        self._facts, self._workers, self._people = facts, workers, people
        self._keys = tuple(facts.cover)
        numbers = {key: number for number, key in enumerate(self._keys)}
        self._demand = demand_of(facts, self._keys, len(people), MISSING)
        self._rows = [
            _padded(keys_of_rows(facts, worker, [day.options for day in person.days], numbers))
            for worker, person in zip(workers, people, strict=True)
        ]
        self._heads = np.zeros(len(self._demand), dtype=np.int64)
        """How many people there are for each key, and at last for nothing."""
        self._least = np.argmax(self._demand < MISSING, axis=1)
        self._usual = _usual(self._demand)
        self._chosen: dict[int, _Choice] = {}

    def fill(self, stopped: Callable[[], bool]) -> None:
        """Find a way for everybody, those first who can count for the least. Raises NoWayError."""
        for person in sorted(range(len(self._people)), key=lambda p: len(self._workers[p].competences)):
            if stopped():
                raise NoWayError
            self._choose(person)
        for _ in range(ROUNDS):
            missing = self._missing()
            for key in missing:
                for person, rows in enumerate(self._rows):
                    if self._heads[key] >= self._least[key] or stopped():
                        break
                    if (rows == key).any():
                        self._move(person)
            if not len(missing):
                return

    def _missing(self) -> Sequence[int]:
        """Return the keys that lack people whom they must have."""
        return [int(key) for key in np.flatnonzero(self._heads < self._least)]

    def _choose(self, person: int) -> None:
        """Give somebody a cheap way at what demand pays now. Raises NoWayError."""
        rows, days = self._rows[person], self._people[person].days
        number = np.arange(len(self._heads))
        pays = self._demand[number, self._heads + 1] - self._demand[number, self._heads]
        best = pays[rows].argmin(axis=1)
        keys = rows[np.arange(len(rows)), best]
        starts = np.cumsum([0, *(len(day.options) for day in days)])
        prices = np.split(pays[keys], starts[1:-1])
        ways = (cheap_way(self._people[person], prices, care, self._usual) for care in CARES)
        way = next((found for found in ways if found is not None), None)
        if way is None:
            raise NoWayError
        self._take(person, _Choice(way, keys[starts[:-1] + way]))

    def _move(self, person: int) -> None:
        """Give somebody another way where all demand is served better then."""
        before, cost = self._chosen[person], self._cost()
        self._leave(person)
        try:
            self._choose(person)
        except NoWayError:
            self._take(person, before)
            return
        if self._cost() > cost:
            self._leave(person)
            self._take(person, before)

    def _take(self, person: int, choice: _Choice) -> None:
        self._chosen[person] = choice
        np.add.at(self._heads, choice.keys, 1)
        self._heads[-1] = 0

    def _leave(self, person: int) -> None:
        np.add.at(self._heads, self._chosen.pop(person).keys, -1)
        self._heads[-1] = 0

    def _cost(self) -> int:
        return int(self._demand[np.arange(len(self._heads)), self._heads].sum())

    def roster(self) -> Roster:
        """Return what everybody does."""
        rows: list[ShiftAssignment] = []
        for person, choice in sorted(self._chosen.items()):
            worker, days = self._workers[person], self._people[person].days
            for day, (option, key) in enumerate(zip(choice.way, choice.keys.tolist(), strict=True)):
                shift, counted = days[day].options[option], key < len(self._keys)
                if shift != OFF:
                    home = (worker.home, self._facts.main_on(worker, day))
                    unit, competence = self._keys[key][2:] if counted else home
                    rows.append(ShiftAssignment(worker.id, self._facts.days[day], shift, unit, competence))
        return Roster(tuple(rows), places=(), items=())


def _padded(rows: Sequence[Sequence[int]]) -> Ints:
    """Return rows of the same length: each repeats its first."""
    most = max(map(len, rows))
    return np.array([[*row, *[row[0]] * (most - len(row))] for row in rows], dtype=np.int64)


def _usual(demand: Ints) -> int:
    """Return what a wanted person usually saves, in ticks."""
    saved = demand[:, :-1] - demand[:, 1:]
    saved = saved[(saved > 0) & (saved < MISSING // 2)]
    return int(np.median(saved)) if len(saved) else USUAL

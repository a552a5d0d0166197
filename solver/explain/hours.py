"""The worth of hours: what more of a competence in a week would save, by the relaxation."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from math import inf

from ortools.sat.python import cp_model

from models.scenario import Scenario
from solver.explain.levers.people import FULL_TIME, Hours
from solver.explain.screening import Relaxed
from solver.linear import flatten

SAME = 0.95
"""A value holds as far as the mean of all hours is at least this part of that of the first."""


class HourValues:
    """Values of hours by unit, competence and week. Everybody extra is in one relaxation, at first with no hours."""

    def __init__(
        self, scenario: Scenario, wanted: Iterable[tuple[str, str]], booked: Collection[tuple[str, int]] | None = None
    ) -> None:
        """With ``booked`` weeks of agency lines, just these are booked: a relaxation would cancel a part of a week."""
        weeks = tuple(range(scenario.horizon.weeks))
        people: dict[tuple[str, str], str] = {}
        self.kinds = tuple(wanted)
        """Units and competences that are known."""
        for unit, competence in self.kinds:
            lever = Hours(unit, competence, weeks)
            people[unit, competence] = lever.staff(scenario)
            scenario = lever.apply(scenario)
        extra = set(people.values())
        free = {"contract_minutes": None}  # their weeks are limited below
        staff = tuple(p.model_copy(update=free) if p.id in extra else p for p in scenario.staff)
        self._relaxed = Relaxed(scenario.model_copy(update={"staff": staff}))
        if booked is not None:
            book = self._relaxed.model.variables.book.items()
            self._relaxed.fix({x.index: int(key in booked) for key, x in book if isinstance(x, cp_model.IntVar)})
        self._steps = _minutes(self._relaxed, people)
        self._relaxed.limit({index: 0.0 for index, _ in self._steps.values()})
        self.without = self._relaxed.cost()
        """The least cost of the relaxation with nobody extra, in ticks; None where it was not found in time."""
        slopes = self._relaxed.slopes([index for index, _ in self._steps.values()])
        self._slopes = {key: slopes.get(index) for key, (index, _) in self._steps.items()}
        self._known: dict[tuple[str, str, int, int], float] = {}

    def most(self, unit: str, competence: str, week: int, minutes: int = FULL_TIME) -> float:
        """Return the ticks that more paid minutes save in a week at most, by the value of the first: quick.

        Nothing where nobody can work, and no limit where the relaxation has not told the value.
        """
        key = (unit, competence, week)
        if key not in self._steps:
            return 0.0
        slope = self._slopes.get(key)
        return inf if slope is None else max(0.0, -slope * minutes / self._steps[key][1])

    def worth(self, unit: str, competence: str, week: int, minutes: int = FULL_TIME) -> float:
        """Return the ticks that more paid minutes save in a week; 0 where that is not known."""
        key = (unit, competence, week, minutes)
        if key not in self._known:
            nothing = self.most(*key) < 1
            self._known[key] = 0.0 if nothing else self._solve(unit, competence, week, minutes)
        return self._known[key]

    def _solve(self, unit: str, competence: str, week: int, minutes: int) -> float:
        found = self._steps.get((unit, competence, week))
        if found is None or self.without is None:
            return 0.0
        index, step = found
        self._relaxed.limit({index: minutes / step})
        cost = self._relaxed.cost()
        self._relaxed.limit({index: 0.0})
        return 0.0 if cost is None else max(0.0, self.without - cost)

    def holds_for(self, unit: str, competence: str, week: int) -> int:
        """Return how many hours are worth about as much as the first, at most those of a full week."""
        first = self.worth(unit, competence, week, 60)
        low, high = 1, FULL_TIME // 60
        if self.worth(unit, competence, week) >= SAME * high * first:
            return high
        while low < high:
            middle = (low + high + 1) // 2
            enough = self.worth(unit, competence, week, 60 * middle) >= SAME * middle * first
            low, high = (middle, high) if enough else (low, middle - 1)
        return low


def _minutes(relaxed: Relaxed, people: Mapping[tuple[str, str], str]) -> dict[tuple[str, str, int], tuple[int, int]]:
    """Return the variable that counts the minutes of each extra person in each week, and minutes of one step of it."""
    v = relaxed.model.variables
    found: dict[tuple[str, str, int], tuple[int, int]] = {}
    for (unit, competence), staff in people.items():
        for week in range(v.facts.week_count):
            variables, steps, _ = flatten(v.week_minutes(staff, week))
            if variables:
                found[unit, competence, week] = (variables[0].index, steps[0])
    return found

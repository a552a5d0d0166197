"""What levers are worth by relaxations: first estimates of what they bring, and proven limits."""

from __future__ import annotations

from functools import cached_property

from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.hours import HourValues
from solver.explain.levers.lever import Lever, Together, same_in_any_week
from solver.explain.levers.people import Agency, Colleague, Hours, Present
from solver.explain.screening import SAFETY, least_cost
from solver.explain.spares import kinds

WORKING_DAYS = 5
"""Days of a week on which most people work."""


class Estimates:
    """Estimates for one scenario, with a roster of it. Each relaxation is solved once."""

    def __init__(self, facts: Facts, roster: Roster) -> None:
        self._facts = facts
        self._scenario: Scenario = facts.scenario
        self._roster = roster
        self._kinds = kinds(facts)
        self._relaxed: dict[object, float | None] = {}

    def worth(self, lever: Lever) -> float:
        """Return about what a lever brings in each of its weeks, in ticks; 0 where that is not known."""
        if isinstance(lever, Hours):
            return sum(self.hours.worth(lever.unit, lever.competence, week) for week in lever.weeks)
        if isinstance(lever, Present):
            return self._worth_of_return(lever)
        least, without = self.least_cost(lever), self.least_cost(None)
        weeks = 1 if isinstance(lever, Agency | Colleague) else self._facts.week_count
        return 0.0 if least is None or without is None else max(0.0, without - least) / weeks

    def _worth_of_return(self, lever: Present) -> float:
        """Return what hours are worth where somebody is away, as far as they would have them."""
        worker = self._facts.workers[lever.staff]
        days = self._facts.absent.get(lever.staff, frozenset())
        total = 0.0
        for week in lever.weeks:
            away = sum(day // 7 == week and day % 7 < WORKING_DAYS for day in days)
            worths = (self.hours.worth(u, c, week) for u, c in self._kinds if self._facts.may_work(worker, u, c))
            total += away / WORKING_DAYS * max(worths, default=0.0)
        return total

    @cached_property
    def hours(self) -> HourValues:
        """What hours are worth, with the agency weeks that the roster books."""
        workers = self._facts.workers
        rows = ((row.staff, self._facts.day_of(row.date) // 7) for row in self._roster.shifts)
        return HourValues(self._scenario, self._kinds, {row for row in rows if workers[row[0]].offer is not None})

    @cached_property
    def _free_hours(self) -> HourValues:
        """What hours are worth at most, whatever is booked."""
        return HourValues(self._scenario, self._kinds)

    def least_cost(self, lever: Lever | None) -> float | None:
        """Return the cost in ticks below which no roster with a lever (or without any) can lie; None where unknown."""
        if isinstance(lever, Hours) and len(lever.weeks) == 1 and self._free_hours.without is not None:
            worth = self._free_hours.worth(lever.unit, lever.competence, lever.weeks[0])
            return self._free_hours.without - worth - SAFETY * abs(self._free_hours.without)
        parts = () if lever is None else lever.parts if isinstance(lever, Together) else (lever,)
        key = tuple(map(same_in_any_week, parts))
        if key not in self._relaxed:
            self._relaxed[key] = least_cost(Together(parts).apply(self._scenario))
        return self._relaxed[key]

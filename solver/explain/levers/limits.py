"""Levers of limits: lending, rules, hours a week, budgets, pins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from models.scenario import Scenario
from solver.explain.levers.changing import with_settings


@dataclass(frozen=True, slots=True)
class Lent:
    """More half-days a week by an agreement: as many as there is any use for."""

    source: str
    target: str
    competence: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without a limit to the agreement."""
        key = (self.source, self.target, self.competence)
        rows = tuple(
            row.model_copy(update={"half_days_per_week": 100_000})
            if (row.source, row.target, row.competence) == key
            else row
            for row in scenario.lending
        )
        return scenario.model_copy(update={"lending": rows})


@dataclass(frozen=True, slots=True)
class WithoutRule:
    """A hard rule is not in force, for anybody."""

    key: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it; its soft settings stay."""
        placed = [p.rule for p in scenario.rules.placed(scenario.horizon.start) if p.rule.key == self.key]
        rows = tuple(rule.model_copy(update={"mode": "off"}) if rule.mode == "hard" else rule for rule in placed)
        return scenario.model_copy(update={"rules": with_settings(scenario.rules, {self.key: rows})})


@dataclass(frozen=True, slots=True)
class WeekLimits:
    """The least and most minutes a week of employees do not hold."""

    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without week limits."""
        free = {"week_min_minutes": 0, "week_max_minutes": 10_080}
        return scenario.model_copy(update={"staff": tuple(p.model_copy(update=free) for p in scenario.staff)})


@dataclass(frozen=True, slots=True)
class Money:
    """A hard budget is not there: ``agency``, ``overtime`` or ``agency_share``."""

    budget: Literal["agency", "overtime", "agency_share"]
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it."""
        return scenario.model_copy(update={"budget": scenario.budget.model_copy(update={self.budget: None})})


@dataclass(frozen=True, slots=True)
class Unpinned:
    """Nothing is pinned in some weeks."""

    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without those pins."""
        rows = (row for row in scenario.pins if scenario.horizon.index(row.date) // 7 not in self.weeks)
        return scenario.model_copy(update={"pins": tuple(rows)})

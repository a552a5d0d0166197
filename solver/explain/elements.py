"""What a roster has to keep and a scenario could do without: pins, absences, rules, week limits, cover, budgets.

Each element can be bent: then the scenario asks for it no more, or at a price. Prices of bending only rank the ways
out; they are round numbers that say what is asked of people (in the currency, see ``price`` of each).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from math import ceil
from typing import Literal

from models.base import TICKS_PER_MONEY, ticks
from models.demand import CoverRow
from models.facts import OFF, Facts
from models.problems import Path
from models.rules.base import PersonRule, Rule
from models.rules.ruleset import OVERRIDE
from models.scenario import Scenario
from models.staff import Absence, Pin
from solver.explain.levers.changing import with_settings

PIN_PRICE = 500 * TICKS_PER_MONEY
ABSENT_DAY_PRICE = 5_000 * TICKS_PER_MONEY
OWN_RULE_PRICE = 8_000 * TICKS_PER_MONEY
LAW_PRICE = 20_000 * TICKS_PER_MONEY
WEEK_PRICE = 8_000 * TICKS_PER_MONEY
MISSING_PRICE = 2_000 * TICKS_PER_MONEY
BUDGET_PRICE = 1_000 * TICKS_PER_MONEY

BENT_COST = Decimal(1000)
"""What a unit of excess costs once a rule is bent: so much that it is broken as little as can be."""


@dataclass(frozen=True, slots=True)
class Pinned:
    """A pin."""

    pin: Pin
    path: Path

    @property
    def text(self) -> str:
        """The element in words, as are those below."""
        return f"pin: {pin_words(self.pin)}"

    @property
    def price(self) -> int:
        """Ticks: what has been agreed is dropped."""
        return PIN_PRICE

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it."""
        return scenario.model_copy(update={"pins": tuple(row for row in scenario.pins if row != self.pin)})


@dataclass(frozen=True, slots=True)
class Absent:
    """An absence."""

    row: Absence
    days: int
    """Days of it in the horizon."""
    path: Path

    @property
    def text(self) -> str:
        """Whose, and when."""
        row = self.row
        when = f"on {row.start}" if row.last == row.start else f"from {row.start} to {row.last}"
        return f"absence: {row.staff} is away {when}"

    @property
    def price(self) -> int:
        """Ticks: a price for each day that somebody is called back."""
        return ABSENT_DAY_PRICE * self.days

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it."""
        return scenario.model_copy(update={"absences": tuple(row for row in scenario.absences if row != self.row)})


@dataclass(frozen=True, slots=True)
class Bound:
    """A hard rule, for one person; one about several people for all."""

    rule: Rule
    staff: str | None
    group: str | None
    """The id of the person in scopes: of an agency line its offer's."""
    path: Path
    origin: str
    """The preset that it comes from, or ``override``."""

    @property
    def text(self) -> str:
        """Which, whose, and where it comes from."""
        whose = "" if self.staff is None else f" for {self.staff}"
        source = self.rule.source or (f"preset {self.origin}" if self.origin != OVERRIDE else "")
        return f"rule: {self.rule.title}{_settings(self.rule)}{whose}" + (f" ({source})" if source else "")

    @property
    def price(self) -> int:
        """Ticks: law and agreements are dearer than what the clinic has chosen itself."""
        return OWN_RULE_PRICE if self.origin == OVERRIDE else LAW_PRICE

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario in which it may be broken at a high price, by that person alone."""
        rows: list[Rule] = []
        for rule in (p.rule for p in scenario.rules.placed(scenario.horizon.start) if p.rule.key == self.rule.key):
            same = rule.mode == "hard" and rule.model_copy(update={"scope": self.rule.scope}) == self.rule
            rows.extend(self._bent(scenario, rule) if same else [rule])
        return scenario.model_copy(update={"rules": with_settings(scenario.rules, {self.rule.key: tuple(rows)})})

    def _bent(self, scenario: Scenario, rule: Rule) -> Iterator[Rule]:
        bent = {"mode": "soft", "cost": (BENT_COST,)}
        if self.staff is None:
            yield rule.model_copy(update=bent)
            return
        workers = Facts(scenario).workers.values()
        others = tuple(dict.fromkeys(w.group for w in workers if rule.binds(w) and w.group != self.group))
        if others:
            yield rule.model_copy(update={"scope": rule.scope.model_copy(update={"people": others})})
        if any(rule.binds(w) and w.group == self.group for w in workers):
            scope = rule.scope.model_copy(update={"people": (self.group,)})
            yield rule.model_copy(update=bent | {"scope": scope})


@dataclass(frozen=True, slots=True)
class Week:
    """The least and most minutes a week of somebody."""

    staff: str
    least: int
    most: int
    path: Path

    @property
    def text(self) -> str:
        """Whose, and how much."""
        return f"week limits: {self.staff} works {self.least / 60:g} to {self.most / 60:g} h a week, less with absences"

    @property
    def price(self) -> int:
        """Ticks."""
        return WEEK_PRICE

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario in which the person has none."""
        free = {"week_min_minutes": 0, "week_max_minutes": 10_080}
        staff = tuple(p.model_copy(update=free) if p.id == self.staff else p for p in scenario.staff)
        return scenario.model_copy(update={"staff": staff})


@dataclass(frozen=True, slots=True)
class Least:
    """The hard min of a cover row."""

    row: CoverRow
    path: Path

    @property
    def text(self) -> str:
        """Where, when, and how many."""
        row = self.row
        dates = ", ".join(map(str, row.dates))
        when = f" on {dates}" if dates else f" on {row.days}" if row.days else ""
        return f"cover: at least {row.min} {row.competence} on shift {row.shift} in {row.unit}{when}"

    @property
    def price(self) -> int:
        """Ticks: the row's own cost of each person below min, or one in its place."""
        return self.row.min * (ticks(self.row.below_min_cost) or MISSING_PRICE)

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario in which it may be missed at its price."""
        cost = self.row.below_min_cost or Decimal(MISSING_PRICE // TICKS_PER_MONEY)
        soft = self.row.model_copy(update={"min_mode": "soft", "min_cost": cost})
        return scenario.model_copy(update={"cover": tuple(soft if row == self.row else row for row in scenario.cover)})


@dataclass(frozen=True, slots=True)
class Spending:
    """A hard budget."""

    budget: Literal["agency", "overtime", "agency_share"]
    path: Path
    above: int = 0
    """Ticks by which it has to be passed; of the share it is dropped."""

    @property
    def text(self) -> str:
        """Which."""
        return f"budget: {self.budget.replace('_', ' ')}"

    @property
    def price(self) -> int:
        """Ticks, beside the money itself."""
        return BUDGET_PRICE

    def bend(self, scenario: Scenario) -> Scenario:
        """Return the scenario in which there is so much more of it."""
        budget = scenario.budget
        if self.budget == "agency_share":
            share = budget.agency_share
            raised = None if share is None else share.model_copy(update={"hard": False, "cost": Decimal(1)})
            return scenario.model_copy(update={"budget": budget.model_copy(update={"agency_share": raised})})
        amount: Decimal = getattr(budget, self.budget) + ceil(self.above / TICKS_PER_MONEY)
        return scenario.model_copy(update={"budget": budget.model_copy(update={self.budget: amount})})


Element = Pinned | Absent | Bound | Week | Least | Spending


def elements(facts: Facts) -> tuple[Element, ...]:
    """Return all that a roster of a scenario has to keep and could be bent."""
    scenario = facts.scenario
    found: list[Element] = [Pinned(pin, ("pins", n)) for n, pin in enumerate(scenario.pins)]
    for n, row in enumerate(scenario.absences):
        days = sum(0 <= facts.day_of(row.start) + k < facts.day_count for k in range((row.last - row.start).days + 1))
        if days:
            found.append(Absent(row, days, ("absences", n)))
    found.extend(_rules(facts))
    found.extend(
        Week(p.id, p.week_min_minutes, p.week_max_minutes, ("staff", n))
        for n, p in enumerate(scenario.staff)
        if p.id in facts.contract_time
    )
    found.extend(Least(row, ("cover", n)) for n, row in enumerate(scenario.cover) if row.min_mode == "hard" and row.min)
    found.extend(_budgets(facts))
    return tuple(found)


def _rules(facts: Facts) -> Iterator[Bound]:
    counts: dict[str, int] = {}
    for placed in facts.scenario.rules.placed(facts.scenario.horizon.start):
        rule, key = placed.rule, placed.rule.key
        number = counts[key] = counts.get(key, -1) + 1
        own = placed.origin == OVERRIDE
        path: Path = ("rules", "overrides", key, number) if own else ("rules", "presets")
        if rule.mode != "hard":
            continue
        if not isinstance(rule, PersonRule):
            yield Bound(rule, None, None, path, placed.origin)
            continue
        bound = (worker for worker in facts.workers.values() if rule.binds(worker))
        yield from (Bound(rule, worker.id, worker.group, path, placed.origin) for worker in bound)


def _budgets(facts: Facts) -> Iterator[Spending]:
    budget = facts.scenario.budget
    if budget.agency is not None:
        yield Spending("agency", ("budget", "agency"))
    if budget.overtime is not None:
        yield Spending("overtime", ("budget", "overtime"))
    if budget.agency_share is not None and budget.agency_share.hard and facts.scenario.agency:
        yield Spending("agency_share", ("budget", "agency_share"))


def pin_words(pin: Pin) -> str:
    """Return a pin in words."""
    if pin.session is not None:
        return f"{pin.staff} in session {pin.session} on {pin.date} {pin.period}"
    return f"{pin.staff} off on {pin.date}" if pin.shift == OFF else f"{pin.staff} on shift {pin.shift} on {pin.date}"


def _settings(rule: Rule) -> str:
    """Return the settings of a rule that say how much, in brackets."""
    skipped = {"mode", "cost", "step", "scope", "source"}
    said = rule.model_dump(exclude=skipped, exclude_defaults=True, exclude_none=True)
    shown = [
        f"{key.replace('_', ' ')} {value}" for key, value in said.items() if isinstance(value, int | str | Decimal)
    ]
    return f" [{', '.join(shown)}]" if shown else ""

"""A scenario: everything that is known before the roster."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from models.base import Base, Count, Date, Id
from models.calendar import Calendar, Horizon, Period, Shift
from models.demand import CoverRow, Lending, Unit
from models.roster_columns import RosterColumns
from models.rules.base import Rule
from models.rules.ruleset import RuleSet
from models.staff import Absence, AgencyOffer, Budget, PastShift, Pay, Person, Pin, PublishedShift, Request
from models.unsocial import UnsocialPay, UnsocialSection

SCHEMA = "bemanna/1"

Levels = Literal["production", "cost", "wishes"]


class Objective(Base):
    """What the best roster is."""

    mode: Literal["money", "lexicographic"] = "money"
    """The least sum of all terms, or level by level."""
    levels: tuple[Levels, ...] = ("production", "cost", "wishes")
    """Order of the levels: production (shortfall, waiting, cover), cost (all that is paid), wishes (requests, fairness,
    soft rules)."""
    time_split: tuple[Annotated[Decimal, Field(gt=0, le=1, decimal_places=3)], ...] = (
        Decimal("0.5"),
        Decimal("0.3"),
        Decimal("0.2"),
    )
    """Part of the time limit for each level."""


def _sort_plan(data: Any) -> Any:
    """Sort a production plan by unit, and write a single number out for every week.

    Activities may stand under their unit, or directly where only one unit has them. What cannot be
    sorted is left as it is, for the checks that follow to name.
    """
    if not isinstance(data, dict) or not isinstance(data.get("production_plan"), dict):
        return data
    units, horizon = data.get("units"), data.get("horizon")
    weeks = horizon.get("weeks") if isinstance(horizon, dict) else getattr(horizon, "weeks", None)
    owners: dict[str, list[str]] = {}
    for name, unit in units.items() if isinstance(units, dict) else ():
        activities = unit.get("activities") if isinstance(unit, dict) else getattr(unit, "activities", None)
        for activity in activities if isinstance(activities, dict) else ():
            owners.setdefault(activity, []).append(name)

    def per_week(value: Any) -> Any:
        single = isinstance(value, int) and not isinstance(value, bool)
        return [value] * min(weeks, 53) if single and isinstance(weeks, int) else value

    plan: dict[str, Any] = {}
    for key, value in data["production_plan"].items():
        owner = owners.get(key, [])
        if isinstance(value, dict):
            rows, unit = {a: per_week(v) for a, v in value.items()}, key
        elif len(owner) == 1:
            rows, unit = {key: per_week(value)}, owner[0]
        else:
            rows, unit = value, key
        known = plan.get(unit, {})
        plan[unit] = known | rows if isinstance(known, dict) and isinstance(rows, dict) else rows
    return data | {"production_plan": plan}


Plan = dict[Id, dict[Id, tuple[Count, ...]]]
"""Planned items: unit -> activity -> a number a week."""


class Scenario(Base):
    """A production plan, the people there are, agency offers and rules, over some weeks."""

    schema_: Annotated[Literal["bemanna/1"], Field(alias="schema")]
    """Version of this format."""
    name: Annotated[str, Field(min_length=1, max_length=200)]
    """A text for reports and run folders."""
    description: str | None = None
    """What this scenario is about."""
    horizon: Horizon
    """The weeks that are planned."""
    planned_on: Date | None = None
    """The day on which it is planned: lead times count from here. By default 28 days before the start."""
    calendar: Calendar = Field(default_factory=Calendar)
    """Country, time zone, currency."""
    periods: dict[Id, Period] = {}
    """The half-days in which sessions are held."""
    shifts: Annotated[dict[Id, Shift], Field(min_length=1)]
    """The kinds of working day."""
    competences: Annotated[tuple[Id, ...], Field(min_length=1)]
    """What people can work as."""
    units: Annotated[dict[Id, Unit], Field(min_length=1)]
    """Where things are done."""
    production_plan: Plan = {}
    """Planned items per unit, activity and week."""
    cover: tuple[CoverRow, ...] = ()
    """Presence needed on shifts."""
    staff: tuple[Person, ...] = ()
    """Employees."""
    absences: tuple[Absence, ...] = ()
    """Days on which somebody cannot work."""
    requests: tuple[Request, ...] = ()
    """Wishes with a price."""
    pins: tuple[Pin, ...] = ()
    """Assignments that are given."""
    history: tuple[PastShift, ...] = ()
    """Shifts worked before the horizon."""
    history_from: Date | None = None
    """First day of which the history is complete; by default of each person that of the earliest row. What lies before
    it is not known, and not taken for days off."""
    published: tuple[PublishedShift, ...] = ()
    """The roster that people have been told of: the rule ``notice`` says what changes to it cost."""
    published_until: Date | None = None
    """Last day that is published; by default the last date of ``published``. Days without a row are days off."""
    previous: tuple[PublishedShift, ...] = ()
    """The roster before this one: the rule ``keep_close`` says what it costs to differ from it."""
    previous_until: Date | None = None
    """Last day of the previous roster; by default the last date of ``previous``. Days without a row are days off."""
    lending: tuple[Lending, ...] = ()
    """Agreements by which people work away from home."""
    agency: tuple[AgencyOffer, ...] = ()
    """Agency staff on offer."""
    budget: Budget = Budget()
    """Goals for money."""
    pay: Pay = Pay()
    """Factors on hourly costs."""
    unsocial_hours: UnsocialSection = UnsocialPay()
    """Hours that are paid extra: a list of windows, which add up, or the windows of a preset with their amounts."""
    rules: RuleSet = RuleSet()
    """Rules about people's shifts."""
    objective: Objective = Objective()
    """What the best roster is."""
    roster_columns: RosterColumns = RosterColumns()
    """How rosters from another system are written."""

    @model_validator(mode="before")
    @classmethod
    def _plan_by_unit(cls, data: Any) -> Any:
        return _sort_plan(data)

    @property
    def presets_date(self) -> dt.date:
        """The date whose versions of the presets hold."""
        return self.rules.date(self.horizon.start)

    @cached_property
    def rules_in_force(self) -> tuple[Rule, ...]:
        """The rules that hold over the horizon, in the order of the catalogue."""
        return self.rules.in_force(self.horizon.start)

    @property
    def plan_date(self) -> dt.date:
        """The day on which it is planned."""
        return self.planned_on or self.horizon.start - dt.timedelta(days=28)

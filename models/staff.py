"""Who there is: people, contracts, absences, requests, pins, history, and agency offers with their budgets."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from models.base import Base, Date, Factor, Id, Minutes, Money, Ratio


def _split(value: Any) -> Any:
    """Accept ``eye_nurse|phone`` in a table cell for a list."""
    if isinstance(value, str):
        for separator in "|;,+":
            value = value.replace(separator, "|")
        return [part.strip() for part in value.split("|") if part.strip()]
    return value


Ids = Annotated[tuple[Id, ...], BeforeValidator(_split, json_schema_input_type=tuple[Id, ...] | str)]
"""Several ids; in a table cell separated by ``|``."""


def _pairs(value: Any) -> Any:
    """Accept ``icu: 2027-05-01 | cpr: 2027-03-31`` in a table cell for a mapping."""
    if isinstance(value, str):
        parts = (part.partition(":" if ":" in part else "=") for part in value.split("|") if part.strip())
        return {name.strip(): date.strip() for name, _, date in parts}
    return value


class Person(Base):
    """One employee."""

    id: Id
    """Unique; need not be a name."""
    name: str | None = None
    """A text for reports."""
    competences: Annotated[Ids, Field(min_length=1)]
    """What the person can work as; the first is the main one."""
    home: Id | None = None
    """The unit (or department) of employment; by default the only unit."""
    may_work_in: Ids = ()
    """Other units in which the person may work, without a lending agreement."""
    shifts: Ids = ()
    """Shifts that the person may work; by default all."""
    contract_minutes: Annotated[int, Field(ge=1, le=10_080)] | None = None
    """Contract minutes a week; null for no contract time (their limits are rules then)."""
    contract: Id | None = None
    """A name of the contract, by which the scope of rules can refer to it."""
    fraction: Annotated[Decimal, Field(gt=0, le=1, decimal_places=3)] = Decimal(1)
    """Part of full time that the contract is: full time is contract_minutes / fraction."""
    bookable_share: Ratio = Decimal(1)
    """Part of the paid time that can be booked with items."""
    productivity: Factor = Decimal(1)
    """Items' minutes done in a minute, against the standard."""
    cost_per_hour: Money = Decimal(0)
    """Full cost of an hour worked."""
    week_min_minutes: Minutes = 0
    """Least minutes in a week without absence."""
    week_max_minutes: Minutes = 2880
    """Most minutes in a week without absence."""
    balance_minutes: Annotated[int, Field(ge=-600_000, le=600_000)] = 0
    """Minutes owed (positive) or worked ahead (negative) when the horizon starts."""
    overtime_before_minutes: Minutes = 0
    """Overtime before the horizon, in the four weeks or the month that run when it starts, for ``overtime_cap``."""
    overtime_year_minutes: Minutes = 0
    """Overtime before the horizon in its calendar year."""
    additional_before_minutes: Minutes = 0
    """Additional hours before the horizon, in the four weeks or the month that run when it starts."""
    additional_year_minutes: Minutes = 0
    """Additional hours before the horizon in its calendar year."""
    holiday_reduction: bool = True
    """Whether a public holiday on Monday to Friday credits a fifth of the contract week."""
    valid_until: Annotated[dict[Id, Date], BeforeValidator(_pairs, json_schema_input_type=dict[Id, Date] | str)] = {}
    """Last day on which a competence is valid, where the rule ``competence_validity`` is in force; in a table cell
    ``icu: 2027-05-01 | cpr: 2027-03-31``."""

    @model_validator(mode="after")
    def _week(self) -> Person:
        if self.week_min_minutes > self.week_max_minutes:
            least, most = self.week_min_minutes, self.week_max_minutes
            raise ValueError(f"has week_min_minutes {least} above week_max_minutes {most}")
        if len(set(self.competences)) != len(self.competences):
            raise ValueError("names a competence twice")
        unheld = [name for name in self.valid_until if name not in self.competences]
        if unheld:
            raise ValueError(f"says until when '{unheld[0]}' is valid, which is not among the person's competences")
        return self

    @property
    def full_time_minutes(self) -> int | None:
        """Minutes a week of full time, rounded; None without contract time."""
        return None if self.contract_minutes is None else round(self.contract_minutes / self.fraction)


class Absence(Base):
    """Days on which somebody cannot work, for whatever reason. Those before the horizon count for averages of hours."""

    staff: Id
    """Whose."""
    start: Date
    """First day."""
    end: Date | None = None
    """Last day; by default the first."""
    minutes: Annotated[int, Field(ge=0, le=1440)] | None = None
    """Minutes credited for each day; by default a fifth of the contract week, Monday to Friday."""

    @model_validator(mode="after")
    def _forward(self) -> Absence:
        if self.end is not None and self.end < self.start:
            raise ValueError(f"ends on {self.end}, before its start {self.start}")
        return self

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end or self.start


class Request(Base):
    """A wish with a price: to work or not to work, on a day or in a window of days, on any shift or on some.

    ``on`` in a window asks for one such shift in it and costs once; ``off`` costs for each day worked in it.
    """

    staff: Id
    """Whose."""
    date: Date
    """When; of a window the first day."""
    end: Date | None = None
    """Last day of a window; by default it is one day. What lies outside the horizon is not looked at."""
    kind: Literal["on", "off"]
    """To work, or not to."""
    shift: Id | None = None
    """The shift, or kind of shift, that it is about; by default any."""
    cost: Money
    """Cost when it is not met."""

    @model_validator(mode="after")
    def _forward(self) -> Request:
        if self.end is not None and self.end < self.date:
            raise ValueError(f"ends on {self.end}, before its start {self.date}")
        return self

    @property
    def last(self) -> dt.date:
        """The last day."""
        return self.end or self.date


class Pin(Base):
    """An assignment that is given: a shift or a day off (``shift: off``), or a place in a session."""

    staff: Id
    """Whose; for agency the line, for example ``locum-1``."""
    date: Date
    """When."""
    shift: Id | None = None
    """The shift, or ``off``."""
    period: Id | None = None
    """The period of a session place."""
    unit: Id | None = None
    """The unit of a session place."""
    session: Id | None = None
    """The session of a session place."""
    competence: Id | None = None
    """The competence of a session place; by default any that the session needs."""

    @model_validator(mode="after")
    def _kind(self) -> Pin:
        place = (self.period, self.session)
        if (self.shift is None) == (self.session is None) or (place.count(None) == 1):
            raise ValueError("needs either a shift (or 'off'), or a session with its period")
        return self


class PastShift(Base):
    """A shift worked before the horizon."""

    staff: Id
    """Whose."""
    date: Date
    """When it started."""
    shift: Id
    """Which."""


class PublishedShift(Base):
    """A shift of the roster that people have been told of. The roster.csv of a run can be named as it is."""

    staff: Id
    """Whose."""
    date: Date
    """When it starts."""
    shift: Id
    """Which."""
    competence: Id | None = None
    """Not looked at, as are the next three: columns of roster.csv."""
    unit: Id | None = None
    """Not looked at."""
    paid_minutes: Minutes | None = None
    """Not looked at."""
    overtime_minutes: Minutes | None = None
    """Not looked at."""


class Booking(Base):
    """How an agency offer is booked."""

    by: Literal["week"] = "week"
    """The unit of booking."""
    min_weeks: Annotated[int, Field(ge=1, le=53)] = 1
    """Shortest block of weeks in a row."""
    max_weeks: Annotated[int, Field(ge=1, le=53)] | None = None
    """Most weeks of one line in the horizon."""
    lead_days: Annotated[int, Field(ge=0, le=400)] = 0
    """A week can be booked where its Monday is at least so many days after planned_on."""
    may_continue: bool = False
    """Whether a block that the end of the horizon cuts short may go on after it, and so counts as long enough."""

    @model_validator(mode="after")
    def _block(self) -> Booking:
        if self.max_weeks is not None and self.max_weeks < self.min_weeks:
            raise ValueError(f"has max_weeks {self.max_weeks} below min_weeks {self.min_weeks}")
        return self


class AgencyOffer(Base):
    """Agency staff on offer: up to ``people`` lines, each booked by blocks of weeks."""

    id: Id
    """Unique; its lines are called ``id-1``, ``id-2``, ..."""
    name: str | None = None
    """A text for reports."""
    unit: Id | None = None
    """Where they work; by default the only unit."""
    competence: Id
    """As what they work."""
    people: Annotated[int, Field(ge=1, le=500)] = 1
    """Number of lines."""
    cost_per_hour: Money
    """Price of an hour worked."""
    travel_per_week: Money = Decimal(0)
    """Price of travel and housing of a booked week."""
    book: Booking = Booking()
    """How it is booked."""
    weekly_hours: tuple[Annotated[int, Field(ge=0, le=168)], Annotated[int, Field(ge=0, le=168)]] = (0, 40)
    """Least and most hours in a booked week; the least shrinks with the week's closed days."""
    ramp: Annotated[tuple[Factor, ...], Field(min_length=1)] = (Decimal(1),)
    """Productivity in the first, second ... week of a block; the last holds on."""
    bookable_share: Ratio = Decimal(1)
    """Part of the paid time that can be booked with items."""
    shifts: Ids = ()
    """Shifts that they may work; by default all."""

    @model_validator(mode="after")
    def _hours(self) -> AgencyOffer:
        if self.weekly_hours[0] > self.weekly_hours[1]:
            least, most = self.weekly_hours
            raise ValueError(f"has weekly_hours whose least ({least}) is above the most ({most})")
        return self

    def line(self, number: int) -> str:
        """Return the staff id of a line (1 is the first)."""
        return f"{self.id}-{number}"


class ShareBudget(Base):
    """A goal for agency cost as a part of own-staff cost."""

    target: Ratio
    """The part, for example 0.02."""
    cost: Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)] = Decimal(0)
    """Price of each unit of money above the target."""
    hard: bool = False
    """Whether it may not be passed at all."""


class Budget(Base):
    """Goals for money."""

    agency_share: ShareBudget | None = None
    """Agency cost (hours and travel) over own-staff cost (hours worked times cost)."""
    agency: Money | None = None
    """Most money for agency hours and travel; never passed."""
    overtime: Money | None = None
    """Most money for additional hours and overtime; never passed."""


class Pay(Base):
    """Factors on a person's cost per hour.

    The defaults are the extra hours of part-timers (120 %) and simple overtime (180 %) of the Swedish
    agreement AB; paid time that is not used costs what it costs.
    """

    additional_factor: Factor = Decimal("1.2")
    """Hours above the contract, up to full time."""
    overtime_factor: Factor = Decimal("1.8")
    """Hours above full time."""
    undertime_factor: Factor = Decimal("1.0")
    """Contract time that is not rostered."""

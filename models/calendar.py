"""Horizon, weeks, days, periods and shifts, with durations that hold across clock changes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache, cached_property
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from models.base import Base, Date, Factor, Id, Minutes

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@cache
def parse_weekdays(text: str) -> tuple[int, ...]:
    """Return the weekday numbers (Monday 0) of a text such as ``mon-fri`` or ``sat, sun``.

    Raises ValueError where a part is no weekday.
    """
    chosen: set[int] = set()
    for part in text.replace(" ", "").lower().split(","):
        first, _, last = part.partition("-")
        for name in (first, last or first):
            if name not in WEEKDAYS:
                raise ValueError(f"'{name}' is no weekday; write for example mon-fri or sat,sun")
        start, stop = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
        chosen.update(range(start, stop + 1) if start <= stop else [*range(start, 7), *range(stop + 1)])
    return tuple(sorted(chosen))


def _weekdays(value: Any) -> Any:
    return ",".join(value) if isinstance(value, list) and all(isinstance(v, str) for v in value) else value


def _check_weekdays(value: str) -> str:
    parse_weekdays(value)
    return value


Weekdays = Annotated[
    str,
    Field(min_length=3, max_length=40),
    BeforeValidator(_weekdays, json_schema_input_type=str | list[str]),
    AfterValidator(_check_weekdays),
]
"""Weekdays such as ``mon-fri`` or ``sat,sun``."""

_CLOCK = re.compile(r"^(?:[01]?\d|2[0-3]):[0-5]\d$|^24:00$")


def _check_clock(value: str) -> str:
    if not _CLOCK.match(value):
        raise ValueError("is no clock time; write hours and minutes, for example 08:00")
    return value.zfill(5)


Clock = Annotated[str, Field(max_length=5), AfterValidator(_check_clock)]
"""A clock time ``HH:MM``; ``24:00`` is the end of the day."""


def clock_minutes(clock: str) -> int:
    """Return the minutes after midnight of a clock time."""
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


class Horizon(Base):
    """The weeks that are planned: whole ISO weeks."""

    start: Date
    """First day, a Monday."""
    weeks: Annotated[int, Field(ge=1, le=53)]
    """Number of weeks."""

    @field_validator("start")
    @classmethod
    def _monday(cls, value: dt.date) -> dt.date:
        if value.weekday() != 0:
            monday = value - dt.timedelta(days=value.weekday())
            raise ValueError(f"is a {value:%A}; a horizon starts on a Monday, for example {monday}")
        if not 1970 <= value.year <= 2200:
            raise ValueError("lies outside 1970-2200")
        return value

    @cached_property
    def days(self) -> tuple[dt.date, ...]:
        """All dates of the horizon, in order."""
        return tuple(self.start + dt.timedelta(days=i) for i in range(7 * self.weeks))

    @property
    def end(self) -> dt.date:
        """The last date."""
        return self.start + dt.timedelta(days=7 * self.weeks - 1)

    def index(self, date: dt.date) -> int:
        """Return the number of the day, 0 for the first; outside the horizon it is negative or too large."""
        return (date - self.start).days

    def week_days(self, week: int) -> tuple[dt.date, ...]:
        """Return the seven dates of a week (0 is the first)."""
        return self.days[7 * week : 7 * week + 7]


def week_label(monday: dt.date) -> str:
    """Return the ISO week of a date, for example ``2027-W09``."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"


def _timezone(value: str) -> str:
    if value not in available_timezones():
        raise ValueError("is no known time zone; write for example Europe/Stockholm")
    return value


class Calendar(Base):
    """Country, time zone, currency and the public holidays that follow from them."""

    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = "SE"
    """ISO country code whose public holidays count (Sweden: with its de facto eves); null for none."""
    subdivision: Annotated[str, Field(max_length=10)] | None = None
    """State or province, where holidays differ inside the country."""
    timezone: Annotated[str, AfterValidator(_timezone)] = "Europe/Stockholm"
    """IANA time zone, for true durations across clock changes."""
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "SEK"
    """ISO currency code, for display."""
    extra_holidays: tuple[Date, ...] = ()
    """Further days that count as public holidays."""
    not_holidays: tuple[Date, ...] = ()
    """Public holidays on which work goes on as usual."""

    @model_validator(mode="after")
    def _known_country(self) -> Calendar:
        if self.country is not None:
            public_holidays(self.country, self.subdivision, (2027,))
        return self

    def holidays(self, days: tuple[dt.date, ...]) -> dict[dt.date, str]:
        """Return the holidays among some dates, with their names."""
        years = tuple(sorted({d.year for d in days}))
        known = public_holidays(self.country, self.subdivision, years) if self.country else {}
        named = known | {d: known.get(d, "extra holiday") for d in self.extra_holidays}
        return {d: named[d] for d in days if d in named and d not in self.not_holidays}


def public_holidays(country: str, subdivision: str | None, years: tuple[int, ...]) -> dict[dt.date, str]:
    """Return public holidays by date; for Sweden the three eves of practice are among them.

    Raises ValueError where the country or subdivision is unknown.
    """
    import holidays  # imported here: half of the start-up time of a command that needs no calendar

    categories = ("public", "de_facto") if country == "SE" else ("public",)
    language = "en_US"
    try:
        table = holidays.country_holidays(
            country, subdiv=subdivision, years=years, categories=categories, language=language
        )
    except NotImplementedError as error:
        place = country if subdivision is None else f"{country}, {subdivision}"
        raise ValueError(f"no holidays are known for '{place}'; write an ISO code such as SE, or null") from error
    return dict(table)


class Period(Base):
    """A half-day in which sessions are held."""

    start: Annotated[Clock, Field(alias="from")]
    """First minute."""
    end: Annotated[Clock, Field(alias="to")]
    """End."""

    @model_validator(mode="after")
    def _forward(self) -> Period:
        if clock_minutes(self.end) <= clock_minutes(self.start):
            raise ValueError(f"ends at {self.end}, which is not after its start {self.start}")
        return self

    @property
    def minutes(self) -> int:
        """Length in minutes."""
        return clock_minutes(self.end) - clock_minutes(self.start)


class Shift(Base):
    """A kind of working day: clock times (over midnight too) or just a number of minutes."""

    start: Annotated[Clock | None, Field(alias="from")] = None
    """Start; null for a shift without clock times."""
    end: Annotated[Clock | None, Field(alias="to")] = None
    """End; at or before the start it lies on the next day."""
    break_minutes: Annotated[Minutes, Field(alias="break")] = 0
    """Unpaid break."""
    minutes: Annotated[int, Field(ge=1, le=2880)] | None = None
    """Minutes of a shift without clock times."""
    covers: tuple[Id, ...] = ()
    """The periods in which its people can be in sessions."""
    days: Weekdays | None = None
    """Weekdays on which it may be worked, holidays included; by default the days on which its unit is open
    in a period that it covers, or on which a cover row asks for it."""
    kind: Annotated[str, Field(max_length=32)] | None = None
    """A group name that rules refer to, for example ``late`` or ``night``."""
    duty: Literal["work", "on_call", "stand_by"] = "work"
    """Work, on-call at the workplace, or stand-by at home: rules say which of them they count."""
    contract_factor: Factor | None = None
    """Part of its minutes that counts as contract time and is paid by the hour; by default 1 for work, 0 for on-call
    and stand-by, whose compensation is outside contract time."""
    name: str | None = None
    """A text for reports."""

    @model_validator(mode="after")
    def _either(self) -> Shift:
        clocked = self.start is not None and self.end is not None
        if (self.start is None) != (self.end is None):
            raise ValueError("has only one clock time; give both 'from' and 'to', or 'minutes'")
        if clocked == (self.minutes is not None):
            raise ValueError("needs either 'from' and 'to', or 'minutes'")
        if clocked and self.clock_length() <= self.break_minutes:
            raise ValueError("has a break as long as the shift; shorten the break")
        if not clocked and self.break_minutes:
            raise ValueError("has a break but no clock times; 'minutes' are without it, leave out the break")
        return self

    @model_validator(mode="after")
    def _on_duty(self) -> Shift:
        if self.duty != "work" and self.covers:
            raise ValueError("covers periods, but nobody on call is in sessions; leave out 'covers', or the duty")
        if self.duty == "work" and self.contract_factor == 0:
            raise ValueError("is work that counts as no contract time; leave out contract_factor, or set another duty")
        return self

    @property
    def clocked(self) -> bool:
        """Whether it has clock times."""
        return self.start is not None

    def clock_length(self) -> int:
        """Minutes from start to end by the clock on the wall; 0 without clock times."""
        if self.start is None or self.end is None:
            return 0
        length = clock_minutes(self.end) - clock_minutes(self.start)
        return length if length > 0 else length + 1440

    def interval(self, date: dt.date, zone: ZoneInfo) -> tuple[int, int] | None:
        """Return start and end on a date, in true minutes since 1970; None without clock times."""
        if self.start is None:
            return None
        begin = clock_minutes(self.start)
        return instant(date, begin, zone), instant(date, begin + self.clock_length(), zone)

    def true_minutes(self, date: dt.date, zone: ZoneInfo) -> int:
        """Return its minutes when it starts on a date: true elapsed time less the break."""
        span = self.interval(date, zone)
        return (self.minutes or 0) if span is None else span[1] - span[0] - self.break_minutes

    def paid_minutes(self, date: dt.date, zone: ZoneInfo) -> int:
        """Return how many of its minutes count as contract time when it starts on a date, rounded down."""
        factor = Decimal(self.duty == "work") if self.contract_factor is None else self.contract_factor
        return int(self.true_minutes(date, zone) * factor)


def instant(date: dt.date, clock: int, zone: ZoneInfo) -> int:
    """Return the true minutes since 1970 of some minutes by the wall clock after a date's midnight.

    Goes through UTC, because the difference of two local times is wrong across a clock change.
    """
    local = dt.datetime.combine(date, dt.time(), zone) + dt.timedelta(minutes=clock)
    return int(local.timestamp()) // 60


Opening = dict[Weekdays, tuple[Id, ...]]
"""Open periods per weekdays, for example ``{mon-fri: [am, pm]}``."""


def open_periods(opening: Opening, weekday: int) -> frozenset[str]:
    """Return the periods that are open on a weekday."""
    rows = (periods for days, periods in opening.items() if weekday in parse_weekdays(days))
    return frozenset(p for periods in rows for p in periods)

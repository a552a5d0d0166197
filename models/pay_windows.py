"""Windows of hours that are paid extra: evenings, nights, weekends, holidays."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from models.base import Base, Id, Money
from models.calendar import Clock, Weekdays

Until = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun", "workday"]


class DailyHours(Base):
    """Some hours of each day; over midnight too."""

    start: Annotated[Clock, Field(alias="from")]
    """Start."""
    end: Annotated[Clock, Field(alias="to")]
    """End; at or before the start it lies on the next day."""


class Window(Base):
    """When hours are paid extra: from a clock time on (or before) certain days to one on the same or a later day."""

    days: Weekdays | Literal["holidays"] | None = None
    """Weekdays on which the window starts, or ``holidays`` for every public holiday."""
    holidays: tuple[Annotated[str, Field(min_length=1, max_length=64)], ...] = ()
    """Instead of days: certain public holidays, by their English names, for example ``[Good Friday]``."""
    before: Annotated[int, Field(ge=0, le=7)] = 0
    """So many days earlier than these days the window starts."""
    start: Annotated[Clock, Field(alias="from")]
    """Start of the window."""
    until: Until | None = None
    """The next such weekday after these days, on which it ends; or ``workday``, the next day from Monday to Friday that
    is no public holiday. By default it ends on the day on which it starts, or the day after."""
    end: Annotated[Clock, Field(alias="to")]
    """End of the window; without ``until``, an end at or before the start lies on the next day."""
    daily: DailyHours | None = None
    """Only these hours of each day of the window, for example the nights of a holiday."""

    @model_validator(mode="after")
    def _anchored(self) -> Window:
        if (self.days is None) == (not self.holidays):
            raise ValueError("needs either days or holidays; write for example days: mon-fri")
        return self


class PaidWindow(Window):
    """A window, and for whom and what part of a shift it counts."""

    cost_factor: Annotated[Decimal, Field(ge=0, le=10, decimal_places=3)] | None = None
    """Paid extra as a part of the cost per hour of who works, for example 0.3."""
    whole_shift: bool = False
    """Whether a shift of which more than half lies in the window counts as a whole."""
    contracts: tuple[Id, ...] | None = None
    """For whom: people with these contracts; by default everybody."""

    def binds(self, contract: str | None) -> bool:
        """Whether it counts for somebody with a contract, or with none."""
        return self.contracts is None or contract in self.contracts


class UnsocialHours(PaidWindow):
    """A window of hours that are paid extra (unsocial hours)."""

    cost_per_hour: Money | None = None
    """Paid extra for each hour inside the window."""

    @model_validator(mode="after")
    def _priced(self) -> UnsocialHours:
        if (self.cost_per_hour is None) == (self.cost_factor is None):
            raise ValueError("needs either cost_per_hour or cost_factor; write for example cost_per_hour: 60")
        return self


class PresetWindow(PaidWindow):
    """A window of a preset; without a factor its amount is the scenario's to say."""

    name: Id
    """By which the scenario gives its amount; several windows may share it."""
    source: str
    """The agreement that it comes from."""

    @property
    def needs_amount(self) -> bool:
        """Whether the scenario has to say what it costs."""
        return self.cost_factor is None

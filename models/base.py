"""The one strict base class of every scenario object, and the number types that they share.

The text below a field is its description (reading/describing.py).
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Annotated, Any, Final, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

TICKS_PER_MONEY: Final = 6000
"""Money is counted in whole ticks inside: a hundredth of the currency over a minute, so that an
hourly price with two decimals times whole minutes is exact."""

TICKS_PER_CENT: Final = TICKS_PER_MONEY // 100
"""A hundredth of the currency."""

Id = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\s\x00-\x1f,;|]+( [^\s\x00-\x1f,;|]+)*$")]
"""A name by which other parts of a scenario refer to this one."""

Money = Annotated[Decimal, Field(ge=0, le=1_000_000_000, decimal_places=2)]
"""An amount in the scenario's currency, at most two decimals."""

Ratio = Annotated[Decimal, Field(ge=0, le=1, decimal_places=3)]
"""A part of the whole, 0 to 1, at most three decimals."""

Factor = Annotated[Decimal, Field(ge=0, le=10, decimal_places=3)]
"""A multiplier, at most three decimals."""

Minutes = Annotated[int, Field(ge=0, le=600_000)]
"""A duration in whole minutes."""

Count = Annotated[int, Field(ge=0, le=1_000_000)]
"""A number of people, items or rooms."""


def _iso_date(value: Any) -> Any:
    if isinstance(value, dt.date) or (isinstance(value, str) and re.match(r"^\d{4}-\d{2}-\d{2}$", value)):
        return value
    raise ValueError("is no date; write year-month-day, for example 2027-03-01")


Date = Annotated[dt.date, BeforeValidator(_iso_date)]
"""A date. Only ISO text is read: pydantic alone would take 20270301 for seconds since 1970."""


class Base(BaseModel):
    """Strict and frozen: unknown keys are refused, nothing changes after loading."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        coerce_numbers_to_str=True,
        allow_inf_nan=False,
    )

    def __copy__(self) -> Self:
        """Return a copy without what was worked out of the original: ``model_copy`` may change what it came from."""
        copied = super().__copy__()
        for name in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[name]
        return copied


def ticks(amount: Decimal) -> int:
    """Return an amount of money in ticks."""
    return int(amount * TICKS_PER_MONEY)


def ticks_per_minute(price_per_hour: Decimal, factor: Decimal = Decimal(1)) -> int:
    """Return the ticks of one minute at an hourly price.

    The price times the factor is rounded to a hundredth of the currency, half up.
    """
    hundredths = (price_per_hour * factor * 100).to_integral_value("ROUND_HALF_UP")
    return int(hundredths)


def money(amount: int) -> int | float:
    """Return ticks as an amount in the currency: whole where it is whole."""
    whole, rest = divmod(amount, TICKS_PER_MONEY)
    return whole if rest == 0 else amount / TICKS_PER_MONEY


def permille(value: Decimal) -> int:
    """Return a ratio or factor in thousandths."""
    return int(value * 1000)

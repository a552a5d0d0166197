"""How rosters from another system are written: which columns they have, and what their codes stand for."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field

from models.base import Base, Id

IGNORE: Final = "ignore"
"""What a code of a roster stands for that is to be left out, and counted."""

Header = Annotated[str, Field(min_length=1, max_length=200)]
"""The text of a header cell."""

Codes = dict[Annotated[str, Field(max_length=64)], Id]
"""Words of another system, and the ids that they stand for."""

_YEARS: Final = ("%Y", "%y", "%G")
_SAMPLE: Final = dt.date(2027, 11, 23)


def has_year(date_format: str) -> bool:
    """Whether dates of a format tell their year."""
    return any(code in date_format for code in _YEARS)


def parse_date(text: str, date_format: str, year: int) -> dt.date:
    """Return the date of a text; the year is for formats that have none. Raises ValueError where it is no date."""
    if has_year(date_format):
        return dt.datetime.strptime(text, date_format).date()  # noqa: DTZ007 - a date has no time zone
    return dt.datetime.strptime(f"{text} {year}", f"{date_format} %Y").date()  # noqa: DTZ007


def _names_a_day(value: str) -> str:
    try:
        found = parse_date(_SAMPLE.strftime(value), value, _SAMPLE.year)
    except ValueError:
        found = None
    if found != _SAMPLE:
        raise ValueError("is no format of dates; write %d for the day, %m for the month, %Y for the year: %d/%m/%Y")
    return value


DateFormat = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_names_a_day)]
"""How dates are written, in the codes of Python's strptime."""


class RosterColumns(Base):
    """How a roster from another system is written, for ``bemanna audit``.

    A column is named by the text of its header; bemanna's own names (staff, date, shift, from, to, unit,
    competence) need not be told. A roster may also have one row a person and one column a date.
    """

    staff: Header | None = None
    """Column with the person."""
    date: Header | None = None
    """Column with the date; of a roster with one column a date there is none."""
    shift: Header | None = None
    """Column with the shift."""
    start: Annotated[Header | None, Field(alias="from")] = None
    """Column with the time at which the work starts (with or without its date), where there are no shift codes: the
    shift with these clock times is meant."""
    end: Annotated[Header | None, Field(alias="to")] = None
    """Column with the time at which it ends."""
    unit: Header | None = None
    """Column with the unit."""
    competence: Header | None = None
    """Column with the competence that the person works as."""
    sheet: Header | None = None
    """Sheet of the workbook; by default the first."""
    date_format: DateFormat | None = None
    """How dates are written, for example ``%d/%m/%Y`` or ``%d.%m``; by default (and always understood) 2027-03-01."""
    shift_codes: Codes = {}
    """Shift by code; ``off`` is a day off, ``ignore`` leaves the entry out. The empty code is an empty cell."""
    staff_codes: Codes = {}
    """Person by code; ``ignore`` leaves the row out."""
    unit_codes: Codes = {}
    """Unit by code."""
    competence_codes: Codes = {}
    """Competence by code."""
    outside: Literal["refuse", "ignore", "history"] = "refuse"
    """Entries outside the horizon: an error, or left out; with ``history`` those before it count as worked."""

"""Windows of days in which rules count: days, weeks, months, the horizon, or so many days or weeks in a row."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import AfterValidator, Field, WithJsonSchema

from models.rules.base import Setting

_PER = re.compile(r"^(?:day|week|month|horizon|([1-9]\d{0,2}) (days|weeks))$")


def _check_per(value: str) -> str:
    if not _PER.match(value):
        raise ValueError("is no window; write day, week, month, horizon, or for example '7 days' or '4 weeks'")
    return value


Per = Annotated[
    str,
    Field(max_length=10),
    AfterValidator(_check_per),
    WithJsonSchema(
        {"anyOf": [{"enum": ["day", "week", "month", "horizon"]}, {"type": "string", "pattern": _PER.pattern}]}
    ),
]
"""A window: ``day``, ``week`` (Monday to Sunday), ``month`` (calendar), ``horizon``, ``7 days`` (any in a row) or
``4 weeks`` (any in a row)."""


def windows(per: str, setting: Setting, *, blocks: bool = False) -> Iterator[range]:
    """Yield the windows that end in the horizon, as ranges of days; they may start before it.

    A window of days or weeks in a row ends on every day (every Sunday); with ``blocks`` only every n-th one
    counts, end to end from the start of the horizon. A calendar month counts where its last day, or the end of the
    horizon, lies in the horizon. A horizon is the horizon alone.
    """
    if per == "horizon":
        yield range(setting.day_count)
    elif per == "month":
        yield from _months(setting)
    else:
        length, stride = _length_and_stride(per)
        first = length if blocks else stride
        for end in range(first, setting.day_count + 1, length if blocks else stride):
            yield range(end - length, end)


def cut_short(per: str, window: range, setting: Setting) -> bool:
    """Whether a window goes on after the horizon: a calendar month whose first days alone lie in it."""
    return per == "month" and setting.date(window.stop).day != 1


def before_horizon(window: range) -> range:
    """Return the days of a window that lie before the horizon."""
    return range(window.start, max(window.start, min(window.stop, 0)))


def at_most(limit: int, most: int) -> str:
    """Say a limit, and by how much the history alone has raised it to the most that is judged by."""
    return f"of at most {limit}" if most == limit else f"of at most {limit} ({most} before the horizon alone)"


def at_least(limit: int | None, least: int) -> str:
    """Say a limit, and to what the history alone has lowered it."""
    return f"of at least {limit}" if least == limit else f"of at least {limit} ({least} can be reached)"


def _length_and_stride(per: str) -> tuple[int, int]:
    if per in ("day", "week"):
        per = {"day": "1 days", "week": "1 weeks"}[per]
    number, unit = per.split()
    stride = 7 if unit == "weeks" else 1
    return int(number) * stride, stride


def _months(setting: Setting) -> Iterator[range]:
    day = 0
    while day < setting.day_count:
        date = setting.date(day)
        following = (date.replace(day=28) + dt.timedelta(days=4)).replace(day=1)
        end = day + (following - date).days
        yield range(day - date.day + 1, min(end, setting.day_count))
        day = end

"""What unsocial hours cost: the minutes of a shift that lie in windows that are paid extra."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from models.base import ticks_per_minute
from models.calendar import WEEKDAYS, Calendar, Horizon, clock_minutes, instant, parse_weekdays
from models.pay_windows import PaidWindow, Window
from models.rules.base import WorkedShift
from models.scenario import Scenario

_DAY: Final = 1440
_MARGIN: Final = 21
"""Days around the horizon whose windows may reach into it: the longest ones take two weeks."""

_Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Priced:
    """A window with its spans, in true minutes since 1970, and what a minute in it costs."""

    window: PaidWindow
    spans: tuple[_Span, ...]
    per_hour: Decimal | None

    def price(self, rate: int) -> int:
        """Return the ticks of a minute for somebody whose minute costs ``rate`` ticks."""
        if self.per_hour is not None:
            return ticks_per_minute(self.per_hour)
        return ticks_per_minute(Decimal(rate) / 100, self.window.cost_factor or Decimal(0))

    def inside(self, start: int, end: int) -> list[_Span]:
        """Return the parts of a shift that count."""
        first = bisect_left(self.spans, (start - _MARGIN * _DAY, 0))
        last = bisect_left(self.spans, (end, 0))
        parts = [(max(a, start), min(b, end)) for a, b in self.spans[first:last] if b > start]
        if self.window.whole_shift and 2 * _length(parts) > end - start:
            return [(start, end)]
        return parts


class ExtraPay:
    """The unsocial hours of a scenario."""

    def __init__(self, scenario: Scenario, worked_shift: Callable[[str, int], WorkedShift]) -> None:
        self._worked_shift = worked_shift
        section, zone = scenario.unsocial_hours, ZoneInfo(scenario.calendar.timezone)
        dates = _Dates(scenario.horizon, scenario.calendar)
        windows = section.preset_windows(scenario.presets_date)
        self._preset = tuple(
            _Priced(w, dates.spans(w, zone), None if w.cost_factor is not None else section.amount(w)) for w in windows
        )
        self._others = tuple(_Priced(w, dates.spans(w, zone), w.cost_per_hour) for w in section.windows)
        self._known: dict[tuple[str, int, str | None, int], int] = {}

    def ticks(self, shift: str, day: int, contract: str | None, rate: int) -> int:
        """Return the ticks that a shift costs extra, for somebody with a contract whose minute costs ``rate`` ticks."""
        if not self._preset and not self._others:
            return 0
        key = (shift, day, contract, rate)
        if key not in self._known:
            worked = self._worked_shift(shift, day)
            self._known[key] = self._dearest(worked, contract, rate) + self._sum(worked, contract, rate)
        return self._known[key]

    def _sum(self, worked: WorkedShift, contract: str | None, rate: int) -> int:
        parts = _parts(self._others, worked, contract, rate)
        return sum(price * min(_length(spans), worked.paid) for price, spans in parts)

    def _dearest(self, worked: WorkedShift, contract: str | None, rate: int) -> int:
        """Price each minute by the dearest window of the preset, the dearest minutes first as far as they are paid."""
        cost, taken, left = 0, list[_Span](), worked.paid
        for price, spans in sorted(_parts(self._preset, worked, contract, rate), reverse=True):
            before = _length(taken)
            taken += spans
            minutes = min(left, _length(taken) - before)
            cost += price * minutes
            left -= minutes
        return cost


def _parts(
    windows: Iterable[_Priced], worked: WorkedShift, contract: str | None, rate: int
) -> Iterator[tuple[int, list[_Span]]]:
    if worked.start is not None and worked.end is not None:
        for priced in windows:
            if priced.window.binds(contract):
                yield priced.price(rate), priced.inside(worked.start, worked.end)


def _length(spans: Iterable[_Span]) -> int:
    """Return the minutes that lie in at least one of some spans."""
    length, reached = 0, 0
    for start, end in sorted(spans):
        length += max(0, end - max(start, reached))
        reached = max(reached, end)
    return length


class _Dates:
    """The days around the horizon, and which of them are holidays."""

    def __init__(self, horizon: Horizon, calendar: Calendar) -> None:
        first = horizon.start - dt.timedelta(days=_MARGIN)
        self._days = tuple(first + dt.timedelta(days=n) for n in range(7 * horizon.weeks + 2 * _MARGIN))
        later = tuple(self._days[-1] + dt.timedelta(days=n) for n in range(1, _MARGIN))
        self._holidays = calendar.holidays((*self._days, *later))

    def spans(self, window: Window, zone: ZoneInfo) -> tuple[_Span, ...]:
        """Return the spans of a window in order, in true minutes since 1970."""
        spans: list[_Span] = []
        for anchor in self._days:
            if self._is_anchor(window, anchor):
                start, end = self._whole(window, anchor, zone)
                spans.extend(_hours_of_days(window, start, end, anchor, zone) if window.daily else [(start, end)])
        return tuple(sorted(spans))

    def _is_anchor(self, window: Window, date: dt.date) -> bool:
        if window.days == "holidays":
            return date in self._holidays
        if window.days is not None:
            return date.weekday() in parse_weekdays(window.days)
        return self._holidays.get(date) in window.holidays

    def _whole(self, window: Window, anchor: dt.date, zone: ZoneInfo) -> _Span:
        start, end = clock_minutes(window.start), clock_minutes(window.end)
        first = anchor - dt.timedelta(days=window.before)
        if window.until is None:
            return instant(first, start, zone), instant(first, end + (_DAY if end <= start else 0), zone)
        return instant(first, start, zone), instant(self._next(window.until, anchor), end, zone)

    def _next(self, until: str, date: dt.date) -> dt.date:
        """Return the next weekday of a name after a date, or the next working day."""
        date += dt.timedelta(days=1)
        while not (self._is_workday(date) if until == "workday" else date.weekday() == WEEKDAYS.index(until)):
            date += dt.timedelta(days=1)
        return date

    def _is_workday(self, date: dt.date) -> bool:
        return date.weekday() < 5 and date not in self._holidays


def _hours_of_days(window: Window, start: int, end: int, anchor: dt.date, zone: ZoneInfo) -> Iterator[_Span]:
    """Yield the parts of a span that lie in the daily hours of its window."""
    assert window.daily is not None
    opens, closes = clock_minutes(window.daily.start), clock_minutes(window.daily.end)
    closes += _DAY if closes <= opens else 0
    for n in range(-window.before - 1, _MARGIN):
        date = anchor + dt.timedelta(days=n)
        first, last = max(start, instant(date, opens, zone)), min(end, instant(date, closes, zone))
        if first < last:
            yield first, last

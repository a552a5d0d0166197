"""Rest in fixed periods of 24 hours, with the two exceptions that collective agreements know."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field, field_validator, model_validator

from models.calendar import Clock, clock_minutes
from models.rules.base import Finding, PersonRule, Setting, WorkedShift
from models.rules.rest import longest_free

DayHours = Annotated[int, Field(ge=0, le=24)]


@dataclass(frozen=True, slots=True)
class Period:
    """One period: the day on which it starts, its true minutes since 1970, and the day that settles it.

    ``last``: the next is not judged.
    """

    day: int
    begin: int
    end: int
    settled: int
    last: bool


class DailyRestPeriod(PersonRule):
    """At least so many hours free in one piece inside each fixed period of 24 hours, from boundary to boundary.

    max over free intervals of [boundary of a day, boundary of the next day) >= 60 x hours, by true elapsed time (the
    period has 23 or 25 hours where clocks change). On-call at the workplace breaks the rest, stand-by does not. Shifts
    without clock times are not judged. Periods count that end in the horizon, by its last midnight: with a boundary
    after midnight the first began before it, and counts where that day is known. What the history alone breaks
    cannot be mended: a period counts only where a shift of the horizon touches it. The excess of a period is what
    its longest free interval lacks, settled on its last day. Two exceptions excuse a period, each for those who have
    approved it:

    ``reduced_hours``: its rest is at least that long, and the next period makes up for it: that has a free interval of
    ``hours`` and what the first lacked (11 - 9 hours lacking: 13). After the last period of the horizon that is taken
    for granted. What a period before the horizon lacked is to be made up for in it, too: it counts, settled on the
    first day, where a shift of the horizon touches the period that should make up for it.

    ``long_shift_hours``: a shift touches it that is longer than 24 - ``hours`` hours, at most this long (from its start
    to its end), and followed by a rest at least as long as itself and as ``hours`` before the next shift worked.

    Source of both: the Swedish agreement AB for municipalities and regions, in force from 1 October 2023 (for doctors
    from 1 February 2024): 11 hours in each period, in exceptions 9 hours and then 13, or at most 20 hours of work and
    on-call followed by as much rest.
    """

    key: ClassVar[str] = "daily_rest_period"
    title: ClassVar[str] = "Daily rest in fixed periods"
    formula: ClassVar[str] = "longest free interval inside each 24 hours from the boundary >= hours"
    size_unit: ClassVar[str] = "minutes"
    hours: DayHours = 11
    """Hours of rest."""
    boundary: Clock = "00:00"
    """Clock time at which each period begins. It has to suit the shifts: by midnight a shift from 07:00 to 15:30 leaves
    7 hours before and 8.5 after it, too little; by 19:00 it leaves 12 hours before it."""
    reduced_hours: DayHours | None = None
    """Hours of rest that are enough where the next period makes up for it, where that is approved; by default none."""
    long_shift_hours: DayHours | None = None
    """Longest shift that a long rest after it excuses, where that is approved; by default none."""

    @field_validator("boundary")
    @classmethod
    def _midnight(cls, value: str) -> str:
        return "00:00" if value == "24:00" else value

    @model_validator(mode="after")
    def _exceptions(self) -> DailyRestPeriod:
        if self.reduced_hours is not None and self.reduced_hours >= self.hours:
            raise ValueError(f"has {self.reduced_hours} reduced_hours, which must be less than its {self.hours} hours")
        if self.long_shift_hours is not None and self.long_shift_hours <= 24 - self.hours:
            raise ValueError(
                f"has {self.long_shift_hours} long_shift_hours, which must be more than 24 - {self.hours} hours"
            )
        return self

    def periods(self, staff: str, setting: Setting) -> Iterator[Period]:
        """Yield the periods that are judged for somebody."""
        clock = clock_minutes(self.boundary)
        reach = 1 if clock else 0
        known = setting.known_from(staff)
        for day in range(-1 - reach, setting.day_count - reach):
            if day < 0 and (day < known or (day + reach < 0 and self.reduced_hours is None)):
                continue
            begin, end = setting.instant(day, clock), setting.instant(day + 1, clock)
            yield Period(day, begin, end, max(0, day + reach), day + reach == setting.day_count - 1)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        rows = [(w.day, *times) for w in worked if (times := at_work(w)) is not None]
        excused = self._excused_by_long_shifts(rows)
        periods = list(self.periods(staff, setting))
        touching = [_touching(rows, period) for period in periods]
        free = [longest_free((row[1:] for row in touching[n]), p.begin, p.end) for n, p in enumerate(periods)]
        for n, period in enumerate(periods):
            missing = 60 * self.hours - free[n]
            if missing <= 0 or any(start < period.end and end > period.begin for start, end in excused):
                continue
            decisive = days = [row[0] for row in touching[n]]
            if self.reducible(missing):
                if period.last or free[n + 1] >= 60 * self.hours + missing:
                    continue
                decisive = days + [row[0] for row in touching[n + 1]]
            if any(day >= 0 for day in decisive):
                text = f"{free[n]} min free in one piece from {self.boundary} to {self.boundary}, of {60 * self.hours}"
                yield Finding(staff, tuple(dict.fromkeys(days)), missing, text, period.settled)

    def reducible(self, missing: int) -> bool:
        """Whether so many minutes may lack where the next period makes up for them."""
        return self.reduced_hours is not None and missing <= 60 * (self.hours - self.reduced_hours)

    def rest_after_long(self, start: int, end: int) -> int | None:
        """Return the minutes of rest that make a shift one that excuses; None where it cannot."""
        length = end - start
        if self.long_shift_hours is None or not 60 * (24 - self.hours) < length <= 60 * self.long_shift_hours:
            return None
        return max(length, 60 * self.hours)

    def _excused_by_long_shifts(self, rows: Sequence[tuple[int, int, int]]) -> list[tuple[int, int]]:
        """Return from when to when there are long shifts with their rest after them."""
        found: list[tuple[int, int]] = []
        for n, (_, start, end) in enumerate(rows):
            rest = self.rest_after_long(start, end)
            if rest is not None and all(later >= end + rest for _, later, _ in rows[n + 1 : n + 2]):
                found.append((start, end))
        return found


def _touching(rows: Sequence[tuple[int, int, int]], period: Period) -> list[tuple[int, int, int]]:
    """Return the rows (in order of days) that touch a period; no shift is longer than a day."""
    first, last = (bisect_left(rows, day, key=lambda row: row[0]) for day in (period.day - 1, period.day + 2))
    return [row for row in rows[first:last] if row[1] < period.end and row[2] > period.begin]


def at_work(worked: WorkedShift) -> tuple[int, int] | None:
    """Return start and end of a shift that breaks the rest; None of stand-by and where there are no clock times."""
    if worked.duty == "stand_by" or worked.start is None or worked.end is None:
        return None
    return worked.start, worked.end

"""Rest between shifts and in each week, and days in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from models.rules.base import Finding, Rule, Setting, WorkedShift

Hours = Annotated[int, Field(ge=0, le=168)]


class DailyRest(Rule):
    """At least so many hours between the end of a shift and the start of the next one worked.

    For shifts i < j in a row: start_j - end_i >= 60 x hours, by true elapsed time. Shifts without
    clock times are not judged: they need forbidden successions. The last shift before the horizon
    counts where the history tells it; the end of the horizon asks nothing.
    """

    key: ClassVar[str] = "daily_rest"
    title: ClassVar[str] = "Daily rest"
    size_unit: ClassVar[str] = "minutes"
    hours: Hours = 11
    """Hours of rest."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        for first, second in pairwise(worked):
            missing = self.missing(first, second)
            if missing > 0 and second.day >= 0:
                text = f"{60 * self.hours - missing} min of rest between {first.shift} and {second.shift}"
                yield Finding(staff, (first.day, second.day), missing, text)

    def missing(self, first: WorkedShift, second: WorkedShift) -> int:
        """Return the minutes of rest that miss between two shifts in a row; 0 or less where none do."""
        if first.end is None or second.start is None:
            return 0
        return 60 * self.hours - (second.start - first.end)


class WeeklyRest(Rule):
    """At least so many hours free in one piece, wholly inside each week from Monday to Sunday.

    max over free intervals of [Monday 0:00, next Monday 0:00) >= 60 x hours, by true elapsed time. With
    ``rolling``, inside every seven days in a row of the horizon instead. A shift from before the week
    that reaches into it counts, from the history too. Shifts without clock times take their whole day.
    """

    key: ClassVar[str] = "weekly_rest"
    title: ClassVar[str] = "Weekly rest"
    size_unit: ClassVar[str] = "minutes"
    hours: Hours = 36
    """Hours of rest."""
    rolling: bool = False
    """Whether any seven days in a row count, not only weeks from Monday."""

    def windows(self, setting: Setting) -> range:
        """Return the first days of the seven-day windows that are judged."""
        return range(0, setting.day_count - 6, 1 if self.rolling else 7)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        for first in self.windows(setting):
            longest = _longest_free(worked, first, setting)
            missing = 60 * self.hours - longest
            if missing > 0:
                days = tuple(w.day for w in worked if first <= w.day < first + 7)
                yield Finding(staff, days, missing, f"{longest} min free in one piece, of {60 * self.hours}")


def busy_interval(worked: WorkedShift, setting: Setting) -> tuple[int, int]:
    """Return the true minutes that a shift takes: without clock times its whole day."""
    if worked.start is None or worked.end is None:
        return setting.midnight(worked.day), setting.midnight(worked.day + 1)
    return worked.start, worked.end


def _longest_free(worked: Sequence[WorkedShift], first: int, setting: Setting) -> int:
    begin, end = setting.midnight(first), setting.midnight(first + 7)
    longest, free_from = 0, begin
    for shift in worked:
        start, stop = busy_interval(shift, setting)
        if stop > begin and start < end:
            longest = max(longest, start - free_from)
            free_from = max(free_from, stop)
    return max(longest, end - free_from)


class ConsecutiveDays(Rule):
    """At most so many days with a shift in a row.

    Each day of the horizon on which a run of working days is longer than ``max`` is one unit of
    excess; days of the history lengthen the run, the end of the horizon cuts it.
    """

    key: ClassVar[str] = "consecutive_days"
    title: ClassVar[str] = "Days in a row"
    size_unit: ClassVar[str] = "days"
    max: Annotated[int, Field(ge=1, le=60)] = 6
    """Most days in a row."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        run = 0
        previous: int | None = None
        for shift in worked:
            if shift.day == previous:
                continue
            run = run + 1 if previous is not None and shift.day == previous + 1 else 1
            previous = shift.day
            if run > self.max and shift.day >= 0:
                days = tuple(range(max(0, shift.day - self.max), shift.day + 1))
                yield Finding(staff, days, 1, f"{run} days in a row, of at most {self.max}")

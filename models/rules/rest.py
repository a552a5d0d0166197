"""Rest between shifts and in each week."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from models.rules.base import Finding, PersonRule, Setting, WorkedShift

Hours = Annotated[int, Field(ge=0, le=168)]


class DailyRest(PersonRule):
    """At least so many hours between the end of a shift and the start of the next one worked.

    For shifts i < j in a row: start_j - end_i >= 60 x hours, by true elapsed time. Shifts without
    clock times are not judged: they need forbidden successions. The last shift before the horizon
    counts where the history tells it; the end of the horizon asks nothing. Stand-by is no work: it
    neither needs rest nor breaks it. Settled on the day of the second shift.
    """

    key: ClassVar[str] = "daily_rest"
    title: ClassVar[str] = "Daily rest"
    formula: ClassVar[str] = "start of the next shift - end of a shift >= hours, by true elapsed time"
    size_unit: ClassVar[str] = "minutes"
    hours: Hours = 11
    """Hours of rest."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        for first, second in pairwise(w for w in worked if w.duty != "stand_by"):
            missing = self.missing(first, second)
            if missing > 0 and second.day >= 0:
                rest = max(0, 60 * self.hours - missing)
                text = f"{rest} min of rest between {first.shift} and {second.shift}"
                yield Finding(staff, (first.day, second.day), missing, text)

    def missing(self, first: WorkedShift, second: WorkedShift) -> int:
        """Return the minutes of rest that miss between two shifts in a row; 0 or less where none do."""
        if first.end is None or second.start is None:
            return 0
        return 60 * self.hours - (second.start - first.end)


class WeeklyRest(PersonRule):
    """At least so many hours free in one piece, wholly inside each week from Monday to Sunday.

    max over free intervals of [Monday 0:00, next Monday 0:00) >= 60 x hours, by true elapsed time. With
    ``rolling``, inside every seven days in a row of the horizon instead. A shift from before the week
    that reaches into it counts, from the history too. Shifts without clock times take their whole day.
    Neither on-call nor stand-by may lie in it. Settled on the last day of the seven.
    """

    key: ClassVar[str] = "weekly_rest"
    title: ClassVar[str] = "Weekly rest"
    formula: ClassVar[str] = "longest free interval inside a week (rolling: inside any seven days) >= hours"
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
                text = f"{longest} min free in one piece, of {60 * self.hours}"
                yield Finding(staff, days, missing, text, settled=first + 6)


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

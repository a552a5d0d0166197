"""Rest between shifts and in each week."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Annotated, ClassVar

from pydantic import Field

from models.base import Id
from models.rules.base import Finding, PersonRule, Setting, WorkedShift

Hours = Annotated[int, Field(ge=0, le=168)]


class RestRule(PersonRule):
    """Rest between a shift and the next one worked."""

    size_unit: ClassVar[str] = "minutes"
    hours: Hours
    """Hours of rest."""

    def counted(self, setting: Setting) -> frozenset[str]:
        """Return the shifts after which the rest is asked."""
        return setting.shifts_named(None)

    @property
    def run(self) -> int:
        """Days in a row with such shifts after which it is asked."""
        return 1

    def continues(self, first: WorkedShift, second: WorkedShift, counted: frozenset[str]) -> bool:
        """Whether the second of two shifts goes on with the run of the first, so that no rest is due yet."""
        return False

    def missing(self, first: WorkedShift, second: WorkedShift) -> int:
        """Return the minutes of rest that miss between two shifts, at most all of them; 0 or less where none do."""
        if first.end is None or second.start is None:
            return 0
        return 60 * self.hours - max(0, second.start - first.end)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        counted = self.counted(setting)
        rows = [w for w in worked if w.duty != "stand_by"]
        days = {w.day for w in rows if w.shift in counted}
        for first, second in pairwise(rows):
            missing = self.missing(first, second)
            if missing <= 0 or second.day < 0 or self.continues(first, second, counted):
                continue
            if first.shift in counted and days.issuperset(range(first.day - self.run + 1, first.day)):
                text = f"{60 * self.hours - missing} min of rest between {first.shift} and {second.shift}"
                yield Finding(staff, (first.day, second.day), missing, text)


class DailyRest(RestRule):
    """At least so many hours between the end of a shift and the start of the next one worked.

    For shifts i < j in a row: start_j - end_i >= 60 x hours, by true elapsed time. Shifts without
    clock times are not judged: they need forbidden successions. The last shift before the horizon
    counts where the history tells it; the end of the horizon asks nothing. Stand-by is no work: it
    neither needs rest nor breaks it. Settled on the day of the second shift.
    """

    key: ClassVar[str] = "daily_rest"
    title: ClassVar[str] = "Daily rest"
    formula: ClassVar[str] = "start of the next shift - end of a shift >= hours, by true elapsed time"
    hours: Hours = 11
    """Hours of rest."""


class RestAfter(RestRule):
    """At least so many hours between the end of a run of certain shifts and the start of the next shift worked.

    A run is ``after`` or more days in a row with shifts of the selection; one of the selection on the next day
    goes on with it. After its last shift i and before the next shift j worked, of whatever kind:
    start_j - end_i >= 60 x hours, by true elapsed time. Shifts without clock times are not judged. Days of the history
    count for the run, those before what is known do not; the end of the horizon asks nothing. Stand-by is no work:
    it neither needs rest nor breaks it. Settled on the day of the next shift.
    """

    key: ClassVar[str] = "rest_after"
    title: ClassVar[str] = "Rest after a run"
    formula: ClassVar[str] = "start of the next shift - end of the last of so many days of these shifts >= hours"
    shifts: tuple[Id, ...] | None = None
    """Shifts, or kinds of shift, that make the run, for example nights; by default all but stand-by."""
    after: Annotated[int, Field(ge=1, le=60)] = 1
    """Days in a row with such shifts after which the rest is asked."""

    def counted(self, setting: Setting) -> frozenset[str]:
        return setting.shifts_named(self.shifts) & setting.shifts_named(None)

    @property
    def run(self) -> int:
        return self.after

    def continues(self, first: WorkedShift, second: WorkedShift, counted: frozenset[str]) -> bool:
        return second.shift in counted and second.day <= first.day + 1


class WeeklyRest(PersonRule):
    """At least so many hours free in one piece, wholly inside each week from Monday to Sunday.

    max over free intervals of [Monday 0:00, next Monday 0:00) >= 60 x hours, by true elapsed time. With
    ``rolling``, inside every seven days in a row of the horizon instead. A shift from before the week
    that reaches into it counts, from the history too. Shifts without clock times take their whole day.
    Neither on-call nor stand-by may lie in it. Settled on the last day of the seven. In the week in which clocks
    go forward there are 167 hours, so 168 can never be had in it.
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
            busy = (busy_interval(w, setting) for w in worked)
            longest = longest_free(busy, setting.midnight(first), setting.midnight(first + 7))
            missing = 60 * self.hours - longest
            if missing > 0:
                days = tuple(w.day for w in worked if first <= w.day < first + 7)
                text = f"{longest} min free in one piece, of {60 * self.hours}"
                yield Finding(staff, days or tuple(range(first, first + 7)), missing, text, settled=first + 6)


def busy_interval(worked: WorkedShift, setting: Setting) -> tuple[int, int]:
    """Return the true minutes that a shift takes: without clock times its whole day."""
    if worked.start is None or worked.end is None:
        return setting.midnight(worked.day), setting.midnight(worked.day + 1)
    return worked.start, worked.end


def longest_free(busy: Iterable[tuple[int, int]], begin: int, end: int) -> int:
    """Return the minutes of the longest piece of an interval outside some busy ones, given in order of start."""
    longest, free_from = 0, begin
    for start, stop in busy:
        if stop > begin and start < end:
            longest = max(longest, start - free_from)
            free_from = max(free_from, stop)
    return max(longest, end - free_from)

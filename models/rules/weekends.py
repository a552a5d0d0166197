"""Weekends: how many are worked, how many in a row, and whether as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from models.rules.base import Finding, PersonRule, Setting, WorkedShift, check_bounds
from models.rules.runs import RunRule
from models.rules.windows import at_least, at_most, before_horizon, windows

WeekendCount = Annotated[int, Field(ge=0, le=60)]


class Weekends(PersonRule):
    """At most and at least so many weekends worked, in the horizon or in any so many weeks in a row.

    A weekend is a Saturday and the Sunday after it; it is worked where a shift (not stand-by) starts on either. The
    excess is the weekends outside min and max, of each window by itself. Without ``weeks`` the window is the horizon
    alone. With ``weeks`` it is those weeks in a row (Monday to Sunday) that end with a week of the horizon: it may
    start before the horizon, where weekends that the history does not know do not count. A least number is not asked
    of a window with a weekend that is not known, nor of agency staff. What the history alone exceeds is not charged
    again: where the weekends of a window before the horizon are more than ``max``, their number is its max, and of
    prices that rise each weekend that the horizon adds pays from the first. Nor is what it leaves out of reach: a least
    number is at most the weekends of the window before the horizon and all of those in it. Settled on the last
    Sunday of the window.
    """

    key: ClassVar[str] = "weekends"
    title: ClassVar[str] = "Weekends worked"
    formula: ClassVar[str] = "min <= weekends with a shift in the window <= max"
    size_unit: ClassVar[str] = "weekends"
    max: WeekendCount | None = None
    """Most weekends worked in a window."""
    min: WeekendCount | None = None
    """Fewest weekends worked in a window."""
    weeks: Annotated[int, Field(ge=1, le=60)] | None = None
    """Weeks in a row that make a window, for example 2 with a max of 1 for every second weekend; by default the
    horizon is the window."""

    @model_validator(mode="after")
    def _bounds(self) -> Weekends:
        check_bounds(self.min, self.max)
        return self

    def windows(self, setting: Setting) -> Iterator[range]:
        """Yield the windows, as ranges of days."""
        return windows("horizon" if self.weeks is None else f"{self.weeks} weeks", setting)

    def least(self, staff: str, window: range, worked: Sequence[WorkedShift], setting: Setting) -> int | None:
        """Return the least number of weekends that is asked of somebody in a window; None for none."""
        known = window.start + 5 >= setting.known_from(staff)
        if self.min is None or not known or setting.workers[staff].person is None:
            return None
        if window.start >= 0:
            return self.min
        return min(self.min, _number(_days(before_horizon(window), worked, setting)) + window.stop // 7)

    def most_in(self, window: range, worked: Sequence[WorkedShift], setting: Setting) -> int | None:
        """Return the most weekends of a window: those before the horizon where more than max; None for no limit."""
        if self.max is None:
            return None
        return max(self.max, _number(_days(before_horizon(window), worked, setting)))

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        for window in self.windows(setting):
            held = _days(window, worked, setting)
            number = _number(held)
            least, most = self.least(staff, window, worked, setting), self.most_in(window, worked, setting)
            if self.max is not None and most is not None and number > most:
                text = f"{number} weekends worked, {at_most(self.max, most)}"
                yield Finding(staff, held, number - most, text, settled=window[-1])
            elif least is not None and number < least:
                text = f"{number} weekends worked, {at_least(self.min, least)}"
                yield Finding(staff, held, least - number, text, settled=window[-1])


def _days(window: range, worked: Sequence[WorkedShift], setting: Setting) -> tuple[int, ...]:
    """Return the days of weekends in a window on which a shift (not stand-by) starts."""
    counted = setting.shifts_named(None)
    days = {w.day for w in worked if w.day in window and w.shift in counted and setting.is_weekend(w.day)}
    return tuple(sorted(days))


def _number(days: Sequence[int]) -> int:
    """Return of how many weekends some days are."""
    return len({day // 7 for day in days})


class ConsecutiveWeekends(RunRule):
    """Worked weekends in a row. A weekend is worked where a shift (not stand-by) starts on its Saturday or Sunday.

    Each weekend by which a run is longer than ``max`` is one unit of excess, settled on its Sunday; a run shorter
    than ``min`` has min - length units, settled on the Sunday of the weekend after it. Weekends of the history
    lengthen the run. A run that reaches back to where nothing is known is never too short; nor is one that lasts to
    the end of the horizon, unless ``end`` is ``closed``.
    """

    key: ClassVar[str] = "consecutive_weekends"
    title: ClassVar[str] = "Weekends in a row"
    formula: ClassVar[str] = "min <= worked weekends in a row <= max"
    size_unit: ClassVar[str] = "weekends"
    noun: ClassVar[str] = "weekends"

    def spots(self, known: int, setting: Setting) -> Sequence[range]:
        weeks = range(-((6 - known) // 7), setting.day_count // 7)
        return [range(7 * week + 5, 7 * week + 7) for week in weeks]


class CompleteWeekends(PersonRule):
    """Both days of a weekend are worked, or neither.

    Each weekend of the horizon with a shift (not stand-by) that starts on one of its days only is one unit; with
    ``same_shift`` so is one with different shifts on the two. A day of absence is a day without a shift. Settled on the
    Sunday. Neither edge matters: a horizon is whole weeks.
    """

    key: ClassVar[str] = "complete_weekends"
    title: ClassVar[str] = "Complete weekends"
    formula: ClassVar[str] = "a shift on both days of a weekend or on neither"
    size_unit: ClassVar[str] = "weekends"
    same_shift: bool = False
    """Whether both days must have the same shift, too."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        counted = setting.shifts_named(None)
        by_day: dict[int, set[str]] = {}
        for row in worked:
            if row.shift in counted:
                by_day.setdefault(row.day, set()).add(row.shift)
        for saturday in range(5, setting.day_count, 7):
            first, second = by_day.get(saturday, set()), by_day.get(saturday + 1, set())
            if bool(first) != bool(second):
                day = saturday if first else saturday + 1
                yield Finding(staff, (day,), 1, "one day of the weekend worked", settled=saturday + 1)
            elif self.same_shift and first != second:
                text = f"{', '.join(sorted(first))} and then {', '.join(sorted(second))} in one weekend"
                yield Finding(staff, (saturday, saturday + 1), 1, text)

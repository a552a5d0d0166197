"""What a person has in a window of days: minutes, shifts of a kind, free days."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from models.base import Id
from models.rules.base import Duty, Finding, PersonRule, Setting, WorkedShift, check_bounds
from models.rules.windows import Per, at_least, at_most, before_horizon, cut_short, windows


class WindowRule(PersonRule):
    """At most and at least so much in every window of days.

    A window counts where it ends in the horizon, and is settled on its last day; a shift counts, with all its minutes,
    on the day on which it starts. Days of the history count; of days before what is known nothing is counted, so
    that ``max`` asks for less than it could there, and ``min`` nothing: it is judged only where the whole window is
    known, and not of a calendar month that goes on after the horizon. Absence lowers neither of them. ``min`` binds
    employees only: an agency line that is not booked works nothing. Excess is what is above max or below min.

    What the history alone exceeds cannot be mended, and is not charged again: where the days of a window before the
    horizon hold more than ``max``, what they hold is its max. Only what the horizon adds to it is excess, and of
    prices that rise it pays the first. Nor is what the history alone leaves out of reach: the min of a window that
    starts before the horizon is at most what its days before the horizon hold, and one free day or shift more (of
    minutes: the longest shift that counts) on each of its days in the horizon.
    """

    noun: ClassVar[str]
    """What is counted, in words."""
    per: Per
    """The window."""
    max: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Most in a window."""
    min: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Least in a window."""
    blocks: bool = False
    """Whether windows of several days or weeks lie end to end from the start of the horizon, instead of one ending on
    every day (every Sunday)."""

    @model_validator(mode="after")
    def _bounds(self) -> WindowRule:
        check_bounds(self.least, self.most)
        return self

    @property
    def most(self) -> int | None:
        """The most in a window."""
        return self.max

    @property
    def least(self) -> int | None:
        """The least in a window."""
        return self.min

    def windows(self, setting: Setting) -> Iterator[range]:
        """Yield the windows that are judged."""
        return windows(self.per, setting, blocks=self.blocks)

    def least_in(self, window: range, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> int | None:
        """Return the least that holds for somebody in a window, None where none does."""
        employed, known = setting.workers[staff].person is not None, setting.known_from(staff)
        whole = window.start >= known and not cut_short(self.per, window, setting)
        if self.least is None or not employed or not whole:
            return None
        if window.start >= 0:
            return self.least
        before = self.amount(before_horizon(window), known, worked, setting)
        return min(self.least, before + sum(self.reach(day, setting) for day in window if day >= 0))

    def reach(self, day: int, setting: Setting) -> int:
        """Return the most that a day can add."""
        return 1

    def most_in(self, window: range, known: int, worked: Sequence[WorkedShift], setting: Setting) -> int | None:
        """Return the most of a window: what it holds before the horizon where that is above max; None for no limit."""
        if self.most is None:
            return None
        return max(self.most, self.amount(before_horizon(window), known, worked, setting))

    def amount(self, window: range, known: int, worked: Sequence[WorkedShift], setting: Setting) -> int:
        """Return how much there is in a window, of which the days from ``known`` on are known."""
        raise NotImplementedError

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        known = setting.known_from(staff)
        for window in self.windows(setting):
            amount = self.amount(window, known, worked, setting)
            least = self.least_in(window, staff, worked, setting)
            most = self.most_in(window, known, worked, setting)
            if self.most is not None and most is not None and amount > most:
                text = f"{amount} {self.noun}, {at_most(self.most, most)}"
                yield self._finding(staff, window, amount - most, text)
            elif least is not None and amount < least:
                text = f"{amount} {self.noun}, {at_least(self.least, least)}"
                yield self._finding(staff, window, least - amount, text)

    def _finding(self, staff: str, window: range, size: int, text: str) -> Finding:
        return Finding(staff, tuple(window), size, f"{text} in {len(window)} days" if len(window) > 1 else text)


class WorkingMinutes(WindowRule):
    """Minutes at work in every window, without breaks and by true elapsed time.

    On-call at the workplace counts in full, stand-by not at all, unless ``duties`` says otherwise.
    """

    key: ClassVar[str] = "working_minutes"
    title: ClassVar[str] = "Working time"
    formula: ClassVar[str] = "min <= sum of the minutes of shifts that start in the window <= max"
    size_unit: ClassVar[str] = "minutes"
    noun: ClassVar[str] = "min"
    target: Annotated[int, Field(ge=0, le=1_000_000)] | None = None
    """Exactly so many minutes: min and max in one."""
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)] = ("work", "on_call")
    """Which shifts count, by their duty."""
    shifts: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Which of these count: shifts, or kinds of shift; by default all."""

    @model_validator(mode="after")
    def _one_way(self) -> WorkingMinutes:
        if self.target is not None and (self.max is not None or self.min is not None):
            raise ValueError("has a target beside max or min; a target is both at once, leave them out")
        return self

    @property
    def most(self) -> int | None:
        return self.max if self.target is None else self.target

    @property
    def least(self) -> int | None:
        return self.min if self.target is None else self.target

    def counts(self, shift: WorkedShift, setting: Setting) -> bool:
        """Whether the minutes of a shift count."""
        named = self.shifts is None or shift.shift in setting.shifts_named(self.shifts)
        return named and shift.duty in self.duties

    def reach(self, day: int, setting: Setting) -> int:
        shifts = (setting.worked_shift(shift, day) for shift in setting.shift_names)
        return max((shift.minutes for shift in shifts if self.counts(shift, setting)), default=0)

    def amount(self, window: range, known: int, worked: Sequence[WorkedShift], setting: Setting) -> int:
        return sum(w.minutes for w in worked if w.day in window and self.counts(w, setting))


class ShiftCount(WindowRule):
    """Shifts, of a kind or of any, in every window."""

    key: ClassVar[str] = "shift_count"
    title: ClassVar[str] = "Number of shifts"
    formula: ClassVar[str] = "min <= number of these shifts that start in the window <= max"
    size_unit: ClassVar[str] = "shifts"
    noun: ClassVar[str] = "shifts"
    per: Per = "horizon"
    """The window."""
    shifts: Annotated[tuple[Id, ...], Field(min_length=1)] | None = None
    """Which count: shifts, or kinds of shift; by default all but stand-by."""

    def amount(self, window: range, known: int, worked: Sequence[WorkedShift], setting: Setting) -> int:
        counted = setting.shifts_named(self.shifts)
        return sum(w.day in window and w.shift in counted for w in worked)


class FreeDays(WindowRule):
    """Days on which no shift starts, in every window. A day of stand-by is a free day, by this rule."""

    key: ClassVar[str] = "free_days"
    title: ClassVar[str] = "Free days"
    formula: ClassVar[str] = "min <= days of the window on which no shift starts <= max"
    size_unit: ClassVar[str] = "days"
    noun: ClassVar[str] = "free days"

    def amount(self, window: range, known: int, worked: Sequence[WorkedShift], setting: Setting) -> int:
        busy = {w.day for w in worked if w.shift in setting.shifts_named(None)}
        return sum(day >= known and day not in busy for day in window)

"""Days in a row: of work, of days off, of one kind of shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from models.base import Id
from models.rules.base import Finding, PersonRule, Setting, WorkedShift

Days = Annotated[int, Field(ge=1, le=400)]


class RunRule(PersonRule):
    """At most and at least so many days in a row of some category.

    Each day of the horizon on which a run is longer than ``max`` is one unit of excess, settled on that day;
    days of the history lengthen the run, days before what is known do not. A run shorter than ``min`` has
    min - length units of excess, settled on the day after it. A run that reaches back to where nothing is known
    may have begun earlier, so it is never too short; nor is one that lasts to the end of the horizon, unless
    ``end`` is ``closed``.
    """

    size_unit: ClassVar[str] = "days"
    noun: ClassVar[str]
    """What the days are, in words."""
    max: Days | None = None
    """Most days in a row."""
    min: Days | None = None
    """Fewest days in a row."""
    end: Literal["open", "closed"] = "open"
    """Whether a run that lasts to the end of the horizon may go on after it, or ends there."""

    @model_validator(mode="after")
    def _bounds(self) -> RunRule:
        if self.max is None and self.min is None:
            raise ValueError("needs max or min")
        if self.max is not None and self.min is not None and self.min > self.max:
            raise ValueError(f"has a min of {self.min} above its max of {self.max}")
        return self

    def inside(self, days: frozenset[int], day: int) -> bool:
        """Whether a day is of the category, given the days on which the shifts of ``counted`` are worked."""
        return day in days

    def counted(self, setting: Setting) -> frozenset[str]:
        """Return the shifts that make a day one of the category, or (days off) not one."""
        return setting.shifts_named(None)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        shifts = self.counted(setting)
        days = frozenset(w.day for w in worked if w.shift in shifts)
        known = min([setting.known_from(staff), *(w.day for w in worked[:1])])
        run = 0
        for day in range(known, setting.day_count):
            if self.inside(days, day):
                run += 1
                yield from self._too_long(staff, day, run)
            else:
                yield from self._too_short(staff, day, run, known)
                run = 0
        if self.end == "closed":
            yield from self._too_short(staff, setting.day_count, run, known)

    def _too_long(self, staff: str, day: int, run: int) -> Iterator[Finding]:
        if self.max is not None and run > self.max and day >= 0:
            days = tuple(range(max(0, day - self.max), day + 1))
            text = f"{run} {self.noun} in a row, of at most {self.max}"
            yield Finding(staff, days, 1, text, before=run - self.max - 1)

    def _too_short(self, staff: str, end: int, run: int, known: int) -> Iterator[Finding]:
        if self.min is not None and 0 < run < self.min and end >= 0 and end - run > known:
            text = f"{run} {self.noun} in a row, of at least {self.min}"
            yield Finding(staff, tuple(range(end - run, end)), self.min - run, text, settled=end)


class ConsecutiveDays(RunRule):
    """Days with a shift in a row. Stand-by does not make a working day."""

    key: ClassVar[str] = "consecutive_days"
    title: ClassVar[str] = "Days in a row"
    formula: ClassVar[str] = "min <= working days in a row <= max"
    noun: ClassVar[str] = "days"


class ConsecutiveDaysOff(RunRule):
    """Days without a shift in a row. A day of stand-by is a day off, by this rule."""

    key: ClassVar[str] = "consecutive_days_off"
    title: ClassVar[str] = "Days off in a row"
    formula: ClassVar[str] = "min <= days off in a row <= max"
    noun: ClassVar[str] = "days off"

    def inside(self, days: frozenset[int], day: int) -> bool:
        return day not in days


class ConsecutiveShifts(RunRule):
    """Days in a row with shifts of one kind, for example nights; a day off or with another shift ends the run."""

    key: ClassVar[str] = "consecutive_shifts"
    title: ClassVar[str] = "Shifts of a kind in a row"
    formula: ClassVar[str] = "min <= days in a row with these shifts <= max"
    noun: ClassVar[str] = "shifts of the kind"
    shifts: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Shifts, or kinds of shift, that make the run."""

    def counted(self, setting: Setting) -> frozenset[str]:
        return setting.shifts_named(self.shifts)

"""Days in a row: of work, of days off, of one kind of shift."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from pydantic import Field, model_validator

from models.base import Id
from models.rules.base import Finding, PersonRule, Setting, WorkedShift, check_bounds

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
        check_bounds(self.min, self.max)
        return self

    def spots(self, known: int, setting: Setting) -> Sequence[range]:
        """Return what follows one another in a run, from the first that is known to the end of the horizon: days."""
        return [range(day, day + 1) for day in range(known, setting.day_count)]

    def inside(self, days: frozenset[int], spot: range) -> bool:
        """Whether a spot is of the category, given the days on which the shifts of ``counted`` are worked."""
        return not days.isdisjoint(spot)

    def counted(self, setting: Setting) -> frozenset[str]:
        """Return the shifts that make a day one of the category, or (days off) not one."""
        return setting.shifts_named(None)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        shifts = self.counted(setting)
        days = frozenset(w.day for w in worked if w.shift in shifts)
        known = setting.known_from(staff)
        run: list[range] = []
        before: range | None = None
        for spot in self.spots(known, setting):
            if self.inside(days, spot):
                run.append(spot)
                yield from self._too_long(staff, run, setting)
            else:
                yield from self._too_short(staff, run, before, known, spot[-1])
                run, before = [], spot
        if self.end == "closed":
            yield from self._too_short(staff, run, before, known, setting.day_count)

    def longest(self, staff: str, setting: Setting) -> int | None:
        """Return the most in a row that somebody may have; None for no limit."""
        return self.max

    def _too_long(self, staff: str, run: list[range], setting: Setting) -> Iterator[Finding]:
        most, settled = self.longest(staff, setting), run[-1][-1]
        if most is not None and len(run) > most and settled >= 0:
            text = f"{len(run)} {self.noun} in a row, of at most {most}"
            yield Finding(staff, _days(run[-most - 1 :]), 1, text, settled, before=len(run) - most - 1)

    def _too_short(
        self, staff: str, run: list[range], before: range | None, known: int, settled: int
    ) -> Iterator[Finding]:
        """Judge a run that has ended; one with nothing known before it may have begun earlier."""
        if self.min is None or not run or settled < 0 or before is None or before[0] < known:
            return
        if len(run) < self.min:
            text = f"{len(run)} {self.noun} in a row, of at least {self.min}"
            yield Finding(staff, _days(run), self.min - len(run), text, settled)


def _days(run: Sequence[range]) -> tuple[int, ...]:
    return tuple(day for spot in run for day in spot)


class ConsecutiveDays(RunRule):
    """Days with a shift in a row. Stand-by does not make a working day."""

    key: ClassVar[str] = "consecutive_days"
    title: ClassVar[str] = "Days in a row"
    formula: ClassVar[str] = "min <= working days in a row <= max"
    noun: ClassVar[str] = "days"


class ConsecutiveDaysOff(RunRule):
    """Days without a shift in a row. By this rule a day of stand-by or of absence is a day off.

    A most binds employees only: agency staff need not work at all.
    """

    key: ClassVar[str] = "consecutive_days_off"
    title: ClassVar[str] = "Days off in a row"
    formula: ClassVar[str] = "min <= days off in a row <= max"
    noun: ClassVar[str] = "days off"

    def inside(self, days: frozenset[int], spot: range) -> bool:
        return days.isdisjoint(spot)

    def longest(self, staff: str, setting: Setting) -> int | None:
        return self.max if setting.workers[staff].person is not None else None


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


class IsolatedDays(PersonRule):
    """No single working day between two days off (or no single day off between two working days).

    Each such day is one unit, settled on the day after it. The days on both sides must be known: the last days of the
    history count where it tells of them, and the last day of the horizon is never isolated. Stand-by makes no working
    day; a day of absence is a day off.
    """

    key: ClassVar[str] = "isolated_days"
    title: ClassVar[str] = "Isolated days"
    formula: ClassVar[str] = "no single day of work (or off) between two of the other"
    size_unit: ClassVar[str] = "days"
    of: Literal["work", "off"] = "work"
    """What the single day is."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        counted = setting.shifts_named(None)
        days = {w.day for w in worked if w.shift in counted}
        for day in range(max(-1, setting.known_from(staff) + 1), setting.day_count - 1):
            alike = [(each in days) == (self.of == "work") for each in range(day - 1, day + 2)]
            if alike == [False, True, False]:
                text = "a single working day" if self.of == "work" else "a single day off"
                yield Finding(staff, (day,), 1, text, settled=day + 1)

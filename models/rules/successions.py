"""Which shifts may follow one another on two days in a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from models.base import Id
from models.rules.base import Finding, PersonRule, Setting, WorkedShift


class SuccessionRule(PersonRule):
    """What may not be worked on the day after a shift.

    Each day of the horizon with a shift that may not follow one of the day before is one unit, settled on that
    day. The last day of the history counts; the end of the horizon asks nothing.
    """

    def barred(self, shift: str, setting: Setting) -> frozenset[str]:
        """Return the shifts that may not be worked on the day after a shift."""
        raise NotImplementedError

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        by_day: dict[int, list[str]] = {}
        for row in worked:
            by_day.setdefault(row.day, []).append(row.shift)
        for day, shifts in by_day.items():
            before = by_day.get(day - 1, ())
            pairs = ((first, second) for first in before for second in shifts if second in self.barred(first, setting))
            pair = next(pairs, None)
            if pair is not None and day >= 0:
                yield Finding(staff, (day - 1, day), 1, f"{pair[1]} on the day after {pair[0]}")


class ForbiddenSuccessions(SuccessionRule):
    """Shifts that do not follow certain shifts on the next day, whatever their clock times.

    For the first shifts of each pair on day d and its second shifts on day d + 1: not both. Each such day d + 1
    of the horizon is one unit, settled on that day; the last day of the history counts, the end of the horizon
    asks nothing.
    """

    key: ClassVar[str] = "forbidden_successions"
    title: ClassVar[str] = "Forbidden successions"
    formula: ClassVar[str] = "no second shift of a pair on the day after a first one"
    size_unit: ClassVar[str] = "successions"
    pairs: Annotated[dict[Id, tuple[Id, ...]], Field(min_length=1)]
    """Shift, or kind of shift -> the shifts, or kinds, that do not follow it."""

    def barred(self, shift: str, setting: Setting) -> frozenset[str]:
        after = (seconds for first, seconds in self.pairs.items() if shift in setting.shifts_named((first,)))
        return frozenset().union(*(setting.shifts_named(seconds) for seconds in after))


class SameShift(SuccessionRule):
    """In a run of working days the shift stays the same.

    Two days in a row with different shifts of the selection are one unit, settled on the second. A day off, or
    one with another shift, ends the run. The last day of the history counts, the end of the horizon asks nothing.
    """

    key: ClassVar[str] = "same_shift"
    title: ClassVar[str] = "Same shift in a run"
    formula: ClassVar[str] = "two working days in a row have the same shift"
    size_unit: ClassVar[str] = "changes"
    shifts: tuple[Id, ...] | None = None
    """Shifts, or kinds of shift, between which a change counts; by default all but stand-by."""

    def barred(self, shift: str, setting: Setting) -> frozenset[str]:
        counted = setting.shifts_named(self.shifts)
        return counted - {shift} if shift in counted else frozenset()

"""Changes to a roster that stands: one that people have been told of, or the one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from models.rules.base import Finding, Mode, PersonRule, Setting, WorkedShift


class StandingRoster(PersonRule):
    """Each day on which somebody does not have exactly the shift (or day off) that stands is one unit of excess."""

    size_unit: ClassVar[str] = "changes"
    term: ClassVar[str] = "changes"
    mode: Mode = "soft"
    """Forbidden to break, broken at a price, or not in force."""

    def kept(self, staff: str, setting: Setting) -> Iterator[tuple[int, str | None]]:
        """Yield the days of the horizon that a roster stands for, each with its shift (None for off)."""
        raise NotImplementedError

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        shifts: dict[int, set[str]] = defaultdict(set)
        for row in worked:
            shifts[row.day].add(row.shift)
        for day, standing in self.kept(staff, setting):
            if shifts[day] != ({standing} if standing else set()):
                found = ", ".join(sorted(shifts[day])) or "off"
                text = f"{found} instead of {standing or 'off'}, {setting.days_ahead(day)} days ahead"
                yield Finding(staff, (day,), 1, text)


class Notice(StandingRoster):
    """The published roster holds on days that are near.

    Each day less than ``days`` days after ``planned_on`` on which somebody does not have exactly the published shift
    (or day off) is one unit of excess. The published roster is the section ``published``: to the last of its dates,
    or to ``published_until``; who has no row in it has days off, but agency lines without a row are not
    published at all. A day of absence is no change: the roster could not stand.
    """

    key: ClassVar[str] = "notice"
    title: ClassVar[str] = "Notice of changes"
    formula: ClassVar[str] = "days from planned_on to a day that is not as published >= days"
    days: Annotated[int, Field(ge=1, le=400)] = 14
    """Days of notice."""

    def kept(self, staff: str, setting: Setting) -> Iterator[tuple[int, str | None]]:
        absent = setting.absent_days(staff)
        for day, shift in setting.published(staff).items():
            if setting.days_ahead(day) < self.days and day not in absent:
                yield day, shift


class KeepClose(StandingRoster):
    """A new roster stays close to the one before.

    Each day on which somebody does not have exactly the shift (or day off) of the previous roster is one unit of
    excess, however far ahead: a shift that is added, removed or changed. The previous roster is the section
    ``previous``: to the last of its dates, or to ``previous_until``; who has no row in it has days off, agency lines
    too. A day of absence is no change: the roster could not stand.
    """

    key: ClassVar[str] = "keep_close"
    title: ClassVar[str] = "Close to the previous roster"
    formula: ClassVar[str] = "days with another shift than in the previous roster = 0"

    def kept(self, staff: str, setting: Setting) -> Iterator[tuple[int, str | None]]:
        absent = setting.absent_days(staff)
        yield from ((day, shift) for day, shift in setting.previous(staff).items() if day not in absent)

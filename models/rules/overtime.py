"""Caps on overtime and on the additional hours of part-timers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from models.rules.base import Finding, Judged, RosterRule, Setting, Subject

FOUR_WEEKS, YEAR = 28, 365
"""Days of the windows."""


class OvertimeCap(RosterRule):
    """At most so many hours of overtime, or of additional hours, in a window that holds the horizon.

    Overtime and additional hours are those of contract time over the whole horizon: they have no days of their own.
    So with D days in the horizon and L in the window (28; the days of the month in which the horizon starts; 365):
    minutes of the horizon <= max(0, 60 x hours x max(D, L) / L, rounded down, - minutes used before), where a window
    shorter than the horizon is scaled to it. Used before is what each person's ``overtime_before_minutes`` or
    ``additional_before_minutes`` says (used in the window of four weeks, or the month, that runs when the horizon
    starts), for a year ``overtime_year_minutes`` or ``additional_year_minutes``. What was too much before is not
    charged again. Settled on the last day of the horizon. It binds employees with contract time.
    The numbers of the law: overtime 48 h in four weeks or 50 h in a calendar month, and 200 h a calendar year;
    additional hours 200 h a calendar year (Arbetstidslagen 8 and 10 §§).
    """

    key: ClassVar[str] = "overtime_cap"
    title: ClassVar[str] = "Cap on overtime"
    formula: ClassVar[str] = "minutes of the horizon + minutes used before <= 60 x hours"
    size_unit: ClassVar[str] = "minutes"
    kind: Literal["overtime", "additional"] = "overtime"
    """Overtime, or the additional hours of part-timers up to full time."""
    hours: Annotated[int, Field(ge=0, le=10_000)]
    """Most hours in the window."""
    per: Literal["4 weeks", "month", "year"]
    """The window."""

    def most(self, subject: Subject, setting: Setting) -> int:
        """Return the most minutes that somebody may have in the horizon."""
        length = {"4 weeks": FOUR_WEEKS, "year": YEAR}.get(self.per) or _days_of_month(setting)
        whole = 60 * self.hours * max(setting.day_count, length) // length
        return max(0, whole - self._used_before(subject))

    def _used_before(self, subject: Subject) -> int:
        person = subject.person
        if person is None:
            return 0
        if self.kind == "overtime":
            return person.overtime_year_minutes if self.per == "year" else person.overtime_before_minutes
        return person.additional_year_minutes if self.per == "year" else person.additional_before_minutes

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        for staff, balance in roster.balances.items():
            subject = roster.workers[staff]
            minutes = balance.overtime if self.kind == "overtime" else balance.additional
            most = self.most(subject, setting)
            if self.binds(subject) and minutes > most:
                what = "overtime" if self.kind == "overtime" else "additional hours"
                text = f"{minutes} min of {what} in the horizon, of at most {most}"
                yield Finding(staff, tuple(range(setting.day_count)), minutes - most, text)


def _days_of_month(setting: Setting) -> int:
    first = setting.date(0).replace(day=1)
    return (first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1) - first).days

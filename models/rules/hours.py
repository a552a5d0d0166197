"""Average working time over many weeks, and the full-time measure that night and Sunday work ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from models.base import Base, Id, Minutes, Ratio, permille
from models.rules.base import Duty, Finding, PersonRule, Setting, WorkedShift
from models.rules.windows import at_most, before_horizon

SUNDAY = 6


class AverageHours(PersonRule):
    """On average at most so many hours a week, over the weeks that end with each week of the horizon.

    For each week of the horizon: minutes of the shifts that start in the ``weeks`` weeks that end with it
    <= 60 x hours x days / 7, rounded down, where ``days`` are those of these weeks that are known (the horizon and the
    history) and no day of absence. So leave does not make room for more hours, as the directive asks of annual and
    sick leave, and where little is known the average is taken over that little. What the history alone exceeds is not
    charged again: where these weeks hold more minutes before the horizon, that is the most, what the horizon adds is
    excess, and of prices that rise it pays the first. Settled on the last day of each week.
    The numbers of the law: 48 hours over at most four months (Directive 2003/88/EC art. 6 and 16; Arbetstidslagen
    10 b §).
    """

    key: ClassVar[str] = "average_hours"
    title: ClassVar[str] = "Average working time"
    formula: ClassVar[str] = "minutes of the weeks that end with each week <= 60 x hours x days present / 7"
    size_unit: ClassVar[str] = "minutes"
    hours: Annotated[int, Field(ge=1, le=168)] = 48
    """Most hours a week on average."""
    weeks: Annotated[int, Field(ge=1, le=53)] = 16
    """Weeks over which the average is taken."""
    duties: Annotated[tuple[Duty, ...], Field(min_length=1)] = ("work", "on_call")
    """Which shifts count, by their duty."""

    def windows(self, setting: Setting) -> Iterator[range]:
        """Yield the weeks over which averages are taken."""
        for end in range(7, setting.day_count + 1, 7):
            yield range(end - 7 * self.weeks, end)

    def limit(self, window: range, staff: str, setting: Setting) -> int:
        """Return the minutes that the average allows somebody in such weeks."""
        known, absent = setting.known_from(staff), setting.absent_days(staff)
        days = sum(day >= known and day not in absent for day in window)
        return 60 * self.hours * days // 7

    def most_in(self, window: range, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> int:
        """Return the most minutes of such weeks: those before the horizon where they are above the limit."""
        return max(self.limit(window, staff, setting), self._minutes(before_horizon(window), worked))

    def _minutes(self, days: range, worked: Sequence[WorkedShift]) -> int:
        return sum(w.minutes for w in worked if w.day in days and w.duty in self.duties)

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        for window in self.windows(setting):
            minutes, most = self._minutes(window, worked), self.most_in(window, staff, worked, setting)
            if minutes > most:
                known = range(max(window.start, setting.known_from(staff)), window.stop)
                text = f"{minutes} min in {len(known)} days, {at_most(self.limit(window, staff, setting), most)}"
                yield Finding(staff, tuple(known), minutes - most, text)


class NightStep(Base):
    """A full-time measure that holds from some part of night work on."""

    night_share: Annotated[Ratio, Field(gt=0)]
    """Part of the minutes worked that are night work."""
    minutes: Minutes
    """Minutes a week of full time, from this part on."""


class FullTimeMeasure(PersonRule):
    """The contract's full-time measure fits the nights and Sundays of the roster.

    Agreements give those who work more nights, or Sundays, a shorter full time: the measure depends on the roster and
    the roster on the measure. This rule says it without the circle: it holds the roster to what the contract's measure
    allows: minutes of night shifts in the horizon stay below the least ``night_share``, of the steps whose ``minutes``
    are less than the contract's full time, times the minutes worked; and where the full time is above
    ``sundays_minutes`` no shift starts on a Sunday or a public holiday. A full time is above so many minutes where
    contract_minutes > minutes x fraction, rounded up (contracts are in whole minutes).

    Excess: minutes of night shifts above the most whole minutes that are below the share, settled on the last day of
    the horizon; and the minutes of each shift on a Sunday or holiday, settled on its day. Shifts count with their
    true minutes on the day on which they start; on-call and stand-by, and the history, do not count. It binds
    employees with contract time.
    """

    key: ClassVar[str] = "full_time_measure"
    title: ClassVar[str] = "Full-time measure"
    formula: ClassVar[str] = "night minutes < night_share x minutes worked, for steps below the contract's full time"
    size_unit: ClassVar[str] = "minutes"
    steps: tuple[NightStep, ...] = ()
    """Shorter full-time measures, by the part of night work from which they hold."""
    nights: tuple[Id, ...] = ()
    """Shifts, or kinds of shift, that are night work."""
    sundays_minutes: Minutes | None = None
    """The longest full-time measure, in minutes a week, with which Sundays and public holidays may be worked."""

    @model_validator(mode="after")
    def _says_something(self) -> FullTimeMeasure:
        if not self.steps and self.sundays_minutes is None:
            raise ValueError("needs steps or sundays_minutes")
        if self.steps and not self.nights:
            raise ValueError("has steps but no nights; name the shifts, or kinds of shift, that are night work")
        return self

    def most_night_share(self, staff: str, setting: Setting) -> int | None:
        """Return the part of night work, in thousandths, that somebody stays below; None without such a limit."""
        shares = (step.night_share for step in self.steps if _is_above(step.minutes, staff, setting))
        least = min(shares, default=None)
        return None if least is None else permille(least)

    def forbids(self, shift: WorkedShift, staff: str, setting: Setting) -> bool:
        """Whether somebody may not work a shift because of its day."""
        if self.sundays_minutes is None or not _is_above(self.sundays_minutes, staff, setting):
            return False
        return shift.duty == "work" and (shift.day % 7 == SUNDAY or setting.is_holiday(shift.day))

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        shifts = [w for w in worked if w.day >= 0 and w.duty == "work"]
        yield from self._too_many_nights(staff, shifts, setting)
        for w in shifts:
            if self.forbids(w, staff, setting):
                yield Finding(
                    staff, (w.day,), w.minutes, f"{w.shift} on a Sunday or holiday, with a full time of day work"
                )

    def _too_many_nights(self, staff: str, shifts: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        share = self.most_night_share(staff, setting)
        named = setting.shifts_named(self.nights)
        nights = [w for w in shifts if w.shift in named]
        if share is None or not nights:
            return
        night, total = sum(w.minutes for w in nights), sum(w.minutes for w in shifts)
        most = (share * total - 1) // 1000
        if night > most:
            text = f"{night} of {total} min are night work, with a full time for less than {share / 10:g} %"
            yield Finding(staff, tuple(w.day for w in nights), night - most, text, settled=setting.day_count - 1)


def _is_above(minutes: int, staff: str, setting: Setting) -> bool:
    """Whether somebody's contract is a part of a longer full time than so many minutes."""
    person = setting.workers[staff].person
    if person is None or person.contract_minutes is None:
        return False
    return person.contract_minutes > ceil(minutes * person.fraction)

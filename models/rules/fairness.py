"""Fair shares of the shifts that nobody wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from models.base import Id
from models.rules.base import Finding, Mode, PersonRule, Setting, WorkedShift

WEEKEND = "weekend"
"""The kind that stands for every shift that starts on a Saturday or a Sunday."""


class Fairness(PersonRule):
    """Nobody works more shifts of a kind than a fair share.

    excess = max(0, count - ceil(total x weight / sum of weights)), where total is the cover targets of
    the kind in the person's home unit and main competence, the sums run over the own staff with that
    home unit and main competence whom the rule binds, and weight is contract fraction times days
    available. Shifts before the horizon do not count, unless ``history`` says so: then those of the kind in the
    history count for the person, and those of all these people in the total; what they alone are above the share is
    not charged again. Settled on the last day of the horizon.
    """

    key: ClassVar[str] = "fairness"
    title: ClassVar[str] = "Fair shares"
    formula: ClassVar[str] = "shifts of the kind <= ceil(total x weight / sum of weights)"
    size_unit: ClassVar[str] = "shifts"
    term: ClassVar[str] = "fairness"
    mode: Mode = "soft"
    """Forbidden to break, broken at a price, or not in force."""
    kind: Id
    """A shift or a kind of shift, for example ``late``; or ``weekend`` for every shift that starts on one."""
    history: bool = False
    """Whether what was worked before the horizon counts too."""

    def counts(self, shift: str, day: int, setting: Setting) -> bool:
        """Whether a shift on a day is of the kind."""
        return setting.is_weekend(day) if self.kind == WEEKEND else shift in setting.shifts_named((self.kind,))

    def counted(self, worked: Sequence[WorkedShift], setting: Setting) -> tuple[int, ...]:
        """Return the days of the shifts that count, of somebody's shifts."""
        rows = (w for w in worked if self.history or w.day >= 0)
        return tuple(w.day for w in rows if self.counts(w.shift, w.day, setting))

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        share = setting.fair_share(self, self.kind, staff)
        if share is None:
            return
        days = self.counted(worked, setting)
        most = max(share, sum(day < 0 for day in days))
        if len(days) > most:
            text = f"{len(days)} {self.kind} shifts, a fair share is {share}"
            yield Finding(staff, days, len(days) - most, text, settled=setting.day_count - 1)

"""Fair shares of the shifts that nobody wants."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from pydantic import Field

from models.rules.base import Finding, Mode, PersonRule, Setting, WorkedShift


class Fairness(PersonRule):
    """Nobody works more shifts of a kind than a fair share.

    excess = max(0, count - ceil(total x weight / sum of weights)), where total is the cover targets of
    the kind in the person's home unit and main competence, the sums run over the own staff with that
    home unit and main competence whom the rule binds, and weight is contract fraction times days
    available. Shifts before the horizon do not count.
    """

    key: ClassVar[str] = "fairness"
    title: ClassVar[str] = "Fair shares"
    formula: ClassVar[str] = "shifts of the kind <= ceil(total x weight / sum of weights)"
    size_unit: ClassVar[str] = "shifts"
    term: ClassVar[str] = "fairness"
    mode: Mode = "soft"
    """Forbidden to break, broken at a price, or not in force."""
    kind: Annotated[str, Field(min_length=1, max_length=32)]
    """A kind of shift, for example ``late``; or ``weekend`` for every shift that starts on one."""

    def counts(self, shift: str, day: int, setting: Setting) -> bool:
        """Whether a shift on a day is of the kind."""
        return setting.is_weekend(day) if self.kind == "weekend" else setting.kind_of(shift) == self.kind

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        share = setting.fair_share(self, self.kind, staff)
        if share is None:
            return
        days = tuple(w.day for w in worked if w.day >= 0 and self.counts(w.shift, w.day, setting))
        if len(days) > share:
            text = f"{len(days)} {self.kind} shifts, a fair share is {share}"
            yield Finding(staff, days, len(days) - share, text, settled=setting.day_count - 1)

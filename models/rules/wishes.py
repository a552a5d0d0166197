"""Requests: what is asked for, and that everybody gets a fair part of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction
from math import ceil
from typing import ClassVar

from models.base import Ratio
from models.rules.base import Finding, PersonRule, Setting, WorkedShift


@dataclass(frozen=True, slots=True)
class Wish:
    """A request as rosters are judged by it: some shifts on some days of the horizon, to work or not to work."""

    on: bool
    """Whether one of the shifts is asked for, on one of the days; else none of them, on any."""
    days: tuple[int, ...]
    shifts: frozenset[str]
    cost: int
    """Ticks for each unit that is missed."""

    def missed(self, worked: Set[tuple[int, str]]) -> int:
        """Return what is missed, given days and shifts that are worked: 1 for no such shift, or the days worked.

        Without days in the horizon nothing is.
        """
        met = sum(any((day, shift) in worked for shift in self.shifts) for day in self.days)
        return int(bool(self.days) and not met) if self.on else met


class WishesGranted(PersonRule):
    """Of everybody's requests at least a share is granted.

    excess = max(0, ceil(share x requests of the person) - requests granted). A request not to work in a window is
    granted where no day of it is worked, one to work where one is. Settled on the last day of the horizon.
    """

    key: ClassVar[str] = "wishes_granted"
    title: ClassVar[str] = "Wishes granted"
    formula: ClassVar[str] = "requests granted >= ceil(share x requests), for each person"
    size_unit: ClassVar[str] = "wishes"
    share: Ratio
    """Part of the requests, 0 to 1."""

    def least(self, wishes: Sequence[Wish]) -> int:
        """Return how many of some wishes are to be granted."""
        return ceil(Fraction(self.share) * len(wishes))

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        wishes = setting.wishes(staff)
        shifts = {(row.day, row.shift) for row in worked}
        refused = [wish for wish in wishes if wish.missed(shifts)]
        granted, least = len(wishes) - len(refused), self.least(wishes)
        if granted < least:
            days = tuple(sorted({wish.days[0] for wish in refused}))
            text = f"{granted} of {len(wishes)} requests granted, at least {least}"
            yield Finding(staff, days, least - granted, text, settled=setting.day_count - 1)

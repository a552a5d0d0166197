"""How divisions share what all have in common: overtime, and time to search."""

from __future__ import annotations

from collections.abc import Sequence

SPARE = 0.03
"""Part of the overtime that divisions get by their size, beside what the relaxation gives them."""
LEEWAY = 0.3
"""Part of a division's overtime by size that it may take at least, if there is any: the kernel that plans wards goes by
prices, so that it takes some where the relaxation needs none."""


class Allotment:
    """How much of the overtime each division may take, in ticks. What one leaves goes to those that come after it."""

    def __init__(self, limit: int | None, shares: Sequence[float]) -> None:
        """``shares`` are parts of all people."""
        self._left = limit
        self._leeway = [int(LEEWAY * share * (limit or 0)) for share in shares]
        self._wanted = dict(enumerate(shares))
        self._waiting = set(self._wanted)
        self._taken: dict[int, int] = {}

    def wanted(self, overtime: Sequence[float]) -> None:
        """Note what the relaxation would give each."""
        spare = SPARE * (self._left or 0)
        self._wanted = {number: ticks + spare * self._wanted[number] for number, ticks in enumerate(overtime)}

    def take(self, number: int) -> int | None:
        """Return what a division may take; None where there is no limit."""
        if self._left is None:
            return None
        all_wanted = sum(self._wanted[n] for n in self._waiting)
        fair = int(self._left * self._wanted[number] / all_wanted) if all_wanted > 0 else 0
        taken = min(self._left, max(fair, self._leeway[number]))
        self._waiting.remove(number)
        self._left -= taken
        self._taken[number] = taken
        return taken

    def settle(self, number: int, used: int, in_vain: bool) -> None:
        """Give back what a division has not used; one that was planned in vain waits once more."""
        if self._left is not None:
            self._left += self._taken.pop(number) - used
            self._waiting |= {number} if in_vain else set()


class Schedule:
    """How many seconds each task has, so that the last ones end at about the same time."""

    def __init__(self, weights: Sequence[float], least: Sequence[float], processes: int) -> None:
        """``least`` are the seconds that each needs in any case; the rest is dealt by weight."""
        self._weights = weights
        self._least = least
        self._waiting = set(range(len(weights)))
        self._processes = processes
        self._ends: dict[int, float] = {}

    def start(self, number: int, now: float, until: float) -> float:
        """Return the seconds for a task that begins now, where all should be done until a time."""
        left = max(1.0, until - now)
        busy = sum(max(0.0, end - now) for end in self._ends.values())
        rest = max(0.0, self._processes * left - busy - sum(self._least[n] for n in self._waiting))
        weight = self._weights[number] / sum(self._weights[n] for n in self._waiting)
        self._waiting.remove(number)
        seconds = max(1.0, min(left, self._least[number] + rest * weight))
        self._ends[number] = now + seconds
        return seconds

    def end(self, number: int, in_vain: bool) -> None:
        """Note that a task is done, or has to be once more."""
        del self._ends[number]
        self._waiting |= {number} if in_vain else set()

"""How divisions share the overtime that all have in common."""

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
        self._used: dict[int, int] = {}

    def wanted(self, overtime: Sequence[float]) -> None:
        """Note what the relaxation would give each."""
        spare = SPARE * (self._left or 0)
        self._wanted = {number: ticks + spare * self._wanted[number] for number, ticks in enumerate(overtime)}

    def take(self, number: int) -> int | None:
        """Return what a division may take; None where there is no limit.

        Planned once more, it may take what it has used, and all that is left.
        """
        if self._left is None:
            return None
        if number in self._waiting:
            all_wanted = sum(self._wanted[n] for n in self._waiting)
            fair = int(self._left * self._wanted[number] / all_wanted) if all_wanted > 0 else 0
            taken = min(self._left, max(fair, self._leeway[number]))
            self._waiting.remove(number)
        else:
            self._left += self._used.pop(number)
            taken = self._left
        self._left -= taken
        self._taken[number] = taken
        return taken

    def settle(self, number: int, used: int, *, in_vain: bool) -> None:
        """Give back what a division does not use; one that was planned in vain waits once more."""
        if self._left is None:
            return
        self._left += self._taken.pop(number) - used
        if in_vain:
            self._waiting.add(number)
        else:
            self._used[number] = used

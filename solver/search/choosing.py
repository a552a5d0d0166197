"""Which way of improving gets the next slice of time: by what each has brought a second, lately.

A bandit: every way is tried once, and then gets time in proportion to its gain a second, but never less than a small
part, as what is of no use now may be later.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

MEMORY = 0.8
"""Weight of what a way has brought and taken before, against its last slice."""
LEAST_PART = 0.05
"""Part of the time for a way that brings nothing."""
SHORTEST = 0.05
"""Seconds that any slice counts for: a way that has come to its end takes no time at all."""


@dataclass
class _Tally:
    """What a way has brought, the seconds that it took, and its slices; what is long ago counts less."""

    gain: float = 0.0
    seconds: float = 0.0
    slices: float = 0.0

    @property
    def rate(self) -> float:
        return self.gain / self.seconds


class Chooser:
    """Chooses between ways by number."""

    def __init__(self, ways: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._tallies = [_Tally() for _ in range(ways)]

    def choose(self) -> int:
        """Return the way for the next slice."""
        for number, tally in enumerate(self._tallies):
            if not tally.slices:
                return number
        best = max(tally.rate for tally in self._tallies)
        # a slice of a way that takes twice as long comes half as often
        weights = [
            max(tally.rate / best if best else 0.0, LEAST_PART) * tally.slices / tally.seconds
            for tally in self._tallies
        ]
        return self._random.choices(range(len(weights)), weights)[0]

    def note(self, way: int, gain: float, seconds: float) -> None:
        """Take in what a slice has brought, in any unit, and how long it took."""
        tally = self._tallies[way]
        tally.gain = MEMORY * tally.gain + gain
        tally.seconds = MEMORY * tally.seconds + max(SHORTEST, seconds)
        tally.slices = MEMORY * tally.slices + 1.0

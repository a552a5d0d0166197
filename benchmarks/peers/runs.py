"""Runs of days of one person, as linear expressions: what is too long, and what is too short."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from solver.linear import Linear, total


class Runs:
    """Runs of one kind of day (of work, days off, one shift) over a horizon.

    ``days`` holds 0 or 1 for each day; ``before`` is the length of the run that the horizon continues. With ``inner``
    only runs that neither touch the first nor the last day can be too short, else all but those that touch the last.
    """

    def __init__(self, days: Sequence[Linear], before: int = 0, *, inner: bool = False) -> None:
        self._days: list[Linear] = [0, *[1] * before, *days]
        self._today = 1 + before
        """Position of the first day of the horizon."""
        self._first_start = self._today + 1 if inner else 1

    def windows(self, most: int) -> Iterator[Linear]:
        """Yield the days of each window of ``most`` + 1 days that ends in the horizon.

        A run of so many days too many fills so many of them.
        """
        for end in range(max(self._today, most), len(self._days)):
            yield total(self._days[end - most : end + 1])

    def short(self, least: int) -> Iterator[tuple[Linear, int]]:
        """Yield, for each run that would be too short, what is 0 where it is there and at least 1 where it is not.

        With the days that are missing to ``least``.
        """
        for length in range(1, least):
            for end in range(max(self._today, self._first_start + length), len(self._days)):
                run = self._days[end - length : end]
                yield length - total(run) + self._days[end - length - 1] + self._days[end], least - length

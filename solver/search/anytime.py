"""One incumbent, one bound: what the searchers of a solve share and report."""

from __future__ import annotations

import time
from collections.abc import Callable

from models.result import Incumbent

OnProgress = Callable[[Incumbent], None]


class Clock:
    """Seconds since the start of a solve, and those that are left."""

    def __init__(self, limit: float) -> None:
        self._start = time.monotonic()
        self._limit = limit

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def left(self) -> float:
        """Seconds until the limit, never negative."""
        return max(0.0, self._limit - self.seconds)


class Track:
    """Collects incumbents and bounds, in ticks, and hands each change on."""

    def __init__(self, clock: Clock, on_progress: OnProgress | None) -> None:
        self._clock = clock
        self._on_progress = on_progress
        self.incumbents: list[Incumbent] = []
        self.objective: int | None = None
        self.bound: int | None = None

    def improve(self, objective: int | None, bound: int | None) -> None:
        """Note a roster's cost and a proven bound; only what is better than known counts."""
        better = objective is not None and (self.objective is None or objective < self.objective)
        tighter = bound is not None and (self.bound is None or bound > self.bound)
        if better:
            self.objective = objective
        if tighter:
            self.bound = bound
        if better or tighter:
            now = Incumbent(round(self._clock.seconds, 3), self.objective, self.bound)
            if better or not self.incumbents:
                self.incumbents.append(now)
            if self._on_progress is not None:
                self._on_progress(now)

    def restart(self) -> None:
        """Forget objective and bound: another level starts."""
        self.objective = self.bound = None

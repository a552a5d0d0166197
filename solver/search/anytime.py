"""One incumbent, one bound: what the searchers of a solve share and report."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from models.result import Incumbent, relative_gap

OnProgress = Callable[[Incumbent], None]


class Clock:
    """Seconds since the start of a solve, and those that are left."""

    def __init__(self, limit: float) -> None:
        self._start = time.monotonic()
        self.limit = limit

    @property
    def seconds(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._start

    @property
    def left(self) -> float:
        """Seconds until the limit, never negative."""
        return max(0.0, self.limit - self.seconds)


class Track:
    """Collects incumbents and bounds, in ticks, and hands each change on. Safe for threads."""

    def __init__(self, clock: Clock, on_progress: OnProgress | None) -> None:
        self._clock = clock
        self._on_progress = on_progress
        self._lock = threading.Lock()
        self.incumbents: list[Incumbent] = []
        self.objective: int | None = None
        self.bound: int | None = None

    def improve(self, objective: int | None, bound: int | None) -> None:
        """Note a roster's cost and a proven bound; only what is better than known counts."""
        with self._lock:
            better = objective is not None and (self.objective is None or objective < self.objective)
            tighter = bound is not None and (self.bound is None or bound > self.bound)
            if better:
                self.objective = objective
            if tighter:
                self.bound = bound
            if not (better or tighter):
                return
            now = Incumbent(round(self._clock.seconds, 3), self.objective, self.bound)
            self.incumbents.append(now)
        if self._on_progress is not None:
            self._on_progress(now)

    @property
    def gap(self) -> float | None:
        """Distance of incumbent and bound as a fraction."""
        return relative_gap(self.objective, self.bound)

    def restart(self) -> None:
        """Forget objective and bound: another level starts."""
        self.objective = self.bound = None

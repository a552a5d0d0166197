"""What a caller can choose about a solve."""

from __future__ import annotations

from dataclasses import dataclass

DEFAULT_WORKERS = 8
"""Search threads. Their number is chosen for diversity of sub-solvers, not by the number of cores:
with as few as two, CP-SAT leaves out the linear relaxations that prove the bounds of these models."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of a solve, and what makes it reproducible."""

    time_limit: float = 60.0
    """Wall-clock seconds."""
    gap: float = 0.0
    """Stop at this distance to the bound, as a fraction of the objective."""
    workers: int | None = None
    """Search threads; by default DEFAULT_WORKERS."""
    seed: int = 0
    """Seed of every random choice."""
    deterministic_limit: float | None = None
    """Work units of CP-SAT instead of seconds: the same seed, workers and limit give the same roster."""
    memory_limit: int | None = None
    """Bytes of this process and those that it starts: before they are in use, the search ends with its best roster."""

    @property
    def threads(self) -> int:
        """The number of search threads."""
        return self.workers or DEFAULT_WORKERS

"""One solve of a benchmark: an instance, who solves it, and with which seed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bemanna.benchmarking.cases import Case
from bemanna.benchmarking.changing import absent_for_two_days

OURS: Final = "bemanna"
PEERS: Final = ("cp-sat", "highs")
BEFORE, COLD, WARM = "before", "cold", "warm"
"""Of the suite resolve: the roster that is there, and after a change a solve afresh and one that starts from it."""
WARM_LIMIT: Final = 5.0
"""Seconds of the warm solve."""


@dataclass(frozen=True, slots=True)
class Flags:
    """What is the same for all solves of a benchmark."""

    time_limit: float | None
    """Seconds for each; by default those of the suite."""
    workers: int | None
    """Threads; by default those of ``bemanna solve``."""


@dataclass(frozen=True, slots=True)
class Job:
    """A solve: what, by whom, with which seed."""

    case: Case
    engine: str
    seed: int

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from the others of a benchmark."""
        return self.case.name, self.engine, self.seed

    def limit(self, flags: Flags) -> float:
        """Return its seconds."""
        limit = flags.time_limit or self.case.time_limit
        return min(limit, WARM_LIMIT) if self.engine == WARM else limit

    def run_folder(self, folder: Path, engine: str | None = None) -> Path:
        """Return where its run goes, or the run of the same instance and seed by another engine."""
        return folder / self.case.name / f"{engine or self.engine}-{self.seed}"

    def command(self, folder: Path, flags: Flags) -> list[str]:
        """Return the command that solves it and writes the run folder; makes its scenario where that is needed.

        Raises RunError where the instance cannot be read.
        """
        folder = folder.resolve()  # commands run in the checkout
        options: Mapping[str, object] = {
            "--out": self.run_folder(folder),
            "--time-limit": self.limit(flags),
            "--seed": self.seed,
            "--workers": flags.workers,
        }
        words = [str(word) for option, value in options.items() if value is not None for word in (option, value)]
        if self.engine in PEERS:
            return [sys.executable, "-m", "benchmarks.peers", self.engine, *self._instance(folder), *words]
        gap = [] if self.case.gap is None else ["--gap", str(self.case.gap)]
        return [sys.executable, "-P", "-m", "bemanna", "solve", *self._scenario(folder), "--quiet", *words, *gap]

    def _instance(self, folder: Path) -> Sequence[str]:
        return self.case.peer or ("scenario", str(self.case.prepare(folder / "scenarios")))

    def _scenario(self, folder: Path) -> Sequence[str]:
        """Return the scenario, and what to start from."""
        if self.engine not in (COLD, WARM):
            return [str(self.case.prepare(folder / "scenarios"))]
        before = self.run_folder(folder, BEFORE)
        changed = absent_for_two_days(before, folder / "scenarios" / f"{self.case.name}-{self.seed}.yaml")
        return [str(changed), *(["--start-from", str(before)] if self.engine == WARM else [])]


def jobs(cases: Sequence[Case], seeds: Sequence[int], *, peers: bool) -> Iterator[Job]:
    """Yield all solves, instance by instance."""
    for case in cases:
        engines = (BEFORE, COLD, WARM) if case.suite == "resolve" else (OURS, *(PEERS if peers else ()))
        yield from (Job(case, engine, seed) for seed in seeds for engine in engines)

"""What is solved: one instance of a suite, and what is known of it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from bemanna.runs.run import RunError

ROOT: Final = Path(__file__).resolve().parents[2]
"""The checkout, in which scenarios and converters lie; nothing of it is installed with the package."""

Suite = Literal["clinics", "curtois", "inrc2", "growth", "resolve"]


@dataclass(frozen=True, slots=True)
class Case:
    """An instance and how it is measured."""

    suite: Suite
    name: str
    time_limit: float
    """Seconds, where nobody asks for others."""
    scenario: Path | None
    """Its scenario; None where ``converter`` has to write one first."""
    converter: tuple[str, ...] = ()
    """Module of the checkout and its arguments; it writes to ``--out``."""
    peer: tuple[str, ...] = ()
    """The instance in the words of ``python -m benchmarks.peers``; by default its scenario."""
    known: float | None = None
    """Best known objective, from the literature."""
    checker: tuple[str, ...] = ()
    """A script that judges the roster.csv whose path is appended, and its first arguments."""
    gap: float | None = None
    """Proven distance at which to stop; by default that of ``bemanna solve``."""

    def prepare(self, folder: Path) -> Path:
        """Return the scenario, written to a folder where it has to be made.

        Raises RunError where the instance cannot be read.
        """
        if self.scenario is not None:
            return self.scenario
        target = folder / f"{self.name}.yaml"
        if not target.exists():
            folder.mkdir(parents=True, exist_ok=True)
            command = [sys.executable, "-m", *self.converter, "--out", str(target)]
            ended = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)  # noqa: S603 our own
            if ended.returncode:
                raise RunError(f"{self.name}: is no instance that can be read: see the message above")
        return target

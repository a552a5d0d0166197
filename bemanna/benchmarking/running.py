"""Run a command as people do, in a process of its own, and see how much memory it takes."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from solver.stopping import memory_in_use

GRACE: Final = 15.0
"""Seconds that a command has to end itself when it is told to."""
_POLL: Final = 0.1


class Ended(NamedTuple):
    """How a command ended."""

    code: int | None
    """Exit code; None where it took too long and was ended."""
    memory: int
    """Peak resident memory in megabytes, of the command and all that it started, as seen ten times a second."""


def run(command: Sequence[str], folder: Path, seconds: float) -> Ended:
    """Run a command in a folder, for some seconds at most. An exception (Ctrl-C) ends the command first."""
    process = subprocess.Popen(  # noqa: S603 our own command
        command,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for us: we tell it to end
    )
    try:
        return _wait(process, seconds)
    except BaseException:
        _end(process)
        raise


def _wait(process: subprocess.Popen[bytes], seconds: float) -> Ended:
    limit, peak = time.monotonic() + seconds, 0
    while time.monotonic() < limit:
        peak = max(peak, memory_in_use(process.pid))
        try:
            return Ended(process.wait(_POLL), round(peak / 1_000_000))
        except subprocess.TimeoutExpired:
            continue
    _end(process)
    return Ended(None, round(peak / 1_000_000))


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell a command to end, and end it where it does not; a solve takes its own processes with it."""
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

"""Run a command as people do, in a process of its own, and see how much memory it takes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

GRACE: Final = 15.0
"""Seconds that a command has to end itself when it is told to."""
_POLL: Final = 0.05


class Ended(NamedTuple):
    """How a command ended."""

    code: int | None
    """Exit code; None where it took too long and was ended."""
    memory: int | None
    """Peak resident memory of its largest process in megabytes; None where the system does not tell."""


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
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if os.name == "nt":
            if process.poll() is not None:
                return Ended(process.returncode, None)
        else:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                process.returncode = os.waitstatus_to_exitcode(status)
                unit = 1 if sys.platform == "darwin" else 1024
                return Ended(process.returncode, round(usage.ru_maxrss * unit / 1_000_000))
        time.sleep(_POLL)
    _end(process)
    return Ended(None, None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Tell a command to end, and end it where it does not; a solve takes its own processes with it."""
    process.terminate()
    try:
        process.wait(GRACE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()

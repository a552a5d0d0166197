"""How fast the machine is just now: the seconds of a solve that is always the same."""

from __future__ import annotations

import subprocess
import sys
from statistics import median
from typing import Final

from bemanna.benchmarking.cases import ROOT
from bemanna.runs.run import RunError

_COMMAND: Final = (sys.executable, "-m", "benchmarks.calibration")


def calibrate() -> float:
    """Return the seconds of the calibration solve. Raises RunError where it fails."""
    ended = subprocess.run(_COMMAND, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 our own
    try:
        return float(ended.stdout)
    except ValueError:
        raise RunError("benchmarks.calibration: ended without a time: run it by hand to see why") from None


def speed(seconds: tuple[float, ...]) -> float:
    """Return the seconds by which the times of a benchmark are measured: the median, since one may be disturbed."""
    return median(seconds)

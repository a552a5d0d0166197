"""The ``bemanna`` command as people run it, and the text of a scenario that solves in no time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
COMMAND = (sys.executable, "-P", "-m", "bemanna")

TINY = """\
schema: bemanna/1
name: Tiny clinic
horizon: {start: 2027-03-01, weeks: 1}
calendar: {country: null}
periods:
  am: {from: "08:00", to: "12:00"}
shifts:
  day: {from: "08:00", to: "12:00", covers: [am]}
competences: [nurse]
units:
  clinic:
    rooms: {exam: 2}
    activities:
      visit: {team: {nurse: 30}, room: {exam: 30}, shortfall_cost: 1000}
    sessions:
      visits: {activities: [visit]}
production_plan: {visit: 70}
staff:
  - {id: ann, competences: [nurse], contract_minutes: 1200, cost_per_hour: 400}
  - {id: bob, competences: [nurse], contract_minutes: 960, fraction: 0.8, cost_per_hour: 400}
"""
"""Ann can do 40 visits and Bob 32 in their contract time: everything is produced, and 60 minutes stay unused."""

Run = Callable[..., subprocess.CompletedProcess[str]]


def environment() -> dict[str, str]:
    """Return the environment of a command: no colours asked for, our packages found."""
    kept = {key: value for key, value in os.environ.items() if key not in ("FORCE_COLOR", "BEMANNA_DEBUG", "COLUMNS")}
    return {**kept, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

"""Solve for a while, but not without a roster: what is told of a change is what a roster with it costs."""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from models.result import Incumbent, Result
from models.roster import Roster
from models.scenario import Scenario
from solver.search.cpsat import Stop
from solver.settings import Settings
from solver.solve import solve

LOOK = 0.1
"""Seconds between looks at whether it is enough."""


def solve_patiently(scenario: Scenario, settings: Settings, seconds: float, stop: Stop, start: Roster | None) -> Result:
    """Return the result of a solve that ends after some seconds; until it has a roster, at the time limit only."""
    began, has_roster, ended = time.monotonic(), threading.Event(), threading.Event()
    enough = threading.Event()

    def note(incumbent: Incumbent) -> None:
        if incumbent.objective is not None:
            has_roster.set()

    def watch() -> None:
        while not ended.wait(LOOK):
            late = time.monotonic() - began > seconds
            if stop.event.is_set() or (late and has_roster.is_set()):
                enough.set()

    watching = threading.Thread(target=watch, daemon=True)
    watching.start()
    try:
        result = solve(scenario, settings, on_progress=note, stop=enough, start=start)
    finally:
        ended.set()
        watching.join()
    return replace(result, stopped=stop.event.is_set())

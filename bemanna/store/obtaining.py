"""Solve a scenario, unless its run is in the store already."""

from __future__ import annotations

import math
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bemanna.runs.run import Run, RunError
from bemanna.runs.summary import versions
from bemanna.store.records import RunRecord, work_of
from bemanna.store.store import Store
from models.loading import scenario_hash

if TYPE_CHECKING:
    from models.result import Incumbent
    from models.roster import Roster
    from models.scenario import Scenario
    from solver.settings import Settings

RUNS = Path("runs")
"""The folder in which runs are kept where nobody says otherwise."""


@dataclass(frozen=True)
class Obtained:
    """A run that was solved now, or taken from the store."""

    run: Run
    folder: Path | None
    """None for a solve that was stopped before it had a roster: nothing is written then."""
    reused: bool


def known_run(runs: Path, scenario: Scenario, settings: Settings, *, any_start: bool = False) -> RunRecord | None:
    """Return the best run of an equal scenario with equal settings; None where there is none.

    It began from no roster, or with ``any_start`` from whatever. One that somebody stopped does not count. Raises
    RunError where the store cannot be used.
    """
    records = Store(runs).find(scenario_hash(scenario), work_of(settings, versions()), any_start=any_start)
    whole = (record for record in records if not record.stopped)
    return min(whole, key=lambda r: math.inf if r.objective is None else r.objective, default=None)


def settled_run(runs: Path, scenario: Scenario, settings: Settings, start: Roster | None = None) -> RunRecord | None:
    """Return a run that the same solve could only repeat (``RunRecord.settled``); None where there is none.

    Raises RunError where the store cannot be used.
    """
    records = Store(runs).find(scenario_hash(scenario), work_of(settings, versions(), start))
    return next((record for record in records if record.settled), None)


def remember(folder: Path, settings: Settings, start: Roster | None = None) -> None:
    """Record a run that a solve has just written; a store that cannot be used is told, and costs nobody the run."""
    try:
        Store(folder.parent).add(folder, work_of(settings, versions(), start))
    except (OSError, ValueError, RunError) as error:
        print(f"{folder}: is written, but not recorded: {error}", file=sys.stderr)


def obtain(
    runs: Path,
    scenario: Scenario,
    settings: Settings,
    *,
    again: bool = False,
    start: Roster | None = None,
    any_start: bool = False,
    keep_stopped: bool = True,
    on_progress: Callable[[Incumbent], None] | None = None,
    stop: threading.Event | None = None,
) -> Obtained:
    """Return the run of a scenario with these settings: from the store of ``runs``, else solved, written and recorded.

    ``again`` solves it in any case; with ``any_start`` a run is taken whatever roster it began from, else only one that
    began from none. A solve that is stopped is written where it has a roster, unless ``keep_stopped``
    says no. Raises RunError where the folder or the store cannot be used.
    """
    from bemanna.runs.reading import read_run
    from bemanna.runs.summary import summarise
    from bemanna.runs.writing import write_run
    from solver.solve import solve

    known = None if again else known_run(runs, scenario, settings, any_start=any_start)
    if known is not None:
        folder = runs / known.folder
        return Obtained(read_run(folder), folder, reused=True)
    result = solve(scenario, settings, on_progress=on_progress, stop=stop, start=start)
    run = Run(scenario, result, summarise(scenario, result))
    if result.stopped and (result.roster is None or not keep_stopped):
        return Obtained(run, None, reused=False)
    written = write_run(None, scenario, result, parent=runs)
    remember(written, settings, start)
    return Obtained(run, written, reused=False)

"""``bemanna solve``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from bemanna.cli import options
from bemanna.cli.errors import CUT_OFF

if TYPE_CHECKING:
    from bemanna.cli.stopping import Stopper
    from models.result import Result
    from models.roster import Roster
    from models.scenario import Scenario
    from solver.settings import Settings

EXAMPLES = """\b
Examples:
  bemanna solve scenarios/eye_clinic
  bemanna solve scenarios/eye_clinic --time-limit 300 --gap 0.005 --out runs/march
  bemanna solve scenarios/eye_clinic --set production_plan.cataract=21 --quiet
  bemanna solve scenarios/eye_clinic --deterministic-limit 20 --workers 4 --seed 1
  bemanna solve scenarios/eye_clinic --start-from runs/march --keep-close 200 --time-limit 10

\b
Exit codes: 0 a roster was found (also when stopped by Ctrl-C), 1 none was, 2 the input is wrong.
"""


def solve(
    scenario: options.ScenarioPath,
    time_limit: options.TimeLimit = 60.0,
    gap: options.Gap = 0.001,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    deterministic_limit: options.DeterministicLimit = None,
    memory_limit: options.MemoryLimit = None,
    start_from: options.StartFrom = None,
    keep_close: options.KeepClose = None,
    out: options.Out = None,
    sets: options.Sets = None,
    again: options.Again = False,
    quiet: options.Quiet = False,
) -> None:
    """Make the best roster of a scenario, and write it with its evidence to a run folder.

    Ctrl-C (or SIGTERM) keeps the best roster so far.
    """
    from bemanna.cli.repeat import told_before
    from bemanna.cli.stopping import Stopper
    from bemanna.runs.writing import default_folder, prepare
    from models.loading import load

    settings = options.check_settings(time_limit, gap, workers, seed, deterministic_limit, memory_limit)
    with Stopper() as stopper:
        loaded, start = _with_start(load(scenario, sets or ()), start_from, keep_close)
        prepare(out or default_folder(loaded.name))
        if out is None and not again and (code := told_before(loaded, settings, start, quiet=quiet)) is not None:
            raise typer.Exit(code)
        result, folder = _solve_and_write(loaded, settings, start, out, stopper, quiet=quiet)
    _tell(loaded, result, folder, quiet=quiet)
    raise typer.Exit(0 if result.roster is not None else 1)


def _with_start(
    scenario: Scenario, start_from: Path | None, keep_close: float | None
) -> tuple[Scenario, Roster | None]:
    """Return the roster to begin from, and the scenario with the price of differing from it."""
    from bemanna.starting import kept_close, read_before

    cost = None if keep_close is None else options.check_cost(keep_close, start_from)
    if start_from is None:
        return scenario, None
    before = read_before(start_from, scenario)
    return (scenario if cost is None else kept_close(scenario, before, cost)), before.roster


def _solve_and_write(
    scenario: Scenario, settings: Settings, start: Roster | None, out: Path | None, stopper: Stopper, *, quiet: bool
) -> tuple[Result, Path]:
    """Solve with live progress and write the run folder; ends the process when told twice to stop."""
    from bemanna.cli.progress import progress
    from bemanna.runs.writing import write_run
    from bemanna.store.obtaining import remember
    from solver.solve import solve as find_roster

    try:
        with progress(scenario.calendar.currency, quiet=quiet) as report:
            result = stopper.run(lambda: find_roster(scenario, settings, report, stopper.event, start))
        folder = write_run(out, scenario, result)
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(CUT_OFF)  # the solver's threads cannot be waited for
    remember(folder, settings, start)
    return result, folder


def _tell(scenario: Scenario, result: Result, folder: Path, *, quiet: bool) -> None:
    """Say in plain words how it ended: problems on stderr, the rest on stdout."""
    from bemanna.cli import telling
    from bemanna.runs.files import REPORT

    found = telling.solved(scenario, result)
    if found is None:
        telling.tell_failure(result)
    elif not quiet:
        for line in (*telling.summary(found), f"Report: {folder / REPORT}"):
            print(line)

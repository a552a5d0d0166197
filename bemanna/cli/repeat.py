"""What ``bemanna solve`` says where an equal solve has been done before."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.roster import Roster
    from models.scenario import Scenario
    from solver.settings import Settings


def told_before(scenario: Scenario, settings: Settings, start: Roster | None = None, *, quiet: bool) -> int | None:
    """Tell of a run that the solve could only repeat, and return the exit code; None where there is none.

    Such a run is proven, within the gap asked for, or made by deterministic limits, with equal settings.
    """
    from bemanna.cli import telling
    from bemanna.runs.files import REPORT
    from bemanna.runs.reading import read_run
    from bemanna.runs.run import RunError
    from bemanna.store.obtaining import RUNS, settled_run
    from models.problems import ScenarioError

    try:
        record = settled_run(RUNS, scenario, settings, start)
        run = None if record is None else read_run(RUNS / record.folder)
    except (RunError, ScenarioError) as error:
        print(error, file=sys.stderr)  # the store saves work; without it the work is done
        return None
    if record is None or run is None:
        return None
    if not quiet:
        print(f"Solved before, with the same settings: {RUNS / record.folder} (--again solves it anew).")
    if run.solved is None:
        telling.tell_failure(run.result)
        return 1
    if not quiet:
        for line in (*telling.summary(run.solved), f"Report: {RUNS / record.folder / REPORT}"):
            print(line)
    return 0

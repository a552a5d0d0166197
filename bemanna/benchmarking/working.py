"""Work through a benchmark, solve by solve, and go on where an earlier one ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from bemanna.benchmarking.calibration import calibrate
from bemanna.benchmarking.cases import Suite
from bemanna.benchmarking.jobs import Flags, Job
from bemanna.benchmarking.measuring import measure
from bemanna.benchmarking.results import RESULTS, Results, read_results, write_results
from bemanna.runs.run import RunError


def start(folder: Path, suite: Suite, flags: Flags, *, resume: bool) -> Results:
    """Return what is there: nothing in a new folder, with ``resume`` what an earlier benchmark has measured.

    Raises RunError where the folder holds something else, or was measured with other flags.
    """
    if resume and (folder / RESULTS).exists():
        found = read_results(folder / RESULTS)
        if (found.suite, found.flags) != (suite, flags):
            raise RunError(
                f"{folder}: was measured with other flags ({found.suite}, {found.flags}): give the same ones"
            )
        return found
    if not resume and folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder}: is not empty: choose a new folder with --out, or go on with --resume")
    folder.mkdir(parents=True, exist_ok=True)
    return Results(suite, flags, (), ())


def run(results: Results, todo: Sequence[Job], folder: Path, tell: Callable[[Job], None]) -> Results:
    """Solve what is not measured yet, and return all results; they are written after each solve.

    ``tell`` hears of each solve before it starts. Raises RunError where an instance cannot be read.
    """
    done = {m.key for m in results.measurements}
    for job in todo:
        if job.key not in done:
            tell(job)
            results = results.with_one(calibrate(), measure(job, folder, results.flags))
            write_results(folder, results)
    return results

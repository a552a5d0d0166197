"""What one solve reached: read from its run folder, judged afresh, and by the checker of a public set."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from bemanna.benchmarking.cases import ROOT
from bemanna.benchmarking.jobs import Flags, Job
from bemanna.benchmarking.running import run
from bemanna.runs.folder import is_run
from bemanna.runs.reading import read_run
from bemanna.runs.run import Run, RunError
from bemanna.runs.summary import summarise
from solver.settings import DEFAULT_WORKERS

FAILED: Final = "failed"
"""Status of a solve that ended with an error, or not at all."""
_WRONG_INPUT: Final = 2
_PENALTY: Final = re.compile(r"^penalty (\d+) violations (\d+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one solve reached; None where there is nothing. Money in the scenario's currency, time in seconds."""

    instance: str
    engine: str
    seed: int
    status: str
    time_limit: float
    workers: int
    people: int | None = None
    weeks: int | None = None
    known: float | None = None
    """Best known objective."""
    objective: float | None = None
    bound: float | None = None
    gap: float | None = None
    """(objective - bound) / objective."""
    seconds: float | None = None
    """From the start of the solve to its end."""
    incumbents: tuple[tuple[float, float | None, float | None], ...] = ()
    """Seconds, best objective, bound."""
    peak_memory_mb: int | None = None
    """Resident memory of the solve and all processes that it starts."""
    agrees: bool | None = None
    """Whether evaluation of the files that were written finds no violation, and the same cost in every term."""
    checked: bool | None = None
    """Whether the public set's own checker finds no violation and the same cost; None without one."""
    agency_share: float | None = None
    mismatch_above_level: float | None = None
    """mismatch - level of the roster: what its timing leaves over."""
    flat_above_level: float | None = None
    """The same of the flat roster of the same people."""

    @property
    def key(self) -> tuple[str, str, int]:
        """What tells it from the others of a benchmark."""
        return self.instance, self.engine, self.seed


def measure(job: Job, folder: Path, flags: Flags) -> Measurement:
    """Solve and measure.

    Raises RunError where the input is wrong. A solve that ends with another error, or not within twice its time and
    two minutes (which are for building models and writing reports), has failed and is measured as such.
    """
    limit, out = job.limit(flags), job.run_folder(folder)
    ended = run(job.command(folder, flags), ROOT, 2 * limit + 120)
    if ended.code == _WRONG_INPUT:
        raise RunError(f"{job.case.name}: cannot be solved by {job.engine}: see the message above")
    measured = Measurement(
        instance=job.case.name,
        engine=job.engine,
        seed=job.seed,
        status=FAILED,
        time_limit=limit,
        workers=flags.workers or DEFAULT_WORKERS,
        known=job.case.known,
        peak_memory_mb=ended.memory,
    )
    if ended.code not in (0, 1) or not is_run(out):
        return measured
    found = _reached(measured, read_run(out))
    return replace(found, checked=_checked(job, out, found.objective))


def _reached(measured: Measurement, run: Run) -> Measurement:
    summary, kpis = run.summary, run.summary["kpis"]
    return replace(
        measured,
        people=len(run.scenario.staff),
        weeks=run.scenario.horizon.weeks,
        status=summary["status"],
        workers=summary["workers"],
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        seconds=summary["seconds"],
        incumbents=tuple((seconds, objective, bound) for seconds, objective, bound in summary["incumbents"]),
        agrees=agrees(run),
        agency_share=kpis.get("agency_share"),
        mismatch_above_level=_difference(kpis, "mismatch", "mismatch_level"),
        flat_above_level=_difference(kpis, "mismatch_flat", "mismatch_flat_level"),
    )


def _difference(kpis: Mapping[str, Any], one: str, other: str) -> float | None:
    first, second = kpis.get(one), kpis.get(other)
    return None if first is None or second is None else round(first - second, 6)


def agrees(run: Run) -> bool | None:
    """Whether a run's roster, judged afresh, breaks nothing and costs what its summary says; None without a roster."""
    if run.result.evaluation is None:
        return None
    fresh = summarise(run.scenario, run.result)  # a run that is read is judged anew
    same_terms = fresh["terms"] == run.summary["terms"] and fresh["objective"] == run.summary["objective"]
    return same_terms and not run.result.evaluation.violations


def _checked(job: Job, out: Path, objective: float | None) -> bool | None:
    if not job.case.checker or objective is None:
        return None
    command = [sys.executable, *job.case.checker, str(out / "roster.csv")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 the user's own folder
    found = _PENALTY.search(ended.stdout)
    return ended.returncode == 0 and found is not None and (float(found[1]), int(found[2])) == (objective, 0)

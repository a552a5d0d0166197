"""Solves the reference clinics as people do, each in a process of its own, and measures it."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Final

from bemanna.runs.reading import read_run
from bemanna.runs.run import RunError
from bemanna.runs.summary import summarise, versions
from models.evaluation import evaluate

SCENARIOS: Final = Path(__file__).resolve().parents[1] / "scenarios"
TIME_LIMITS: Final[Mapping[str, float]] = {"county": 300.0}
"""Seconds where they differ from TIME_LIMIT."""
TIME_LIMIT: Final = 60.0


@dataclass(frozen=True, slots=True)
class Measurement:
    """What one solve of one clinic reached; None where there is nothing. Money in the scenario's currency."""

    clinic: str
    people: int
    weeks: int
    status: str
    first_roster_seconds: float | None
    objective: float | None
    bound: float | None
    gap: float | None
    seconds: float
    time_limit: float
    peak_memory_mb: int | None
    """Of the largest process (the search may have one of its own); None where the system does not tell."""
    agency_share: float | None
    mismatch_above_level: float | None
    """mismatch - level of the roster: what its timing leaves over."""
    flat_above_level: float | None
    """The same of the flat roster of the same people."""
    agrees: bool | None
    """Whether evaluation of the files that were written finds no violation, and the same cost in every term."""


def clinics(names: Sequence[str]) -> list[Path]:
    """Return the folders of the reference clinics, all or those named; raises RunError where there is none."""
    if not SCENARIOS.is_dir():
        raise RunError(f"{SCENARIOS}: is missing: benchmarks need a checkout of the project, with its scenarios")
    known = {folder.name: folder for folder in sorted(SCENARIOS.iterdir()) if (folder / "scenario.yaml").is_file()}
    unknown = [name for name in names if name not in known]
    if unknown:
        raise RunError(f"--only: names no reference clinic (got '{unknown[0]}'): choose from {', '.join(known)}")
    # the greatest last, so that the others are there when it is waited for
    return sorted((known[n] for n in names or known), key=lambda folder: (folder.name in TIME_LIMITS, folder.name))


def measure(clinic: Path, out: Path, flags: Mapping[str, object], time_limit: float | None) -> Measurement:
    """Solve a clinic with ``bemanna solve`` and its flags into a run folder, and measure the process.

    Raises RunError where the command fails for another reason than that it found no roster.
    """
    limit = time_limit or TIME_LIMITS.get(clinic.name, TIME_LIMIT)
    options = {"--out": out, "--time-limit": limit, **{k: v for k, v in flags.items() if v is not None}}
    words = [str(word) for option in options.items() for word in option]
    code, memory = _run([sys.executable, "-P", "-m", "bemanna", "solve", str(clinic), "--quiet", *words])
    if code not in (0, 1):
        raise RunError(f"{clinic.name}: bemanna solve ended with exit code {code}: see its message above")
    run = read_run(out)
    summary, kpis = run.summary, run.summary["kpis"]
    return Measurement(
        clinic=clinic.name,
        people=len(run.scenario.staff),
        weeks=run.scenario.horizon.weeks,
        status=summary["status"],
        first_roster_seconds=next((seconds for seconds, cost, _ in summary["incumbents"] if cost is not None), None),
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        seconds=summary["seconds"],
        time_limit=limit,
        peak_memory_mb=memory,
        agency_share=kpis.get("agency_share"),
        mismatch_above_level=_difference(kpis, "mismatch", "mismatch_level"),
        flat_above_level=_difference(kpis, "mismatch_flat", "mismatch_flat_level"),
        agrees=agrees(out),
    )


def _run(command: Sequence[str]) -> tuple[int, int | None]:
    """Run a command; return its exit code and its peak memory in megabytes."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 our own command
    if os.name == "nt":
        return process.wait(), None
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, round(usage.ru_maxrss * unit / 1_000_000)


def _difference(kpis: Mapping[str, Any], one: str, other: str) -> float | None:
    first, second = kpis.get(one), kpis.get(other)
    return None if first is None or second is None else round(first - second, 6)


def agrees(folder: Path) -> bool | None:
    """Whether a run's roster, judged afresh, breaks nothing and costs what its summary says; None without a roster."""
    run = read_run(folder)
    if run.result.roster is None:
        return None
    evaluation = evaluate(run.scenario, run.result.roster)
    fresh = summarise(run.scenario, replace(run.result, evaluation=evaluation))
    same_terms = fresh["terms"] == run.summary["terms"] and fresh["objective"] == run.summary["objective"]
    return same_terms and not evaluation.violations


def write_results(folder: Path, measurements: Sequence[Measurement], flags: Mapping[str, object]) -> None:
    """Write results.json and results.md."""
    content = {
        "schema": "bemanna/benchmark-1",
        "machine": {"cores": os.cpu_count(), "system": platform.system(), "processor": platform.machine()},
        "versions": versions(),
        "flags": dict(flags),
        "measurements": [asdict(measurement) for measurement in measurements],
    }
    (folder / "results.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    (folder / "results.md").write_text("\n".join(_markdown(measurements)) + "\n", encoding="utf-8")


def _markdown(measurements: Sequence[Measurement]) -> Iterator[str]:
    yield "| " + " | ".join(COLUMNS) + " |"
    yield "|---" + "|---:" * (len(COLUMNS) - 1) + "|"
    for measurement in measurements:
        yield "| " + " | ".join(cells(measurement)) + " |"


COLUMNS: Final = (
    "clinic",
    "people",
    "weeks",
    "status",
    "first roster s",
    "objective",
    "bound",
    "gap",
    "s",
    "memory MB",
    "agency share",
    "mismatch − level",
    "flat",
    "agrees",
)


def cells(m: Measurement) -> tuple[str, ...]:
    """Return a measurement as texts in the order of COLUMNS."""
    return (
        m.clinic,
        str(m.people),
        str(m.weeks),
        m.status,
        _number(m.first_roster_seconds, ".1f"),
        _number(m.objective, ",.0f"),
        _number(m.bound, ",.0f"),
        _number(m.gap, ".2%"),
        _number(m.seconds, ".0f"),
        _number(m.peak_memory_mb, "d"),
        _number(m.agency_share, ".1%"),
        _number(m.mismatch_above_level, ".3f"),
        _number(m.flat_above_level, ".3f"),
        {True: "yes", False: "NO", None: "-"}[m.agrees],
    )


def _number(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form).replace(",", " ")

"""The suites: which instances there are, where they lie, and what is known of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

from bemanna.benchmarking.cases import ROOT, Case, Suite
from bemanna.runs.run import RunError

TIME_LIMIT: Final = 60.0
"""Seconds for an instance, where a suite says nothing else."""
CLINIC_LIMITS: Final[Mapping[str, float]] = {"county": 300.0, "ward": 120.0, "emergency": 120.0}
"""Seconds for reference clinics where they differ from TIME_LIMIT."""
SIZES: Final = (
    *(f"clinic-{people}x4" for people in (25, 50, 100, 200, 400, 800, 1600)),
    *(f"clinic-100x{weeks}" for weeks in (2, 8, 12)),
    *(f"hospital-{people}x4" for people in (900, 1600, 5000)),
)
"""What the suite growth makes: people x weeks."""
_GROWN: Final = re.compile(r"(clinic|hospital)-(\d{1,5})x(\d{1,2})")
_NURSES: Final = re.compile(r"([^_/\\]+)_\d+_\d+(?:-\d+)*")


def cases(suite: Suite, data: Path | None, names: Sequence[str]) -> list[Case]:
    """Return the instances of a suite, all or those named, the greatest last.

    ``data`` is the folder of the public sets. Raises RunError where it, or an instance, is missing.
    """
    if not (ROOT / "benchmarks").is_dir():
        raise RunError(f"{ROOT / 'benchmarks'}: is missing: benchmarks need a checkout of the project")
    if suite in ("curtois", "inrc2") and data is None:
        raise RunError(f"--data: is missing: name the folder with the instances of {suite} (they are not kept here)")
    if data is not None and not data.is_dir():
        raise RunError(f"--data: is no folder (got {data}): name the folder with the public instances")
    return _SUITES[suite]((data or Path()).resolve(), names)


def clinics(data: Path, names: Sequence[str]) -> list[Case]:
    """Return reference clinics and wards; raises RunError where there is none of a name."""
    return [
        Case("clinics", folder.name, CLINIC_LIMITS.get(folder.name, TIME_LIMIT), folder) for folder in _folders(names)
    ]


def resolve(data: Path, names: Sequence[str]) -> list[Case]:
    """Return the same clinics and wards, to be solved again after a change."""
    return [Case("resolve", folder.name, TIME_LIMIT, folder, gap=0.0) for folder in _folders(names)]


def _folders(names: Sequence[str]) -> list[Path]:
    folders = sorted((ROOT / "scenarios").iterdir())
    known = {folder.name: folder for folder in folders if (folder / "scenario.yaml").is_file()}
    _refuse_unknown(names, known, "reference clinic")
    # the greatest last, so that the others are there when it is waited for
    return sorted((known[n] for n in names or known), key=lambda folder: (CLINIC_LIMITS.get(folder.name, 0), folder))


def curtois(data: Path, names: Sequence[str]) -> list[Case]:
    """Return shift-scheduling instances of a folder; a number is a name too. Raises RunError where one is missing."""
    folder = data / "curtois" if (data / "curtois").is_dir() else data
    files = {file.stem: file for file in folder.glob("Instance*.txt")}
    wanted = [f"Instance{name}" if name.isdecimal() else name for name in names]
    _refuse_unknown(wanted, files, f"instance in {folder}")
    checker = _checker(data, "check_curtois.py")
    known = _best_known("curtois")
    return [
        Case(
            "curtois",
            name,
            TIME_LIMIT,
            None,
            converter=("benchmarks.curtois", str(files[name])),
            peer=("curtois", str(files[name])),
            known=known.get(name),
            checker=(checker, str(files[name])) if checker else (),
            gap=0.0,
        )
        for name in sorted(wanted or files, key=lambda name: (len(name), name))
    ]


def inrc2(data: Path, names: Sequence[str]) -> list[Case]:
    """Return nurse rostering instances: those named, or all of which a best value is known and the data is there.

    Raises RunError where a named one is missing.
    """
    folder = data / "inrc2" if (data / "inrc2").is_dir() else data
    known = _best_known("inrc2")
    there = [name for name in names or known if _has_set(folder, name)]
    _refuse_unknown(names, there, f"instance (SET_HISTORY_WEEKS) in {folder}")
    if not there:
        raise RunError(f"{folder}: holds no set of the nurse rostering competition: name another --data")
    checker = _checker(data, "check_inrc2.py")
    return [
        Case(
            "inrc2",
            name,
            TIME_LIMIT,
            None,
            converter=("benchmarks.inrc2", str(folder), name),
            peer=("inrc2", str(folder), name),
            known=known.get(name),
            checker=(checker, str(folder), name) if checker else (),
            gap=0.0,
        )
        for name in there
    ]


def _has_set(folder: Path, name: str) -> bool:
    match = _NURSES.fullmatch(name)
    return match is not None and (folder / match[1] / f"Sc-{match[1]}.txt").is_file()


def growth(data: Path, names: Sequence[str]) -> list[Case]:
    """Return made clinics and hospitals by their size; raises RunError where a name tells none."""
    for name in names:
        if not _GROWN.fullmatch(name):
            raise RunError(
                f"--only: tells no size (got '{name}'): write clinic-200x4 or hospital-900x4, people x weeks"
            )
    return [_grown(name) for name in names or SIZES]


def _grown(name: str) -> Case:
    match = _GROWN.fullmatch(name)
    assert match is not None
    kind, people, weeks = match.groups()
    limit = 120.0 if int(people) <= 200 else 300.0 if int(people) <= 900 else 600.0
    return Case("growth", name, limit, None, converter=("benchmarks.growth", kind, people, weeks))


def _refuse_unknown(names: Iterable[str], known: Collection[str], what: str) -> None:
    for name in names:
        if name not in known:
            raise RunError(f"--only: names no {what} (got '{name}'): choose from {', '.join(sorted(known)) or 'none'}")


def _checker(data: Path, script: str) -> str | None:
    """Return the set's own checker, where it lies in the folder of the data or above it."""
    return next((str(folder / script) for folder in (data, data.parent) if (folder / script).is_file()), None)


def _best_known(suite: str) -> Mapping[str, float]:
    with (ROOT / "benchmarks" / "best_known.csv").open(encoding="utf-8", newline="") as file:
        return {row["instance"]: float(row["value"]) for row in csv.DictReader(file) if row["set"] == suite}


_SUITES: Final[Mapping[Suite, Callable[[Path, Sequence[str]], list[Case]]]] = {
    "clinics": clinics,
    "curtois": curtois,
    "inrc2": inrc2,
    "growth": growth,
    "resolve": resolve,
}

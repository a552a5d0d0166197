"""Hold a benchmark against an earlier one.

Times count in calibration solves of their own run, so that machines may differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import inf
from statistics import median
from typing import Final, NamedTuple

from bemanna.benchmarking.calibration import speed
from bemanna.benchmarking.jobs import PEERS, Flags, Job
from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import DISTANCES, Reference, metrics, references
from bemanna.benchmarking.results import Results
from bemanna.benchmarking.tables import Table
from bemanna.runs.run import RunError
from solver.settings import DEFAULT_WORKERS

TIME_FLOOR: Final = 0.5
"""Calibration solves by which a time may be longer whatever its size."""
GAP_FLOOR: Final = 0.002
"""Part of the objective by which a gap may be wider whatever its size."""

_TIMES: Final = ("first roster", *(f"time to {100 * part:g} %" for part in DISTANCES), "time to 1 % proven")

_Group = tuple[str, str]
"""Instance and engine."""


class Change(NamedTuple):
    """A measure then and now, as the median over seeds: times in calibration solves, gaps as fractions."""

    instance: str
    engine: str
    measure: str
    before: float
    now: float
    worse: bool


def refuse_incomparable(todo: Sequence[Job], flags: Flags, before: Results) -> None:
    """Refuse a baseline before hours are spent on what cannot be compared with it.

    Raises RunError where it has none of the instances, or one that was solved with other limits.
    """
    known = _grouped(before.measurements)
    common = [job for job in todo if (job.case.name, job.engine) in known]
    if not common:
        raise RunError("--baseline: has none of the instances of this benchmark, by the same engine: name another file")
    for job in common:
        theirs = known[job.case.name, job.engine][0]
        for option, one, other in (
            ("--time-limit", job.limit(flags), theirs.time_limit),
            ("--workers", flags.workers or DEFAULT_WORKERS, theirs.workers),
        ):
            if one != other:
                name, problem = job.case.name, f"was solved with {option} {other:g} (got {one:g})"
                raise RunError(f"--baseline: {name} {problem}: give the same limits")


def changes(now: Results, before: Results, tolerance: float) -> list[Change]:
    """Return all measures of the instances that both have."""
    mine, theirs = _grouped(now.measurements), _grouped(before.measurements)
    known = references([*now.measurements, *before.measurements])
    found: list[Change] = []
    for key in (key for key in mine if key in theirs):
        reference, limit = known.get(key[0]), mine[key][0].time_limit
        here, there = (speed(results.calibration) for results in (now, before))
        reached = _measures(mine[key], reference, here)
        # what was not reached took longer than the limit, more is not known
        values = {name: limit / here if value == inf and name in _TIMES else value for name, value in reached.items()}
        found += _changes(key, values, _measures(theirs[key], reference, there), tolerance)
    return found


def table(found: Sequence[Change]) -> Table:
    """Return what has become worse."""
    columns = (("instance", ""), ("engine", ""), ("measure", ""), ("before", ".4g"), ("now", ".4g"))
    return Table("Worse than the baseline", columns, tuple(tuple(change[:5]) for change in found if change.worse))


def _grouped(measurements: Sequence[Measurement]) -> Mapping[_Group, list[Measurement]]:
    groups: dict[_Group, list[Measurement]] = defaultdict(list)
    for m in measurements:
        if m.engine not in PEERS:
            groups[m.instance, m.engine].append(m)
    return groups


def _measures(group: Sequence[Measurement], reference: Reference | None, scale: float) -> Mapping[str, float]:
    """Return each measure's median over seeds; infinite where it was not reached."""
    rows = [_row(m, reference, scale) for m in group]
    return {name: median(row[name] for row in rows) for name in rows[0]}


def _row(m: Measurement, reference: Reference | None, scale: float) -> Mapping[str, float]:
    found = metrics(m, reference)
    times = (found.first_roster, *found.seconds_to, found.seconds_to_proven_gap)
    gaps = {"gap": m.gap, "distance": found.distance}
    return {
        **{name: inf if time is None else time / scale for name, time in zip(_TIMES, times, strict=True)},
        **{name: inf if gap is None else gap for name, gap in gaps.items()},
        "wrong rosters": float(m.agrees is False or m.checked is False),
    }


def _changes(key: _Group, now: Mapping[str, float], before: Mapping[str, float], tolerance: float) -> Iterator[Change]:
    floors = {**dict.fromkeys(_TIMES, TIME_FLOOR), "gap": GAP_FLOOR, "distance": GAP_FLOOR, "wrong rosters": 0.0}
    for name, value in now.items():
        allowed = before[name] + max(floors[name], tolerance * abs(before[name]))
        yield Change(*key, name, before[name], value, value > allowed)

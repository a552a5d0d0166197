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
from bemanna.benchmarking.jobs import PEERS
from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import DISTANCES, Reference, metrics, references
from bemanna.benchmarking.results import Results
from bemanna.benchmarking.tables import Table
from bemanna.runs.run import RunError

TIME_FLOOR: Final = 0.5
"""Calibration solves by which a time may be longer whatever its size."""
GAP_FLOOR: Final = 0.002
"""Part of the objective by which a gap may be wider whatever its size."""

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


def changes(now: Results, before: Results, tolerance: float) -> list[Change]:
    """Return all measures that both have.

    Raises RunError where no instance is in both with the same limits.
    """
    mine, theirs = _grouped(now.measurements), _grouped(before.measurements)
    common = [key for key in mine if key in theirs]
    if not common:
        raise RunError("--baseline: has none of the instances of this benchmark, by the same engine: name another file")
    for key in common:
        _refuse_other_limits(key[0], mine[key][0], theirs[key][0])
    known = references([*now.measurements, *before.measurements])
    found: list[Change] = []
    for key in common:
        reference = known.get(key[0])
        values = _measures(mine[key], reference, speed(now.calibration))
        found += _changes(key, values, _measures(theirs[key], reference, speed(before.calibration)), tolerance)
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


def _refuse_other_limits(instance: str, mine: Measurement, theirs: Measurement) -> None:
    for what, one, other in (
        ("--time-limit", mine.time_limit, theirs.time_limit),
        ("--workers", mine.workers, theirs.workers),
    ):
        if one != other:
            raise RunError(
                f"--baseline: {instance} was solved with {what} {other:g} (got {one:g}): give the same limits"
            )


def _measures(group: Sequence[Measurement], reference: Reference | None, scale: float) -> Mapping[str, float]:
    """Return each measure's median over seeds; a time that was not reached is the limit, another value infinite."""
    rows = [_row(m, reference, scale) for m in group]
    return {name: median(row[name] for row in rows) for name in rows[0]}


def _row(m: Measurement, reference: Reference | None, scale: float) -> Mapping[str, float]:
    found = metrics(m, reference)
    times = {
        "first roster": found.first_roster,
        **{f"time to {100 * part:g} %": t for part, t in zip(DISTANCES, found.seconds_to, strict=True)},
        "time to 1 % proven": found.seconds_to_proven_gap,
        "primal integral": found.primal_integral,
    }
    gaps = {"gap": m.gap, "distance": found.distance}
    wrong = float(m.agrees is False or m.checked is False)
    return {
        **{name: (m.time_limit if time is None else time) / scale for name, time in times.items()},
        **{name: inf if gap is None else gap for name, gap in gaps.items()},
        "wrong rosters": wrong,
    }


def _changes(key: _Group, now: Mapping[str, float], before: Mapping[str, float], tolerance: float) -> Iterator[Change]:
    for name, value in now.items():
        floor = GAP_FLOOR if name in ("gap", "distance") else 0.0 if name == "wrong rosters" else TIME_FLOOR
        allowed = before[name] + max(floor, tolerance * abs(before[name]))
        yield Change(*key, name, before[name], value, value > allowed)

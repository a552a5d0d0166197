"""What several solves say together: against peers, warm against cold, and how the time grows with the size."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import inf, log
from statistics import median
from typing import Final, NamedTuple

from bemanna.benchmarking.cases import Suite
from bemanna.benchmarking.jobs import COLD, OURS, PEERS, WARM
from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import metrics, seconds_to
from bemanna.benchmarking.tables import Table, Value

_SIZE: Final = re.compile(r"(\w+)-(\d+)x(\d+)")
_FEWEST: Final = 3
"""Sizes that a fit needs."""


def comparisons(suite: Suite, measurements: Sequence[Measurement]) -> list[Table]:
    """Return what can be compared among some measurements."""
    by_key = {m.key: m for m in measurements}
    tables = [peers(by_key)]
    if suite == "resolve":
        tables.append(warm_against_cold(by_key))
    if suite == "growth":
        tables.append(growth(measurements))
    return [table for table in tables if table.rows]


def peers(by_key: Mapping[tuple[str, str, int], Measurement]) -> Table:
    """Hold each solve against each peer: who ends ahead, and how soon the peer's last value was reached."""
    rows: list[tuple[Value, ...]] = []
    for (instance, engine, seed), peer in by_key.items():
        ours = by_key.get((instance, OURS, seed))
        if engine not in PEERS or ours is None:
            continue
        theirs = _seconds_to_own(peer)
        mine = None if peer.objective is None else seconds_to(ours, peer.objective)
        faster = None if theirs is None or mine is None else theirs / max(mine, 0.001)
        rows.append(
            (instance, seed, engine, peer.objective, ours.objective, _standing(ours, peer), theirs, mine, faster)
        )
    columns = (
        *(("instance", ""), ("seed", "d"), ("peer", ""), ("peer's objective", ",.0f"), ("objective", ",.0f")),
        *(("bemanna is", ""), ("peer s", ".1f"), ("bemanna s to it", ".1f"), ("times faster", ".1f")),
    )
    return Table("Against peers", columns, tuple(rows))


def _seconds_to_own(m: Measurement) -> float | None:
    return None if m.objective is None else seconds_to(m, m.objective)


def _standing(ours: Measurement, peer: Measurement) -> str:
    mine, theirs = (m.objective if m.objective is not None else inf for m in (ours, peer))
    if mine == theirs:
        return "level"
    return "ahead" if mine < theirs else "BEHIND"


def warm_against_cold(by_key: Mapping[tuple[str, str, int], Measurement]) -> Table:
    """Hold a short solve that starts from the last roster against a long one that starts afresh."""
    rows: list[tuple[Value, ...]] = []
    for (instance, engine, seed), warm in by_key.items():
        cold = by_key.get((instance, COLD, seed))
        if engine != WARM or cold is None:
            continue
        worse = None
        if warm.objective is not None and cold.objective is not None:
            worse = (warm.objective - cold.objective) / max(1.0, abs(cold.objective))
        rows.append((instance, seed, cold.objective, cold.seconds, warm.objective, warm.seconds, worse))
    columns = (
        *(("instance", ""), ("seed", "d"), ("cold objective", ",.0f"), ("cold s", ".0f")),
        *(("warm objective", ",.0f"), ("warm s", ".1f"), ("warm is worse by", ".2%")),
    )
    return Table("After one change: warm against cold", columns, tuple(rows))


class _Size(NamedTuple):
    kind: str
    people: int
    weeks: int


def growth(measurements: Sequence[Measurement]) -> Table:
    """Fit how the time to a proven gap of 1 % grows, with people and with weeks: time = c x size ^ exponent."""
    times: dict[_Size, list[float | None]] = defaultdict(list)
    for m in measurements:
        match = _SIZE.fullmatch(m.instance)
        if match is not None and m.engine == OURS:
            size = _Size(match[1], int(match[2]), int(match[3]))
            times[size].append(metrics(m, None).seconds_to_proven_gap)
    # a size counts by its median seed; a seed that was cut off before 1 % was slower than any that reached it
    middle = {size: median(inf if t is None else t for t in found) for size, found in times.items()}
    rows = tuple(_fits(middle))
    columns = (
        *(("kind", ""), ("grows with", ""), ("at", ""), ("sizes", "d"), ("exponent", ".2f")),
        *(("seconds at the smallest", ".1f"), ("at the largest", ".1f"), ("without 1 %", "")),
    )
    return Table("Time to a proven gap of 1 %", columns, rows)


def _fits(seconds: Mapping[_Size, float]) -> Iterator[tuple[Value, ...]]:
    families: dict[tuple[str, str, str], dict[int, float]] = defaultdict(dict)
    for size, time in seconds.items():
        families[size.kind, "people", f"{size.weeks} weeks"][size.people] = time
        families[size.kind, "weeks", f"{size.people} people"][size.weeks] = time
    for (kind, growing, at), found in families.items():
        reached = {n: time for n, time in sorted(found.items()) if time < inf}
        missing = ", ".join(str(n) for n in sorted(found) if n not in reached)
        if len(found) >= _FEWEST:
            fit = fitted_exponent(reached) if len(reached) >= _FEWEST else None
            ends = (reached[min(reached)], reached[max(reached)]) if reached else (None, None)
            yield (kind, growing, at, len(reached), fit, *ends, missing or None)


def fitted_exponent(seconds: Mapping[int, float]) -> float:
    """Return the exponent of time over size, by least squares of the logarithms. Needs two sizes or more."""
    points = [(log(size), log(max(time, 0.01))) for size, time in seconds.items()]
    mean_x, mean_y = (sum(p[axis] for p in points) / len(points) for axis in (0, 1))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)

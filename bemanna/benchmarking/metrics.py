"""How fast and how close: distances to a reference, times to reach them, and the primal integral."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, NamedTuple

from bemanna.benchmarking.measuring import Measurement

DISTANCES: Final = (0.05, 0.01, 0.001)
"""Parts of the reference that a roster may cost more."""
PROVEN_GAP: Final = 0.01


class Reference(NamedTuple):
    """What objectives are held against."""

    value: float
    kind: str
    """``best known``, or ``bound``: the best that any solve of the instance has proven."""


@dataclass(frozen=True, slots=True)
class Metrics:
    """What follows from a measurement and a reference; None where it was not reached."""

    reference: float | None
    reference_kind: str | None
    distance: float | None
    """(objective - reference) / reference; negative where it is better than the best known."""
    first_roster: float | None
    """Seconds to the first roster."""
    seconds_to: tuple[float | None, ...]
    """Seconds to each of DISTANCES."""
    seconds_to_proven_gap: float | None
    """Seconds until bound and roster were PROVEN_GAP apart."""
    primal_integral: float | None
    """Seconds: the primal gap of Berthold (Measuring the impact of primal heuristics, 2013) summed over the time limit,
    1 without a roster."""


def references(measurements: Sequence[Measurement]) -> Mapping[str, Reference]:
    """Return the reference of each instance: the best known value, else the best bound of all solves."""
    found: dict[str, Reference] = {}
    for m in measurements:
        if m.known is not None:
            found[m.instance] = Reference(m.known, "best known")
        elif m.bound is not None and (m.instance not in found or m.bound > found[m.instance].value):
            found[m.instance] = Reference(m.bound, "bound")
    return found


def metrics(m: Measurement, reference: Reference | None) -> Metrics:
    """Return what follows from a measurement."""
    steps = _rosters(m)
    value = None if reference is None else reference.value
    return Metrics(
        reference=value,
        reference_kind=None if reference is None else reference.kind,
        distance=None if value is None or m.objective is None else _distance(m.objective, value),
        first_roster=steps[0][0] if steps else None,
        seconds_to=tuple(None if value is None else seconds_to(m, value + part * _size(value)) for part in DISTANCES),
        seconds_to_proven_gap=_seconds_to_gap(m),
        primal_integral=None if value is None else _primal_integral(steps, value, m.time_limit),
    )


def seconds_to(m: Measurement, objective: float) -> float | None:
    """Return the seconds after which a roster cost at most so much; None where none did."""
    return next((seconds for seconds, cost in _rosters(m) if cost <= objective), None)


def as_row(m: Measurement, found: Metrics) -> dict[str, Any]:
    """Return a measurement and its metrics as they stand in results.json."""
    times = {
        f"seconds_to_{100 * part:g}_percent": seconds for part, seconds in zip(DISTANCES, found.seconds_to, strict=True)
    }
    return {**asdict(m), **{k: v for k, v in asdict(found).items() if k != "seconds_to"}, **times}


def _size(value: float) -> float:
    return max(1.0, abs(value))


def _distance(objective: float, reference: float) -> float:
    return (objective - reference) / _size(reference)


def _rosters(m: Measurement) -> list[tuple[float, float]]:
    """Return when which cost was reached; the last is that of the roster that was written."""
    steps = [(seconds, cost) for seconds, cost, _ in m.incumbents if cost is not None]
    if m.objective is not None and m.seconds is not None and (not steps or m.objective < steps[-1][1]):
        steps.append((m.seconds, m.objective))
    return steps


def _seconds_to_gap(m: Measurement) -> float | None:
    return next(
        (
            seconds
            for seconds, cost, bound in m.incumbents
            if cost is not None and bound is not None and cost - bound <= PROVEN_GAP * _size(cost)
        ),
        None,
    )


def _primal_integral(steps: Sequence[tuple[float, float]], reference: float, time_limit: float) -> float:
    total, since, gap = 0.0, 0.0, 1.0
    for seconds, cost in steps:
        now = min(seconds, time_limit)
        total += gap * (now - since)
        since, gap = now, _primal_gap(cost, reference)
    return total + gap * (time_limit - since)


def _primal_gap(cost: float, reference: float) -> float:
    if cost <= reference:
        return 0.0
    return min(1.0, (cost - reference) / max(abs(cost), abs(reference)))

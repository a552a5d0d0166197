"""The time line of a solve: best cost and proven bound over its seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bemanna.report.charts import Tick, scale
from models.result import Incumbent, Result

WIDTH, HEIGHT = 620, 200
LEFT, RIGHT, TOP, BASE = 84, 604, 26, 176
_ZOOM = 4
"""What lies further away from the end than so many times the last distance of cost and bound is cut off."""
_LEAST_ZOOM = 0.01
"""The least such distance, as a part of the cost."""

_Moments = Sequence[tuple[float, int]]


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Best cost and proven bound over the seconds of a solve, or of one of its levels."""

    title: str
    """The level; empty where there are none."""
    best: str
    """Points of the line of the best cost."""
    bound: str
    """Points of the line of the bound; empty where there is none."""
    between: str
    """Points of the area between the two: what is not proven yet."""
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]
    low: float
    high: float
    """Costs in ticks at the lower and the upper edge."""
    cut: bool
    """Whether some values lie beyond the edges."""


def time_lines(result: Result) -> list[TimeLine]:
    """Return the time line of a result, or one for each of its levels."""
    if not result.levels:
        lines = [time_line(result.incumbents, result.seconds)]
    else:
        lines = [time_line(v.incumbents, _end(v.incumbents, v.seconds), title=v.name) for v in result.levels]
    return [line for line in lines if line is not None]


def _end(incumbents: Sequence[Incumbent], seconds: float) -> float:
    return incumbents[0].seconds + seconds if incumbents else seconds


def time_line(incumbents: Sequence[Incumbent], end: float, title: str = "") -> TimeLine | None:
    """Return the time line up to a second; None where nothing changes."""
    best = [(i.seconds, i.objective) for i in incumbents if i.objective is not None]
    bound = [(i.seconds, i.bound) for i in incumbents if i.bound is not None]
    if len(best) + len(bound) < 3 or not best or len({cost for _, cost in (*best, *bound)}) == 1:
        return None
    begin = incumbents[0].seconds if title else 0.0
    end = max(end, incumbents[-1].seconds, begin + 0.001)
    low, high = _range(best, bound)

    def point(moment: float, cost: float) -> tuple[float, float]:
        across = LEFT + (RIGHT - LEFT) * min(1.0, (moment - begin) / (end - begin))
        up = (BASE - TOP) * (min(high, max(low, cost)) - low) / max(1, high - low)
        return round(across, 1), round(BASE - up, 1)

    def steps(rows: _Moments) -> list[tuple[float, float]]:
        ends = [*(moment for moment, _ in rows[1:]), end]
        return [point(at, cost) for (start, cost), until in zip(rows, ends, strict=True) for at in (start, until)]

    upper, lower = steps(best), steps(bound) if bound else []
    _, marks = scale(end - begin)
    return TimeLine(
        title=title,
        best=_points(upper),
        bound=_points(lower),
        between=_points(_area(upper, lower)),
        x_ticks=tuple(Tick(point(begin + mark, low)[0], f"{mark:g} s") for mark in marks if mark <= end - begin),
        y_ticks=tuple(Tick(point(begin, cost)[1], "") for cost in (low, (low + high) / 2, high)),
        low=low,
        high=high,
        cut=any(not low <= cost <= high for _, cost in (*best, *bound)),
    )


def _area(upper: list[tuple[float, float]], lower: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return the outline of what lies between two lines; before the first bound nothing is proven."""
    if not lower:
        return []
    start, first = upper[0][0], lower[0][0]
    unproven = [(first, float(BASE)), (start, float(BASE))] if first > start else []
    return [*upper, *reversed(lower), *unproven]


def _range(best: _Moments, bound: _Moments) -> tuple[float, float]:
    """Return the costs to show: the end of the solve in detail, and as much before it as fits."""
    costs = [cost for _, cost in (*best, *bound)]
    last = best[-1][1]
    proven = bound[-1][1] if bound else min(costs)
    margin = _ZOOM * max(last - proven, _LEAST_ZOOM * (abs(last) or max(map(abs, costs))))
    return max(min(costs), min(proven, last) - margin), min(max(costs), last + margin)


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)

"""Geometry of the charts. The markup stands in the templates, where every text is escaped.

The charts are drawn by hand as inline SVG: bars and step lines are a page of arithmetic, while a chart library with a
renderer would multiply install size and start-up time for the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from models.result import Capacity, Incumbent

PANEL_WIDTH, PANEL_HEIGHT = 250, 132
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 6, 8, 18


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis."""

    at: float
    text: str


@dataclass(frozen=True, slots=True)
class WeekBar:
    """A week of a capacity panel; heights and places in pixels."""

    x: float
    width: float
    capacity_y: float
    direct_y: float
    need_y: float
    flat_y: float
    short: bool
    """Whether capacity is below need by more than one per cent."""
    label: str
    row: Capacity


@dataclass(frozen=True, slots=True)
class Panel:
    """Capacity against plan of one competence."""

    width: int
    height: int
    base: float
    left: float
    ticks: tuple[Tick, ...]
    bars: tuple[WeekBar, ...]


def capacity_panel(rows: Sequence[Capacity], labels: Sequence[str]) -> Panel:
    """Return the panel of a competence; rows and labels week by week."""
    width = max(PANEL_WIDTH, _LEFT + _RIGHT + 26 * len(rows))
    base = PANEL_HEIGHT - _BOTTOM
    top, ticks = scale(max((max(r.need, r.capacity, r.direct, r.available) for r in rows), default=0) / 60)

    def y(minutes: float) -> float:
        return round(base - (base - _TOP) * minutes / 60 / top, 1)

    step = (width - _LEFT - _RIGHT) / max(1, len(rows))
    bars = tuple(
        WeekBar(
            x=round(_LEFT + number * step + 0.16 * step, 1),
            width=round(0.68 * step, 1),
            capacity_y=y(row.capacity),
            direct_y=y(row.direct),
            need_y=y(row.need),
            flat_y=y(row.available),
            short=row.capacity < 0.99 * row.need,
            label=label,
            row=row,
        )
        for number, (row, label) in enumerate(zip(rows, labels, strict=True))
    )
    return Panel(width, PANEL_HEIGHT, base, _LEFT, tuple(Tick(y(60 * t), f"{t:g}") for t in ticks), bars)


def scale(most: float) -> tuple[float, tuple[float, ...]]:
    """Return the end of an axis from 0, and its round ticks."""
    if most <= 0:
        return 1.0, (0.0, 1.0)
    raw = most / 3
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= raw)
    count = math.ceil(most / step - 1e-9)
    return count * step, tuple(step * number for number in range(count + 1))


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Best cost and proven bound over the seconds of a solve."""

    width: int
    height: int
    left: int
    right: int
    best: str
    """Points of the line of the best cost."""
    bound: str
    """Points of the line of the bound; empty where there is none."""
    x_ticks: tuple[Tick, ...]
    low: float
    high: float
    """Costs in ticks at the lower and the upper edge."""


def time_line(incumbents: Sequence[Incumbent], seconds: float) -> TimeLine | None:
    """Return the time line; None with fewer than two moments."""
    best = [(i.seconds, i.objective) for i in incumbents if i.objective is not None]
    bound = [(i.seconds, i.bound) for i in incumbents if i.bound is not None]
    if len(best) < 2:
        return None
    width, height, left, right, top, base = 620, 190, 78, 600, 14, 168
    end = max(seconds, best[-1][0], 0.001)
    _, marks = scale(end)
    costs = [cost for _, cost in (*best, *bound)]
    low, high = min(costs), max(costs)

    def point(moment: float, cost: float) -> tuple[float, float]:
        across = left + (right - left) * min(1.0, moment / end)
        up = (base - top) * (cost - low) / max(1, high - low)
        return round(across, 1), round(base - up, 1)

    def steps(rows: Sequence[tuple[float, int]]) -> str:
        points = []
        for (moment, cost), following in zip(rows, [*(m for m, _ in rows[1:]), end], strict=True):
            points += [point(moment, cost), point(following, cost)]
        return " ".join(f"{x},{y}" for x, y in points)

    x_ticks = tuple(Tick(point(mark, low)[0], f"{mark:g} s") for mark in marks if mark <= end)
    return TimeLine(width, height, left, right, steps(best), steps(bound) if bound else "", x_ticks, low, high)

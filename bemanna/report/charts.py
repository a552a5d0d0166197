"""Geometry of the charts. The markup stands in the templates, where every text is escaped.

The charts are drawn by hand as inline SVG: bars and step lines are a page of arithmetic, while a chart library with a
renderer would multiply install size and start-up time for the same picture.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from bemanna.simulating.outcome import Spread
from models.result import Capacity

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
    band: tuple[float, float] | None
    """From where to where capacity reaches in most draws of a simulation, where there is one."""
    left: Spread | None
    """The minutes of the band."""


@dataclass(frozen=True, slots=True)
class Panel:
    """Capacity against plan of one competence."""

    width: int
    height: int
    base: float
    left: float
    ticks: tuple[Tick, ...]
    bars: tuple[WeekBar, ...]


def capacity_panel(
    rows: Sequence[Capacity], labels: Sequence[str], spreads: Sequence[Spread | None] | None = None
) -> Panel:
    """Return the panel of a competence; rows, labels and what a simulation leaves of the capacity week by week."""
    spreads = [None] * len(rows) if spreads is None else spreads
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
            band=None if left is None else (y(left.low), y(left.high)),
            left=left,
        )
        for number, (row, label, left) in enumerate(zip(rows, labels, spreads, strict=True))
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

"""The page of a sweep, and its rows for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bemanna.comparing.charts import COLOURS
from bemanna.comparing.figures import FIGURES, OBJECTIVE, Figure, Kind, shown
from bemanna.report.environment import environment
from bemanna.report.wording import percent
from bemanna.sweeping.pareto import COST, front, pareto_chart, shortfall_key
from bemanna.sweeping.sweep import Point, Sweep

_KEYS: Final = (
    OBJECTIVE,
    COST,
    "shortfall_items",
    "cover_missing",
    "backlog_end",
    "produced_share",
    "agency_share",
    "overtime_minutes",
    "mismatch",
    "requests_granted",
)
"""The key figures that a table shows, those of them that are not the same nothing everywhere."""


@dataclass(frozen=True, slots=True)
class Row:
    """A point as a table shows it."""

    point: Point
    status: str
    gap: str
    cells: tuple[str, ...]
    """Of the figures of the table."""
    best: bool
    """Whether it is on the front."""


def table_figures(sweep: Sweep) -> tuple[Figure, ...]:
    """Return the key figures that say something of this sweep."""
    by_key = {figure.key: figure for figure in FIGURES}
    return tuple(by_key[key] for key in _KEYS if any(value_of(point, key) for point in sweep.solved))


def value_of(point: Point, key: str) -> float | None:
    """Return a key figure of a point; None where there is none."""
    if point.record is None:
        return None
    value: float | None = point.record.objective if key == OBJECTIVE else point.record.kpis.get(key)
    return value


def rows(sweep: Sweep) -> Iterator[Row]:
    """Yield the points as a table shows them."""
    figures, best = table_figures(sweep), front(sweep)
    for point in sweep.points:
        record = point.record
        cells = tuple(shown(figure, value_of(point, figure.key)) for figure in figures)
        gap = percent(None if record is None else record.gap, 2)
        yield Row(point, "not solved" if record is None else record.status, gap, cells, point in best)


def render(sweep: Sweep) -> str:
    """Return the sweep as one HTML page that asks the network for nothing."""
    templates = Path(__file__).parent
    folders = (templates / "templates", templates.parent / "comparing" / "templates")
    figures = {figure.key: figure for figure in FIGURES}
    return (
        environment(*folders)
        .get_template("sweep.html")
        .render(
            sweep=sweep,
            currency=sweep.base.calendar.currency,
            chart=pareto_chart(sweep),
            colours=COLOURS,
            figures=table_figures(sweep),
            rows=list(rows(sweep)),
            best=front(sweep),
            cost=figures[COST],
            shortfall=figures[shortfall_key(sweep)],
            shown=shown,
            value_of=value_of,
            money=Kind.MONEY,
        )
    )

"""Cost against shortfall: which scenarios no other one beats in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bemanna.report.charts import Tick, scale
from bemanna.report.wording import grouped
from bemanna.sweeping.sweep import Point, Sweep

COST: Final = "staffing_cost"
WIDTH: Final = 860
HEIGHT: Final = 420
LEFT: Final = 64
RIGHT: Final = 48
TOP: Final = 16
FOOT: Final = 46
NUMBER_WIDTH: Final = 26
NUMBER_HEIGHT: Final = 14
"""Room that the number of a point takes."""


def shortfall_key(sweep: Sweep) -> str:
    """Return the key figure that counts what falls short: items, or people on shifts where nothing is planned."""
    planned = any(point.record.kpis.get("planned_items") for point in sweep.points if point.record is not None)
    return "shortfall_items" if planned else "cover_missing"


def trade_off(point: Point, shortfall: str) -> tuple[float, float] | None:
    """Return cost and shortfall of a point; None where it has no roster, or one of them is not judged."""
    kpis = point.record.kpis if point.record is not None else {}
    cost, short = kpis.get(COST), kpis.get(shortfall)
    return None if cost is None or short is None else (cost, short)


def front(sweep: Sweep) -> tuple[Point, ...]:
    """Return the points that no other one beats (less of one, and not more of the other), the cheapest first."""
    key = shortfall_key(sweep)
    judged = [(pair, point) for point in sweep.points if (pair := trade_off(point, key)) is not None]
    pairs = {pair for pair, _ in judged}
    best = [(pair, point) for pair, point in judged if not any(_beats(other, pair) for other in pairs)]
    return tuple(point for _, point in sorted(best, key=lambda found: (found[0], found[1].number)))


def _beats(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return one != other and one[0] <= other[0] and one[1] <= other[1]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point of the chart; places in pixels."""

    x: float
    y: float
    point: Point
    group: int
    """Number of its value on the first axis."""
    best: bool
    """Whether it is on the front."""
    named: bool
    """Whether there is room for its number."""


@dataclass(frozen=True, slots=True)
class ParetoChart:
    """Cost to the right, shortfall upwards."""

    width: int
    height: int
    left: int
    base: float
    dots: tuple[Dot, ...]
    line: str
    """Points of the front as steps."""
    x_ticks: tuple[Tick, ...]
    y_ticks: tuple[Tick, ...]


def pareto_chart(sweep: Sweep) -> ParetoChart | None:
    """Return the chart; None where nothing can be shown."""
    key = shortfall_key(sweep)
    pairs = {point.number: pair for point in sweep.points if (pair := trade_off(point, key)) is not None}
    if not pairs:
        return None
    low, high, marks = _span(cost for cost, _ in pairs.values())
    top, heights = scale(max(short for _, short in pairs.values()))
    base = HEIGHT - FOOT

    def x(cost: float) -> float:
        return round(LEFT + 14 + (WIDTH - LEFT - RIGHT - 14) * (cost - low) / (high - low), 1)

    def y(short: float) -> float:
        return round(base - (base - TOP) * short / top, 1)

    places = {number: (x(cost), y(short)) for number, (cost, short) in pairs.items()}
    best = [point.number for point in front(sweep)]
    groups = {value: number for number, value in enumerate(sweep.axes[0].values)}
    shown = [point for point in sweep.points if point.number in places]
    named = _named(places, best)
    dots = tuple(Dot(*places[p.number], p, groups[p.values[0]], p.number in best, p.number in named) for p in shown)
    corners: list[tuple[float, float]] = []
    for place in [places[number] for number in best]:
        corners += [(place[0], corners[-1][1]), place] if corners else [place]
    line = " ".join(f"{across},{up}" for across, up in corners)
    x_ticks = tuple(Tick(x(mark), grouped(mark)) for mark in marks)
    return ParetoChart(WIDTH, HEIGHT, LEFT, base, dots, line, x_ticks, tuple(Tick(y(h), f"{h:g}") for h in heights))


def _named(places: Mapping[int, tuple[float, float]], best: Sequence[int]) -> frozenset[int]:
    """Return the points whose numbers can stand beside them without touching another one; those of the front first."""
    named: list[int] = []
    for number in dict.fromkeys([*best, *places]):
        x, y = places[number]
        others = (places[other] for other in named)
        if all(abs(x - across) > NUMBER_WIDTH or abs(y - up) > NUMBER_HEIGHT for across, up in others):
            named.append(number)
    return frozenset(named)


def _span(costs: Iterable[float]) -> tuple[float, float, tuple[float, ...]]:
    """Return the ends of an axis around some costs, and its round ticks: costs differ by little, so it has no zero."""
    found = sorted(costs)
    width = found[-1] - found[0] or max(1.0, abs(found[0]) / 100)
    _, steps = scale(width)
    step = steps[1]
    first = step * (found[0] // step)
    marks = [first]
    while marks[-1] < found[-1]:
        marks.append(marks[-1] + step)
    if len(marks) == 1:
        marks.append(first + step)
    return marks[0], marks[-1], tuple(marks)

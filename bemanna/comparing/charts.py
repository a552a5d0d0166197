"""Geometry of the charts of a comparison; the markup stands in the template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bemanna.comparing.comparison import Comparison, Side
from bemanna.report.charts import Tick, scale
from bemanna.report.wording import TERM_NAMES, grouped, week
from bemanna.runs.run import Run
from models.base import TICKS_PER_MONEY
from models.result import TERMS

WIDTH: Final = 760
LEFT: Final = 40
RIGHT: Final = 90
LANE: Final = 34
"""Pixels of a run."""
FOOT: Final = 22
COLOURS: Final = (
    "#3182bd",
    "#e6842a",
    "#31a354",
    "#756bb1",
    "#d9544b",
    "#8c6d31",
    "#17a2b8",
    "#7b8a93",
    "#c994c7",
    "#a1b83d",
    "#0b4f6c",
    "#f2b45c",
    "#7fc8a9",
    "#b23a78",
    "#4d4d4d",
    "#9ecae1",
)
"""As many as there are terms of a cost."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: a term of the cost; places in pixels."""

    x: float
    width: float
    colour: str
    title: str


@dataclass(frozen=True, slots=True)
class CostLane:
    """The cost of a run: its terms, and how much less another roster might cost."""

    letter: str
    y: float
    parts: tuple[Part, ...]
    end: float
    bound: float | None
    """Where the proven bound lies; None where there is none."""
    text: str


@dataclass(frozen=True, slots=True)
class CostChart:
    """Costs of runs, term by term, with their gaps."""

    width: int
    height: int
    left: float
    base: float
    ticks: tuple[Tick, ...]
    lanes: tuple[CostLane, ...]
    keys: tuple[tuple[str, str], ...]
    """Colour and name of each term that costs something."""


def cost_chart(comparison: Comparison) -> CostChart | None:
    """Return the chart of costs; None where no run has a roster."""
    solved = [side for side in comparison.sides if side.run.solved is not None]
    if not solved:
        return None
    terms = [term for term in TERMS if any(_ticks(side, term) for side in solved)]
    colours = {term: COLOURS[number % len(COLOURS)] for number, term in enumerate(terms)}
    most = max((side.run.result.objective or 0) / TICKS_PER_MONEY for side in solved)
    top, marks = scale(most)
    across = (WIDTH - LEFT - RIGHT) / top
    lanes = tuple(_cost_lane(side, number, colours, across / TICKS_PER_MONEY) for number, side in enumerate(solved))
    base = 4 + LANE * len(solved)
    ticks = tuple(Tick(round(LEFT + across * mark, 1), grouped(mark)) for mark in marks)
    keys = tuple((colours[term], TERM_NAMES[term]) for term in terms)
    return CostChart(WIDTH, base + FOOT, LEFT, base, ticks, lanes, keys)


def _ticks(side: Side, term: str) -> int:
    evaluation = side.run.result.evaluation
    return (evaluation.terms[term] or 0) if evaluation is not None else 0


def _cost_lane(side: Side, number: int, colours: dict[str, str], per_tick: float) -> CostLane:
    x, parts = float(LEFT), []
    for term, colour in colours.items():
        ticks = _ticks(side, term)
        if ticks:
            title = f"{TERM_NAMES[term]}: {grouped(ticks / TICKS_PER_MONEY)}"
            parts.append(Part(round(x, 1), round(per_tick * ticks, 1), colour, title))
            x += per_tick * ticks
    result = side.run.result
    bound = None if result.bound is None else round(LEFT + per_tick * max(0, result.bound), 1)
    text = grouped((result.objective or 0) / TICKS_PER_MONEY)
    return CostLane(side.letter, 4 + LANE * number, tuple(parts), round(x, 1), bound, text)


@dataclass(frozen=True, slots=True)
class Bar:
    """What a run lacks in a week; places in pixels."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    title: str


@dataclass(frozen=True, slots=True)
class WeekChart:
    """What falls short in each week, run by run."""

    title: str
    width: int
    height: int
    left: float
    base: float
    ticks: tuple[Tick, ...]
    weeks: tuple[Tick, ...]
    bars: tuple[Bar, ...]


def week_charts(comparison: Comparison) -> tuple[WeekChart, ...]:
    """Return the charts of items and of people that are missing, week by week; without those that are empty."""
    runs = [side.run for side in comparison.sides]
    items = [_items_short(run) for run in runs]
    people = [_people_missing(run) for run in runs]
    letters = [side.letter for side in comparison.sides]
    labels = _labels(runs)
    charts = (
        _week_chart("Items short or still waiting at the end of the week", labels, letters, items),
        _week_chart("People missing on shifts", labels, letters, people),
    )
    return tuple(chart for chart in charts if chart is not None)


def _labels(runs: Sequence[Run]) -> list[str]:
    """Return the names of the weeks: ISO weeks, or numbers where the horizons differ."""
    longest = max(runs, key=lambda run: run.facts.week_count)
    weeks = range(longest.facts.week_count)
    if len({run.scenario.horizon.start for run in runs}) > 1:
        return [f"week {number + 1}" for number in weeks]
    return [week(longest.facts.week_label(number)) for number in weeks]


def _items_short(run: Run) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for row in (run.result.evaluation.production or ()) if run.result.evaluation is not None else ():
        found[row.week] += row.shortfall
    return found


def _people_missing(run: Run) -> dict[int, int]:
    found: dict[int, int] = defaultdict(int)
    for row in run.result.evaluation.cover if run.result.evaluation is not None else ():
        found[row.day // 7] += row.missing
    return found


def _week_chart(
    title: str, labels: Sequence[str], letters: Sequence[str], missing: Sequence[dict[int, int]]
) -> WeekChart | None:
    most = max((number for weeks in missing for number in weeks.values()), default=0)
    if not most:
        return None
    height, base, left, gap = 190, 164, 44, 0.24
    width = max(420, left + len(labels) * (14 * len(letters) + 14))
    top, marks = scale(most)
    step = (width - left) / len(labels)
    thick = step * (1 - gap) / len(letters)

    def bar(number: int, place: int, count: int) -> Bar:
        tall = round((base - 10) * count / top, 1)
        x = left + step * (number + gap / 2) + thick * place
        text = f"{letters[place]}, {labels[number]}: {count}"
        return Bar(round(x, 1), round(base - tall, 1), round(0.9 * thick, 1), tall, COLOURS[place % len(COLOURS)], text)

    bars = tuple(
        bar(number, place, weeks.get(number, 0)) for number in range(len(labels)) for place, weeks in enumerate(missing)
    )
    ticks = tuple(Tick(round(base - (base - 10) * mark / top, 1), grouped(mark)) for mark in marks)
    weeks = tuple(Tick(round(left + step * (n + 0.5), 1), label) for n, label in enumerate(labels))
    return WeekChart(title, width, height, left, base, ticks, weeks, bars)

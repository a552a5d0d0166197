"""Cover: the picture of need against staffed by day and shift, and what is missing in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bemanna.report.sections import unit_name
from bemanna.report.wording import counted, date, words
from bemanna.runs.run import Solved
from models.result import Cover

LEFT, DAY, RIGHT = 96, 32, 6
"""Pixels: the names of the shifts, a day, the right edge."""
HEAD, LANE, ROOM, FOOT = 30, 54, 34, 14
"""Pixels: the dates over the lanes, a lane, what bars may take of it, and the numbers under them."""
_MOST_GAPS = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A day of a shift; places and heights in pixels from the top of the picture."""

    x: float
    top: float
    target: float
    mood: str
    """``full``, ``short`` (below target), ``low`` (below min) or ``over`` (above what is wanted at most)."""
    row: Cover


@dataclass(frozen=True, slots=True)
class Lane:
    """A shift; ``base`` is where its bars stand."""

    shift: str
    base: float
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class CoverChart:
    """A competence of a unit: a lane for each shift that asks for it."""

    competence: str
    width: int
    height: int
    lanes: tuple[Lane, ...]
    wanted: int
    """People on shifts, over the horizon."""
    missing: int


def cover_charts(solved: Solved) -> dict[str, list[CoverChart]]:
    """Return the pictures by the name of the unit, competences and shifts in the order of the scenario."""
    rows: dict[tuple[str, str], dict[str, list[Cover]]] = defaultdict(lambda: defaultdict(list))
    for row in solved.evaluation.cover:
        rows[row.unit, row.competence][row.shift].append(row)
    scenario = solved.scenario
    return {
        unit_name(solved, unit): [_chart(solved, c, rows[unit, c]) for c in scenario.competences if (unit, c) in rows]
        for unit in scenario.units
        if any(unit == asked for asked, _ in rows)
    }


def _chart(solved: Solved, competence: str, by_shift: dict[str, list[Cover]]) -> CoverChart:
    scenario = solved.scenario
    shifts = [shift for shift in scenario.shifts if shift in by_shift]
    most = max(max(row.staffed, row.target) for rows in by_shift.values() for row in rows) or 1
    lanes = tuple(
        _lane(scenario.shifts[shift].name or words(shift), by_shift[shift], HEAD + (number + 1) * LANE - FOOT, most)
        for number, shift in enumerate(shifts)
    )
    rows = [row for shift in shifts for row in by_shift[shift]]
    wanted, missing = sum(row.target for row in rows), sum(row.missing for row in rows)
    width = LEFT + DAY * solved.facts.day_count + RIGHT
    return CoverChart(words(competence), width, HEAD + LANE * len(shifts), lanes, wanted, missing)


def _lane(name: str, rows: Sequence[Cover], base: float, most: int) -> Lane:
    def y(people: int) -> float:
        return round(base - ROOM * people / most, 1)

    bars = (Bar(LEFT + DAY * row.day, y(row.staffed), y(row.target), mood(row), row) for row in rows)
    return Lane(name, base, tuple(bars))


def mood(row: Cover) -> str:
    """Return how a shift is covered."""
    if row.staffed < row.min:
        return "low"
    if row.missing:
        return "short"
    return "over" if row.staffed > row.most else "full"


def cover_gaps(solved: Solved) -> list[str]:
    """Return sentences on the shifts that lack most people, the worst first, of equal ones the earliest."""
    rows: dict[tuple[str, str, str], list[Cover]] = defaultdict(list)
    for row in solved.evaluation.cover:
        if row.missing:
            rows[row.unit, row.competence, row.shift].append(row)
    found = sorted(rows.values(), key=lambda group: -sum(row.missing for row in group))
    return [_gap(solved, group) for group in found[:_MOST_GAPS]]


def _gap(solved: Solved, rows: Sequence[Cover]) -> str:
    scenario, first = solved.scenario, rows[0]
    worst = max(rows, key=lambda row: (row.missing, -row.day))
    shift = scenario.shifts[first.shift].name or first.shift.replace("_", " ")
    where = f" in {unit_name(solved, first.unit)}" if len(scenario.units) > 1 else ""
    missing = sum(row.missing for row in rows)
    when = date(solved.facts.days[worst.day])
    people = f"{missing} too few" if len(rows) == 1 else f"{missing} too few on {counted(len(rows), 'day')}"
    at_worst = f"{when} has {worst.staffed} of {worst.target}"
    most = at_worst if len(rows) == 1 else f"most on {when}, which has {worst.staffed} of {worst.target}"
    return f"{words(first.competence)} on {shift}{where}: {people}; {most}."

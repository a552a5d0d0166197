"""The report page: what it shows, and the templates that show it."""

from __future__ import annotations

from typing import Any

from bemanna.report import wording
from bemanna.report.cover import DAY, LEFT, cover_charts, cover_gaps
from bemanna.report.environment import environment
from bemanna.report.figures import figures
from bemanna.report.progress import time_lines
from bemanna.report.sections import agency_rows, capacity_charts, cost_rows, production_rows, unit_name
from bemanna.report.shortfalls import lacks, shortfalls
from bemanna.report.sureness import sureness
from bemanna.runs.grid import Grid, Group
from bemanna.runs.run import Solved
from bemanna.verifying.leeway import leeway_of

_SMALL = 60
"""Up to so many people the rosters of all units stand open; of more only the first."""


def render(solved: Solved) -> str:
    """Return the report as one HTML page that asks the network for nothing."""
    return environment().get_template("report.html").render(_context(solved))


def _context(solved: Solved) -> dict[str, Any]:
    facts, evaluation, result = solved.facts, solved.evaluation, solved.result
    grid = Grid(solved)
    units = _by_unit(solved, grid)
    people = sum(len(group.rows) for group in grid.groups)
    return {
        "scenario": solved.scenario,
        "currency": solved.scenario.calendar.currency,
        "period": wording.period(facts.days[0], facts.days[-1]),
        "weeks": [facts.week_label(week) for week in range(facts.week_count)],
        "result": result,
        "summary": solved.run.summary,
        "verdict": wording.verdict(result),
        "figures": figures(solved),
        "planned": any(any(numbers) for plan in solved.scenario.production_plan.values() for numbers in plan.values()),
        "judged": evaluation.production is not None,
        "shortfalls": shortfalls(solved),
        "lacks": lacks(solved),
        "told": solved.run.explanation,
        "kpis": evaluation.kpis,
        "capacity": capacity_charts(solved),
        "cover": cover_charts(solved),
        "cover_left": LEFT,
        "cover_day": DAY,
        "gaps": cover_gaps(solved),
        "production": production_rows(solved),
        "grid": grid,
        "units": units,
        "people": people,
        "open_all": people <= _SMALL,
        "session_keys": _session_keys(solved, grid),
        "costs": cost_rows(solved),
        "objective": evaluation.objective,
        "agency": agency_rows(solved),
        "violations": evaluation.violations,
        "sureness": sureness(solved),
        "leeway": _leeway(solved),
        "time_lines": time_lines(result),
    }


def _leeway(solved: Solved) -> str | None:
    """Return what the gap leaves open at most, in words."""
    found = leeway_of(solved.result, solved.facts)
    if found is None:
        return None
    return wording.leeway(found.ticks, found.items, found.shifts, solved.scenario.calendar.currency, found.level)


def _by_unit(solved: Solved, grid: Grid) -> dict[str, list[Group]]:
    result: dict[str, list[Group]] = {}
    for group in grid.groups:
        result.setdefault(unit_name(solved, group.unit), []).append(group)
    return result


def _session_keys(solved: Solved, grid: Grid) -> dict[str, list[Any]]:
    result: dict[str, list[Any]] = {}
    for (unit, _), key in grid.sessions.items():
        result.setdefault(unit_name(solved, unit), []).append(key)
    return result

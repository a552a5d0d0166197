"""The parts of the report between key figures and roster: capacity, production, cost, agency."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bemanna.report.charts import Panel, capacity_panel
from bemanna.report.wording import TERM_NAMES, week, words
from bemanna.runs.run import Solved
from models.base import ticks
from models.result import LEVELS, Capacity, Production


@dataclass(frozen=True, slots=True)
class CapacityChart:
    """A competence of a unit: its minutes over the horizon and its panel."""

    competence: str
    need: int
    capacity: int
    panel: Panel


def capacity_charts(solved: Solved) -> dict[str, list[CapacityChart]]:
    """Return the charts of capacity against plan by the name of the unit, without what is never needed nor there."""
    rows: dict[tuple[str, str], dict[int, Capacity]] = defaultdict(dict)
    for row in solved.evaluation.capacity:
        rows[row.unit, row.competence][row.week] = row
    weeks = range(solved.facts.week_count)
    labels = [week(solved.facts.week_label(w)) for w in weeks]
    charts: dict[str, list[CapacityChart]] = defaultdict(list)
    simulation = solved.run.simulation
    left = {(row.unit, row.competence, row.week): row.left for row in simulation.capacity} if simulation else {}
    for (unit, competence), found in rows.items():
        filled = [found.get(w) or Capacity(unit, competence, w, 0, 0, 0, 0, 0, 0, 0) for w in weeks]
        need, capacity = sum(r.need for r in filled), sum(r.capacity for r in filled)
        if need or sum(r.direct for r in filled):
            spreads = [left.get((unit, competence, solved.facts.week_label(w))) for w in weeks]
            chart = CapacityChart(words(competence), need, capacity, capacity_panel(filled, labels, spreads))
            charts[unit_name(solved, unit)].append(chart)
    return charts


def unit_name(solved: Solved, unit: str) -> str:
    """Return the name of a unit."""
    return solved.scenario.units[unit].name or words(unit)


@dataclass(frozen=True, slots=True)
class ProductionRow:
    """An activity: its weeks, and its sums."""

    name: str
    carry_over: bool
    weeks: tuple[Production, ...]

    @property
    def planned(self) -> int:
        """Planned items of all weeks."""
        return sum(week.planned for week in self.weeks)

    @property
    def produced(self) -> int:
        """Produced items of all weeks."""
        return sum(week.produced for week in self.weeks)

    @property
    def shortfall(self) -> int:
        """Items that are left over."""
        return self.weeks[-1].shortfall if self.carry_over else sum(week.shortfall for week in self.weeks)


def production_rows(solved: Solved) -> dict[str, list[ProductionRow]]:
    """Return what each unit produces by week, by the name of the unit; without activities that nobody asks for."""
    rows: dict[tuple[str, str], list[Production]] = defaultdict(list)
    for row in solved.evaluation.production or ():
        rows[row.unit, row.activity].append(row)
    result: dict[str, list[ProductionRow]] = defaultdict(list)
    for (unit, activity), weeks in rows.items():
        spec = solved.scenario.units[unit].activities[activity]
        if any(w.planned or w.carried_in or w.produced for w in weeks):
            row_ = ProductionRow(spec.name or words(activity), spec.carry_over, tuple(weeks))
            result[unit_name(solved, unit)].append(row_)
    return result


@dataclass(frozen=True, slots=True)
class CostRow:
    """A term of the objective, in ticks."""

    name: str
    level: str
    ticks: int | None
    share: float
    """Part of the largest term."""


def cost_rows(solved: Solved) -> list[CostRow]:
    """Return the terms that cost something or are not judged, in the order of reports."""
    terms = solved.evaluation.terms
    most = max((value for value in terms.values() if value), default=1)
    level_of = {term: level for level, names in LEVELS.items() for term in names}
    return [
        CostRow(TERM_NAMES.get(name, words(name)), level_of.get(name, ""), value, (value or 0) / most)
        for name, value in terms.items()
        if value is None or value
    ]


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """A line of an offer: paid minutes by week, and what it costs with its travel, in ticks."""

    line: str
    competence: str
    unit: str
    minutes: tuple[int, ...]
    cost: int


def agency_rows(solved: Solved) -> list[AgencyRow]:
    """Return the agency lines that work."""
    facts = solved.facts
    minutes: dict[str, list[int]] = defaultdict(lambda: [0] * facts.week_count)
    for row in solved.shifts:
        if facts.workers[row.staff].offer is not None:
            day = facts.day_of(row.date)
            minutes[row.staff][day // 7] += facts.paid[row.shift, day]
    return [_agency_row(solved, line, tuple(minutes[line])) for line in facts.workers if line in minutes]


def _agency_row(solved: Solved, line: str, minutes: tuple[int, ...]) -> AgencyRow:
    worker = solved.facts.workers[line]
    travel = ticks(worker.offer.travel_per_week) if worker.offer else 0
    cost = worker.rate * sum(minutes) + travel * sum(week > 0 for week in minutes)
    return AgencyRow(line, words(worker.main), unit_name(solved, worker.home), minutes, cost)

"""How sure the plan is: what a simulation says, as the report shows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bemanna.report.sections import unit_name
from bemanna.report.wording import words
from bemanna.runs.run import Solved
from bemanna.simulating.outcome import ActivityWeek, CoverWeek, PersonWeek, Simulation, UnitWeek

_MOST_PEOPLE = 8


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """An activity, its weeks; None where nothing is planned."""

    name: str
    weeks: tuple[ActivityWeek | None, ...]


@dataclass(frozen=True, slots=True)
class CoverChances:
    """A shift of a competence, its weeks; None where nobody is asked for."""

    shift: str
    competence: str
    unit: str
    weeks: tuple[CoverWeek | None, ...]


@dataclass(frozen=True, slots=True)
class UnitChances:
    """A unit with a plan: its weeks as a whole, and by activity."""

    name: str
    weeks: tuple[UnitWeek | None, ...]
    activities: tuple[ActivityRow, ...]


@dataclass(frozen=True, slots=True)
class Missed:
    """Somebody whose absence for a week would hurt."""

    name: str
    competence: str
    row: PersonWeek


@dataclass(frozen=True, slots=True)
class Sureness:
    """What a simulation says of a roster."""

    simulation: Simulation
    units: tuple[UnitChances, ...]
    cover: tuple[CoverChances, ...]
    people: tuple[Missed, ...]


def sureness(solved: Solved) -> Sureness | None:
    """Return how sure the plan is; None where that was not simulated."""
    simulation = solved.run.simulation
    if simulation is None:
        return None
    return Sureness(simulation, _units(solved, simulation), _cover(solved, simulation), _people(solved, simulation))


def _units(solved: Solved, simulation: Simulation) -> tuple[UnitChances, ...]:
    labels = _labels(solved)
    whole = {(row.unit, row.week): row for row in simulation.units}
    single = {(row.unit, row.activity, row.week): row for row in simulation.activities if row.plan}
    found = []
    for unit, spec in solved.scenario.units.items():
        rows = [
            ActivityRow(activity.name or words(name), tuple(single.get((unit, name, label)) for label in labels))
            for name, activity in spec.activities.items()
        ]
        shown = tuple(row for row in rows if any(row.weeks))
        if shown:
            weeks = tuple(whole.get((unit, label)) for label in labels)
            found.append(UnitChances(unit_name(solved, unit), weeks, shown))
    return tuple(found)


def _cover(solved: Solved, simulation: Simulation) -> tuple[CoverChances, ...]:
    rows = {(row.unit, row.shift, row.competence, row.week): row for row in simulation.cover}
    shifts = solved.scenario.shifts
    return tuple(
        CoverChances(
            shifts[shift].name or words(shift),
            words(competence),
            unit_name(solved, unit),
            tuple(rows.get((unit, shift, competence, label)) for label in _labels(solved)),
        )
        for unit, shift, competence in dict.fromkeys((unit, shift, c) for unit, shift, c, _ in rows)
    )


def _people(solved: Solved, simulation: Simulation) -> tuple[Missed, ...]:
    """Return the worst week of each person, the worst people first."""
    worst: dict[str, PersonWeek] = {}
    for row in simulation.people:
        worst.setdefault(row.staff, row)
    workers = solved.facts.workers
    return tuple(
        Missed(workers[row.staff].name, words(workers[row.staff].main), row)
        for row in list(worst.values())[:_MOST_PEOPLE]
        if row.staff in workers
    )


def _labels(solved: Solved) -> Sequence[str]:
    return [solved.facts.week_label(week) for week in range(solved.facts.week_count)]

"""What ``bemanna simulate`` says: tables of chances."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from bemanna.cli.terminal import console, table
from bemanna.report.wording import counted, grouped, percent, words

if TYPE_CHECKING:
    from bemanna.simulating.outcome import PersonWeek, Simulation

_MOST_PEOPLE = 8


def tell(simulation: Simulation, currency: str) -> None:
    """Print how often the plan is met, whom one would miss, and where cover is missing."""
    print(
        f"{counted(simulation.draws, 'draw')}: each person is absent {simulation.days_sick:g} days a year in spells of "
        f"{simulation.spell_days:g} days ({percent(simulation.share_sick)} of the days of work here)."
    )
    if simulation.units:
        print("alone: nobody steps in for who is absent. aided: colleagues do, within their bookable time.")
        _tell_units(simulation)
        _tell_activities(simulation)
    if simulation.cover:
        _tell_cover(simulation)
    if simulation.people:
        _tell_people(simulation, currency)


def _tell_units(simulation: Simulation) -> None:
    rows = table("unit", "week", "seen of plan alone", "aided", "whole plan met alone", "aided", numbers=4)
    for row in simulation.units:
        numbers = (row.share_alone, row.share_aided, row.met_alone, row.met_aided)
        rows.add_row(row.unit, row.week, *map(percent, numbers))
    console().print(rows)


def _tell_activities(simulation: Simulation) -> None:
    rows = table(
        "activity", "unit", "week", "plan", "seen aided", "5-95 %", "met alone", "met aided", "short", numbers=6
    )
    for row in simulation.activities:
        if row.plan:
            seen = row.aided.seen
            numbers = f"{seen.mean:.1f}", f"{seen.low}-{seen.high}"
            chances = percent(row.alone.met), percent(row.aided.met)
            rows.add_row(
                row.activity, row.unit, row.week, str(row.plan), *numbers, *chances, f"{row.aided.shortfall:.1f}"
            )
    console().print(rows)


def _tell_cover(simulation: Simulation) -> None:
    rows = table(
        "shift", "as", "unit", "week", "wanted", "missing", "target met", "min met", "every min met", numbers=5
    )
    for row in simulation.cover:
        least = (percent(row.min_met), percent(row.every_min_met)) if row.least else ("-", "-")
        rows.add_row(
            row.shift,
            words(row.competence),
            row.unit,
            row.week,
            str(row.wanted),
            f"{row.missing:.2f}",
            percent(row.target_met),
            *least,
        )
    console().print(rows)


def _tell_people(simulation: Simulation, currency: str) -> None:
    print("Whose absence for a week would hurt most, each person's worst week:")
    rows = table("who", "week", "items lost alone", "aided", f"{currency} alone", "aided", numbers=4)
    worst: dict[str, PersonWeek] = {}
    for row in simulation.people:
        worst.setdefault(row.staff, row)
    for row in islice(worst.values(), _MOST_PEOPLE):
        items = grouped(row.items_alone), grouped(row.items_aided)
        rows.add_row(row.staff, row.week, *items, grouped(row.cost_alone), grouped(row.cost_aided))
    console().print(rows)

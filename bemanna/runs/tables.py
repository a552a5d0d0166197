"""The tables of a run, as rows: the same for CSV and for the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from operator import attrgetter

from bemanna.runs.files import (
    CAPACITY_COLUMNS,
    ITEM_COLUMNS,
    PRODUCTION_COLUMNS,
    ROSTER_COLUMNS,
    SESSION_COLUMNS,
)
from bemanna.runs.run import Solved
from models.evaluation import overtime_by_shift

Value = str | int | float | dt.date | None
Rows = tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A named table; every row has a value for each column."""

    name: str
    columns: tuple[str, ...]
    rows: Rows


def tables(solved: Solved) -> tuple[Table, ...]:
    """Return the tables of a run, without those that nobody has judged or filled."""
    found = [Table("roster", ROSTER_COLUMNS, tuple(_roster_rows(solved)))]
    if solved.roster.places is not None:
        found.append(Table("sessions", SESSION_COLUMNS, _session_rows(solved)))
    if solved.roster.items is not None:
        found.append(Table("items", ITEM_COLUMNS, _item_rows(solved)))
    if solved.evaluation.production is not None:
        found.append(Table("production", PRODUCTION_COLUMNS, _production_rows(solved)))
    found.append(Table("capacity", CAPACITY_COLUMNS, _capacity_rows(solved)))
    return tuple(found)


def _roster_rows(solved: Solved) -> Iterator[tuple[Value, ...]]:
    facts = solved.facts
    overtime = overtime_by_shift(solved.roster, facts)
    for row, over in zip(solved.roster.shifts, overtime, strict=True):
        paid = facts.paid.get((row.shift, facts.day_of(row.date)), 0)
        yield row.staff, row.date, row.shift, row.competence, row.unit, paid, over


def _session_rows(solved: Solved) -> Rows:
    return tuple(
        (p.staff, p.date, p.period, p.unit, p.session, p.list, p.room, p.competence) for p in solved.roster.places or ()
    )


def _item_rows(solved: Solved) -> Rows:
    return tuple((i.date, i.period, i.unit, i.session, i.activity, i.items) for i in solved.roster.items or ())


def _production_rows(solved: Solved) -> Rows:
    label = solved.facts.week_label
    return tuple(
        (p.unit, p.activity, label(p.week), p.planned, p.carried_in, p.produced, p.surplus, p.shortfall)
        for p in solved.evaluation.production or ()
    )


def _capacity_rows(solved: Solved) -> Rows:
    label = solved.facts.week_label
    minutes = attrgetter("need", "available", "rostered", "capacity", "direct", "agency", "overtime")
    return tuple((row.unit, row.competence, label(row.week), *minutes(row)) for row in solved.evaluation.capacity)

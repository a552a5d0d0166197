"""Credited time, direct time, and capacity against need, per unit, competence and week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from models.facts import Worker
from models.judge.cover import exclusively
from models.judge.flat import flat_capacity
from models.judge.limits import broken, week_days
from models.judge.need import needed_minutes
from models.judge.sheet import Sheet
from models.result import Capacity, Violation

Key = tuple[str, str, int]
"""Unit, competence, week."""

MILLION = 1_000_000
"""Capacity is counted in millionths of a minute: share times productivity, both in thousandths."""


@dataclass(frozen=True, slots=True)
class Credit:
    """Credited minutes; capacity in millionths of a minute."""

    rostered: Counter[Key] = field(default_factory=Counter)
    capacity: Counter[Key] = field(default_factory=Counter)
    agency: Counter[Key] = field(default_factory=Counter)


class CreditRow(NamedTuple):
    """A half-day on shift of somebody, and what it is credited to."""

    worker: Worker
    day: int
    period: str
    unit: str
    competence: str
    minutes: int
    weight: int
    """Share times productivity, in millionths."""
    covering: bool
    """Whether the time goes to exclusive cover."""


def credit_rows(sheet: Sheet) -> Iterator[CreditRow]:
    """Yield every half-day on shift once: credited to the place held, else to the exclusive cover done, else to
    home unit and main competence."""
    lengths = sheet.facts.period_minutes
    weights: dict[tuple[str, int], int] = {}
    for (staff, day), rows in sheet.by_day.items():
        week, held, worker = day // 7, sheet.placed.get((staff, day), {}), rows[0].worker
        weight = weights.get((staff, week))
        if weight is None:
            weight = weights[staff, week] = worker.share * sheet.productivity(worker, week)
        seen: set[str] = set()
        main = sheet.facts.main_on(worker, day)
        for row in rows:
            covering = exclusively(sheet, row)
            idle = (row.unit, row.competence) if covering else (worker.home, main)
            for period in sheet.covered(row.shift) - seen:
                seat = held.get(period)
                unit, competence = idle if seat is None else (seat.unit, seat.competence)
                yield CreditRow(worker, day, period, unit, competence, lengths[period], weight, covering)
            seen |= sheet.covered(row.shift)


def credited(sheet: Sheet) -> Credit:
    """Return the credited minutes of everybody, summed."""
    credit = Credit()
    for row in credit_rows(sheet):
        key = (row.unit, row.competence, row.day // 7)
        credit.rostered[key] += row.minutes
        credit.capacity[key] += row.minutes * row.weight
        if row.worker.offer is not None:
            credit.agency[key] += row.minutes
    return credit


def direct_minutes(sheet: Sheet) -> Counter[Key]:
    """Return the minutes of fluid items and of fixed-team lists."""
    result: Counter[Key] = Counter()
    units = sheet.facts.scenario.units
    for item in sheet.items or ():
        unit = units[item.unit]
        if not unit.sessions[item.session].fixed:
            for competence, minutes in unit.activities[item.activity].team.items():
                result[item.unit, competence, item.day // 7] += minutes * item.items
    for (name, session, day, first), numbered in sheet.lists.items():
        spec = units[name].sessions[session]
        for competence, people in (spec.team or {}).items():
            minutes = people * sheet.facts.list_minutes(spec, first)
            result[name, competence, day // 7] += minutes * len(numbered)
    return result


def bookable_share(sheet: Sheet, credit: Credit, direct: Mapping[Key, int]) -> Iterator[Violation]:
    """Direct minutes within the capacity of those who are credited to the unit and competence."""
    if sheet.places is None or sheet.items is None:
        return
    for key, minutes in direct.items():
        limit = credit.capacity[key]
        if MILLION * minutes > limit:
            unit, competence, week = key
            label = sheet.facts.week_label(week)
            text = f"{minutes} min of {competence} in {unit} in {label}, of {limit // MILLION} that can be booked"
            size = -(-(MILLION * minutes - limit) // MILLION)
            yield broken(sheet.facts, "bookable_share", text, days=week_days(week), size=size)


def capacity_rows(
    sheet: Sheet, credit: Credit, direct: Mapping[Key, int], overtime: Mapping[int, int]
) -> tuple[Capacity, ...]:
    """Return capacity against need wherever there is any of the two; ``overtime`` by number of the shift row."""
    need, available = needed_minutes(sheet.facts), flat_capacity(sheet.facts)
    above: Counter[Key] = Counter()
    if overtime:
        for row in sheet.shifts:
            above[row.unit, row.competence, row.day // 7] += overtime.get(row.number, 0)
    tables = (need, available, credit.rostered, direct, above)
    keys = {key for table in tables for key, minutes in table.items() if minutes}
    units, competences = list(sheet.facts.scenario.units), list(sheet.facts.scenario.competences)
    return tuple(
        Capacity(
            *key,
            need=need.get(key, 0),
            available=available.get(key, 0),
            rostered=credit.rostered[key],
            capacity=credit.capacity[key] // MILLION,
            direct=direct.get(key, 0),
            agency=credit.agency[key],
            overtime=above[key],
        )
        for key in sorted(keys, key=lambda key: (units.index(key[0]), competences.index(key[1]), key[2]))
    )

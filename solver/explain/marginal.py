"""What one more would bring: an hour of a competence, a half-day of a room, a colleague, a week of agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from models.facts import Facts
from models.staff import Person
from solver.explain.bench import Bench, Effect
from solver.explain.candidates import TIGHT
from solver.explain.hours import SAME
from solver.explain.levers import FULL_TIME, Agency, Colleague, Hours, Rooms
from solver.explain.screening import Gradual
from solver.explain.usage import usages

PROFILES = 8
"""Kinds of employee, at most, of whom one more is looked at."""
CONFIRMED = 8
"""Values that are confirmed by solves, as far as there is time."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """The value of one more unit of something."""

    lever: Hours | Rooms | Colleague | Agency
    """What its solve adds: ``units`` of it."""
    unit: Literal["hour", "half_day", "person", "week"]
    units: int
    value: float
    """Ticks saved by the first unit, by the linear relaxation: an estimate."""
    holds_for: int
    """Units that are each worth about as much, as far as ``units``."""
    effect: Effect | None = None
    """What ``units`` of it brought when the scenario was solved with them; None where it was not."""


def marginal_values(bench: Bench) -> tuple[Marginal, ...]:
    """Return what is worth something, the most valuable first; the first ones confirmed as far as there is time."""
    found = [*_hours(bench), *_rooms(bench), *_people(bench), *_agency(bench)]
    found.sort(key=lambda row: -row.value * row.holds_for)
    confirmed = [replace(row, effect=_confirm(bench, row)) for row in found[:CONFIRMED]]
    return (*confirmed, *(replace(row, effect=bench.effects.get(row.lever)) for row in found[CONFIRMED:]))


def _confirm(bench: Bench, row: Marginal) -> Effect | None:
    if isinstance(row.lever, Hours):
        return bench.deepened(row.lever, row.lever.competence)
    if isinstance(row.lever, Colleague):
        return bench.deepened(row.lever, bench.facts.workers[row.lever.staff].main)
    return bench.effect(row.lever)


def _hours(bench: Bench) -> Iterator[Marginal]:
    values = bench.hours
    for unit, competence in values.kinds:
        for week in range(bench.facts.week_count):
            worth = values.worth(unit, competence, week, 60)
            if worth > 0:
                lever = Hours(unit, competence, (week,))
                yield Marginal(lever, "hour", FULL_TIME // 60, worth, values.holds_for(unit, competence, week))


def _rooms(bench: Bench) -> Iterator[Marginal]:
    assert bench.base is not None
    weeks = tuple(range(bench.facts.week_count))
    tight = {
        (usage.lever.unit, usage.lever.room)
        for usage in usages(bench.facts, bench.base.roster, bench.base.evaluation)
        if isinstance(usage.lever, Rooms) and usage.rate >= TIGHT
    }
    for unit, room in sorted(tight):
        lever = Rooms(unit, room, weeks)
        if bench.worth(lever) <= 0:
            continue
        days = range(bench.facts.day_count)
        half_days = sum(len(bench.facts.room_open(unit, room, day)) for day in days)
        gradual = Gradual(bench.scenario, lever.apply(bench.scenario))
        without = gradual.cost(0.0)
        if half_days and without is not None:
            saved = _saving(gradual, without, half_days)
            if saved(1) > 0:
                yield Marginal(lever, "half_day", half_days, saved(1), _range(saved, half_days))


def _saving(gradual: Gradual, without: float, units: int) -> Callable[[int], float]:
    def saved(number: int) -> float:
        cost = gradual.cost(number / units)
        return 0.0 if cost is None else max(0.0, without - cost)

    return saved


def _range(saved: Callable[[int], float], most: int) -> int:
    """Return how many units are worth about as much as the first: savings grow ever more slowly."""
    first, low, high = saved(1), 1, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if saved(middle) >= SAME * middle * first else (low, middle - 1)
    return low


def _people(bench: Bench) -> Iterator[Marginal]:
    weeks = tuple(range(bench.facts.week_count))
    for staff in _kinds(bench.facts)[:PROFILES]:
        lever = Colleague(staff, weeks)
        worth = bench.worth(lever)
        if worth > 0:
            yield Marginal(lever, "person", 1, worth, 1)


def _kinds(facts: Facts) -> list[str]:
    """Return somebody of each kind of employee, with most contract time; the most frequent kinds first."""
    kinds: dict[object, list[Person]] = {}
    for worker in facts.workers.values():
        if worker.person is not None:
            kinds.setdefault((worker.home, worker.competences), []).append(worker.person)
    ordered = sorted(kinds.values(), key=len, reverse=True)
    return [max(people, key=lambda person: person.contract_minutes or 0).id for people in ordered]


def _agency(bench: Bench) -> Iterator[Marginal]:
    for offer in bench.scenario.agency:
        unit = offer.unit or bench.facts.only_unit
        weeks = range(bench.facts.week_count)
        best = max(weeks, key=lambda week: bench.hours.worth(unit, offer.competence, week))
        lever = Agency(offer.id, (best,))
        worth = bench.worth(lever)
        if worth > 0:
            yield Marginal(lever, "week", 1, worth, 1)

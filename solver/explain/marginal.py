"""What one more would bring: an hour of a competence, a half-day of a room, a colleague, a week of agency."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

from solver.explain.bench import Bench, Deep
from solver.explain.effects import Effect
from solver.explain.hours import SAME
from solver.explain.levers.lever import Together
from solver.explain.levers.people import FULL_TIME, Colleague, Hours
from solver.explain.levers.places import Rooms
from solver.explain.resources import Resource, Resources, resources, used_with
from solver.explain.screening import Gradual
from solver.explain.weighing import first_weight

PROFILES = 4
"""Kinds of employee, at most, that may be among what is worth most."""
VALUES = 12
"""Things that are valued first, at most, and the first of them confirmed; the rest after that."""
FIRST = 3
"""Values that are confirmed before it is looked how far the estimates hold."""
CONFIRMED = 8
"""Values that are confirmed by solves, as far as there is time."""
REST = 0.25
"""Part of the time that is kept for the rest."""


@dataclass(frozen=True, slots=True)
class Marginal:
    """The value of one more unit of something."""

    lever: Resource
    """What its solve adds: ``units`` of it."""
    unit: Literal["hour", "half_day", "person", "week"]
    units: int
    value: float
    """Ticks saved by the first unit, by the linear relaxation: an estimate. With levels, of the first level.

    Where relaxations take too long, the mean of all units by the solve."""
    holds_for: int | None
    """Units that are each worth about as much, as far as ``units``; None where there was no time to find out."""
    effect: Effect | None = None
    """What ``units`` of it brought when the scenario was solved with them; None where it was not."""

    @property
    def whole(self) -> float:
        """What all the units are worth for which the value is known to hold."""
        return self.value * (self.holds_for or 1)


def marginal_values(bench: Bench) -> tuple[Marginal, ...]:
    """Return what one more of everything is worth, as far as there is time; what seems worth most first, confirmed."""
    found = resources(bench)
    if bench.slow:
        return _by_solves(bench, found)
    bench.keep_back(REST * bench.left)
    worths = {lever: _whole_worth(bench, lever) for lever in _dearest(bench, found)}
    best = sorted((lever for lever in worths if worths[lever] > 0), key=lambda lever: -worths[lever])[:VALUES]
    jobs = [_job(bench, lever) for lever in best[:CONFIRMED]]
    bench.deepen(jobs[:FIRST])
    rows = [row for lever in best for row in _valued(bench, lever)]
    bench.deepen(jobs[FIRST:])
    bench.keep_back(0.0, ranking=1.0)
    told = [*rows, *_rest(bench, [lever for lever in found.all if lever not in {row.lever for row in rows}])]
    weight = first_weight(bench.scenario)
    return tuple(replace(row, value=row.value / weight, effect=bench.known(row.lever)) for row in told)


def _by_solves(bench: Bench, found: Resources) -> tuple[Marginal, ...]:
    """Return values where relaxations take long: of hours the slope of the only one that is solved, if it was in time.

    All others are tried while there is time, and have the mean value of all their units. Everybody else keeps their
    shifts in these solves, so that more may be possible.
    """
    known = bench.estimates.hours.without is not None
    levers: list[Resource] = [*(() if known else found.hours), *found.colleagues, *found.agency]
    bench.try_each(levers, quick=True)
    weight = first_weight(bench.scenario)
    tried = {lever: effect for lever in levers if (effect := bench.effects.get(lever)) is not None}
    rows = [_by_solve(lever, effect, weight) for lever, effect in tried.items()]
    slopes = [_slope(bench, lever) for lever in found.hours] if known else []
    rows += [replace(row, value=row.value / weight, effect=bench.known(row.lever)) for row in slopes]
    return tuple(sorted(rows, key=lambda row: -row.whole))


def _by_solve(lever: Resource, effect: Effect, weight: int) -> Marginal:
    units = FULL_TIME // 60 if isinstance(lever, Hours) else 1
    return Marginal(lever, _unit(lever), units, effect.gain / units / weight, units if effect.gain else None, effect)


def _dearest(bench: Bench, found: Resources) -> Iterator[Resource]:
    """Yield that of which one more may be worth most, as long as there is time."""
    yield from found.hours[:VALUES]
    others: list[Resource] = [*found.colleagues[:PROFILES], *found.agency]
    yield from (lever for lever in others if bench.left > 0)
    if found.full and bench.left > 0 and bench.worth(Together(found.full)):
        yield from found.full


def _whole_worth(bench: Bench, lever: Resource) -> float:
    return (bench.worth(lever) or 0) * (len(lever.weeks) if isinstance(lever, Rooms) else 1)


def _rest(bench: Bench, levers: Collection[Resource]) -> list[Marginal]:
    """Return the values of the rest, the dearest first; of hours always, of others as far as there is time."""
    rooms = tuple(lever for lever in levers if isinstance(lever, Rooms))
    rooms_help = not rooms or bench.worth(Together(rooms)) != 0
    rows: list[Marginal] = []
    for lever in levers:
        if isinstance(lever, Rooms) and not rooms_help:
            rows.append(_worthless(bench, lever))
        else:
            rows.extend(_valued(bench, lever))
    bench.hurried |= len(rows) < len(levers)
    return sorted(rows, key=lambda row: -row.whole)


def _valued(bench: Bench, lever: Resource) -> Iterator[Marginal]:
    """Yield the value of something; of hours without a solve where there is no time for one, of others only with."""
    if isinstance(lever, Hours):
        yield _hour(bench, lever)
    elif isinstance(lever, Rooms):
        if bench.left > 0:
            yield _room(bench, lever)
    elif (worth := bench.worth(lever)) is not None:
        yield Marginal(lever, _unit(lever), 1, worth, 1)


def _unit(lever: Resource) -> Literal["hour", "half_day", "person", "week"]:
    if isinstance(lever, Hours):
        return "hour"
    return "half_day" if isinstance(lever, Rooms) else "person" if isinstance(lever, Colleague) else "week"


def _hour(bench: Bench, lever: Hours) -> Marginal:
    """Return the value of an hour, by a relaxation with it if there is time."""
    row = _slope(bench, lever)
    if row.holds_for is not None or (bench.left <= 0 and row.value < inf):
        return row
    key, hours = (lever.unit, lever.competence, lever.weeks[0]), bench.estimates.hours
    return replace(row, value=hours.worth(*key, 60), holds_for=hours.holds_for(*key))


def _slope(bench: Bench, lever: Hours) -> Marginal:
    """Return the value of an hour by that of its first minute; where that is nothing, more bring nothing either."""
    value = bench.estimates.hours.most(lever.unit, lever.competence, lever.weeks[0], 60)
    units = FULL_TIME // 60
    return Marginal(lever, "hour", units, value, units if value < 1 else None)


def _job(bench: Bench, lever: Resource) -> Deep:
    """Return a value to be confirmed, with everybody planned anew whose work it may change."""
    if isinstance(lever, Hours):
        return Deep(lever, frozenset([lever.competence]))
    if isinstance(lever, Colleague):
        return Deep(lever, frozenset([bench.facts.workers[lever.staff].main]))
    if isinstance(lever, Rooms):
        return Deep(lever, frozenset(used_with(bench.facts, lever)))
    return Deep(lever, frozenset(row.competence for row in bench.scenario.agency if row.id == lever.offer))


def _room(bench: Bench, lever: Rooms) -> Marginal:
    """Return the value of half-days of a room: as many as one more room has."""
    half_days = _half_days(bench, lever)
    gradual = Gradual(bench.scenario, lever.apply(bench.scenario))
    saved = _saving(gradual, gradual.cost(0.0), half_days)
    return Marginal(lever, "half_day", half_days, saved(1), _range(saved, half_days))


def _worthless(bench: Bench, lever: Rooms) -> Marginal:
    """Return that a room is worth nothing, as none of several together is."""
    half_days = _half_days(bench, lever)
    return Marginal(lever, "half_day", half_days, 0.0, half_days)


def _half_days(bench: Bench, lever: Rooms) -> int:
    days = range(bench.facts.day_count)
    return max(1, sum(len(bench.facts.room_open(lever.unit, lever.room, day)) for day in days))


def _saving(gradual: Gradual, without: float | None, units: int) -> Callable[[int], float]:
    def saved(number: int) -> float:
        cost = gradual.cost(number / units)
        return 0.0 if cost is None or without is None else max(0.0, without - cost)

    return saved


def _range(saved: Callable[[int], float], most: int) -> int:
    """Return how many units are worth about as much as the first: savings grow ever more slowly."""
    first, low, high = saved(1), 1, most
    if saved(most) >= SAME * most * first:
        return most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if saved(middle) >= SAME * middle * first else (low, middle - 1)
    return low

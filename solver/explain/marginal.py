"""What one more would bring: an hour of a competence, a half-day of a room, a colleague, a week of agency."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from models.facts import Facts
from models.staff import Person
from solver.explain.bench import Bench, Deep
from solver.explain.candidates import TIGHT
from solver.explain.effects import Effect
from solver.explain.hours import SAME
from solver.explain.levers.lever import Together
from solver.explain.levers.people import FULL_TIME, Agency, Colleague, Hours
from solver.explain.levers.places import Rooms
from solver.explain.screening import Gradual
from solver.explain.usage import usages
from solver.explain.weighing import first_weight

PROFILES = 4
"""Kinds of employee, at most, of whom one more is looked at."""
VALUES = 12
"""Things of which one more is valued, at most."""
FIRST = 3
"""Values that are confirmed before it is looked how far the estimates hold."""
CONFIRMED = 8
"""Values that are confirmed by solves, as far as there is time."""

Valued = Hours | Rooms | Colleague | Agency


@dataclass(frozen=True, slots=True)
class Marginal:
    """The value of one more unit of something."""

    lever: Valued
    """What its solve adds: ``units`` of it."""
    unit: Literal["hour", "half_day", "person", "week"]
    units: int
    value: float
    """Ticks saved by the first unit, by the linear relaxation: an estimate. With levels, of the first level."""
    holds_for: int | None
    """Units that are each worth about as much, as far as ``units``; None where there was no time to find out."""
    effect: Effect | None = None
    """What ``units`` of it brought when the scenario was solved with them; None where it was not."""


def marginal_values(bench: Bench) -> tuple[Marginal, ...]:
    """Return what is worth most, the first ones confirmed; as far as there is time."""
    if bench.slow:
        return _by_solves(bench)
    worths = {lever: _whole_worth(bench, lever) for lever in _levers(bench)}
    best = sorted((lever for lever in worths if worths[lever] > 0), key=lambda lever: -worths[lever])[:VALUES]
    jobs = [_job(bench, lever) for lever in best[:CONFIRMED]]
    bench.deepen(jobs[:FIRST])
    found = [row for lever in best for row in _valued(bench, lever)]
    bench.deepen(jobs[FIRST:])
    weight = first_weight(bench.scenario)
    return tuple(replace(row, value=row.value / weight, effect=bench.known(row.lever)) for row in found)


def _by_solves(bench: Bench) -> tuple[Marginal, ...]:
    """Return the mean value of the hours that have been tried: where relaxations take too long for estimates."""
    units = FULL_TIME // 60
    found = [e for lever, e in bench.effects.items() if isinstance(lever, Hours) and len(lever.weeks) == 1 and e.gain]
    each = units * first_weight(bench.scenario)
    rows = [Marginal(e.lever, "hour", units, e.gain / each, units, e) for e in found if isinstance(e.lever, Hours)]
    return tuple(sorted(rows, key=lambda row: -row.value)[:VALUES])


def _whole_worth(bench: Bench, lever: Valued) -> float:
    return (bench.worth(lever) or 0) * (len(lever.weeks) if isinstance(lever, Rooms) else 1)


def _levers(bench: Bench) -> Iterator[Valued]:
    """Yield that of which one more may be worth most, as long as there is time."""
    assert bench.base is not None
    weeks = tuple(range(bench.facts.week_count))
    hours = [Hours(unit, c, (week,)) for unit, c in bench.estimates.hours.kinds for week in weeks]
    yield from sorted(hours, key=lambda one: -bench.estimates.hours.most(one.unit, one.competence, *one.weeks))[:VALUES]
    people = [Colleague(staff, weeks) for staff in _kinds(bench)[:PROFILES]]
    others: list[Valued] = [*people, *_agency(bench), *_rooms(bench, weeks)]
    yield from (lever for lever in others if bench.left > 0)


def _rooms(bench: Bench, weeks: tuple[int, ...]) -> Sequence[Rooms]:
    """Return the kinds of room that are nearly full or closed; none where all of them together bring nothing."""
    assert bench.base is not None
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    short = (u.lever for u in used if isinstance(u.lever, Rooms) and (u.rate >= TIGHT or not u.limit))
    found = [Rooms(unit, room, weeks) for unit, room in sorted({(lever.unit, lever.room) for lever in short})]
    return found if found and bench.left > 0 and bench.worth(Together(tuple(found))) else []


def _valued(bench: Bench, lever: Valued) -> Iterator[Marginal]:
    """Yield the value of something; how far it holds only where there is time, and half-days of rooms only then."""
    if isinstance(lever, Hours):
        key, hours = (lever.unit, lever.competence, lever.weeks[0]), bench.estimates.hours
        yield Marginal(
            lever, "hour", FULL_TIME // 60, hours.worth(*key, 60), hours.holds_for(*key) if bench.left > 0 else None
        )
    elif not isinstance(lever, Rooms):
        yield Marginal(lever, "person" if isinstance(lever, Colleague) else "week", 1, bench.worth(lever) or 0, 1)
    elif bench.left > 0:
        yield _room(bench, lever)


def _job(bench: Bench, lever: Valued) -> Deep:
    """Return a value to be confirmed, with everybody planned anew whose work it may change."""
    if isinstance(lever, Hours):
        return Deep(lever, frozenset([lever.competence]))
    if isinstance(lever, Colleague):
        return Deep(lever, frozenset([bench.facts.workers[lever.staff].main]))
    if isinstance(lever, Rooms):
        return Deep(lever, frozenset(_used_with(bench.facts, lever)))
    return Deep(lever, frozenset(row.competence for row in bench.scenario.agency if row.id == lever.offer))


def _used_with(facts: Facts, lever: Rooms) -> Iterator[str]:
    """Yield the competences of those who work in a kind of room."""
    unit = facts.scenario.units[lever.unit]
    for session in unit.sessions.values():
        if session.room == lever.room:
            yield from session.team or ()
    for activity in unit.activities.values():
        if lever.room in activity.room:
            yield from activity.team


def _room(bench: Bench, lever: Rooms) -> Marginal:
    """Return the value of half-days of a room: as many as one more room has."""
    days = range(bench.facts.day_count)
    half_days = max(1, sum(len(bench.facts.room_open(lever.unit, lever.room, day)) for day in days))
    gradual = Gradual(bench.scenario, lever.apply(bench.scenario))
    saved = _saving(gradual, gradual.cost(0.0), half_days)
    return Marginal(lever, "half_day", half_days, saved(1), _range(saved, half_days))


def _saving(gradual: Gradual, without: float | None, units: int) -> Callable[[int], float]:
    def saved(number: int) -> float:
        cost = gradual.cost(number / units)
        return 0.0 if cost is None or without is None else max(0.0, without - cost)

    return saved


def _range(saved: Callable[[int], float], most: int) -> int:
    """Return how many units are worth about as much as the first: savings grow ever more slowly."""
    first, low, high = saved(1), 1, most
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if saved(middle) >= SAME * middle * first else (low, middle - 1)
    return low


def _kinds(bench: Bench) -> list[str]:
    """Return somebody of each kind of employee, with most contract time.

    Those come first whose hours are worth most, after those whom agency stands in for.
    """
    kinds: dict[object, list[Person]] = {}
    for worker in bench.facts.workers.values():
        if worker.person is not None:
            kinds.setdefault((worker.home, worker.competences), []).append(worker.person)
    found = [max(people, key=lambda person: person.contract_minutes or 0).id for people in kinds.values()]
    return sorted(found, key=lambda staff: _worth_of_hours(bench, staff), reverse=True)


def _worth_of_hours(bench: Bench, staff: str) -> tuple[bool, float]:
    """Return whether agency is booked for what somebody does, and about what a week of somebody like them is worth."""
    assert bench.base is not None
    facts, hours = bench.facts, bench.estimates.hours
    worker = facts.workers[staff]
    booked = {facts.workers[row.staff].main for row in bench.base.roster.shifts if facts.workers[row.staff].offer}
    able = [kind for kind in hours.kinds if facts.may_work(worker, *kind)]
    weeks = (max((hours.most(*kind, week) for kind in able), default=0.0) for week in range(facts.week_count))
    return not booked.isdisjoint(worker.competences), sum(weeks)


def _agency(bench: Bench) -> Iterator[Agency]:
    """Yield one more week of each offer, in the week in which its hours are worth most."""
    weeks = range(bench.facts.week_count)
    for offer in bench.scenario.agency:
        unit = offer.unit or bench.facts.only_unit
        yield Agency(
            offer.id, (max(weeks, key=lambda week: bench.estimates.hours.worth(unit, offer.competence, week)),)
        )

"""That of which one more is valued: every competence in every week, every kind of employee, room and agency offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from models.facts import Facts
from models.staff import Person
from solver.explain.bench import Bench
from solver.explain.candidates import TIGHT
from solver.explain.levers.people import Agency, Colleague, Hours
from solver.explain.levers.places import Rooms
from solver.explain.usage import usages

Resource = Hours | Rooms | Colleague | Agency


@dataclass(frozen=True, slots=True)
class Resources:
    """Each kind in order: what seems worth most first, at a glance, where relaxations are quick."""

    hours: tuple[Hours, ...]
    colleagues: tuple[Colleague, ...]
    agency: tuple[Agency, ...]
    full: tuple[Rooms, ...]
    """Rooms that are nearly full, or closed."""
    free: tuple[Rooms, ...]
    """All other rooms."""

    @property
    def all(self) -> tuple[Resource, ...]:
        """Everything; hours last, which have a value also where there is no time for a relaxation."""
        return (*self.colleagues, *self.agency, *self.full, *self.free, *self.hours)


def resources(bench: Bench) -> Resources:
    """Return that of which one more is valued."""
    facts, weeks = bench.facts, tuple(range(bench.facts.week_count))
    rooms = [Rooms(unit, room, weeks) for unit, spec in facts.scenario.units.items() for room in spec.rooms]
    full = _full(bench)
    return Resources(
        tuple(_hours(bench, weeks)),
        tuple(Colleague(staff, weeks) for staff in _kinds(bench)),
        tuple(_agency(bench)),
        tuple(room for room in rooms if (room.unit, room.room) in full),
        tuple(room for room in rooms if (room.unit, room.room) not in full),
    )


def _full(bench: Bench) -> set[tuple[str, str]]:
    assert bench.base is not None
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    tight = (u.lever for u in used if isinstance(u.lever, Rooms) and (u.rate >= TIGHT or not u.limit))
    return {(lever.unit, lever.room) for lever in tight}


def _hours(bench: Bench, weeks: tuple[int, ...]) -> list[Hours]:
    found = [Hours(unit, c, (week,)) for unit, c in bench.estimates.hours.kinds for week in weeks]
    return sorted(found, key=lambda one: -bench.estimates.hours.most(one.unit, one.competence, *one.weeks))


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
        yield Agency(offer.id, (max(weeks, key=lambda week: bench.estimates.hours.most(unit, offer.competence, week)),))


def used_with(facts: Facts, lever: Rooms) -> Iterator[str]:
    """Yield the competences of those who work in a kind of room."""
    unit = facts.scenario.units[lever.unit]
    for session in unit.sessions.values():
        if session.room == lever.room:
            yield from session.team or ()
    for activity in unit.activities.values():
        if lever.room in activity.room:
            yield from activity.team

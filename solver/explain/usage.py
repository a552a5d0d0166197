"""How much of each limited thing a roster uses: what is nearest to binding, and what can be no cause of anything."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from models.base import ticks
from models.facts import Facts
from models.result import Evaluation
from models.roster import Roster
from solver.explain.levers.limits import Lent, Money
from solver.explain.levers.people import Hours
from solver.explain.levers.places import Lists, Rooms

Limited = Hours | Rooms | Lists | Lent | Money


@dataclass(frozen=True, slots=True)
class Usage:
    """How much is used of what a lever would add to: minutes, lists, half-days or ticks.

    Of rooms and lists it is the busiest half-day of the week that counts.
    """

    lever: Limited
    used: int
    limit: int

    @property
    def rate(self) -> float:
        """The part that is used."""
        return self.used / self.limit if self.limit else 1.0


def usages(facts: Facts, roster: Roster, evaluation: Evaluation) -> tuple[Usage, ...]:
    """Return the use of everything that is limited, the tightest first."""
    found = [
        *_competences(evaluation),
        *_rooms(facts, roster),
        *_lists(facts, roster),
        *_lending(facts, roster),
        *_budgets(facts, evaluation),
    ]
    return tuple(sorted(found, key=lambda usage: -usage.rate))


def _competences(evaluation: Evaluation) -> Iterator[Usage]:
    for row in evaluation.capacity:
        if row.need or row.direct:
            yield Usage(Hours(row.unit, row.competence, (row.week,)), row.direct, row.capacity)


def _lists_held(facts: Facts, roster: Roster) -> dict[tuple[str, str, int, str], int]:
    """Return the number of lists by unit, session, day and period in which they hold people."""
    numbers: dict[tuple[str, str, int, str], set[int]] = defaultdict(set)
    for row in roster.places or ():
        if row.list is not None:
            numbers[row.unit, row.session, facts.day_of(row.date), row.period].add(row.list)
    return {key: len(found) for key, found in numbers.items()}


def _rooms(facts: Facts, roster: Roster) -> Iterator[Usage]:
    used: Counter[tuple[str, str, int, str]] = Counter()
    units = facts.scenario.units
    for row in roster.items or ():
        unit = units[row.unit]
        if not unit.sessions[row.session].fixed:
            for room, minutes in unit.activities[row.activity].room.items():
                used[row.unit, room, facts.day_of(row.date), row.period] += minutes * row.items
    for (home, session, day, period), lists in _lists_held(facts, roster).items():
        held = units[home].sessions[session].room
        if held is not None:
            used[home, held, day, period] += facts.period_minutes[period] * lists
    for name, spec_of_unit in units.items():
        for room, spec in spec_of_unit.rooms.items():
            for week in range(facts.week_count):
                days = range(7 * week, 7 * week + 7)
                open_ = [(d, p) for d in days for p in facts.room_open(name, room, d)]
                busiest = max(
                    open_, key=lambda cell: used[name, room, *cell] / facts.period_minutes[cell[1]], default=None
                )
                if busiest is None:
                    yield Usage(Rooms(name, room, (week,)), 0, 0)
                else:
                    limit = spec.count * facts.period_minutes[busiest[1]]
                    yield Usage(Rooms(name, room, (week,)), used[name, room, *busiest], limit)


def _lists(facts: Facts, roster: Roster) -> Iterator[Usage]:
    most: Counter[tuple[str, str, int]] = Counter()
    for (home, session, day, _), lists in _lists_held(facts, roster).items():
        most[home, session, day // 7] = max(most[home, session, day // 7], lists)
    for name, unit in facts.scenario.units.items():
        for session, spec in unit.sessions.items():
            if spec.max_parallel is not None:
                for week in range(facts.week_count):
                    yield Usage(Lists(name, session, (week,)), most[name, session, week], spec.max_parallel)


def _lending(facts: Facts, roster: Roster) -> Iterator[Usage]:
    away: Counter[tuple[str, str, str, int]] = Counter()
    seated = set[tuple[str, int]]()
    for place in roster.places or ():
        worker, day = facts.workers[place.staff], facts.day_of(place.date)
        seated.add((place.staff, day))
        row = facts.agreement(worker, place.unit, place.competence)
        if row is not None:
            away[worker.home, place.unit, place.competence, day // 7] += row.half_day_minutes
    for shift in roster.shifts:
        worker, day = facts.workers[shift.staff], facts.day_of(shift.date)
        row = facts.agreement(worker, shift.unit, shift.competence)
        if row is not None and (shift.staff, day) not in seated:
            away[worker.home, shift.unit, shift.competence, day // 7] += facts.paid[shift.shift, day]
    for (source, target, competence), row in facts.lending.items():
        for week in range(facts.week_count):
            used = away[source, target, competence, week]
            limit = row.half_day_minutes * row.half_days_per_week
            yield Usage(Lent(source, target, competence, (week,)), used, limit)


def _budgets(facts: Facts, evaluation: Evaluation) -> Iterator[Usage]:
    budget, terms = facts.scenario.budget, evaluation.terms
    weeks = tuple(range(facts.week_count))
    agency = (terms["agency"] or 0) + (terms["travel"] or 0)
    if budget.agency is not None:
        yield Usage(Money("agency", weeks), agency, ticks(budget.agency))
    if budget.overtime is not None:
        spent = (terms["additional_hours"] or 0) + (terms["overtime"] or 0)
        yield Usage(Money("overtime", weeks), spent, ticks(budget.overtime))
    share = budget.agency_share
    part = evaluation.kpis.get("agency_share")
    if share is not None and share.hard and facts.scenario.agency:
        yield Usage(Money("agency_share", weeks), round(1_000_000 * (part or 0)), round(1_000_000 * share.target))

"""Every roster of a tiny scenario, and the least cost that evaluation finds among those that break nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

from models.evaluation import evaluate
from models.facts import Facts, Worker
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario

Rows = tuple[ShiftAssignment | SessionPlace, ...]


def least_cost(scenario: Scenario) -> int | None:
    """Return the least cost in ticks over all rosters; None where each breaks something."""
    facts = Facts(scenario)
    costs = (judged.objective for r in rosters(facts) if not (judged := evaluate(scenario, r, facts)).violations)
    return min(costs, default=None)


def rosters(facts: Facts) -> Iterator[Roster]:
    """Yield every roster that could be a good one: nobody is where they may not be, nobody absent produces."""
    cells = [list(_days(facts, worker, day)) for worker in facts.workers.values() for day in range(facts.day_count)]
    for chosen in product(*(cell for cell in cells if len(cell) > 1)):
        rows = [row for cell in chosen for row in cell]
        shifts = tuple(row for row in rows if isinstance(row, ShiftAssignment))
        places = tuple(row for row in rows if isinstance(row, SessionPlace))
        for items in _items(facts, places):
            yield Roster(shifts, places, items)


def _days(facts: Facts, worker: Worker, day: int) -> Iterator[Rows]:
    """Yield all that a worker can do on a day: nothing, or a shift with places in its half-days, or with cover."""
    yield ()
    for shift, spec in facts.scenario.shifts.items():
        if not facts.available(worker, shift, day):
            continue
        for places in product(*(_chairs(facts, worker, day, period) for period in spec.covers)):
            held = tuple(place for place in places if place is not None)
            for unit, competence in _labels(facts, worker, day, shift, held):
                yield (ShiftAssignment(worker.id, facts.days[day], shift, unit, competence), *held)


def _chairs(facts: Facts, worker: Worker, day: int, period: str) -> Sequence[SessionPlace | None]:
    chairs: list[SessionPlace | None] = [None]
    for name, unit in facts.scenario.units.items():
        for key, session in unit.sessions.items():
            there = facts.session_open(name, key, day)
            for competence in facts.session_competences(name, key):
                if facts.may_work(worker, name, competence) and (there & {period, *session.span[:1]}):
                    for number in range(1, (session.max_parallel or 2) + 1) if session.fixed else (None,):
                        chairs.append(SessionPlace(worker.id, facts.days[day], period, name, key, competence, number))
    return chairs


def _labels(facts: Facts, worker: Worker, day: int, shift: str, held: tuple[SessionPlace, ...]) -> set[tuple[str, str]]:
    """Return what a shift may count for: cover that it can do, and what it counts for without."""
    valid = (place for place in held if not facts.expired(worker.id, place.competence, day))
    most = Counter((place.unit, place.competence) for place in valid).most_common(1)
    labels = {most[0][0] if most else (worker.home, facts.main_on(worker, day))}
    for (d, k, unit, competence), rows in facts.cover.items():
        if (d, k) == (day, shift) and facts.may_work(worker, unit, competence) and (rows[0].shared or not held):
            labels.add((unit, competence))
    return labels


def _items(facts: Facts, places: Sequence[SessionPlace]) -> Iterator[tuple[ItemCount, ...]]:
    """Yield all numbers of items where somebody sits, each at most what is planned in all weeks."""
    found: dict[tuple[object, ...], int] = {}
    for place in places:
        session = facts.scenario.units[place.unit].sessions[place.session]
        period = session.span[0] if session.span else place.period
        for activity in session.activities:
            spec = facts.scenario.units[place.unit].activities[activity]
            wanted = sum(facts.planned[place.unit, activity]) + spec.backlog
            found[place.date, period, place.unit, place.session, activity] = wanted
    for numbers in product(*(range(most + 1) for most in found.values())):
        yield tuple(ItemCount(*key, n) for key, n in zip(found, numbers, strict=True) if n)  # type: ignore[arg-type]

"""Need against capacity before any roster: what each week asks of people and rooms, and what can be there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from models.evaluation import evaluate
from models.facts import Facts, Worker
from models.roster import Roster
from models.scenario import Scenario


@dataclass(frozen=True, slots=True)
class WeekNeed:
    """What a competence (or a kind of room) of a unit has to give in a week, in minutes."""

    unit: str
    resource: str
    """The competence, or the kind of room."""
    is_room: bool
    week: str
    """ISO week."""
    need: int
    """Minutes of the planned items, without what is carried in."""
    even: int
    """Bookable minutes if everybody with the main competence works contract time evenly; of rooms all there is."""
    most: int
    """More than this nobody can give: every day worked up to the week's limit by all who may, lent and agency too."""

    @property
    def impossible(self) -> bool:
        """Whether the week's plan cannot be produced in the week, whatever the roster."""
        return self.need > self.most


def check(scenario: Scenario) -> tuple[WeekNeed, ...]:
    """Return need against capacity for each week, unit, and competence or kind of room that anything is planned for."""
    facts = Facts(scenario)
    return (*_people(facts), *_rooms(facts))


def _people(facts: Facts) -> Iterator[WeekNeed]:
    ceilings = _Ceilings(facts)
    for row in evaluate(facts.scenario, Roster(()), facts).capacity:
        if row.need:
            most = ceilings.most(row.unit, row.competence, row.week)
            week = facts.week_label(row.week)
            yield WeekNeed(row.unit, row.competence, False, week, row.need, row.available, most)


class _Ceilings:
    """Upper bounds of bookable minutes in a week."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._days: dict[tuple[object, ...], tuple[int, Fraction]] = {}

    def most(self, unit: str, competence: str, week: int) -> int:
        """Return the bookable minutes that all who may work as a competence in a unit can give at most."""
        own, lent = Fraction(0), dict[tuple[str, str, str], tuple[Fraction, Fraction]]()
        for worker in self._facts.workers.values():
            if not self._facts.may_work(worker, unit, competence):
                continue
            minutes = self._minutes(worker, week)
            efficiency = Fraction(worker.share * worker.productivity, 1_000_000)
            if worker.offer is not None:
                efficiency = Fraction(worker.share, 1000) * max(Fraction(stage) for stage in worker.offer.ramp)
            agreement = self._facts.agreement(worker, unit, competence)
            if agreement is None:
                own += efficiency * minutes
            else:
                key = (agreement.source, agreement.target, agreement.competence)
                total, best = lent.get(key, (Fraction(0), Fraction(0)))
                lent[key] = total + efficiency * minutes, max(best, efficiency)
        return int(own + sum(self._lent(key, total, best) for key, (total, best) in lent.items()))

    def _lent(self, key: tuple[str, str, str], total: Fraction, best: Fraction) -> Fraction:
        """Return what an agreement lets in: its half-days may be as long as the longest period."""
        agreement = self._facts.lending[key]
        half_day = max(agreement.half_day_minutes, *self._facts.period_minutes.values(), 0)
        return min(total, best * agreement.half_days_per_week * half_day)

    def _minutes(self, worker: Worker, week: int) -> Fraction:
        """Return the minutes in sessions that a worker can have in a week: its days, within its limit."""
        facts = self._facts
        absent = facts.absent.get(worker.id, frozenset())
        days = [self._day(worker, day) for day in range(7 * week, 7 * week + 7) if day not in absent]
        by_days = Fraction(sum(minutes for minutes, _ in days))
        limit = self._week_limit(worker, week)
        densest = max((density for _, density in days), default=Fraction(0))
        return by_days if limit is None else min(by_days, limit * densest)

    def _week_limit(self, worker: Worker, week: int) -> int | None:
        if worker.offer is not None:
            return self._facts.weekly_minutes(worker.offer, week)[1]
        contract = self._facts.contract_time.get(worker.id)
        return None if contract is None else contract.week_max[week]

    def _day(self, worker: Worker, day: int) -> tuple[int, Fraction]:
        """Return the most session minutes of a day, and the most session minutes for each paid one.

        Only shifts that the worker can have on the day count; absence is looked at elsewhere, so that people who
        are alike share the answer.
        """
        away = worker.person.may_work_in if worker.person else ()
        key = (worker.home, worker.competences, away, worker.shifts, worker.offer and worker.offer.id, day)
        if key not in self._days:
            self._days[key] = self._best_shift(worker, day)
        return self._days[key]

    def _best_shift(self, worker: Worker, day: int) -> tuple[int, Fraction]:
        facts = self._facts
        minutes, density = 0, Fraction(0)
        for name in worker.shifts:
            bookable = worker.offer is None or facts.bookable(worker.offer, day // 7)
            paid = facts.paid[name, day]
            if bookable and paid and facts.staffable(worker, name, day):
                inside = sum(facts.period_minutes[p] for p in facts.scenario.shifts[name].covers)
                minutes, density = max(minutes, inside), max(density, Fraction(inside, paid))
        return minutes, density


def _rooms(facts: Facts) -> Iterator[WeekNeed]:
    for unit, spec in facts.scenario.units.items():
        for room, kind in spec.rooms.items():
            for week in range(facts.week_count):
                need = _room_need(facts, unit, room, week)
                if need:
                    days = range(7 * week, 7 * week + 7)
                    open_minutes = (facts.period_minutes[p] for d in days for p in facts.room_open(unit, room, d))
                    there = kind.count * sum(open_minutes)
                    yield WeekNeed(unit, room, True, facts.week_label(week), need, there, there)


def _room_need(facts: Facts, unit: str, room: str, week: int) -> int:
    """Return the least room minutes of a week's planned items, in whichever session takes fewest."""
    total = Fraction(0)
    for activity in facts.scenario.units[unit].activities:
        ways = list(_room_minutes(facts, unit, activity, room))
        total += facts.planned[unit, activity][week] * min(ways, default=Fraction(0))
    return -int(-total // 1)


def _room_minutes(facts: Facts, unit: str, activity: str, room: str) -> Iterator[Fraction]:
    """Yield the room minutes of one item in each session (and period) that can produce it."""
    spec = facts.scenario.units[unit]
    for session in spec.sessions.values():
        if activity not in session.activities:
            continue
        if not session.fixed:
            yield Fraction(spec.activities[activity].room.get(room, 0))
            continue
        for period in session.span[:1] or facts.period_minutes:
            items = session.list_yield(period)
            if items:
                yield Fraction(facts.list_minutes(session, period), items) if session.room == room else Fraction(0)

"""People in production: what a week's plan asks of each competence, and what can be there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bemanna.need.rows import WeekNeed
from models.evaluation import evaluate
from models.facts import Facts, Worker
from models.roster import Roster


def production(facts: Facts) -> Iterator[WeekNeed]:
    """Yield need against capacity of the competences that anything is planned for."""
    ceilings = _Ceilings(facts)
    for row in evaluate(facts.scenario, Roster(()), facts).capacity:
        if row.need:
            most = ceilings.most(row.unit, row.competence, row.week)
            week = facts.week_label(row.week)
            yield WeekNeed(row.unit, row.competence, "production", week, row.need, row.available, most)


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

"""Levers of people: more hours of a competence, one more colleague, somebody who is back, an agency line."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from models.demand import Unit
from models.facts import Facts, Worker
from models.rules.base import Rule
from models.rules.counts import ShiftCount, WorkingMinutes
from models.rules.weekends import Weekends
from models.scenario import Scenario
from models.staff import Absence, Person
from solver.explain.levers.changing import unused, weeks_of, with_settings

ELSEWHERE = "extra"
"""Home unit of extra people: nothing is done there, so that they take no part in the shares of those who are there."""
FULL_TIME = 2400
"""Minutes a week of an extra person: 40 hours."""


@dataclass(frozen=True, slots=True)
class Hours:
    """One more person of a competence in a unit for some weeks, up to 40 paid hours each, at no cost.

    They are booked as the others of their kind are on average. What is left unused costs nothing.
    """

    unit: str
    competence: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with that person."""
        facts = Facts(scenario)
        home = unused(ELSEWHERE, scenario.units)
        person = Person(
            id=self.staff(scenario),
            competences=(self.competence,),
            home=home,
            may_work_in=(self.unit,),
            contract_minutes=FULL_TIME,
            week_max_minutes=FULL_TIME,
            bookable_share=_mean_share(facts, self.unit, self.competence),
            holiday_reduction=False,
        )
        away = tuple(
            Absence(staff=person.id, start=facts.date(7 * week), end=facts.date(7 * week + 6))
            for week in range(facts.week_count)
            if week not in self.weeks
        )
        joined = scenario.model_copy(
            update={
                "units": scenario.units | {home: Unit()},
                "staff": (*scenario.staff, person),
                "absences": (*scenario.absences, *away),
            }
        )
        return _without_minima(joined, person.id)

    def staff(self, scenario: Scenario) -> str:
        """Return the id of the extra person."""
        return unused(f"{ELSEWHERE}-{self.competence}"[:60], Facts(scenario).workers)


@dataclass(frozen=True, slots=True)
class Colleague:
    """One more employee like somebody, over the whole horizon, with the same contract and no absences."""

    staff: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the colleague."""
        person = next(person for person in scenario.staff if person.id == self.staff)
        fresh = {name: Person.model_fields[name].get_default() for name in _PAST}
        twin = unused(f"{ELSEWHERE}-{person.id}"[:60], Facts(scenario).workers)
        return scenario.model_copy(
            update={"staff": (*scenario.staff, person.model_copy(update=fresh | {"id": twin, "name": None}))}
        )


_PAST = (
    "balance_minutes",
    "overtime_before_minutes",
    "overtime_year_minutes",
    "additional_before_minutes",
    "additional_year_minutes",
)
"""What somebody who is new does not bring along."""


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody's absences are called off, as far as they touch some weeks."""

    staff: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without those absences."""
        rows = tuple(row for row in scenario.absences if not self._lifts(scenario, row))
        return scenario.model_copy(update={"absences": rows})

    def rows(self, scenario: Scenario) -> tuple[Absence, ...]:
        """Return the absences that are called off."""
        return tuple(row for row in scenario.absences if self._lifts(scenario, row))

    def _lifts(self, scenario: Scenario, row: Absence) -> bool:
        return row.staff == self.staff and not set(self.weeks).isdisjoint(weeks_of(scenario, row.start, row.last))


@dataclass(frozen=True, slots=True)
class Agency:
    """One more line of an agency offer for so many weeks, whatever its lead time, past the first weeks of its ramp."""

    offer: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the line, at the price of the offer. Hard budgets hold."""
        offer = next(row for row in scenario.agency if row.id == self.offer)
        book = offer.book.model_copy(update={"min_weeks": 1, "max_weeks": len(self.weeks), "lead_days": 0})
        line = unused(f"{ELSEWHERE}-{offer.id}"[:56], [row.id for row in scenario.agency])
        more = offer.model_copy(update={"id": line, "people": 1, "book": book, "ramp": offer.ramp[-1:]})
        return scenario.model_copy(update={"agency": (*scenario.agency, more)})


def _without_minima(scenario: Scenario, staff: str) -> Scenario:
    """Return a scenario in which rules ask no least number of anything of somebody, who is mostly away."""
    workers = Facts(scenario).workers
    others = tuple(dict.fromkeys(worker.group for worker in workers.values() if worker.id != staff))
    placed = [p.rule for p in scenario.rules.placed(scenario.horizon.start)]
    asking = [r for r in placed if isinstance(r, _MINIMA) and r.min is not None and r.binds(workers[staff])]
    settings = {
        rule.key: tuple(_for_others(row, others) if row in asking else row for row in placed if row.key == rule.key)
        for rule in asking
    }
    return scenario.model_copy(update={"rules": with_settings(scenario.rules, settings)}) if settings else scenario


_MINIMA = ShiftCount | WorkingMinutes | Weekends


def _for_others(rule: Rule, others: tuple[str, ...]) -> Rule:
    """Return a rule that binds only some of those whom it binds: all others, by the ids that scopes know."""
    named = others if rule.scope.people is None else tuple(set(others).intersection(rule.scope.people))
    return rule.model_copy(update={"scope": rule.scope.model_copy(update={"people": named})})


def _mean_share(facts: Facts, unit: str, competence: str) -> Decimal:
    """Return the mean bookable share of employees who may work as a competence in a unit, those at home first."""
    able = [w for w in facts.workers.values() if w.person is not None and facts.may_work(w, unit, competence)]
    usual: list[Worker] = [w for w in able if (w.home, w.main) == (unit, competence)] or able
    return Decimal(round(sum(w.share for w in usual) / len(usual))) / 1000 if usual else Decimal(1)

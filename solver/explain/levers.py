"""Levers: single things that could be otherwise. Each makes the scenario in which it is, and nothing else is changed.

What a lever brings is found by solving that scenario again (``resolving.py``); no claim rests on the lever alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from models.demand import Room, Session, Unit
from models.facts import Facts, Worker
from models.rules.base import Rule
from models.rules.counts import ShiftCount, WorkingMinutes
from models.rules.ruleset import RuleSet
from models.rules.weekends import Weekends
from models.scenario import Scenario
from models.staff import Absence, Person

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
class Rooms:
    """One more room of a kind in some weeks."""

    unit: str
    room: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the room."""
        room = scenario.units[self.unit].rooms[self.room]
        more = room.model_copy(update={"count": room.count + 1})
        return with_unit(scenario, self.unit, rooms={self.room: more})


@dataclass(frozen=True, slots=True)
class RoomHours:
    """Rooms of a kind, and the sessions held in them, are open whenever the unit is."""

    unit: str
    room: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the rooms open."""
        unit = scenario.units[self.unit]
        rooms = {self.room: unit.rooms[self.room].model_copy(update={"open": None})}
        held = {k: s.model_copy(update={"open": None}) for k, s in unit.sessions.items() if s.room == self.room}
        return with_unit(scenario, self.unit, rooms=rooms, sessions=held)


@dataclass(frozen=True, slots=True)
class Opening:
    """A unit with its rooms and sessions is open in every period from Monday to Friday, holidays or not."""

    unit: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with longer opening hours; the days of the weekend stay as they are."""
        unit = scenario.units[self.unit]
        facts = Facts(scenario)
        names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
        hours = {
            name: tuple(scenario.periods) if day < 5 else tuple(sorted(facts.normally_open(self.unit, day)))
            for day, name in enumerate(names)
        }
        opening = Unit.model_validate({"open": {name: list(periods) for name, periods in hours.items() if periods}})
        rooms = {k: room.model_copy(update={"open": None}) for k, room in unit.rooms.items()}
        sessions = {k: s.model_copy(update={"open": None}) for k, s in unit.sessions.items()}
        return with_unit(
            scenario, self.unit, {"open": opening.open, "open_on_holidays": True}, rooms=rooms, sessions=sessions
        )


@dataclass(frozen=True, slots=True)
class Lists:
    """One more list at once of a fixed-team session."""

    unit: str
    session: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with the greater limit."""
        session = scenario.units[self.unit].sessions[self.session]
        more = session.model_copy(update={"max_parallel": (session.max_parallel or 0) + 1})
        return with_unit(scenario, self.unit, sessions={self.session: more})


@dataclass(frozen=True, slots=True)
class Lent:
    """More half-days a week by an agreement: as many as there is any use for."""

    source: str
    target: str
    competence: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without a limit to the agreement."""
        key = (self.source, self.target, self.competence)
        rows = tuple(
            row.model_copy(update={"half_days_per_week": 100_000})
            if (row.source, row.target, row.competence) == key
            else row
            for row in scenario.lending
        )
        return scenario.model_copy(update={"lending": rows})


@dataclass(frozen=True, slots=True)
class WithoutRule:
    """A hard rule is not in force, for anybody."""

    key: str
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it; its soft settings stay."""
        placed = [p.rule for p in scenario.rules.placed(scenario.horizon.start) if p.rule.key == self.key]
        rows = tuple(rule.model_copy(update={"mode": "off"}) if rule.mode == "hard" else rule for rule in placed)
        return scenario.model_copy(update={"rules": with_settings(scenario.rules, {self.key: rows})})


@dataclass(frozen=True, slots=True)
class WeekLimits:
    """The least and most minutes a week of employees do not hold."""

    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without week limits."""
        free = {"week_min_minutes": 0, "week_max_minutes": 10_080}
        return scenario.model_copy(update={"staff": tuple(p.model_copy(update=free) for p in scenario.staff)})


@dataclass(frozen=True, slots=True)
class Money:
    """A hard budget is not there: ``agency``, ``overtime`` or ``agency_share``."""

    budget: Literal["agency", "overtime", "agency_share"]
    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without it."""
        return scenario.model_copy(update={"budget": scenario.budget.model_copy(update={self.budget: None})})


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


@dataclass(frozen=True, slots=True)
class Unpinned:
    """Nothing is pinned in some weeks."""

    weeks: tuple[int, ...]

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario without those pins."""
        rows = (row for row in scenario.pins if scenario.horizon.index(row.date) // 7 not in self.weeks)
        return scenario.model_copy(update={"pins": tuple(rows)})


@dataclass(frozen=True, slots=True)
class Together:
    """Several levers at once."""

    parts: tuple[Single, ...]

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks of all of them."""
        return tuple(sorted({week for part in self.parts for week in part.weeks}))

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with all of them."""
        for part in self.parts:
            scenario = part.apply(scenario)
        return scenario


Single = (
    Hours
    | Colleague
    | Present
    | Rooms
    | RoomHours
    | Opening
    | Lists
    | Lent
    | WithoutRule
    | WeekLimits
    | Money
    | Agency
    | Unpinned
)
Lever = Single | Together


def weeks_of(scenario: Scenario, first: dt.date, last: dt.date) -> range:
    """Return the weeks of the horizon that some days touch."""
    weeks = scenario.horizon.weeks
    start, end = (scenario.horizon.index(date) // 7 for date in (first, last))
    return range(max(0, start), min(weeks, end + 1))


def unused(wanted: str, taken: Iterable[str]) -> str:
    """Return an id that is not among some, like the one that is wanted."""
    known = set(taken)
    names = (wanted, *(f"{wanted}-{n}" for n in range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def with_unit(
    scenario: Scenario,
    unit: str,
    fields: Mapping[str, Any] | None = None,
    *,
    rooms: dict[str, Room] | None = None,
    sessions: dict[str, Session] | None = None,
) -> Scenario:
    """Return a scenario in which some fields, rooms and sessions of a unit are others."""
    spec = scenario.units[unit]
    update = {**(fields or {}), "rooms": spec.rooms | (rooms or {}), "sessions": spec.sessions | (sessions or {})}
    return scenario.model_copy(update={"units": scenario.units | {unit: spec.model_copy(update=update)}})


def with_settings(rules: RuleSet, settings: Mapping[str, Any]) -> RuleSet:
    """Return rules with other settings of some keys."""
    return rules.model_copy(update={"overrides": rules.overrides.model_copy(update=dict(settings))})


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

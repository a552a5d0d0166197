"""What follows from a scenario before any roster: dates, durations, workers, credits, planned numbers.

Evaluation and solver both read it, so it holds no rule and no cost of a roster, only the resolved input.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, cached_property
from zoneinfo import ZoneInfo

from models.base import permille, ticks_per_minute
from models.calendar import Opening, instant, open_periods, parse_weekdays, week_label
from models.contract_time import AbsentDays, ContractTime, absent_days, contract_time
from models.demand import CoverRow, Lending, Session
from models.extra_pay import ExtraPay
from models.rules.base import Rule, WorkedShift
from models.rules.fairness import Fairness
from models.rules.wishes import Wish
from models.scenario import Scenario
from models.staff import AgencyOffer, Person
from models.standing import Validity, previous_days, published_days, wishes_by_staff

OFF = "off"


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who can be on the roster: an employee, or one line of an agency offer."""

    id: str
    competences: tuple[str, ...]
    home: str
    shifts: frozenset[str]
    share: int
    """Bookable share in thousandths."""
    productivity: int
    """In thousandths; of an agency line the last stage of its ramp."""
    rate: int
    """Ticks of a minute worked."""
    person: Person | None
    offer: AgencyOffer | None

    @property
    def contract(self) -> str | None:
        """The name of the contract that a scope may refer to."""
        return self.person.contract if self.person else None

    @property
    def main(self) -> str:
        """The main competence."""
        return self.competences[0]

    @property
    def group(self) -> str:
        """The id that a scope may name: of an agency line its offer's."""
        return self.offer.id if self.offer else self.id

    @property
    def name(self) -> str:
        """A text for reports."""
        named = self.person.name if self.person else None
        return named or self.id


CoverKey = tuple[int, str, str, str]
"""Day, shift, unit, competence."""


class Facts:
    """The resolved input of one scenario. Days and weeks are numbers from 0."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.zone = ZoneInfo(scenario.calendar.timezone)
        self.days = scenario.horizon.days
        self.day_count = len(self.days)
        self.week_count = scenario.horizon.weeks
        self.holidays = scenario.calendar.holidays(self.days)
        self.period_minutes = {name: period.minutes for name, period in scenario.periods.items()}
        self.only_unit = next(iter(scenario.units))
        self._fair_pools: dict[tuple[Fairness, str, str], tuple[int, int]] = {}
        self._worked: dict[tuple[str, int], WorkedShift] = {}

    # -- calendar ---------------------------------------------------------------------------

    def week_label(self, week: int) -> str:
        """Return the ISO week, for example ``2027-W09``."""
        return week_label(self.days[7 * week])

    def day_of(self, date: dt.date) -> int:
        """Return the number of a date; negative before the horizon."""
        return self.scenario.horizon.index(date)

    def date(self, day: int) -> dt.date:
        """Return the date of a day; also outside the horizon."""
        return self.days[0] + dt.timedelta(days=day)

    def midnight(self, day: int) -> int:
        """Return the start of a day in true minutes since 1970; also outside the horizon."""
        known = self._midnights.get(day)
        return instant(self.days[0] + dt.timedelta(days=day), 0, self.zone) if known is None else known

    def instant(self, day: int, clock: int) -> int:
        """Return some minutes by the wall clock after the midnight of a day, in true minutes since 1970."""
        return instant(self.date(day), clock, self.zone)

    @cached_property
    def _midnights(self) -> Mapping[int, int]:
        return {d: instant(self.days[0] + dt.timedelta(days=d), 0, self.zone) for d in range(self.day_count + 1)}

    def is_weekend(self, day: int) -> bool:
        """Whether a day is a Saturday or a Sunday."""
        return day % 7 >= 5

    def is_holiday(self, day: int) -> bool:
        """Whether a day of the horizon is a public holiday."""
        return self.days[day] in self.holidays

    @cached_property
    def paid(self) -> Mapping[tuple[str, int], int]:
        """Paid minutes of each shift on each day."""
        shifts = self.scenario.shifts.items()
        return {(k, d): s.paid_minutes(date, self.zone) for k, s in shifts for d, date in enumerate(self.days)}

    def worked_shift(self, shift: str, day: int) -> WorkedShift:
        """Return a shift on a day (history too) with its true start, end and minutes."""
        known = self._worked.get((shift, day))
        if known is None:
            known = self._worked[shift, day] = self._shift_on(shift, day)
        return known

    def _shift_on(self, shift: str, day: int) -> WorkedShift:
        spec, date = self.scenario.shifts[shift], self.date(day)
        start, end = spec.interval(date, self.zone) or (None, None)
        minutes, paid = spec.true_minutes(date, self.zone), spec.paid_minutes(date, self.zone)
        return WorkedShift(day, shift, start, end, minutes, spec.duty, paid)

    def kind_of(self, shift: str) -> str | None:
        """Return the kind of a shift."""
        return self.scenario.shifts[shift].kind

    @property
    def shift_names(self) -> Collection[str]:
        """All shifts."""
        return self.scenario.shifts

    def shifts_named(self, names: tuple[str, ...] | None) -> frozenset[str]:
        """Return the shifts of some names, each a shift or a kind of shift; None for all but stand-by."""
        return self._shifts_by_names(names)

    @cached_property
    def _shifts_by_names(self) -> Callable[[tuple[str, ...] | None], frozenset[str]]:
        shifts = self.scenario.shifts.items()

        @cache
        def named(names: tuple[str, ...] | None) -> frozenset[str]:
            if names is None:
                return frozenset(k for k, shift in shifts if shift.duty != "stand_by")
            return frozenset(k for k, shift in shifts if k in names or shift.kind in names)

        return named

    @cached_property
    def _extra_pay(self) -> ExtraPay:
        return ExtraPay(self.scenario, self.worked_shift)

    def unsocial_ticks(self, worker: Worker, shift: str, day: int) -> int:
        """Return what the unsocial hours of a shift on a day cost for a worker, in ticks."""
        return self._extra_pay.ticks(shift, day, worker.contract, worker.rate)

    # -- opening ----------------------------------------------------------------------------

    @cached_property
    def open(self) -> Mapping[tuple[str, int], frozenset[str]]:
        """Open periods of each unit on each day."""
        return {(u, d): self._unit_open(u, d) for u in self.scenario.units for d in range(self.day_count)}

    def _unit_open(self, unit: str, day: int) -> frozenset[str]:
        if self.is_holiday(day) and not self.scenario.units[unit].open_on_holidays:
            return frozenset()
        return self.normally_open(unit, day % 7)

    def normally_open(self, unit: str, weekday: int) -> frozenset[str]:
        """Return the open periods of a unit on a weekday that is no holiday."""
        opening = self.scenario.units[unit].open
        if not opening:
            return frozenset(self.scenario.periods) if weekday < 5 else frozenset()
        return open_periods(opening, weekday)

    def _restricted(self, unit: str, day: int, opening: Opening | None) -> frozenset[str]:
        hours = self.open[unit, day]
        return hours if opening is None else hours & open_periods(opening, day % 7)

    def session_open(self, unit: str, session: str, day: int) -> frozenset[str]:
        """Return the periods in which a session may run on a day; a day list starts in its first one."""
        spec = self.scenario.units[unit].sessions[session]
        hours = self._restricted(unit, day, spec.open)
        if spec.room is not None:
            hours &= self.room_open(unit, spec.room, day)
        if spec.span:
            return frozenset(spec.span[:1]) if hours.issuperset(spec.span) else frozenset()
        return hours

    def room_open(self, unit: str, room: str, day: int) -> frozenset[str]:
        """Return the periods in which rooms of a kind can be used on a day."""
        return self._restricted(unit, day, self.scenario.units[unit].rooms[room].open)

    # -- workers ----------------------------------------------------------------------------

    @cached_property
    def workers(self) -> Mapping[str, Worker]:
        """Everybody who can be on the roster, by id: employees, then agency lines."""
        own = (self._employee(person) for person in self.scenario.staff)
        lines = (self._line(offer, n) for offer in self.scenario.agency for n in range(1, offer.people + 1))
        return {worker.id: worker for worker in (*own, *lines)}

    def _employee(self, person: Person) -> Worker:
        return Worker(
            id=person.id,
            competences=person.competences,
            home=person.home or self.only_unit,
            shifts=frozenset(person.shifts or self.scenario.shifts),
            share=permille(person.bookable_share),
            productivity=permille(person.productivity),
            rate=ticks_per_minute(person.cost_per_hour),
            person=person,
            offer=None,
        )

    def _line(self, offer: AgencyOffer, number: int) -> Worker:
        return Worker(
            id=offer.line(number),
            competences=(offer.competence,),
            home=offer.unit or self.only_unit,
            shifts=frozenset(offer.shifts or self.scenario.shifts),
            share=permille(offer.bookable_share),
            productivity=permille(offer.ramp[-1]),
            rate=ticks_per_minute(offer.cost_per_hour),
            person=None,
            offer=offer,
        )

    @cached_property
    def lending(self) -> Mapping[tuple[str, str, str], Lending]:
        """Agreements by home unit, unit worked in, and competence."""
        return {(row.source, row.target, row.competence): row for row in self.scenario.lending}

    def agreement(self, worker: Worker, unit: str, competence: str) -> Lending | None:
        """Return the agreement that a worker's time in a unit counts against, None where it needs none."""
        if unit == worker.home or self._may_work_in(worker, unit):
            return None
        return self.lending.get((worker.home, unit, competence))

    def _may_work_in(self, worker: Worker, unit: str) -> bool:
        return worker.person is not None and unit in worker.person.may_work_in

    def may_work(self, worker: Worker, unit: str, competence: str) -> bool:
        """Whether a worker may work as a competence in a unit: home, may_work_in, or lent."""
        if competence not in worker.competences:
            return False
        at_home = unit == worker.home or self._may_work_in(worker, unit)
        return at_home or (worker.home, unit, competence) in self.lending

    @cached_property
    def absences(self) -> Mapping[str, AbsentDays]:
        """Days of absence by staff id, before the horizon too, with the minutes that they credit."""
        return absent_days(self)

    @cached_property
    def absent(self) -> Mapping[str, frozenset[int]]:
        """Days of absence in the horizon by staff id."""
        return {staff: frozenset(d for d in days if d >= 0) for staff, days in self.absences.items()}

    @cached_property
    def history(self) -> Mapping[str, tuple[WorkedShift, ...]]:
        """Shifts before the horizon by staff id, in order."""
        result: dict[str, list[WorkedShift]] = {}
        for row in sorted(self.scenario.history, key=lambda row: (row.staff, row.date)):
            result.setdefault(row.staff, []).append(self.worked_shift(row.shift, self.day_of(row.date)))
        return {staff: tuple(rows) for staff, rows in result.items()}

    def known_from(self, staff: str) -> int:
        """Return the first day (0 or before) from which it is known when somebody worked and when not."""
        rows = self.history.get(staff, ())
        stated = self.scenario.history_from
        days = [0, *(row.day for row in rows[:1]), *([self.day_of(stated)] if stated is not None else [])]
        return min(days)

    def absent_days(self, staff: str) -> frozenset[int]:
        """Return the days of absence of somebody, before the horizon too."""
        return self._absent_days.get(staff, frozenset())

    @cached_property
    def _absent_days(self) -> Mapping[str, frozenset[int]]:
        return {staff: frozenset(days) for staff, days in self.absences.items()}

    def days_ahead(self, day: int) -> int:
        """Return how many days after ``planned_on`` a day lies."""
        return (self.date(day) - self.scenario.plan_date).days

    def published(self, staff: str) -> Mapping[int, str | None]:
        """Return the published shift of somebody (None for a day off) on each published day of the horizon."""
        return self._published.get(staff, {})

    @cached_property
    def _published(self) -> Mapping[str, Mapping[int, str | None]]:
        return published_days(self)

    def previous(self, staff: str) -> Mapping[int, str | None]:
        """Return the previous shift of somebody (None for a day off) on each day that the previous roster speaks of."""
        return self._previous.get(staff, {})

    @cached_property
    def _previous(self) -> Mapping[str, Mapping[int, str | None]]:
        return previous_days(self)

    def wishes(self, staff: str) -> Sequence[Wish]:
        """Return the requests of somebody, in their order."""
        return self.wishes_by_staff.get(staff, ())

    @cached_property
    def wishes_by_staff(self) -> Mapping[str, tuple[Wish, ...]]:
        """All requests by staff id."""
        return wishes_by_staff(self)

    @cached_property
    def validity(self) -> Validity:
        """Until when competences are valid."""
        return Validity(self)

    def expired(self, staff: str, competence: str, day: int) -> bool:
        """Whether somebody's competence has expired by a day, where a rule says that it matters."""
        return self.validity.expired(self.workers[staff], competence, day)

    def main_on(self, worker: Worker, day: int) -> str:
        """Return the main competence on a day: the first that has not expired."""
        return self.validity.main_on(worker, day)

    def staffable(self, worker: Worker, shift: str, day: int) -> bool:
        """Whether there is anything for a worker to be there for on a shift of a day."""
        spec = self.scenario.shifts[shift]
        if spec.days is not None:
            return day % 7 in parse_weekdays(spec.days)
        places = self._places[worker.id]
        if any(self.open[unit, day].intersection(spec.covers) for unit in places):
            return True
        asked = self._asked.get((day, shift), ())
        return any(self.may_work(worker, unit, competence) for unit, competence in asked)

    @cached_property
    def _places(self) -> Mapping[str, tuple[str, ...]]:
        """Units in which each worker may work as something."""
        return {
            worker.id: tuple(
                unit for unit in self.scenario.units if any(self.may_work(worker, unit, c) for c in worker.competences)
            )
            for worker in self.workers.values()
        }

    @cached_property
    def _asked(self) -> Mapping[tuple[int, str], set[tuple[str, str]]]:
        result: dict[tuple[int, str], set[tuple[str, str]]] = {}
        for day, shift, unit, competence in self.cover:
            result.setdefault((day, shift), set()).add((unit, competence))
        return result

    def available(self, worker: Worker, shift: str, day: int) -> bool:
        """Whether a worker may be on a shift of a day at all: allowed, not absent, something to be there for."""
        return (
            shift in worker.shifts
            and day not in self.absent.get(worker.id, ())
            and (worker.offer is None or self.bookable(worker.offer, day // 7))
            and self.staffable(worker, shift, day)
            and not self.outdated(worker, shift, day)
        )

    def outdated(self, worker: Worker, shift: str, day: int) -> bool:
        """Whether somebody would cover a shift of a day as a competence that may not be used any more."""
        if not self.validity.matters(worker.id) or (day, shift, worker.home, worker.main) not in self.cover:
            return False
        return self.validity.all_expired(worker, day) and self.validity.barred(worker, worker.main, day)

    # -- contract time ----------------------------------------------------------------------

    @cached_property
    def contract_time(self) -> Mapping[str, ContractTime]:
        """Contract time by staff id, of employees who have one."""
        return {p.id: contract_time(self, p, p.contract_minutes) for p in self.scenario.staff if p.contract_minutes}

    # -- demand -----------------------------------------------------------------------------

    @cached_property
    def planned(self) -> Mapping[tuple[str, str], tuple[int, ...]]:
        """Items to be booked per unit and activity, a number a week: plan / (1 - no-show), rounded up."""
        result: dict[tuple[str, str], tuple[int, ...]] = {}
        for u, unit in self.scenario.units.items():
            for a, activity in unit.activities.items():
                plan = self.scenario.production_plan.get(u, {}).get(a, (0,) * self.week_count)
                present = 1 - Fraction(activity.no_show)
                result[u, a] = tuple(-(-Fraction(number) // present) for number in plan)
        return result

    @cached_property
    def cover(self) -> Mapping[CoverKey, tuple[CoverRow, ...]]:
        """Cover rows by the day, shift, unit and competence that they hold for."""
        result: dict[CoverKey, tuple[CoverRow, ...]] = {}
        for row in self.scenario.cover:
            for day in self._cover_days(row):
                key = (day, row.shift, row.unit, row.competence)
                result[key] = (*result.get(key, ()), row)
        return result

    def _cover_days(self, row: CoverRow) -> Iterable[int]:
        if row.dates:
            skip = row.holidays is False
            return (d for d in sorted({self.day_of(x) for x in row.dates}) if not (skip and self.is_holiday(d)))
        weekdays = parse_weekdays(row.days) if row.days else tuple(range(7))
        on_holidays = self.scenario.units[row.unit].open_on_holidays if row.holidays is None else row.holidays
        return (d for d in range(self.day_count) if d % 7 in weekdays and (on_holidays or not self.is_holiday(d)))

    def session_competences(self, unit: str, session: str) -> tuple[str, ...]:
        """Return the competences that people can hold in a session."""
        spec = self.scenario.units[unit].sessions[session]
        if spec.team is not None:
            return tuple(spec.team)
        activities = (self.scenario.units[unit].activities[a] for a in spec.activities)
        found = dict.fromkeys(c for activity in activities for c, minutes in activity.team.items() if minutes)
        return tuple(found | ({spec.lead: None} if spec.lead else {}))

    def list_minutes(self, session: Session, period: str) -> int:
        """Return the minutes that a list of a fixed-team session takes its team, from its first period."""
        return sum(self.period_minutes[p] for p in session.span or (period,))

    # -- agency -----------------------------------------------------------------------------

    def bookable(self, offer: AgencyOffer, week: int) -> bool:
        """Whether a line of an offer can be booked in a week: the lead time has passed, and a day is open."""
        earliest = self.scenario.plan_date + dt.timedelta(days=offer.book.lead_days)
        return self.days[7 * week] >= earliest and self._open_days(offer, week)[0] > 0

    def weekly_minutes(self, offer: AgencyOffer, week: int) -> tuple[int, int]:
        """Return the least and most minutes of a booked week; the least is scaled by the open days."""
        is_open, normally = self._open_days(offer, week)
        least, most = (60 * hours for hours in offer.weekly_hours)
        return least * min(is_open, normally) // max(1, normally), most

    def _open_days(self, offer: AgencyOffer, week: int) -> tuple[int, int]:
        """Return how many days of a week the offer's unit is open (or asks for cover), and of a normal week."""
        return self._open_counts[offer.id][week]

    @cached_property
    def _open_counts(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """Open days of each week, and of a normal one, by id of the agency offer."""
        asked: dict[tuple[str, str], set[int]] = {}
        for day, _, unit, competence in self.cover:
            asked.setdefault((unit, competence), set()).add(day)
        result: dict[str, tuple[tuple[int, int], ...]] = {}
        for offer in self.scenario.agency:
            unit = offer.unit or self.only_unit
            covered = asked.get((unit, offer.competence), set())
            weekdays = {day % 7 for day in covered}
            normally = sum(bool(self.normally_open(unit, w)) or w in weekdays for w in range(7))
            is_open = [bool(self.open[unit, d]) or d in covered for d in range(self.day_count)]
            result[offer.id] = tuple((sum(is_open[7 * w : 7 * w + 7]), normally) for w in range(self.week_count))
        return result

    # -- fairness ---------------------------------------------------------------------------

    def fair_share(self, rule: Rule, kind: str, staff: str) -> int | None:
        """Return the fair number of shifts of a kind for somebody; None where no share is due."""
        worker = self.workers[staff]
        if worker.person is None or not isinstance(rule, Fairness):
            return None
        total, whole = self._fair_pool(rule, worker.home, worker.main)
        return -(-total * self.fair_weight(worker) // whole) if whole else None

    def _fair_pool(self, rule: Fairness, home: str, main: str) -> tuple[int, int]:
        """Return how many shifts people of a home unit and main competence share, and the sum of their weights."""
        key = (rule, home, main)
        if key not in self._fair_pools:
            total = sum(
                max(row.wanted for row in rows)
                for (day, shift, unit, competence), rows in self.cover.items()
                if (unit, competence) == (home, main) and rule.counts(shift, day, self)
            )
            own = (w for w in self.workers.values() if w.person is not None)
            peers = [w for w in own if (w.home, w.main) == (home, main) and rule.binds(w)]
            total += sum(len(rule.counted(self.history.get(w.id, ()), self)) for w in peers)
            self._fair_pools[key] = total, sum(self.fair_weight(w) for w in peers)
        return self._fair_pools[key]

    def fair_weight(self, worker: Worker) -> int:
        """Return what somebody counts for when shifts are shared: fraction (in thousandths) times days available."""
        fraction = permille(worker.person.fraction) if worker.person else 0
        return fraction * (self.day_count - len(self.absent.get(worker.id, ())))

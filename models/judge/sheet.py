"""A roster read against its scenario: rows of known things with day numbers, and the indices that judges share."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cached_property
from typing import NamedTuple

from models.facts import Facts, Worker
from models.judge.balances import Balance, balance_of
from models.judge.limits import broken
from models.judge.stages import booking_stages
from models.result import Violation
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.rules.base import Role, WorkedShift


class ShiftRow(NamedTuple):
    """A shift of a known worker; ``number`` is its row in the roster, ``minutes`` are paid."""

    number: int
    worker: Worker
    staff: str
    day: int
    shift: str
    unit: str
    competence: str
    minutes: int


class PlaceRow(NamedTuple):
    """A session place of a known worker."""

    worker: Worker
    staff: str
    day: int
    period: str
    unit: str
    session: str
    competence: str
    list: int | None


class ItemRow(NamedTuple):
    """Items of a known activity in a known session."""

    day: int
    period: str
    unit: str
    session: str
    activity: str
    items: int


ListKey = tuple[str, str, int, str]
"""Unit, session, day and first period of lists of a fixed-team session."""


class Sheet:
    """The rows of a roster whose names are all known, and ``unknown``: a violation for each other row.

    ``places`` and ``items`` are None where the roster says nothing of them.
    """

    def __init__(self, roster: Roster, facts: Facts) -> None:
        self.facts = facts
        self.unknown: list[Violation] = []
        self._days = {date: day for day, date in enumerate(facts.days)}
        self.shifts = tuple(self._read_shifts(roster))
        self.places = None if roster.places is None else tuple(self._read_places(roster.places))
        self.items = None if roster.items is None else tuple(self._read_items(roster.items))

    # -- reading ----------------------------------------------------------------------------

    def _read_shifts(self, roster: Roster) -> Iterator[ShiftRow]:
        scenario, workers, paid, days = self.facts.scenario, self.facts.workers, self.facts.paid, self._days
        units, competences = scenario.units, set(scenario.competences)
        for number, row in enumerate(roster.shifts):
            worker, day = workers.get(row.staff), days.get(row.date)
            minutes = paid.get((row.shift, -1 if day is None else day))
            counted = row.unit in units and row.competence in competences
            if worker is None or day is None or minutes is None or not counted:
                known = {"staff": worker, "date": row.date in days, "shift": row.shift in scenario.shifts}
                self._refuse(row, known | {"unit": row.unit in units, "competence": row.competence in competences})
            else:
                yield ShiftRow(number, worker, row.staff, day, row.shift, row.unit, row.competence, minutes)

    def _read_places(self, rows: tuple[SessionPlace, ...]) -> Iterator[PlaceRow]:
        scenario, workers, days = self.facts.scenario, self.facts.workers, self._days
        periods, competences = scenario.periods, set(scenario.competences)
        sessions = {(u, j) for u, unit in scenario.units.items() for j in unit.sessions}
        for row in rows:
            worker, day, held = workers.get(row.staff), days.get(row.date), (row.unit, row.session) in sessions
            seat = held and row.period in periods and row.competence in competences
            if worker is None or day is None or not seat:
                known = {"staff": worker, "date": row.date in days, "period": row.period in periods, "session": held}
                self._refuse(row, known | {"competence": row.competence in competences})
            else:
                yield PlaceRow(worker, row.staff, day, row.period, row.unit, row.session, row.competence, row.list)

    def _read_items(self, rows: tuple[ItemCount, ...]) -> Iterator[ItemRow]:
        days, units, periods = self._days, self.facts.scenario.units.items(), self.facts.scenario.periods
        produced = {(u, j, a) for u, unit in units for j, session in unit.sessions.items() for a in session.activities}
        for row in rows:
            day, made = days.get(row.date), (row.unit, row.session, row.activity) in produced
            if day is None or not made or row.period not in periods or row.items < 0:
                known = {"date": row.date in days, "period": row.period in periods, "activity of that session": made}
                self._refuse(row, known | {"number of items": row.items >= 0})
            else:
                yield ItemRow(day, row.period, row.unit, row.session, row.activity, row.items)

    def _refuse(self, row: ShiftAssignment | SessionPlace | ItemCount, known: Mapping[str, object]) -> None:
        wrong = ", ".join(name for name, found in known.items() if not found)
        days = (self._days[row.date],) if row.date in self._days else ()
        staff = None if isinstance(row, ItemCount) else row.staff
        self.unknown.append(broken(self.facts, "unknown", f"unknown {wrong}: {_in_words(row)}", staff=staff, days=days))

    # -- indices ----------------------------------------------------------------------------

    @cached_property
    def by_person(self) -> Mapping[str, list[ShiftRow]]:
        """Shifts by staff id, in order of days."""
        result: dict[str, list[ShiftRow]] = defaultdict(list)
        for row in sorted(self.shifts, key=lambda row: row.day):
            result[row.staff].append(row)
        return result

    @cached_property
    def by_day(self) -> Mapping[tuple[str, int], list[ShiftRow]]:
        """Shifts by staff id and day: one, where nothing is wrong."""
        result: dict[tuple[str, int], list[ShiftRow]] = defaultdict(list)
        for row in self.shifts:
            result[row.staff, row.day].append(row)
        return result

    @cached_property
    def week_minutes(self) -> Counter[tuple[str, int]]:
        """Paid minutes by staff id and week, of those who have a shift in it."""
        result: Counter[tuple[str, int]] = Counter()
        for row in self.shifts:
            result[row.staff, row.day // 7] += row.minutes
        return result

    @cached_property
    def person_minutes(self) -> Counter[str]:
        """Paid minutes by staff id."""
        result: Counter[str] = Counter()
        for (staff, _), minutes in self.week_minutes.items():
            result[staff] += minutes
        return result

    @cached_property
    def balances(self) -> Mapping[str, Balance]:
        """Contract time of everybody who has one, by staff id."""
        times = self.facts.contract_time.items()
        return {staff: balance_of(self.person_minutes[staff], time) for staff, time in times}

    @cached_property
    def placed(self) -> Mapping[tuple[str, int], dict[str, PlaceRow]]:
        """Places by staff id and day, then by period (the first, where there are several)."""
        result: dict[tuple[str, int], dict[str, PlaceRow]] = defaultdict(dict)
        for row in self.places or ():
            result[row.staff, row.day].setdefault(row.period, row)
        return result

    @cached_property
    def _covered(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset(shift.covers) for name, shift in self.facts.scenario.shifts.items()}

    def covered(self, shift: str) -> frozenset[str]:
        """Return the periods that a shift covers."""
        return self._covered[shift]

    def engaged(self, row: ShiftRow) -> bool:
        """Whether somebody has a place in a half-day that the shift covers."""
        held = self.placed.get((row.staff, row.day))
        return held is not None and not self._covered[row.shift].isdisjoint(held)

    @property
    def workers(self) -> Mapping[str, Worker]:
        """Everybody who can be on the roster, by staff id."""
        return self.facts.workers

    @cached_property
    def worked(self) -> Mapping[str, list[WorkedShift]]:
        """Shifts by staff id as rules see them: history first, in order of time."""
        known: dict[tuple[str, int], WorkedShift] = {}
        result = {staff: list(rows) for staff, rows in self.facts.history.items() if staff in self.facts.workers}
        for staff, rows in self.by_person.items():
            shifts = result.setdefault(staff, [])
            for row in rows:
                key = (row.shift, row.day)
                if key not in known:
                    known[key] = self.facts.worked_shift(row.shift, row.day)
                shifts.append(known[key])
        for shifts in result.values():
            shifts.sort(key=lambda w: (w.day, w.start or 0))
        return result

    @property
    def roles(self) -> Iterator[Role]:
        """As what everybody works: shifts that a cover row asks for, and session places."""
        for row in self.shifts:
            if (row.day, row.shift, row.unit, row.competence) in self.facts.cover:
                yield Role(row.staff, row.day, row.competence, f"on {row.shift} in {row.unit}")
        for place in self.places or ():
            yield Role(place.staff, place.day, place.competence, f"in {place.session} ({place.period})")

    @cached_property
    def lists(self) -> Mapping[ListKey, Mapping[int, list[PlaceRow]]]:
        """Places of each numbered list of fixed-team sessions."""
        result: dict[ListKey, dict[int, list[PlaceRow]]] = defaultdict(lambda: defaultdict(list))
        units = self.facts.scenario.units
        fixed = {(u, j): s for u, unit in units.items() for j, s in unit.sessions.items() if s.fixed}
        for row in self.places or ():
            spec = fixed.get((row.unit, row.session))
            if spec is not None and row.list is not None:
                first = spec.span[0] if row.period in spec.span else row.period
                result[row.unit, row.session, row.day, first][row.list].append(row)
        return result

    # -- agency -----------------------------------------------------------------------------

    @cached_property
    def booked(self) -> Mapping[str, Mapping[int, int]]:
        """Booked weeks of agency lines by staff id, each with its stage (0 in the first week of a block)."""
        weeks: dict[str, list[int]] = defaultdict(list)
        for staff, week in sorted(self.week_minutes):
            if self.facts.workers[staff].offer is not None:
                weeks[staff].append(week)
        return {staff: booking_stages(worked) for staff, worked in weeks.items()}

    def productivity(self, worker: Worker, week: int) -> int:
        """Return the productivity of a worker in a week, in thousandths; of a line by its stage of the ramp."""
        if worker.offer is None:
            return worker.productivity
        ramp = worker.offer.ramp
        stage = self.booked.get(worker.id, {}).get(week, 0)
        return int(1000 * ramp[min(stage, len(ramp) - 1)])


def _in_words(row: ShiftAssignment | SessionPlace | ItemCount) -> str:
    """Return the cells of a row."""
    cells = (getattr(row, field.name) for field in fields(row))
    return ", ".join(str(cell) for cell in cells if cell is not None)

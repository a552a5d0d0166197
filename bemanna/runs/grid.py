"""The roster as people read it: a row a person, a column a day; the same for the report and the workbook."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from bemanna.runs.palette import codes
from bemanna.runs.run import Solved
from models.facts import Worker
from models.roster import SessionPlace, ShiftAssignment
from models.rules.wishes import Wish
from models.staff import Request
from models.standing import wish_of


@dataclass(frozen=True, slots=True)
class Half:
    """What somebody does in a period of a shift."""

    code: str
    """Of the session; empty without a place."""
    colour: int | None
    """Number of the session's colour; None without a place."""
    cover: bool
    """Whether the person does cover instead of sessions."""
    text: str


@dataclass(frozen=True, slots=True)
class Cell:
    """A person's day."""

    code: str
    """Of the shift; empty on a day off."""
    tint: int | None
    halves: tuple[Half, ...]
    absent: bool
    request: str | None
    """``granted`` or ``refused``; None without a request."""
    text: str
    """Everything in words; empty where there is nothing to say."""


@dataclass(frozen=True, slots=True)
class Row:
    """A person's horizon; minutes are paid minutes."""

    staff: str
    name: str
    competences: tuple[str, ...]
    cells: tuple[Cell, ...]
    worked: int
    due: int | None
    """None without contract time."""


@dataclass(frozen=True, slots=True)
class Group:
    """The people of a unit with the same main competence."""

    unit: str
    competence: str
    agency: bool
    rows: tuple[Row, ...]

    @property
    def heads(self) -> tuple[int, ...]:
        """People at work on each day."""
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return tuple(sum(bool(cell.code) for cell in cells) for cells in columns)


@dataclass(frozen=True, slots=True)
class Key:
    """A line of a legend."""

    code: str
    colour: int
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A column."""

    date: dt.date
    weekend: bool
    holiday: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, and whether it was granted as a whole."""

    request: Request
    wish: Wish
    granted: bool

    def granted_on(self, day: int, row: ShiftAssignment | None) -> bool:
        """Whether a day's shift (or none) meets it: one not to work by itself, one to work for all days together."""
        return self.granted if self.wish.on else row is None or not self.wish.missed({(day, row.shift)})

    def __str__(self) -> str:
        window = "" if self.request.end is None else f" {self.request.date} to {self.request.end}"
        return f"{self.request.kind} {self.request.shift or 'any shift'}{window}"


class Grid:
    """Groups of rows, the days over them, and the legends."""

    def __init__(self, solved: Solved) -> None:
        self._facts = solved.facts
        self._shifts = {(row.staff, row.date): row for row in solved.shifts}
        self._places: dict[tuple[str, dt.date], dict[str, SessionPlace]] = defaultdict(dict)
        for place in solved.places:
            self._places[place.staff, place.date][place.period] = place
        self._requests: dict[tuple[str, int], list[Asked]] = defaultdict(list)
        for asked in self._asked():
            for day in asked.wish.days:
                self._requests[asked.request.staff, day].append(asked)
        self._shift_codes = codes(self._facts.scenario.shifts, 1)
        self._role_codes = codes(self._facts.scenario.competences, 2)

    @cached_property
    def days(self) -> tuple[Day, ...]:
        """The columns."""
        facts = self._facts
        return tuple(Day(date, facts.is_weekend(d), facts.holidays.get(date)) for d, date in enumerate(facts.days))

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The rows: units in the order of the scenario, in each employees before agency lines that work."""
        members: dict[tuple[str, bool, str], list[Worker]] = defaultdict(list)
        working = {staff for staff, _ in self._shifts}
        for worker in self._facts.workers.values():
            if worker.person is not None or worker.id in working:
                members[worker.home, worker.offer is not None, worker.main].append(worker)
        units, competences = list(self._facts.scenario.units), self._facts.scenario.competences
        order = sorted(members, key=lambda key: (units.index(key[0]), key[1], competences.index(key[2])))
        return tuple(Group(u, c, agency, tuple(map(self._row, members[u, agency, c]))) for u, agency, c in order)

    @cached_property
    def shifts(self) -> Mapping[str, Key]:
        """The legend of shifts, by id."""
        result = {}
        for number, (name, spec) in enumerate(self._facts.scenario.shifts.items()):
            clock = f"{spec.start}–{spec.end}" if spec.clocked else f"{spec.minutes} min"
            result[name] = Key(self._shift_codes[name], number, f"{spec.name or name}, {clock}")
        return result

    @cached_property
    def sessions(self) -> Mapping[tuple[str, str], Key]:
        """The legend of sessions, by unit and id; colours and codes start over in each unit."""
        result = {}
        for u, unit in self._facts.scenario.units.items():
            short = codes(unit.sessions, 2)
            for number, (name, spec) in enumerate(unit.sessions.items()):
                result[u, name] = Key(short[name], number, spec.name or name)
        return result

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """The legend of competences other than the main one that are covered on shifts without sessions: id to code."""
        workers, competences = self._facts.workers, self._facts.scenario.competences
        rows = (row for row in self._shifts.values() if not self._facts.scenario.shifts[row.shift].covers)
        held = {row.competence for row in rows if row.competence != workers[row.staff].main}
        return {competence: self._role_codes[competence] for competence in competences if competence in held}

    def _asked(self) -> Iterator[Asked]:
        """Yield the requests with how they ended: one to work in a window ends the same on each of its days."""
        worked: dict[str, set[tuple[int, str]]] = defaultdict(set)
        for staff, date in self._shifts:
            worked[staff].add((self._facts.day_of(date), self._shifts[staff, date].shift))
        for request in self._facts.scenario.requests:
            wish = wish_of(self._facts, request)
            yield Asked(request, wish, granted=not wish.missed(worked[request.staff]))

    def _row(self, worker: Worker) -> Row:
        facts = self._facts
        cells = tuple(self._cell(worker, day, date) for day, date in enumerate(facts.days))
        rows = (self._shifts.get((worker.id, date)) for date in facts.days)
        worked = sum(facts.paid[row.shift, facts.day_of(row.date)] for row in rows if row is not None)
        contract = facts.contract_time.get(worker.id)
        due = contract.due if contract else None
        return Row(worker.id, worker.name, worker.competences, cells, worked, due)

    def _cell(self, worker: Worker, day: int, date: dt.date) -> Cell:
        row = self._shifts.get((worker.id, date))
        absent = day in self._facts.absent.get(worker.id, ())
        halves = () if row is None else self._halves(worker, row)
        request, wish = self._request(worker.id, day, row)
        parts = ["absent"] if absent else []
        if row is not None:
            parts += [self.shifts[row.shift].text, *dict.fromkeys(half.text for half in halves)]
        parts += [wish] if wish else []
        key = None if row is None else self.shifts[row.shift]
        return Cell(
            code=key.code if key else "",
            tint=key.colour if key else None,
            halves=halves,
            absent=absent,
            request=request,
            text=f"{date:%a} {date.day} {date:%b}: {'; '.join(parts)}" if parts else "",
        )

    def _halves(self, worker: Worker, row: ShiftAssignment) -> tuple[Half, ...]:
        held = self._places.get((row.staff, row.date), {})
        periods = self._facts.scenario.shifts[row.shift].covers
        if not periods and (row.competence, row.unit) != (worker.main, worker.home):
            text = f"as {row.competence}{_away(row.unit, worker)}"
            return (Half(self._role_codes.get(row.competence, ""), None, cover=False, text=text),)
        if not held and self._covers(row):
            text = f"on cover as {row.competence}{_away(row.unit, worker)}"
            return tuple(Half("", None, cover=True, text=text) for _ in periods)
        return tuple(self._half(worker, period, held.get(period), row) for period in periods)

    def _covers(self, row: ShiftAssignment) -> bool:
        """Whether somebody without a place does cover that leaves no time for one."""
        day = self._facts.day_of(row.date)
        asked = self._facts.cover.get((day, row.shift, row.unit, row.competence), ())
        return any(not cover.shared for cover in asked)

    def _half(self, worker: Worker, period: str, place: SessionPlace | None, row: ShiftAssignment) -> Half:
        if place is None:
            return Half("", None, cover=False, text=f"{period} no session")
        key = self.sessions[place.unit, place.session]
        number = "" if place.list is None else f", list {place.list}"
        text = f"{period} {key.text}{number}{_away(place.unit, worker)}, as {place.competence}"
        return Half(key.code, key.colour, cover=False, text=text)

    def _request(self, staff: str, day: int, row: ShiftAssignment | None) -> tuple[str | None, str]:
        """Return how the requests of a day ended, and what they were, in words."""
        wishes = self._requests.get((staff, day))
        if not wishes:
            return None, ""
        granted = all(asked.granted_on(day, row) for asked in wishes)
        asked = ", ".join(map(str, wishes))
        outcome = "granted" if granted else "refused"
        return outcome, f"asked for: {asked} ({outcome})"


def _away(unit: str, worker: Worker) -> str:
    return "" if unit == worker.home else f" in {unit}"

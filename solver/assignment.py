"""Stage two: who of a profile sits in which session, list and room.

Stage one has counted heads; here they get names, day by day. Each half-day is a transportation problem
(people to seats) whose cost prefers the same session all day, an even spread of each session over the
people who can hold it, and even shares of session time. It is never infeasible: within a profile everybody
can take every seat, cover is dealt first, then day lists, and then whoever is left fills the half-days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ortools.graph.python import linear_sum_assignment

from models.facts import Facts
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from solver.model import Model
from solver.rooms import assign_rooms
from solver.solution import Solution
from solver.variables import Place, Variables

SAME_SESSION = 8
"""Worth of holding the same session as earlier in the day."""
REPEAT = 2
"""Cost of each time that a person has held a session before: spreads sessions evenly."""
BUSY = 1
"""Worth of a free half-day for each half-day in sessions so far: spreads session time evenly."""
MUST_SIT = 1_000_000
"""Cost of leaving somebody without any place who must have one."""


class Chair(NamedTuple):
    """One head's place in a session; of a fixed team with the number of its list."""

    place: Place
    competence: str
    list: int | None


@dataclass
class _State:
    """What has been dealt so far."""

    held: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """Half-days by person, unit and session."""
    busy: Counter[str] = field(default_factory=Counter)
    """Half-days in sessions by person."""
    covered: Counter[str] = field(default_factory=Counter)
    """Cover duties by person."""
    seated: dict[tuple[str, int, str], Chair] = field(default_factory=dict)
    """Chair by person, day and period."""
    labels: dict[tuple[str, int], tuple[str, str]] = field(default_factory=dict)
    """Unit and competence of cover by person and day."""


def assign(model: Model, solution: Solution) -> Roster:
    """Return the roster of a solution, with names in every place."""
    v = model.variables
    state = _State()
    people = _people(v, solution)
    chairs = _chairs(v, solution)
    for day in range(v.facts.day_count):
        for profile in v.profiles:
            present = people.get((profile.number, day), {})
            if present:
                _Day(v, solution, state, profile.number, day, present, chairs.get((profile.number, day), [])).deal()
    return _roster(v, solution, state)


def _people(v: Variables, solution: Solution) -> Mapping[tuple[int, int], dict[str, str]]:
    """Shift by person, per profile and day. An agency line is of the profile of its week's stage."""
    weeks: dict[str, set[int]] = defaultdict(set)
    for staff, day, _ in solution.shifts:
        weeks[staff].add(day // 7)
    result: dict[tuple[int, int], dict[str, str]] = defaultdict(dict)
    for staff, day, shift in sorted(solution.shifts):
        stage, week = 0, day // 7
        while week - 1 in weeks[staff] and (staff, stage + 1) in v.profile_of:
            stage, week = stage + 1, week - 1
        result[v.profile_of[staff, stage].number, day][staff] = shift
    return result


def _chairs(v: Variables, solution: Solution) -> Mapping[tuple[int, int], list[Chair]]:
    """Chairs of each profile and day. Lists are numbered from 1; their chairs go to profiles in order."""
    result: dict[tuple[int, int], list[Chair]] = defaultdict(list)
    taken: Counter[tuple[Place, str]] = Counter()
    for head in sorted(solution.heads):
        team = (v.session(head.place).team or {}).get(head.competence)
        for _ in range(solution.heads[head]):
            seat = taken[head.place, head.competence]
            taken[head.place, head.competence] += 1
            number = None if team is None else seat // team + 1
            result[head.profile, head.place.day].append(Chair(head.place, head.competence, number))
    return result


@dataclass
class _Day:
    """One profile on one day."""

    v: Variables
    solution: Solution
    state: _State
    profile: int
    day: int
    shift_of: dict[str, str]
    chairs: list[Chair]

    def deal(self) -> None:
        """Give everybody cover or places."""
        free = self._deal_cover()
        spanning = [c for c in self.chairs if self.v.session(c.place).span]
        for span in sorted({self.v.periods_of(c.place) for c in spanning}):
            self._seat(free, span, [c for c in spanning if self.v.periods_of(c.place) == span])
        for period in self.v.facts.scenario.periods:
            self._seat(free, (period,), [c for c in self.chairs if c not in spanning and c.place.period == period])

    def _deal_cover(self) -> list[str]:
        """Deal exclusive cover to those who have had least of it; return who is left. Shared cover is noted beside."""
        free = sorted(self.shift_of)
        for shared in (False, True):
            for duty, number in sorted(self.solution.duties.items()):
                if (duty.profile, duty.day) == (self.profile, self.day) and self.v.is_shared(duty) == shared:
                    able = [
                        p for p in free if self.shift_of[p] == duty.shift and (p, self.day) not in self.state.labels
                    ]
                    for person in sorted(able, key=lambda p: (self.state.covered[p], p))[:number]:
                        self.state.labels[person, self.day] = (duty.unit, duty.competence)
                        self.state.covered[person] += 1
                        if not shared:
                            free.remove(person)
        return free

    def _seat(self, free: Sequence[str], periods: tuple[str, ...], chairs: list[Chair]) -> None:
        """Seat people who are there and have no place yet in some periods; by shift where stage one says how many."""
        if not chairs:
            return
        able = [p for p in free if self._can_sit(p, periods)]
        split = self._split(periods)
        if split is None:
            self._match(able, chairs, periods)
            return
        rest = list(chairs)
        for shift, number in split.items():
            mine = [p for p in able if self.shift_of[p] == shift]
            self._match(mine, rest[:number], periods)
            rest = rest[number:]

    def _can_sit(self, person: str, periods: tuple[str, ...]) -> bool:
        covers = self.v.facts.scenario.shifts[self.shift_of[person]].covers
        return all(p in covers and (person, self.day, p) not in self.state.seated for p in periods)

    def _split(self, periods: tuple[str, ...]) -> Mapping[str, int] | None:
        """Seats of each shift, where stage one has split them; less those that day lists have taken."""
        split = {
            s.shift: n
            for s, n in self.solution.seats.items()
            if s[:2] == (self.profile, self.day) and s.periods == periods
        }
        if not split:
            return None
        if len(periods) == 1:
            taken = Counter(self.shift_of[p] for p in self.shift_of if (p, self.day, periods[0]) in self.state.seated)
            return {shift: number - taken[shift] for shift, number in split.items()}
        return split

    def _match(self, people: Sequence[str], chairs: Sequence[Chair], periods: tuple[str, ...]) -> None:
        """Give every chair to one of at least as many people, at the least cost."""
        if not chairs:
            return
        matching = linear_sum_assignment.SimpleLinearSumAssignment()
        for i, person in enumerate(people):
            for j in range(len(people)):
                cost = self._cost(person, chairs[j]) if j < len(chairs) else self._idle_cost(person)
                matching.add_arc_with_cost(i, j, cost)
        matching.solve()
        for i, person in enumerate(people):
            j = matching.right_mate(i)
            if j < len(chairs):
                self._take(person, chairs[j], periods)

    def _cost(self, person: str, chair: Chair) -> int:
        here = (chair.place.unit, chair.place.session)
        earlier = [self.state.seated.get((person, self.day, p)) for p in self.v.facts.scenario.periods]
        same = any(c is not None and (c.place.unit, c.place.session) == here for c in earlier)
        return REPEAT * self.state.held[(person, *here)] - SAME_SESSION * same

    def _idle_cost(self, person: str) -> int:
        placed = any((person, self.day, p) in self.state.seated for p in self.v.facts.scenario.periods)
        covers = (person, self.day) in self.state.labels
        must = (self.profile, self.day, self.shift_of[person]) in self._busy_shifts and not placed and not covers
        return MUST_SIT if must else -BUSY * self.state.busy[person]

    @property
    def _busy_shifts(self) -> set[tuple[int, int, str]]:
        return {(s.profile, s.day, s.shift) for s in self.solution.seats}

    def _take(self, person: str, chair: Chair, periods: Iterable[str]) -> None:
        for period in periods:
            self.state.seated[person, self.day, period] = chair
            self.state.held[person, chair.place.unit, chair.place.session] += 1
            self.state.busy[person] += 1


def _roster(v: Variables, solution: Solution, state: _State) -> Roster:
    facts = v.facts
    rooms = assign_rooms(v, solution)
    places = tuple(
        sorted(
            SessionPlace(
                staff=staff,
                date=facts.days[day],
                period=period,
                unit=chair.place.unit,
                session=chair.place.session,
                competence=chair.competence,
                list=chair.list,
                room=rooms.get((chair.place, chair.list)) if chair.list else _fluid_room(facts, chair.place),
            )
            for (staff, day, period), chair in state.seated.items()
        )
    )
    items = tuple(
        sorted(
            ItemCount(facts.days[place.day], place.period, place.unit, place.session, activity, number)
            for (place, activity), number in solution.items.items()
        )
    )
    shifts = tuple(
        sorted(
            ShiftAssignment(staff, facts.days[day], shift, *_label(facts, state, staff, day))
            for staff, day, shift in solution.shifts
        )
    )
    return Roster(shifts, places, items)


def _label(facts: Facts, state: _State, staff: str, day: int) -> tuple[str, str]:
    """Return unit and competence: of the cover done, else of most half-days in sessions, else home and main.

    Sessions held as what has expired do not count: the cost of that is paid for the place.
    """
    label = state.labels.get((staff, day))
    if label is not None:
        return label
    chairs = [state.seated.get((staff, day, period)) for period in facts.scenario.periods]
    valid = (c for c in chairs if c is not None and not facts.expired(staff, c.competence, day))
    held = Counter((c.place.unit, c.competence) for c in valid)
    worker = facts.workers[staff]
    return held.most_common(1)[0][0] if held else (worker.home, facts.main_on(worker, day))


def _fluid_room(facts: Facts, place: Place) -> str | None:
    """Return the room kind of a fluid session, where it uses only one."""
    unit = facts.scenario.units[place.unit]
    kinds = {room for a in unit.sessions[place.session].activities for room in unit.activities[a].room}
    return kinds.pop() if len(kinds) == 1 else None


def placement(facts: Facts, roster: Roster) -> Mapping[str, float]:
    """Return how well people are placed: never part of the objective.

    same_session_all_day: part of the person-days with several places that are all in one session. sessions_per_person:
    different sessions that a person holds, on average. session_time_spread: largest difference in half-days in sessions
    between people of the same home, main competence and number of shifts.
    """
    sessions: dict[tuple[str, dt.date], list[tuple[str, str]]] = defaultdict(list)
    for row in roster.places or ():
        sessions[row.staff, row.date].append((row.unit, row.session))
    days = [held for held in sessions.values() if len(held) > 1]
    variety = {(staff, held) for (staff, _), rows in sessions.items() for held in rows}
    people = {staff for staff, _ in sessions}
    busy = Counter(row.staff for row in roster.places or ())
    groups: dict[tuple[str, str, int], list[int]] = defaultdict(list)
    for staff, number in Counter(row.staff for row in roster.shifts).items():
        worker = facts.workers[staff]
        groups[worker.home, worker.main, number].append(busy[staff])
    return {
        "same_session_all_day": round(sum(len(set(held)) == 1 for held in days) / len(days), 4) if days else 1.0,
        "sessions_per_person": round(len(variety) / len(people), 4) if people else 0.0,
        "session_time_spread": float(max((max(group) - min(group) for group in groups.values()), default=0)),
    }

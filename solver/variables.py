"""The decision variables: who works which shift, how many heads sit where, what is produced, which weeks are booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import gcd
from typing import NamedTuple

from ortools.sat.python import cp_model

from models.demand import Session
from models.facts import Facts, Worker
from models.roster import Roster
from solver.linear import Linear, total, upper
from solver.profiles import group_profiles, profile_of, ramp_stages


class Place(NamedTuple):
    """A session that may run in a half-day; of a day list the period is its first."""

    day: int
    period: str
    unit: str
    session: str


class Head(NamedTuple):
    """People of a profile who hold a place as a competence."""

    place: Place
    profile: int
    competence: str


class Duty(NamedTuple):
    """People of a profile who do exclusive (or shared) cover on a shift."""

    day: int
    shift: str
    unit: str
    competence: str
    profile: int


OVER_PRODUCTION = 100_000
"""More items of an activity than anybody produces in a week, where more than planned may be produced."""
POOL = "*"
"""In a coarse model, the one session in which a unit's fluid sessions of a half-day are pooled."""


class Variables:
    """All variables of one scenario, made once. Keys hold ids and day and week numbers, never positions.

    With ``given`` shifts, people's shifts are constants (the roster may then break rules). A ``coarse`` model
    pools the fluid sessions of each unit and counts their items by week: a relaxation, so its bound holds. Where
    people are kept ``apart``, each is a profile, so that heads are named people.
    """

    def __init__(
        self,
        cp: cp_model.CpModel,
        facts: Facts,
        given: Roster | None = None,
        coarse: bool = False,
        apart: bool = False,
    ) -> None:
        self.cp = cp
        self.facts = facts
        self.coarse = coarse
        self.profiles = group_profiles(facts, apart)
        self.profile_of = profile_of(self.profiles)
        self.by_day: dict[tuple[str, int], dict[str, Linear]] = defaultdict(dict)
        """Shift variables by worker and day: shift -> 0 or 1."""
        self.given = given is not None
        """Whether people's shifts are constants, which may break rules."""
        self.book: dict[tuple[str, int], Linear] = {}
        """Booked weeks of agency lines."""
        self.stage: dict[tuple[str, int, int], cp_model.IntVar] = {}
        """Booked weeks of agency lines by the stage of the ramp that holds in them."""
        self.by_stage: dict[tuple[str, int, str], dict[int, Linear]] = {}
        """The same shift variables, by stage of the ramp (0 but for agency lines)."""
        self.steps: dict[tuple[int, int], cp_model.IntVar] = {}
        """Half-day minutes that a profile covers in a week, in steps; made where the bookable share needs them."""
        self.list_counts: dict[tuple[str, str, int], cp_model.IntVar] = {}
        """Lists by unit, session and week, and those of all weeks; made in a coarse model."""
        if given is None:
            self._make_shifts()
        else:
            self._fix_shifts(given)
        self.week_steps: dict[tuple[str, int], cp_model.IntVar] = {}
        """Minutes of each worker in each week, in steps."""
        self._week_minutes = self._make_week_minutes()
        self.present = self._make_present()
        self._most_heads: dict[tuple[int, int, tuple[str, ...]], int] = {}
        self.sessions = {p: spec for p, spec in _sessions(facts) if spec.fixed or not coarse}
        self.pools = _pools(facts) if coarse else {}
        """Competences that the fluid sessions of a half-day use, by pooled place."""
        self.heads = self._make_heads()
        self._heads_in: dict[tuple[Place, str], list[Head]] = defaultdict(list)
        for head in self.heads:
            self._heads_in[head.place, head.competence].append(head)
        self.lists = {p: self._list_variable(p) for p in self.sessions if self.session(p).fixed}
        self.items = self._make_items()
        self.weekly_items = self._make_weekly_items()
        """Items of fluid sessions by unit, activity and week, in a coarse model."""
        self.duties = self._make_duties()
        self.heads_at = self._heads_at()

    # -- people -----------------------------------------------------------------------------

    def _make_shifts(self) -> None:
        for worker in self.facts.workers.values():
            stages = ramp_stages(worker)
            for day in range(self.facts.day_count):
                for shift in self.facts.scenario.shifts:
                    if self.facts.available(worker, shift, day):
                        self.by_day[worker.id, day][shift] = self._shift_variable(worker.id, day, shift, len(stages))
            if worker.offer is not None:
                for week in range(self.facts.week_count):
                    self._make_booking(worker.id, week, len(stages))

    def _shift_variable(self, worker: str, day: int, shift: str, stages: int) -> Linear:
        """Return one variable, or for a line with a ramp the sum of one for each stage that can be reached by then."""
        reached = range(min(stages, day // 7 + 1))
        staged = {stage: self.cp.new_bool_var(f"x[{worker},{day},{shift},{stage}]") for stage in reached}
        self.by_stage[worker, day, shift] = dict(staged)
        return staged[0] if len(staged) == 1 else total(staged.values())

    def _make_booking(self, line: str, week: int, stages: int) -> None:
        self.book[line, week] = self.cp.new_bool_var(f"book[{line},{week}]")
        for stage in range(min(stages, week + 1)):
            self.stage[line, week, stage] = self.cp.new_bool_var(f"stage[{line},{week},{stage}]")

    def _fix_shifts(self, given: Roster) -> None:
        weeks: dict[str, set[int]] = defaultdict(set)
        rows = [(r.staff, self.facts.day_of(r.date), r.shift) for r in given.shifts]
        for staff, day, _ in rows:
            weeks[staff].add(day // 7)
        self.book.update({(s, w): 1 for s, found in weeks.items() if self.facts.workers[s].offer for w in found})
        for staff, day, shift in rows:
            self.by_day[staff, day][shift] = 1
            last = len(ramp_stages(self.facts.workers[staff])) - 1
            self.by_stage[staff, day, shift] = {min(last, _weeks_before(weeks[staff], day // 7)): 1}

    def worked(self, worker: str, day: int) -> Linear:
        """Return 1 where a worker has a shift on a day."""
        return total(self.by_day.get((worker, day), {}).values())

    def week_minutes(self, worker: str, week: int) -> Linear:
        """Return the paid minutes of a worker in a week."""
        return self._week_minutes.get((worker, week), 0)

    def minutes(self, worker: str) -> Linear:
        """Return the paid minutes of a worker over the horizon."""
        return total(self.week_minutes(worker, week) for week in range(self.facts.week_count))

    def _make_week_minutes(self) -> Mapping[tuple[str, int], Linear]:
        """Count minutes by whole variables, in steps of their greatest common divisor, for solvers to branch on."""
        shifts: dict[tuple[str, int], list[tuple[int, Linear]]] = defaultdict(list)
        for (worker, day), here in self.by_day.items():
            shifts[worker, day // 7].extend((self.facts.paid[k, day], x) for k, x in here.items())
        result: dict[tuple[str, int], Linear] = {}
        for (worker, week), terms in shifts.items():
            step = gcd(*(minutes for minutes, _ in terms)) or 1
            if self.given:
                result[worker, week] = total(minutes * x for minutes, x in terms)
                continue
            most = 7 * max(minutes for minutes, _ in terms) // step
            steps = self.cp.new_int_var(0, most, f"minutes[{worker},{week}]")
            self.cp.add(steps == total(minutes // step * x for minutes, x in terms))
            self.week_steps[worker, week] = steps
            result[worker, week] = step * steps
        return result

    # -- heads ------------------------------------------------------------------------------

    def _make_present(self) -> Mapping[tuple[int, int, str], Linear]:
        """Heads of a profile on a shift of a day."""
        members: dict[tuple[int, int, str], list[Linear]] = defaultdict(list)
        for (worker, day, shift), stages in self.by_stage.items():
            for stage, x in stages.items():
                members[self.profile_of[worker, stage].number, day, shift].append(x)
        return {key: self._count(key, terms) for key, terms in members.items()}

    def _count(self, key: tuple[int, int, str], terms: list[Linear]) -> Linear:
        """Return the sum of some variables, as a variable of its own where that spares the rows below."""
        if len(terms) == 1 or all(isinstance(term, int) for term in terms):
            return terms[0] if len(terms) == 1 else total(terms)
        profile, day, shift = key
        count = self.cp.new_int_var(0, len(terms), f"n[{profile},{day},{shift}]")
        self.cp.add(count == total(terms))
        return count

    def heads_on(self, profile: int, day: int, periods: Iterable[str]) -> Linear:
        """Return the heads of a profile whose shift covers all of some periods of a day."""
        wanted = set(periods)
        shifts = self.facts.scenario.shifts.items()
        return total(self.present.get((profile, day, k), 0) for k, spec in shifts if wanted.issubset(spec.covers))

    def most_heads(self, profile: int, day: int, periods: tuple[str, ...]) -> int:
        """Return how many heads of a profile there can be in all of some periods of a day at most."""
        known = self._most_heads.get((profile, day, periods))
        if known is None:
            shifts = self.facts.scenario.shifts
            members = {member.worker.id for member in self.profiles[profile].members}
            known = sum(
                any(set(periods).issubset(shifts[k].covers) for k in self.by_day.get((worker, day), {}))
                for worker in members
            )
            self._most_heads[profile, day, periods] = known
        return known

    # -- sessions ---------------------------------------------------------------------------

    def session(self, place: Place) -> Session:
        """Return the session of a place."""
        return self.sessions[place]

    def periods_of(self, place: Place) -> tuple[str, ...]:
        """Return the periods in which a place takes its people, in the order of the day."""
        session = self.sessions.get(place)
        span = (session.span if session else ()) or (place.period,)
        return tuple(period for period in self.facts.scenario.periods if period in span)

    def _make_heads(self) -> dict[Head, cp_model.IntVar]:
        heads: dict[Head, cp_model.IntVar] = {}
        may = {
            (profile.number, unit, c): self.facts.may_work(profile.worker, unit, c)
            for profile in self.profiles
            for unit in self.facts.scenario.units
            for c in profile.worker.competences
        }
        for place in self.sessions:
            for c in self.facts.session_competences(place.unit, place.session):
                for profile in self.profiles:
                    barred = self.facts.validity.barred(profile.worker, c, place.day)
                    if may.get((profile.number, place.unit, c)) and not barred:
                        most = self.most_heads(profile.number, place.day, self.periods_of(place))
                        if most:
                            name = f"h[{place.day},{place.period},{place.unit},{place.session},{profile.number},{c}]"
                            heads[Head(place, profile.number, c)] = self.cp.new_int_var(0, most, name)
        for place, competences in self.pools.items():
            heads.update(self._pool_heads(place, competences, may))
        return heads

    def _pool_heads(
        self, place: Place, competences: frozenset[str], may: Mapping[tuple[int, str, str], bool]
    ) -> dict[Head, cp_model.IntVar]:
        """Return heads in a pool of people who are not at home in it: those who are need no variable."""
        heads: dict[Head, cp_model.IntVar] = {}
        validity = self.facts.validity
        for profile in self.profiles:
            for c in profile.worker.competences:
                at_home = (place.unit, c) == (profile.worker.home, self.facts.main_on(profile.worker, place.day))
                able = may.get((profile.number, place.unit, c))
                if c in competences and able and not at_home and not validity.barred(profile.worker, c, place.day):
                    most = self.most_heads(profile.number, place.day, (place.period,))
                    if most:
                        name = f"pool[{place.day},{place.period},{place.unit},{profile.number},{c}]"
                        heads[Head(place, profile.number, c)] = self.cp.new_int_var(0, most, name)
        return heads

    def _list_variable(self, place: Place) -> cp_model.IntVar:
        session = self.session(place)
        team = session.team or {}
        most = min(self._most_in(place, c) // number for c, number in team.items())
        if session.room is not None:
            most = min(most, self.facts.scenario.units[place.unit].rooms[session.room].count)
        if session.max_parallel is not None:
            most = min(most, session.max_parallel)
        return self.cp.new_int_var(0, most, f"lists[{place.day},{place.period},{place.unit},{place.session}]")

    def _most_in(self, place: Place, competence: str) -> int:
        profiles = (head.profile for head in self.heads_in(place, competence))
        return sum(self.most_heads(g, place.day, self.periods_of(place)) for g in profiles)

    def heads_in(self, place: Place, competence: str) -> list[Head]:
        """Return the head variables' keys of a place and competence."""
        return self._heads_in.get((place, competence), [])

    def _make_items(self) -> dict[tuple[Place, str], cp_model.IntVar]:
        items: dict[tuple[Place, str], cp_model.IntVar] = {}
        for place, session in self.sessions.items():
            for activity in session.activities:
                most = self._most_items(place, activity)
                if most:
                    name = f"y[{place.day},{place.period},{place.unit},{place.session},{activity}]"
                    items[place, activity] = self.cp.new_int_var(0, most, name)
        return items

    def _make_weekly_items(self) -> dict[tuple[str, str, int], cp_model.IntVar]:
        """Return items of pooled sessions, at most what is wanted and what the rooms of the week hold."""
        fluid = {
            (place.unit, activity, place.day // 7)
            for place in self.pools
            for session in self.facts.scenario.units[place.unit].sessions.values()
            if not session.fixed
            for activity in session.activities
        }
        return {
            (u, a, w): self.cp.new_int_var(0, self._wanted(u, a, w), f"items[{u},{a},{w}]") for u, a, w in sorted(fluid)
        }

    def _wanted(self, unit: str, activity: str, week: int) -> int:
        """Return the most items of an activity that count in a week."""
        spec = self.facts.scenario.units[unit].activities[activity]
        if spec.over_production:
            return OVER_PRODUCTION
        planned = self.facts.planned[unit, activity]
        if spec.carry_over:
            return spec.backlog + sum(planned[: week + 1])
        return planned[week] + (spec.backlog if week == 0 else 0)

    def _most_items(self, place: Place, activity: str) -> int:
        """Return a number of items that no roster passes: by demand so far, by heads, by lists."""
        spec = self.facts.scenario.units[place.unit].activities[activity]
        session = self.session(place)
        if session.fixed:
            most = session.list_yield(place.period) * upper(self.lists[place])
        else:
            length = self.facts.period_minutes[place.period]
            most = min((self._most_minutes(place, c) // m for c, m in spec.team.items() if m), default=10**6)
            for room, minutes in spec.room.items():
                count = self.facts.scenario.units[place.unit].rooms[room].count
                usable = place.period in self.facts.room_open(place.unit, room, place.day)
                most = min(most, count * length // minutes if minutes and usable else 10**6 * usable)
        return min(most, self._wanted(place.unit, activity, place.day // 7))

    def _most_minutes(self, place: Place, competence: str) -> int:
        length = self.facts.period_minutes[place.period]
        return sum(
            upper(self.heads[head]) * self.profiles[head.profile].productivity * length // 1000
            for head in self.heads_in(place, competence)
        )

    # -- cover ------------------------------------------------------------------------------

    def _make_duties(self) -> dict[Duty, cp_model.IntVar]:
        duties: dict[Duty, cp_model.IntVar] = {}
        for day, shift, unit, competence in self.facts.cover:
            for profile in self.profiles:
                members = {m.worker.id for m in profile.members if shift in self.by_day.get((m.worker.id, day), {})}
                if members and self._may_cover(profile.worker, unit, competence, day):
                    key = Duty(day, shift, unit, competence, profile.number)
                    duties[key] = self.cp.new_int_var(0, len(members), f"z{list(key)}")
        return duties

    def _may_cover(self, worker: Worker, unit: str, competence: str, day: int) -> bool:
        """Whether a worker may cover; of given shifts also what they cover as long as they do nothing else."""
        idle = self.given and (unit, competence) == (worker.home, self.facts.main_on(worker, day))
        barred = self.facts.validity.barred(worker, competence, day) and not idle
        return self.facts.may_work(worker, unit, competence) and not barred

    def is_shared(self, duty: Duty) -> bool:
        """Whether people on a duty may also be in sessions."""
        return self.facts.cover[duty.day, duty.shift, duty.unit, duty.competence][0].shared

    def _heads_at(self) -> Mapping[tuple[int, int, str], list[Head]]:
        """Head variables by profile, day and period in which they take people."""
        result: dict[tuple[int, int, str], list[Head]] = defaultdict(list)
        for head in self.heads:
            for period in self.periods_of(head.place):
                result[head.profile, head.place.day, period].append(head)
        return result


def _weeks_before(weeks: set[int], week: int) -> int:
    """Return how many weeks in a row before a week are among some weeks."""
    count = 0
    while week - count - 1 in weeks:
        count += 1
    return count


def _sessions(facts: Facts) -> Iterable[tuple[Place, Session]]:
    for name, unit in facts.scenario.units.items():
        for session_name, session in unit.sessions.items():
            for day in range(facts.day_count):
                for period in sorted(facts.session_open(name, session_name, day)):
                    yield Place(day, period, name, session_name), session


def _pools(facts: Facts) -> dict[Place, frozenset[str]]:
    pools: dict[Place, frozenset[str]] = {}
    for place, session in _sessions(facts):
        if not session.fixed:
            pooled = place._replace(session=POOL)
            competences = facts.session_competences(place.unit, place.session)
            pools[pooled] = pools.get(pooled, frozenset()).union(competences)
    return pools

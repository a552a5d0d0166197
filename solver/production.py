"""What is produced: session time, teams, rooms, the bookable share, the balance of the plan, lending."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from math import gcd
from typing import NamedTuple

from ortools.sat.python import cp_model

from models.base import ticks
from solver.linear import Linear, most, total, upper
from solver.seating import free_heads
from solver.variables import Variables


class ProductionCosts(NamedTuple):
    """Costs of what is not produced, in ticks."""

    shortfall: list[Linear]
    waiting: list[Linear]


def add_session_time(v: Variables) -> None:
    """Fluid session, per competence: minutes of items <= minutes of the half-day x productivity of the people in it."""
    for place, session in v.sessions.items():
        if session.fixed:
            continue
        length = v.facts.period_minutes[place.period]
        activities = v.facts.scenario.units[place.unit].activities
        for c in v.facts.session_competences(place.unit, place.session):
            minutes = [(activities[a].team.get(c, 0), v.items.get((place, a), 0)) for a in session.activities]
            heads = total(length * v.profiles[h.profile].productivity * v.heads[h] for h in v.heads_in(place, c))
            v.cp.add(total(1000 * m * y for m, y in minutes if m) <= heads)


def add_pooled_time(v: Variables, covering: Mapping[tuple[int, int, str], Linear]) -> None:
    """Coarse: per unit, week and competence, minutes of items <= minutes of people who are free for fluid sessions."""
    needed: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    for (unit, activity, week), items in v.weekly_items.items():
        for c, minutes in v.facts.scenario.units[unit].activities[activity].team.items():
            needed[unit, c, week].append(1000 * minutes * items)
    free: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    for place, competences in v.pools.items():
        length = v.facts.period_minutes[place.period]
        for profile in v.profiles:
            worker = profile.worker
            main = v.facts.main_on(worker, place.day)
            if (
                worker.home == place.unit
                and main in competences
                and not v.facts.validity.barred(worker, main, place.day)
            ):
                heads = free_heads(v, covering, profile.number, place.day, (place.period,))
                elsewhere = total(v.heads[h] for h in v.heads_at.get((profile.number, place.day, place.period), ()))
                rate = length * profile.productivity
                free[place.unit, main, place.day // 7].append(rate * (heads - elsewhere))
        for c in competences:
            for head in v.heads_in(place, c):
                rate = length * v.profiles[head.profile].productivity
                free[place.unit, c, place.day // 7].append(rate * v.heads[head])
    for key, minutes_needed in needed.items():
        v.cp.add(total(minutes_needed) <= total(free[key]))


def add_pooled_rooms(v: Variables) -> None:
    """Coarse: per room kind and week, room minutes of items + minutes of lists <= rooms x minutes."""
    used: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    for (unit, activity, week), items in v.weekly_items.items():
        for room, minutes in v.facts.scenario.units[unit].activities[activity].room.items():
            used[unit, room, week].append(minutes * items)
    for place, lists in v.lists.items():
        held = v.session(place).room
        if held is not None:
            used[place.unit, held, place.day // 7].append(v.facts.list_minutes(v.session(place), place.period) * lists)
    for (unit, room, week), minutes_used in used.items():
        days = range(7 * week, 7 * week + 7)
        there = sum(v.facts.period_minutes[p] for d in days for p in v.facts.room_open(unit, room, d))
        v.cp.add(total(minutes_used) <= v.facts.scenario.units[unit].rooms[room].count * there)


def add_leads(v: Variables) -> None:
    """Fluid session with a lead: somebody in that competence wherever it produces."""
    for place, session in v.sessions.items():
        if session.lead is None:
            continue
        heads = total(v.heads[h] for h in v.heads_in(place, session.lead))
        for activity in session.activities:
            items = v.items.get((place, activity))
            if items is not None:
                producing = v.cp.new_bool_var("")
                v.cp.add(items <= upper(items) * producing)
                v.cp.add(heads >= producing)


def add_lists(v: Variables) -> None:
    """Fixed team: heads = team x lists, items <= yield x lists."""
    for place, lists in v.lists.items():
        session = v.session(place)
        for c, number in (session.team or {}).items():
            v.cp.add(total(v.heads[h] for h in v.heads_in(place, c)) == number * lists)
        items = [v.items[place, a] for a in session.activities if (place, a) in v.items]
        v.cp.add(total(items) <= session.list_yield(place.period) * lists)


def add_rooms(v: Variables) -> None:
    """Per room kind and half-day: room minutes of items + minutes x lists that hold a room <= rooms x minutes."""
    used: dict[tuple[str, str, int, str], list[Linear]] = defaultdict(list)
    for place, session in v.sessions.items():
        activities = v.facts.scenario.units[place.unit].activities
        for activity in session.activities if not session.fixed else ():
            for room, minutes in activities[activity].room.items():
                if (place, activity) in v.items and minutes:
                    used[place.unit, room, place.day, place.period].append(minutes * v.items[place, activity])
        if session.fixed and session.room is not None:
            for period in v.periods_of(place):
                length = v.facts.period_minutes[period]
                used[place.unit, session.room, place.day, period].append(length * v.lists[place])
    for (unit, room, day, period), held in used.items():
        is_open = period in v.facts.room_open(unit, room, day)
        count = v.facts.scenario.units[unit].rooms[room].count if is_open else 0
        v.cp.add(total(held) <= count * v.facts.period_minutes[period])


def add_balance(v: Variables) -> tuple[Mapping[tuple[str, str, int], cp_model.IntVar], ProductionCosts]:
    """produced + shortfall = planned + carried in + surplus. Returns produced by unit, activity and week, and costs."""
    weekly: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    for (place, activity), items in v.items.items():
        weekly[place.unit, activity, place.day // 7].append(items)
    for key, items in v.weekly_items.items():
        weekly[key].append(items)
    produced: dict[tuple[str, str, int], cp_model.IntVar] = {}
    costs = ProductionCosts([], [])
    for (unit, activity), planned in v.facts.planned.items():
        spec = v.facts.scenario.units[unit].activities[activity]
        carried: Linear = spec.backlog
        for week, plan in enumerate(planned):
            terms = weekly[unit, activity, week]
            made_most = sum(most(items) for items in terms)
            made = v.cp.new_int_var(0, made_most, f"produced[{unit},{activity},{week}]")
            v.cp.add(made == total(terms))
            produced[unit, activity, week] = made
            waiting = spec.backlog + sum(planned[: week + 1])
            short = v.cp.new_int_var(0, waiting, f"short[{unit},{activity},{week}]")
            if spec.over_production:
                v.cp.add(short >= plan + carried - made)
            else:
                v.cp.add(short == plan + carried - made)
            if spec.carry_over:
                costs.waiting.append(ticks(spec.waiting_cost) * short)
            if not spec.carry_over or week == v.facts.week_count - 1:
                costs.shortfall.append(ticks(spec.shortfall_cost) * short)
            carried = short if spec.carry_over else 0
    return produced, costs


def add_bookable_share(
    v: Variables,
    produced: Mapping[tuple[str, str, int], cp_model.IntVar],
    wanted: Collection[tuple[str, str, int]],
) -> Mapping[tuple[str, str, int], Linear]:
    """Per unit, week and competence: minutes of items and lists <= sum of share x productivity x credited minutes.

    Returns that sum, in millionths of a minute, by unit, competence and week; also where else it is wanted.
    """
    direct = _direct_minutes(v, produced)
    credited = _credited_minutes(v, set(direct).union(wanted))
    for key, minutes in direct.items():
        v.cp.add(1_000_000 * total(minutes) <= total(credited.get(key, ())))
    return {key: total(minutes) for key, minutes in credited.items()}


def _direct_minutes(
    v: Variables, produced: Mapping[tuple[str, str, int], cp_model.IntVar]
) -> Mapping[tuple[str, str, int], list[Linear]]:
    """Minutes worked with patients, by unit, competence and week.

    The weekly number of an activity stands for its items where only fluid sessions produce it: fewer
    terms, and a number on which the solver can branch.
    """
    direct: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    fixed = {(p.unit, a) for p, session in v.sessions.items() if session.fixed for a in session.activities}
    for (unit, activity, week), items in v.weekly_items.items():
        for c, minutes in v.facts.scenario.units[unit].activities[activity].team.items():
            if minutes and (unit, activity) in fixed:
                direct[unit, c, week].append(minutes * items)
    for (unit, activity, week), made in produced.items():
        for c, minutes in v.facts.scenario.units[unit].activities[activity].team.items():
            if minutes and (unit, activity) not in fixed:
                direct[unit, c, week].append(minutes * made)
    for (place, activity), items in v.items.items():
        if (place.unit, activity) in fixed and not v.session(place).fixed:
            for c, minutes in v.facts.scenario.units[place.unit].activities[activity].team.items():
                direct[place.unit, c, place.day // 7].append(minutes * items)
    for place, lists in v.lists.items():
        length = v.facts.list_minutes(v.session(place), place.period)
        for c, number in (v.session(place).team or {}).items():
            direct[place.unit, c, place.day // 7].append(number * length * lists)
    return direct


def _credited_minutes(v: Variables, wanted: set[tuple[str, str, int]]) -> Mapping[tuple[str, str, int], list[Linear]]:
    """Bookable minutes (in millionths) credited by unit, competence and week.

    Everybody present in a half-day is credited at home, less those who sit or cover elsewhere, who are
    credited there.
    """
    credited: dict[tuple[str, str, int], list[Linear]] = defaultdict(list)
    for (profile, week), minutes in _covered_minutes(v).items():
        worker = v.profiles[profile].worker
        if (worker.home, worker.main, week) in wanted:
            credited[worker.home, worker.main, week].append(v.profiles[profile].weight * minutes)
    for move in _moves(v):
        bookable = v.facts.period_minutes[move.period] * v.profiles[move.profile].weight
        for (unit, competence), sign in ((move.target, 1), (move.source, -1)):
            key = (unit, competence, move.day // 7)
            if move.source != move.target and key in wanted:
                credited[key].append(sign * bookable * move.heads)
    return credited


class _Move(NamedTuple):
    """Heads of a profile whose half-day is credited to another unit and competence."""

    profile: int
    day: int
    period: str
    source: tuple[str, str]
    target: tuple[str, str]
    heads: Linear


def _moves(v: Variables) -> Iterator[_Move]:
    """Yield what is credited elsewhere than at home: places, exclusive cover, and all where the first has expired."""
    shifts = v.facts.scenario.shifts

    def home(profile: int, day: int) -> tuple[str, str]:
        worker = v.profiles[profile].worker
        return worker.home, v.facts.main_on(worker, day)

    for (g, day, shift), present in v.present.items():
        source = (v.profiles[g].worker.home, v.profiles[g].worker.main)
        yield from (_Move(g, day, period, source, home(g, day), present) for period in shifts[shift].covers)
    for head, heads in v.heads.items():
        g, day, target = head.profile, head.place.day, (head.place.unit, head.competence)
        yield from (_Move(g, day, period, home(g, day), target, heads) for period in v.periods_of(head.place))
    for duty, heads in v.duties.items():
        g, day, target = duty.profile, duty.day, (duty.unit, duty.competence)
        periods = () if v.is_shared(duty) else shifts[duty.shift].covers
        yield from (_Move(g, day, period, home(g, day), target, heads) for period in periods)


def _covered_minutes(v: Variables) -> Mapping[tuple[int, int], Linear]:
    """Minutes of half-days that a profile's shifts cover, by profile and week.

    Counted by one whole variable (in steps of the greatest common divisor), since all else about the week
    follows from it: solvers branch and cut on it.
    """
    period_minutes = v.facts.period_minutes
    covers = {k: sum(period_minutes[p] for p in spec.covers) for k, spec in v.facts.scenario.shifts.items()}
    step = gcd(*covers.values())
    weekly: dict[tuple[int, int], list[Linear]] = defaultdict(list)
    for (profile, day, shift), present in v.present.items():
        if covers[shift]:
            weekly[profile, day // 7].append(covers[shift] // step * present)
    result: dict[tuple[int, int], Linear] = {}
    for (profile, week), terms in weekly.items():
        most = 7 * max(covers.values()) // step * len(v.profiles[profile].members)
        steps = v.cp.new_int_var(0, most, f"steps[{profile},{week}]")
        v.cp.add(steps == total(terms))
        v.steps[profile, week] = steps
        result[profile, week] = step * steps
    return result


def add_lending(v: Variables) -> None:
    """Per agreement and week: half-days away in sessions, and exclusive cover by its minutes, within the agreement."""
    used: dict[tuple[str, str, str, int], list[Linear]] = defaultdict(list)
    for head, variable in v.heads.items():
        worker = v.profiles[head.profile].worker
        row = v.facts.agreement(worker, head.place.unit, head.competence)
        if row is not None:
            key = (worker.home, head.place.unit, head.competence, head.place.day // 7)
            used[key].append(row.half_day_minutes * len(v.periods_of(head.place)) * variable)
    for duty, variable in v.duties.items():
        worker = v.profiles[duty.profile].worker
        if not v.is_shared(duty) and v.facts.agreement(worker, duty.unit, duty.competence) is not None:
            key = (worker.home, duty.unit, duty.competence, duty.day // 7)
            used[key].append(v.facts.paid[duty.shift, duty.day] * variable)
    for (home, unit, competence, _), minutes in used.items():
        row = v.facts.lending[home, unit, competence]
        v.cp.add(total(minutes) <= row.half_day_minutes * row.half_days_per_week)

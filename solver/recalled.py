"""The numbers of a solution that a given roster stands for, as far as a model knows what the roster names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace

from models.facts import Facts
from models.roster import ItemCount, Roster, SessionPlace
from solver.agency import interchangeable
from solver.model import Model
from solver.profiles import ramp_stages
from solver.solution import Solution
from solver.variables import POOL, Duty, Head, Place, Variables

Cell = tuple[str, int]
"""A worker on a day."""


def worked_in(facts: Facts, roster: Roster) -> Mapping[Cell, str]:
    """Return the first shift of each worker on each day of the horizon, of those that the scenario knows."""
    worked: dict[Cell, str] = {}
    for row in roster.shifts:
        day = facts.day_of(row.date)
        if row.staff in facts.workers and row.shift in facts.scenario.shifts and 0 <= day < facts.day_count:
            worked.setdefault((row.staff, day), row.shift)
    return worked


def with_lines_in_order(facts: Facts, roster: Roster) -> Roster:
    """Return a roster whose agency lines are numbered as the model orders them: those booked in earlier weeks first."""
    weeks: dict[str, set[int]] = defaultdict(set)
    for staff, day in worked_in(facts, roster):
        weeks[staff].add(day // 7)
    new: dict[str, str] = {}
    for offer in facts.scenario.agency:
        lines = [offer.line(number) for number in range(1, offer.people + 1)]
        if interchangeable(facts, lines):
            order = sorted(lines, key=lambda line: [week not in weeks[line] for week in range(facts.week_count)])
            new.update(zip(order, lines, strict=True))
    shifts = tuple(replace(row, staff=new.get(row.staff, row.staff)) for row in roster.shifts)
    places = roster.places
    if places is not None:
        places = tuple(replace(row, staff=new.get(row.staff, row.staff)) for row in places)
    return replace(roster, shifts=shifts, places=places)


def recall(model: Model, roster: Roster) -> Solution:
    """Return the numbers that a roster stands for; what the model has no variable for is left out."""
    v = model.variables
    worked = {cell: k for cell, k in worked_in(v.facts, roster).items() if k in v.by_day.get(cell, {})}
    places = [row for row in roster.places or () if (row.staff, v.facts.day_of(row.date)) in worked]
    profiles = _profiles(v, worked)
    return Solution(
        shifts=frozenset((staff, day, shift) for (staff, day), shift in worked.items()),
        heads=_heads(v, places, profiles),
        lists=_lists(v, places),
        items=_items(v, roster.items or ()),
        duties=_duties(v, roster, worked, places, profiles),
        seats={},
    )


def weekly_items(v: Variables, items: Mapping[tuple[Place, str], int]) -> Mapping[tuple[str, str, int], int]:
    """Return the items of fluid sessions by unit, activity and week: what a coarse model counts."""
    sums: Counter[tuple[str, str, int]] = Counter()
    for (place, activity), number in items.items():
        key = (place.unit, activity, place.day // 7)
        if not v.facts.scenario.units[place.unit].sessions[place.session].fixed:
            sums[key] += number
    return sums


def _profiles(v: Variables, worked: Mapping[Cell, str]) -> Mapping[Cell, int]:
    """Return the number of the profile of everybody on every day on which they work."""
    weeks: dict[str, set[int]] = defaultdict(set)
    for staff, day in worked:
        weeks[staff].add(day // 7)
    return {cell: v.profile_of[cell[0], _stage(v, cell, weeks[cell[0]])].number for cell in worked}


def _stage(v: Variables, cell: Cell, weeks: set[int]) -> int:
    """Return the stage of the ramp that a line has reached on a day; 0 for employees."""
    stage, week = 0, cell[1] // 7
    last = len(ramp_stages(v.facts.workers[cell[0]])) - 1
    while week - stage - 1 in weeks and stage < last:
        stage += 1
    return stage


def _heads(v: Variables, places: list[SessionPlace], profiles: Mapping[Cell, int]) -> Mapping[Head, int]:
    heads: Counter[Head] = Counter()
    for row in places:
        day = v.facts.day_of(row.date)
        profile = profiles[row.staff, day]
        for session in (row.session, POOL):  # the latter in a coarse model, where fluid sessions are pooled
            heads[Head(Place(day, row.period, row.unit, session), profile, row.competence)] += 1
    return {head: number for head, number in heads.items() if head in v.heads}


def _lists(v: Variables, places: list[SessionPlace]) -> Mapping[Place, int]:
    lists: dict[Place, set[int]] = defaultdict(set)
    for row in places:
        place = Place(v.facts.day_of(row.date), row.period, row.unit, row.session)
        if place in v.lists and row.list is not None:
            lists[place].add(row.list)
    return {place: len(numbers) for place, numbers in lists.items()}


def _items(v: Variables, rows: tuple[ItemCount, ...]) -> Mapping[tuple[Place, str], int]:
    items: Counter[tuple[Place, str]] = Counter()
    for row in rows:
        items[Place(v.facts.day_of(row.date), row.period, row.unit, row.session), row.activity] += row.items
    return {key: number for key, number in items.items() if key in v.items}


def _duties(
    v: Variables,
    roster: Roster,
    worked: Mapping[Cell, str],
    places: list[SessionPlace],
    profiles: Mapping[Cell, int],
) -> Mapping[Duty, int]:
    """Count who covers what their shift rows say: those without a place, unless the cover is shared."""
    seated = {(row.staff, v.facts.day_of(row.date)) for row in places}
    duties: Counter[Duty] = Counter()
    for row in roster.shifts:
        cell = (row.staff, v.facts.day_of(row.date))
        if worked.get(cell) == row.shift:
            duty = Duty(cell[1], row.shift, row.unit, row.competence, profiles[cell])
            if duty in v.duties and (cell not in seated or v.is_shared(duty)):
                duties[duty] += 1
    return duties

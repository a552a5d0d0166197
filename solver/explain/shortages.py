"""What a roster falls short of: the plan, by activity and week, and the targets of cover."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from models.base import ticks
from models.facts import Facts
from models.result import Evaluation


@dataclass(frozen=True, slots=True, order=True)
class Production:
    """Items of an activity that are missing at the end of a week; of one that carries over, those that wait."""

    unit: str
    activity: str
    week: int


@dataclass(frozen=True, slots=True, order=True)
class Cover:
    """People below the targets of a shift, over the days of a week."""

    unit: str
    shift: str
    competence: str
    week: int


Shortage = Production | Cover


def shortages(evaluation: Evaluation) -> Mapping[Shortage, int]:
    """Return what is missing: items, or people on shifts."""
    found: Counter[Shortage] = Counter()
    for row in evaluation.production or ():
        if row.shortfall:
            found[Production(row.unit, row.activity, row.week)] = row.shortfall
    for need in evaluation.cover:
        if need.missing:
            found[Cover(need.unit, need.shift, need.competence, need.day // 7)] += need.missing
    return found


def price(facts: Facts, shortage: Shortage) -> int:
    """Return what one more costs in its week, in ticks: waiting counts weekly, a shortfall once, at the end.

    Of cover it is the dearest first step below target.
    """
    if isinstance(shortage, Cover):
        days = range(7 * shortage.week, 7 * shortage.week + 7)
        keys = ((day, shortage.shift, shortage.unit, shortage.competence) for day in days)
        return max((ticks(row.under_cost[0]) for key in keys for row in facts.cover.get(key, ())), default=0)
    spec = facts.scenario.units[shortage.unit].activities[shortage.activity]
    ends = not spec.carry_over or shortage.week == facts.week_count - 1
    return ticks(spec.waiting_cost) * spec.carry_over + ticks(spec.shortfall_cost) * ends


def competences(facts: Facts, shortage: Shortage) -> tuple[str, ...]:
    """Return the competences that a shortage needs."""
    if isinstance(shortage, Cover):
        return (shortage.competence,)
    unit = facts.scenario.units[shortage.unit]
    makers = [session for session in unit.sessions.values() if shortage.activity in session.activities]
    found = [*(unit.activities[shortage.activity].team if any(not s.fixed for s in makers) else ())]
    for session in makers:
        found += [*(session.team or ()), *([session.lead] if session.lead else [])]
    return tuple(dict.fromkeys(found))


def rooms(facts: Facts, shortage: Shortage) -> tuple[str, ...]:
    """Return the kinds of room that a shortage needs."""
    if isinstance(shortage, Cover):
        return ()
    unit = facts.scenario.units[shortage.unit]
    makers = [session for session in unit.sessions.values() if shortage.activity in session.activities]
    found = [*(unit.activities[shortage.activity].room if any(not s.fixed for s in makers) else ())]
    return tuple(dict.fromkeys([*found, *(session.room for session in makers if session.room)]))


def sessions(facts: Facts, shortage: Shortage) -> tuple[str, ...]:
    """Return the sessions that produce what is short."""
    if isinstance(shortage, Cover):
        return ()
    made = facts.scenario.units[shortage.unit].sessions.items()
    return tuple(name for name, session in made if shortage.activity in session.activities)

"""Rooms: what a week's plan asks of them, and when they are open."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from bemanna.need.rows import WeekNeed
from models.facts import Facts


def rooms(facts: Facts) -> Iterator[WeekNeed]:
    """Yield need against capacity of the rooms that anything is planned for."""
    for unit, spec in facts.scenario.units.items():
        for room, kind in spec.rooms.items():
            for week in range(facts.week_count):
                need = _room_need(facts, unit, room, week)
                if need:
                    days = range(7 * week, 7 * week + 7)
                    open_minutes = (facts.period_minutes[p] for d in days for p in facts.room_open(unit, room, d))
                    there = kind.count * sum(open_minutes)
                    yield WeekNeed(unit, room, "room", facts.week_label(week), need, there, there)


def _room_need(facts: Facts, unit: str, room: str, week: int) -> int:
    """Return the least room minutes of a week's planned items, in whichever session takes fewest."""
    total = Fraction(0)
    for activity in facts.scenario.units[unit].activities:
        ways = list(_room_minutes(facts, unit, activity, room))
        total += facts.planned[unit, activity][week] * min(ways, default=Fraction(0))
    return -int(-total // 1)


def _room_minutes(facts: Facts, unit: str, activity: str, room: str) -> Iterator[Fraction]:
    """Yield the room minutes of one item in each session (and period) that can produce it."""
    spec = facts.scenario.units[unit]
    for session in spec.sessions.values():
        if activity not in session.activities:
            continue
        if not session.fixed:
            yield Fraction(spec.activities[activity].room.get(room, 0))
            continue
        for period in session.span[:1] or facts.period_minutes:
            items = session.list_yield(period)
            if items:
                yield Fraction(facts.list_minutes(session, period), items) if session.room == room else Fraction(0)

"""Hard limits about sessions: when they run, their time, lead, lists and rooms."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from models.demand import Session
from models.judge.limits import broken
from models.judge.sheet import ListKey, PlaceRow, Sheet
from models.result import Violation

HalfDay = tuple[str, str, int, str]
"""Unit, session, day, period."""


def _spec(sheet: Sheet, unit: str, session: str) -> Session:
    return sheet.facts.scenario.units[unit].sessions[session]


def closed(sheet: Sheet) -> Iterator[Violation]:
    """Places and items only where the session may run; items of a day list stand on its first period."""
    facts = sheet.facts
    starts: dict[tuple[str, str, int], frozenset[str]] = {}

    def may_start(unit: str, session: str, day: int) -> frozenset[str]:
        key = (unit, session, day)
        if key not in starts:
            starts[key] = facts.session_open(unit, session, day)
        return starts[key]

    for row in sheet.places or ():
        span = _spec(sheet, row.unit, row.session).span
        begin = span[0] if row.period in span else row.period
        if begin not in may_start(row.unit, row.session, row.day):
            text = f"{row.session} may not run in {row.period}"
            yield broken(facts, "closed", text, staff=row.staff, days=(row.day,))
    for item in sheet.items or ():
        if item.items and item.period not in may_start(item.unit, item.session, item.day):
            text = f"{item.activity} in {item.session}, which may not start in {item.period}"
            yield broken(facts, "closed", text, days=(item.day,))


def session_time(sheet: Sheet) -> Iterator[Violation]:
    """Fluid sessions: item minutes of each competence within the minutes of its people times productivity."""
    if sheet.places is None or sheet.items is None:
        return
    used: Counter[tuple[HalfDay, str]] = Counter()
    for item in sheet.items:
        if not _spec(sheet, item.unit, item.session).fixed:
            half_day = (item.unit, item.session, item.day, item.period)
            for competence, minutes in sheet.facts.scenario.units[item.unit].activities[item.activity].team.items():
                used[half_day, competence] += minutes * item.items
    there: Counter[tuple[HalfDay, str]] = Counter()
    for row in sheet.places:
        half_day = (row.unit, row.session, row.day, row.period)
        there[half_day, row.competence] += sheet.productivity(row.worker, row.day // 7)
    for (half_day, competence), minutes in used.items():
        _, session, day, period = half_day
        limit = sheet.facts.period_minutes[period] * there[half_day, competence]
        if 1000 * minutes > limit:
            text = f"{minutes} min of items for {competence} in {session} ({period}), of {limit // 1000}"
            yield broken(sheet.facts, "session_time", text, days=(day,), size=-(-(1000 * minutes - limit) // 1000))


def lead(sheet: Sheet) -> Iterator[Violation]:
    """Fluid sessions with a lead: somebody in that competence wherever there are items."""
    if sheet.places is None or sheet.items is None:
        return
    led = {(row.unit, row.session, row.day, row.period, row.competence) for row in sheet.places}
    producing = dict.fromkeys((i.unit, i.session, i.day, i.period) for i in sheet.items if i.items)
    for unit, session, day, period in producing:
        needed = _spec(sheet, unit, session).lead
        if needed is not None and (unit, session, day, period, needed) not in led:
            yield broken(sheet.facts, "lead", f"no {needed} leads {session} ({period})", days=(day,))


def lists(sheet: Sheet) -> Iterator[Violation]:
    """Fixed teams: numbered lists with exactly their team, as many as may run at once, and items within the yield."""
    if sheet.places is None:
        return
    for row in sheet.places:
        if row.list is None and _spec(sheet, row.unit, row.session).fixed:
            text = f"a place in {row.session} without the number of its list"
            yield broken(sheet.facts, "lists", text, staff=row.staff, days=(row.day,))
    for key, numbered in sheet.lists.items():
        yield from _numbers(sheet, key, sorted(numbered))
        for number, rows in numbered.items():
            yield from _team(sheet, key, number, rows)
    yield from _yields(sheet)


def _numbers(sheet: Sheet, key: ListKey, numbers: list[int]) -> Iterator[Violation]:
    unit, session, day, period = key
    most = _spec(sheet, unit, session).max_parallel
    if numbers != list(range(1, len(numbers) + 1)):
        text = f"lists of {session} ({period}) are numbered {', '.join(map(str, numbers))}"
        yield broken(sheet.facts, "lists", text, days=(day,))
    if most is not None and len(numbers) > most:
        text = f"{len(numbers)} lists of {session} at once ({period}), of {most}"
        yield broken(sheet.facts, "lists", text, days=(day,), size=len(numbers) - most)


def _team(sheet: Sheet, key: ListKey, number: int, rows: list[PlaceRow]) -> Iterator[Violation]:
    unit, session, day, first = key
    spec = _spec(sheet, unit, session)
    periods = spec.span or (first,)
    crews = {period: [(row.staff, row.competence) for row in rows if row.period == period] for period in periods}
    for period, crew in crews.items():
        found = Counter(competence for _, competence in crew)
        if found != Counter(spec.team):
            wanted = _people(Counter(spec.team))
            text = f"list {number} of {session} ({period}) has {_people(found)}, its team is {wanted}"
            yield broken(sheet.facts, "lists", text, days=(day,))
        elif sorted(crew) != sorted(crews[first]):
            text = f"list {number} of {session} has other people in {period} than in {first}"
            yield broken(sheet.facts, "lists", text, days=(day,))


def _people(team: Counter[str]) -> str:
    return ", ".join(f"{number} {competence}" for competence, number in sorted(team.items())) or "nobody"


def _yields(sheet: Sheet) -> Iterator[Violation]:
    made: Counter[ListKey] = Counter()
    for item in sheet.items or ():
        if _spec(sheet, item.unit, item.session).fixed:
            made[item.unit, item.session, item.day, item.period] += item.items
    for key, number in made.items():
        unit, session, day, period = key
        most = _spec(sheet, unit, session).list_yield(period) * len(sheet.lists.get(key, ()))
        if number > most:
            text = f"{number} items of {session} ({period}), its lists yield {most}"
            yield broken(sheet.facts, "lists", text, days=(day,))


def rooms(sheet: Sheet) -> Iterator[Violation]:
    """Room minutes within the rooms there are, in each half-day; none where the rooms are closed."""
    if sheet.places is None or sheet.items is None:
        return
    facts, units = sheet.facts, sheet.facts.scenario.units
    used: Counter[HalfDay] = Counter()
    for item in sheet.items:
        if not _spec(sheet, item.unit, item.session).fixed:
            for room, minutes in units[item.unit].activities[item.activity].room.items():
                used[item.unit, room, item.day, item.period] += minutes * item.items
    for (unit, session, day, first), numbered in sheet.lists.items():
        spec = _spec(sheet, unit, session)
        if spec.room is not None:
            for period in spec.span or (first,):
                used[unit, spec.room, day, period] += facts.period_minutes[period] * len(numbered)
    for (unit, room, day, period), minutes in used.items():
        there = units[unit].rooms[room].count if period in facts.room_open(unit, room, day) else 0
        limit = there * facts.period_minutes[period]
        if minutes > limit:
            text = f"{minutes} min of {room} in {unit} ({period}), of {limit}"
            yield broken(facts, "rooms", text, days=(day,), size=minutes - limit)

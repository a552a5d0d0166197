"""What may stand behind a shortage: levers made from the scenario and the roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from models.facts import Facts
from solver.explain.levers.changing import weeks_of
from solver.explain.levers.lever import Single
from solver.explain.levers.limits import Lent, Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.levers.people import Agency, Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms
from solver.explain.shortages import Shortage, competences, rooms, sessions
from solver.explain.usage import Usage

TIGHT = 0.8
"""From this part on a limit may bind: what is left may be too little for one item more."""


def candidates(facts: Facts, shortage: Shortage, used: Sequence[Usage]) -> tuple[Single, ...]:
    """Return what could be otherwise for a shortage, each thing once."""
    return tuple(dict.fromkeys(_candidates(facts, shortage, {usage.lever: usage.rate for usage in used})))


def _candidates(facts: Facts, shortage: Shortage, rates: Mapping[object, float]) -> Iterator[Single]:
    week = (shortage.week,)
    needed = competences(facts, shortage)
    yield from (Hours(shortage.unit, c, week) for c in needed)
    yield from _absent(facts, shortage, needed)
    yield from _places(facts, shortage, rates)
    for source, target, competence in facts.lending:
        lent = Lent(source, target, competence, week)
        if target == shortage.unit and competence in needed and rates.get(lent, 0) >= TIGHT:
            yield lent
    for offer in facts.scenario.agency:
        if (offer.unit or facts.only_unit) == shortage.unit and offer.competence in needed:
            yield Agency(offer.id, week)
    yield from _limits(facts, week, rates)


def _absent(facts: Facts, shortage: Shortage, needed: Sequence[str]) -> Iterator[Single]:
    for row in facts.scenario.absences:
        worker = facts.workers[row.staff]
        able = any(facts.may_work(worker, shortage.unit, c) for c in needed)
        if able and shortage.week in weeks_of(facts.scenario, row.start, row.last):
            yield Present(row.staff, (shortage.week,))


def _places(facts: Facts, shortage: Shortage, rates: Mapping[object, float]) -> Iterator[Single]:
    """Rooms, opening hours, and limits to lists at once."""
    unit, week = facts.scenario.units[shortage.unit], (shortage.week,)
    makers = sessions(facts, shortage)
    for room in rooms(facts, shortage):
        more = Rooms(shortage.unit, room, week)
        if rates.get(more, 1.0) >= TIGHT:
            yield more
        held = [session for name, session in unit.sessions.items() if session.room == room and name in makers]
        if unit.rooms[room].open is not None or any(session.open is not None for session in held):
            yield RoomHours(shortage.unit, room, week)
    for name in makers:
        lists = Lists(shortage.unit, name, week)
        if unit.sessions[name].max_parallel is not None and rates.get(lists, 1.0) >= TIGHT:
            yield lists
    if makers and not _always_open(facts, shortage):
        yield Opening(shortage.unit, week)


def _always_open(facts: Facts, shortage: Shortage) -> bool:
    """Whether the unit and the sessions are open in every period from Monday to Friday."""
    days = range(7 * shortage.week, 7 * shortage.week + 5)
    periods = set(facts.scenario.periods)
    made = (facts.scenario.units[shortage.unit].sessions[name] for name in sessions(facts, shortage))
    return all(facts.open[shortage.unit, d] >= periods for d in days) and all(s.open is None for s in made)


def _limits(facts: Facts, week: tuple[int, ...], rates: Mapping[object, float]) -> Iterator[Single]:
    """Rules, week limits, budgets and pins."""
    scenario = facts.scenario
    for budget in ("agency", "overtime", "agency_share"):
        money = next((m for m in rates if isinstance(m, Money) and m.budget == budget), None)
        if money is not None and rates[money] >= TIGHT:
            yield Money(budget, week)
    yield from (
        WithoutRule(key, week) for key in dict.fromkeys(r.key for r in scenario.rules_in_force if r.mode == "hard")
    )
    if facts.contract_time:
        yield WeekLimits(week)
    if any(scenario.horizon.index(pin.date) // 7 in week for pin in scenario.pins):
        yield Unpinned(week)

"""What stands before any roster: earlier rosters, what is asked for, until when competences are valid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from models.base import ticks
from models.rules.competence import CompetenceValidity
from models.rules.wishes import Wish
from models.staff import PublishedShift, Request

if TYPE_CHECKING:
    from models.facts import Facts, Worker


Days = Mapping[str, Mapping[int, str | None]]
"""The shift (None for a day off) of each day of the horizon that a roster speaks of, by staff id."""


def published_days(facts: Facts) -> Days:
    """Return the days of the published roster; agency lines without a row are not published."""
    rows = facts.scenario.published
    named = {row.staff for row in rows}
    whom = (worker.id for worker in facts.workers.values() if worker.person or worker.id in named)
    return _days(facts, rows, facts.scenario.published_until, whom)


def previous_days(facts: Facts) -> Days:
    """Return the days of the previous roster, for everybody."""
    return _days(facts, facts.scenario.previous, facts.scenario.previous_until, facts.workers)


def _days(facts: Facts, rows: Sequence[PublishedShift], until: dt.date | None, whom: Iterable[str]) -> Days:
    until = until or max((row.date for row in rows), default=None)
    if until is None:
        return {}
    days = range(min(facts.day_count, facts.day_of(until) + 1))
    found: dict[str, dict[int, str | None]] = {staff: dict.fromkeys(days) for staff in whom}
    for row in rows:
        day = facts.day_of(row.date)
        if day in days and row.staff in found:
            found[row.staff][day] = row.shift
    return found


def wishes_by_staff(facts: Facts) -> Mapping[str, tuple[Wish, ...]]:
    """Return the requests of everybody who has some, in their order."""
    found: dict[str, tuple[Wish, ...]] = {}
    for request in facts.scenario.requests:
        found[request.staff] = (*found.get(request.staff, ()), wish_of(facts, request))
    return found


def wish_of(facts: Facts, request: Request) -> Wish:
    """Return a request as far as it lies in the horizon."""
    first, last = max(0, facts.day_of(request.date)), min(facts.day_count - 1, facts.day_of(request.last))
    names = None if request.shift is None else (request.shift,)
    shifts = frozenset(facts.scenario.shifts) if names is None else facts.shifts_named(names)
    return Wish(request.kind == "on", tuple(range(first, last + 1)), shifts, ticks(request.cost))


class Validity:
    """Until when competences are valid, where a rule says that it matters."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        rules = [rule for rule in facts.scenario.rules_in_force if isinstance(rule, CompetenceValidity)]
        self._rules = {
            worker.id: bound
            for worker in facts.workers.values()
            if worker.person is not None
            and any(date < facts.days[-1] for date in worker.person.valid_until.values())
            and (bound := [rule for rule in rules if rule.binds(worker)])
        }

    def matters(self, staff: str) -> bool:
        """Whether somebody has a competence that expires before the end of the horizon."""
        return staff in self._rules

    def expired(self, worker: Worker, competence: str, day: int) -> bool:
        """Whether a rule forbids or prices that somebody works as a competence, because it has expired."""
        return bool(self._broken(worker, competence, day))

    def barred(self, worker: Worker, competence: str, day: int) -> bool:
        """Whether a hard rule forbids it."""
        return any(rule.mode == "hard" for rule in self._broken(worker, competence, day))

    def breaks(self, rule: CompetenceValidity, worker: Worker, competence: str, day: int) -> bool:
        """Whether it breaks one rule that somebody works as a competence on a day."""
        last = worker.person.valid_until.get(competence) if worker.person else None
        expired = last is not None and self._facts.date(day) > last
        return expired and rule.settles(day, self._facts)

    def _broken(self, worker: Worker, competence: str, day: int) -> list[CompetenceValidity]:
        return [rule for rule in self._rules.get(worker.id, ()) if self.breaks(rule, worker, competence, day)]

    def main_on(self, worker: Worker, day: int) -> str:
        """Return the first of somebody's competences that has not expired; the first of all where every one has."""
        return next((c for c in worker.competences if not self.expired(worker, c, day)), worker.main)

    def all_expired(self, worker: Worker, day: int) -> bool:
        """Whether nothing that somebody can work as is valid any more."""
        return self.expired(worker, self.main_on(worker, day), day)

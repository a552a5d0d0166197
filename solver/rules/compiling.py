"""What the compilation of every rule of one person needs: the person's timeline of possible shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from models.base import ticks
from models.facts import Facts, Worker
from models.rules.base import Rule, WorkedShift
from solver.primitives import NO_END, Event


@dataclass(frozen=True)
class Timeline:
    """One person's days: what may be worked on each, and what the history says."""

    facts: Facts
    worker: Worker

    @property
    def known(self) -> int:
        """The first day from which it is known what the person did."""
        return self.facts.known_from(self.worker.id)

    @cached_property
    def past(self) -> tuple[WorkedShift, ...]:
        """Shifts before the horizon, in order."""
        return self.facts.history.get(self.worker.id, ())

    @cached_property
    def _possible(self) -> dict[int, tuple[WorkedShift, ...]]:
        facts, worker = self.facts, self.worker
        found: dict[int, tuple[WorkedShift, ...]] = {}
        for shift in self.past:
            found[shift.day] = (*found.get(shift.day, ()), shift)
        for day in range(facts.day_count):
            shifts = (k for k in facts.scenario.shifts if facts.available(worker, k, day))
            found[day] = tuple(facts.worked_shift(k, day) for k in shifts)
        return found

    def possible(self, day: int) -> tuple[WorkedShift, ...]:
        """Return the shifts that the person may have on a day; in the history those that they had."""
        return self._possible.get(day, ())

    def possible_in(self, days: range) -> Iterator[WorkedShift]:
        """Yield the shifts that the person may have on some days."""
        for day in days:
            yield from self.possible(day)

    def shifts(self, day: int, among: frozenset[str]) -> frozenset[str]:
        """Return which of some shifts the person may have on a day."""
        return frozenset(w.shift for w in self.possible(day) if w.shift in among)

    def worked(self, day: int, among: frozenset[str], *, absent: bool = False) -> Event:
        """Return the event of having (or not having) one of some shifts on a day."""
        return Event((day,), self.shifts(day, among), absent)


def event(shift: WorkedShift) -> Event:
    """Return the event of having one shift on its day."""
    return Event((shift.day,), frozenset((shift.shift,)))


def prices(rule: Rule) -> tuple[tuple[int, int], ...] | None:
    """Return the steps of a rule's price as counts have them; None where it is hard."""
    if rule.mode != "soft":
        return None
    rising = ((rule.step, ticks(price)) for price in rule.cost[:-1])
    return (*rising, (NO_END, ticks(rule.cost[-1])))

"""Primitives as CP-SAT constraints on the shifts of one person."""

from __future__ import annotations

from models.rules.base import WorkedShift
from solver.excess import excess_costs
from solver.linear import Linear, total
from solver.primitives import Choice, Count, Event, Pattern, Primitive
from solver.variables import Variables


class Encoder:
    """Adds the primitives of one person to a model."""

    def __init__(self, v: Variables, staff: str) -> None:
        self._v = v
        self._staff = staff
        self._past: tuple[WorkedShift, ...] = v.facts.history.get(staff, ())
        self._values: dict[Event, Linear] = {}
        """Of events that have been asked for: rules about runs ask for each day's many times."""
        self._either: dict[Event, Linear] = {}
        self._on_days: dict[tuple[int, frozenset[str]], Linear] = {}

    def add(self, primitive: Primitive) -> list[Linear]:
        """Add a primitive; return its costs in ticks."""
        if isinstance(primitive, Pattern):
            return self._pattern(primitive)
        if isinstance(primitive, Count):
            return self._count(primitive)
        return self._choice(primitive)

    def value(self, event: Event) -> Linear:
        """Return 1 where an event holds."""
        known = self._values.get(event)
        if known is None:
            held = self._held(event)
            known = self._values[event] = 1 - held if event.absent else held
        return known

    def _held(self, event: Event) -> Linear:
        days = [self._on_day(day, event.shifts) for day in event.days]
        if any(isinstance(day, int) and day >= 1 for day in days):
            return 1
        if len(days) == 1 or sum(not isinstance(day, int) for day in days) <= 1:
            return total(days)
        key = Event(event.days, event.shifts)
        if key not in self._either:
            self._either[key] = self._any_of(days)
        return self._either[key]

    def _on_day(self, day: int, shifts: frozenset[str]) -> Linear:
        if day < 0:
            return int(any(w.day == day and w.shift in shifts for w in self._past))
        possible = self._v.by_day.get((self._staff, day), {})
        key = day, shifts.intersection(possible)
        if key not in self._on_days:
            self._on_days[key] = self._one_of([x for shift, x in possible.items() if shift in shifts])
        return self._on_days[key]

    def _one_of(self, shifts: list[Linear]) -> Linear:
        """Return the sum of the shifts of a day, as a variable of its own where CP-SAT searches: it is 0 or 1.

        A Boolean in place of several makes clauses of patterns, which CP-SAT needs to see them fast.
        """
        if len(shifts) < 2 or self._v.given or self._v.coarse:
            return total(shifts)
        worked = self._v.cp.new_bool_var("")
        self._v.cp.add(total(shifts) == worked)
        return worked

    def _any_of(self, days: list[Linear]) -> Linear:
        """Return a variable that is 1 exactly where one of some days is."""
        either = self._v.cp.new_bool_var("")
        for day in days:
            self._v.cp.add(day <= either)
        self._v.cp.add(either <= total(days))
        return either

    def _pattern(self, pattern: Pattern) -> list[Linear]:
        values = [self.value(event) for event in pattern.events]
        if any(isinstance(value, int) and value <= 0 for value in values):
            return []
        open_values = [value for value in values if not isinstance(value, int)]
        if pattern.cost is None:
            # with nothing open the history alone breaks the rule: then there is no roster, as 0 <= -1 says
            self._v.cp.add(total(open_values) <= len(open_values) - 1)
            return []
        if not pattern.cost or not open_values:
            return [pattern.cost]
        broken = self._v.cp.new_bool_var("")
        self._v.cp.add(broken >= total(open_values) - len(open_values) + 1)
        return [pattern.cost * broken]

    def _count(self, count: Count) -> list[Linear]:
        amount = total(weight * self.value(event) for weight, event in count.terms) + count.constant
        costs: list[Linear] = []
        if count.most is not None:
            costs += excess_costs(self._v.cp, amount, count.most, count.prices, count.divisor)
        if count.least is not None:
            costs += excess_costs(self._v.cp, -amount, -count.least, count.prices, count.divisor)
        return costs

    def _choice(self, choice: Choice) -> list[Linear]:
        chosen = [self._v.cp.new_bool_var("") for _ in choice.options]
        self._v.cp.add_exactly_one(chosen)
        for literal, (_, events) in zip(chosen, choice.options, strict=True):
            for event in events:
                self._v.cp.add(self.value(event) + literal <= 1)
        return [cost * literal for literal, (cost, _) in zip(chosen, choice.options, strict=True) if cost]

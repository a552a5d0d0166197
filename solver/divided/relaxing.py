"""The coarse model of a division, relaxed, with the common budgets as prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.result import Status
from models.scenario import Scenario
from solver.divided.lent import add_weekly_lending
from solver.divided.prices import Prices, Use
from solver.divided.rounding import add_rounded_hours
from solver.linear import Linear, flatten, total
from solver.model import Model, build
from solver.search.cpsat import set_objective
from solver.search.mip import program_of
from solver.search.program import Program
from solver.search.relaxation import bookings_and_lists, weekly_numbers

SECONDS_A_VARIABLE = 0.0015
"""Time in which weekly numbers bring more than bookings and lists alone."""


@dataclass(frozen=True, slots=True)
class Relaxed:
    """What a relaxation of a division has found; amounts in ticks."""

    status: Status
    use: Use | None
    """Of its solution."""
    bound: int | None
    """Of its cost with the budgets priced."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A linear expression by variable."""

    factors: Mapping[int, int]
    constant: int

    @classmethod
    def of(cls, expression: Linear) -> _Row:
        variables, factors, constant = flatten(expression)
        row: dict[int, int] = {}
        for x, factor in zip(variables, factors, strict=True):
            row[x.index] = row.get(x.index, 0) + factor
        return cls(row, constant)

    def at(self, values: Sequence[float]) -> float:
        return self.constant + sum(factor * values[x] for x, factor in self.factors.items())


class Relaxation:
    """A division without budgets, to be relaxed at many prices."""

    def __init__(self, scenario: Scenario, target: float) -> None:
        """``target`` is the agency share that is free."""
        model = build(Facts(scenario), coarse=True)
        if any(unit.sessions for unit in scenario.units.values()):
            add_rounded_hours(model)  # on wards, whose shifts have many lengths, they say nothing new
        weekly = add_weekly_lending(model)
        set_objective(model.cp, total(model.terms.values()), 1)
        self._target = target
        self._program: Program = program_of(model.cp, TICKS_PER_MONEY)
        self._frame = bookings_and_lists(model)
        self._numbers = self._frame | weekly | weekly_numbers(model)
        terms = model.terms
        self._cost = _Row.of(total(terms.values()))
        self._overtime = _Row.of(total([terms["additional_hours"], terms["overtime"]]))
        self._agency = _Row.of(total([terms["agency"], terms["travel"]]))
        self._own = _Row.of(_own_staff(model))

    def solve(self, prices: Prices, seconds: float, seed: int) -> Relaxed:
        """Solve the linear relaxation at some prices."""
        self._set(prices)
        outcome = self._program.solve(seconds, 0.0, seed, whole=())
        return Relaxed(outcome.status, None if outcome.values is None else self._use(outcome.values), outcome.bound)

    def bound(self, prices: Prices, seconds: float, seed: int, gap: float) -> int | None:
        """Bound the cost at some prices: bookings and lists are whole, and weekly numbers where there is the time."""
        self._set(prices)
        enough = seconds > SECONDS_A_VARIABLE * len(self._program.message.variables.ids)
        return self._program.solve(seconds, gap, seed, whole=self._numbers if enough else self._frame).bound

    def _set(self, prices: Prices) -> None:
        """Put the prices into the objective."""
        own = -prices.agency * self._target
        parts = ((1.0, self._cost), (prices.overtime, self._overtime), (prices.agency, self._agency), (own, self._own))
        factors: dict[int, float] = {}
        for price, row in parts:
            for x, factor in row.factors.items():
                factors[x] = factors.get(x, 0.0) + price * factor / TICKS_PER_MONEY
        objective = self._program.message.objective
        objective.offset = sum(price * row.constant for price, row in parts) / TICKS_PER_MONEY
        objective.linear_coefficients.ids[:] = sorted(factors)
        objective.linear_coefficients.values[:] = [factors[x] for x in sorted(factors)]

    def _use(self, values: Sequence[float]) -> Use:
        return Use(self._cost.at(values), self._overtime.at(values), self._agency.at(values), self._own.at(values))


def _own_staff(model: Model) -> Linear:
    """Return the cost of the hours that employees work."""
    workers = model.facts.workers.values()
    return total(worker.rate * model.variables.minutes(worker.id) for worker in workers if worker.person is not None)

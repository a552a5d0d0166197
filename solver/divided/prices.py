"""Common budgets as prices: what one more unit of money in them would save.

With overtime priced on top of what it costs, and agency above its target share priced before the target is passed, no
row ties divisions any more, and whatever the prices, no roster of the whole costs less than the divisions then do in
all (Lagrangian relaxation). Column generation (Dantzig and Wolfe 1960) finds the best prices of the linear relaxation,
and how much of the overtime each division then has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf

from ortools.math_opt import model_pb2

from models.base import TICKS_PER_CENT, TICKS_PER_MONEY, ticks
from models.scenario import Scenario
from models.staff import Budget
from solver.search.highs import run_highs

DEAREST = 20.0
"""Price of overtime at which the budget may be passed in a mixture: so dear that no roster needs it."""
_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices of a unit of money."""

    overtime: float
    """Of additional hours and overtime, on top of what they cost."""
    agency: float
    """Of agency hours and travel above the target share; at most what the budget says that this costs."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a roster of a division, or a mixture of some, costs and takes of the common budgets, in ticks."""

    cost: float
    """Without anything about budgets."""
    overtime: float
    agency: float
    """Hours and travel."""
    own: float
    """Cost of own staff: hours worked at their hourly cost."""

    def priced(self, prices: Prices, target: float) -> float:
        """Return the cost with the common budgets priced; ``target`` is the agency share that is free."""
        return self.cost + prices.overtime * self.overtime + prices.agency * (self.agency - target * self.own)


@dataclass(frozen=True, slots=True)
class Limits:
    """The budgets of a scenario that divisions have in common."""

    overtime: int | None
    """Most ticks of additional hours and overtime."""
    target: Fraction
    """Agency share that is free."""
    share_cost: Fraction
    """Price of each tick of agency above it."""

    @classmethod
    def of(cls, budget: Budget) -> Limits:
        """Read the budgets of a scenario that ``can_price`` accepts."""
        overtime = None if budget.overtime is None else ticks(budget.overtime)
        share = budget.agency_share
        if share is None:
            return cls(overtime, Fraction(0), Fraction(0))
        return cls(overtime, Fraction(share.target), Fraction(share.cost))

    def share_term(self, agency: int, own: int) -> int:
        """Return the ticks that agency above the target share costs, rounded up to a hundredth of the currency."""
        excess = max(Fraction(0), agency - self.target * own)
        return ceil(self.share_cost * excess / TICKS_PER_CENT) * TICKS_PER_CENT

    def bound(self, prices: Prices, priced: Sequence[float]) -> int:
        """Return a bound of the whole, from bounds of all divisions at the same prices, in ticks."""
        return floor(sum(priced) - prices.overtime * (self.overtime or 0))


def can_price(scenario: Scenario) -> bool:
    """Whether all that budgets ask of a scenario can be priced: a few agency weeks more or less are too coarse."""
    budget = scenario.budget
    share = budget.agency_share
    return budget.agency is None and (share is None or not share.hard)


@dataclass(frozen=True, slots=True)
class Mixture:
    """The best mixture of what is known of the divisions."""

    cost: float
    """In ticks."""
    prices: Prices
    overtime: tuple[float, ...]
    """Ticks of each division."""


def mix(known: Sequence[Sequence[Use]], limits: Limits) -> Mixture:
    """Mix some ways of each division so that the budgets hold, at the least cost.

    A division without any way is left out: it takes nothing of the budgets.
    """
    message = model_pb2.ModelProto()
    rows = message.linear_constraints
    rows.ids.extend(range(2 + len(known)))
    most = inf if limits.overtime is None else limits.overtime / TICKS_PER_MONEY
    rows.lower_bounds.extend([-inf, -inf, *(1.0 if ways else 0.0 for ways in known)])
    rows.upper_bounds.extend([most, 0.0, *(1.0 if ways else 0.0 for ways in known)])
    columns = [(division, way) for division, ways in enumerate(known) for way in ways]
    prices = [way.cost / TICKS_PER_MONEY for _, way in columns] + [DEAREST, float(limits.share_cost)]
    target = float(limits.target)
    entries = [(0, len(columns), -1.0), (1, len(columns) + 1, -1.0)]
    for column, (division, way) in enumerate(columns):
        entries.append((0, column, way.overtime / TICKS_PER_MONEY))
        entries.append((1, column, (way.agency - target * way.own) / TICKS_PER_MONEY))
        entries.append((2 + division, column, 1.0))
    _fill(message, prices, sorted(entries))
    answer = run_highs(message, _SECONDS, 0.0, 0)
    if answer.values is None or answer.objective is None:
        raise ArithmeticError("the linear program of the budgets has no solution")
    duals = answer.duals or {}
    overtime = [0.0] * len(known)
    for (division, way), share in zip(columns, answer.values, strict=False):
        overtime[division] += share * way.overtime
    found = Prices(max(0.0, -duals.get(0, 0.0)), min(float(limits.share_cost), max(0.0, -duals.get(1, 0.0))))
    return Mixture(answer.objective * TICKS_PER_MONEY, found, tuple(overtime))


def _fill(message: model_pb2.ModelProto, prices: Sequence[float], entries: Sequence[tuple[int, int, float]]) -> None:
    """Add non-negative variables with prices, and the entries of the rows."""
    variables, matrix = message.variables, message.linear_constraint_matrix
    variables.ids.extend(range(len(prices)))
    variables.lower_bounds.extend([0.0] * len(prices))
    variables.upper_bounds.extend([inf] * len(prices))
    variables.integers.extend([False] * len(prices))
    message.objective.linear_coefficients.ids.extend(range(len(prices)))
    message.objective.linear_coefficients.values.extend(prices)
    matrix.row_ids.extend(row for row, _, _ in entries)
    matrix.column_ids.extend(column for _, column, _ in entries)
    matrix.coefficients.extend(coefficient for _, _, coefficient in entries)

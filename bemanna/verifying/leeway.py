"""What a gap leaves open at most: in money, in items that fall short, and in people missing on shifts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from models.base import ticks
from models.facts import Facts
from models.result import Evaluation, Result

PRODUCTION = "production"
"""The level that items and cover are of."""


@dataclass(frozen=True, slots=True)
class Leeway:
    """What another roster could be better by, if every other cost stayed as it is."""

    ticks: int
    """Money between the cost and its proven bound."""
    items: int
    """Items that fall short and could still be produced for that money, the cheapest ones first."""
    shifts: int
    """People missing on cover who could still be there for it, the cheapest ones first."""
    level: str | None = None
    """The level whose gap it is, where there are levels."""


def leeway_of(result: Result, facts: Facts) -> Leeway | None:
    """Return what the gap of a result leaves open; None where there is no bound.

    Of levels that of the production counts. An item saves at least its shortfall cost, and a week of waiting where it
    waits; so many of the cheapest are worth at most the gap. What has no price saves nothing, and is left out.
    """
    evaluation = result.evaluation
    found = _open_amount(result)
    if evaluation is None or found is None:
        return None
    amount, level = found
    return Leeway(amount, _most(_items(evaluation, facts), amount), _most(_people(evaluation, facts), amount), level)


def _open_amount(result: Result) -> tuple[int, str | None] | None:
    """Return the ticks between cost and bound, and of which level."""
    if result.objective is not None and result.bound is not None:
        return max(0, result.objective - result.bound), None
    for level in result.levels:
        if level.name == PRODUCTION and level.objective is not None and level.bound is not None:
            return max(0, level.objective - level.bound), level.name
    return None


def _items(evaluation: Evaluation, facts: Facts) -> Iterator[tuple[int, int]]:
    """Yield price in ticks and number of what falls short."""
    last = facts.week_count - 1
    for row in evaluation.production or ():
        spec = facts.scenario.units[row.unit].activities[row.activity]
        if row.week == last or not spec.carry_over:
            yield ticks(spec.shortfall_cost) + ticks(spec.waiting_cost), row.shortfall


def _people(evaluation: Evaluation, facts: Facts) -> Iterator[tuple[int, int]]:
    for row in evaluation.cover:
        spec = max(facts.cover[row.day, row.shift, row.unit, row.competence], key=lambda spec: spec.wanted)
        for missing in range(row.missing):
            yield ticks(spec.under_cost[min(missing, len(spec.under_cost) - 1)]), 1


def _most(prices: Iterable[tuple[int, int]], amount: int) -> int:
    """Return how many things can be had for an amount at most."""
    found = 0
    for price, number in sorted(prices):
        if price:
            bought = min(number, amount // price)
            found, amount = found + bought, amount - bought * price
    return found

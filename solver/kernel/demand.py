"""For which cover people may count, and what demand costs by the number of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from models.base import ticks
from models.demand import CoverRow
from models.facts import CoverKey, Facts, Worker
from solver.kernel.program import OFF

Ints = NDArray[np.int64]


def keys_of_rows(
    facts: Facts, worker: Worker, options_of: Sequence[Sequence[str]], numbers: Mapping[CoverKey, int]
) -> list[list[int]]:
    """Return, for each option of each day, the cover keys for which it may count, or the one for nothing."""
    nothing = len(numbers)
    rows: list[list[int]] = []
    for day, options in enumerate(options_of):
        home = facts.main_on(worker, day)
        for shift in options:
            found = [
                numbers[day, shift, unit, c]
                for unit in facts.scenario.units
                for c in worker.competences
                if (day, shift, unit, c) in numbers and _may_cover(facts, worker, unit, c, day)
            ]
            idle = shift == OFF or (day, shift, worker.home, home) not in numbers
            rows.append([*found, nothing] if idle or not found else found)
    return rows


def _may_cover(facts: Facts, worker: Worker, unit: str, competence: str, day: int) -> bool:
    return facts.may_work(worker, unit, competence) and not facts.expired(worker.id, competence, day)


def demand_of(facts: Facts, keys: Sequence[CoverKey], people: int, forbidden: int) -> Ints:
    """Return the cost of each number of people for each key; the last key costs nothing.

    ``forbidden`` are the ticks of each person who is missing below a hard least number.
    """
    number = np.arange(people + 2, dtype=np.int64)
    table = np.zeros((len(keys) + 1, len(number)), dtype=np.int64)
    for k, key in enumerate(keys):
        for row in facts.cover[key]:
            table[k] += _row_cost(row, number, forbidden)
    return table


def _row_cost(row: CoverRow, number: Ints, forbidden: int) -> Ints:
    below_min = np.maximum(0, row.min - number)
    cost = below_min * (forbidden if row.min_mode == "hard" else ticks(row.below_min_cost))
    for amount, prices in ((row.wanted - number, row.under_cost), (number - row.ceiling, row.over_cost)):
        left = np.maximum(0, amount)
        for price in prices[:-1]:
            step = np.minimum(left, 1)
            cost = cost + ticks(price) * step
            left = left - step
        cost = cost + ticks(prices[-1]) * left
    return np.asarray(cost, dtype=np.int64)

"""What lies above a limit: forbidden, or paid for step by step."""

from __future__ import annotations

from ortools.sat.python import cp_model

from solver.linear import Linear, most, total

Prices = tuple[tuple[int, int], ...]
"""Steps of (units of excess, ticks for each), dearer and dearer; the last has no end."""


def excess_costs(
    cp: cp_model.CpModel, amount: Linear, limit: int, prices: Prices | None, divisor: int = 1
) -> list[Linear]:
    """Keep an amount at or below a limit, or return what its excess costs in ticks; without prices it is hard.

    ``divisor`` units of the amount, begun ones too, are a unit of excess.
    """
    highest = most(amount)
    if highest <= limit:
        return []
    if prices is None:
        cp.add(amount <= limit)
        return []
    costs: list[Linear] = []
    left, excess = -(-(highest - limit) // divisor), []
    for units, price in prices:
        step = cp.new_int_var(0, min(units, left), "")
        excess.append(step)
        costs.append(price * step)
        left -= min(units, left)
        if not left:
            break
    cp.add(amount <= limit + divisor * total(excess))
    return costs

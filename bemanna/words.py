"""Results in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from models.base import TICKS_PER_MONEY
from models.result import Evaluation, Result, Status

MOST_LINES = 8
"""Shortfalls that are told one by one."""


def amount(value: int) -> str:
    """Return ticks as an amount with thin groups of thousands, without decimals."""
    return f"{round(value / TICKS_PER_MONEY):,}".replace(",", " ")


def percent(fraction: float) -> str:
    """Return a fraction as a percentage, with more decimals where it is small."""
    return f"{100 * fraction:.2f} %" if fraction < 0.1 else f"{100 * fraction:.0f} %"


def hours(minutes: int) -> str:
    """Return minutes as hours, without decimals."""
    return f"{round(minutes / 60):,}".replace(",", " ")


def verdict(result: Result) -> str:
    """Return how a solve ended, in a sentence."""
    took = f"after {result.seconds:.0f} s" + (", stopped early" if result.stopped else "")
    match result.status:
        case Status.OPTIMAL:
            return f"The best possible roster, proven {took}."
        case Status.FEASIBLE if result.gap is not None:
            return f"A roster within {percent(result.gap)} of the best possible cost, proven {took}."
        case Status.FEASIBLE:
            return f"A roster, {took}; how far it is from the best possible is unknown."
        case Status.INFEASIBLE:
            return f"There is no roster that keeps all hard rules and pins, proven {took}:"
        case Status.UNKNOWN:
            return f"No roster was found {took}: give more time with --time-limit."
        case _:
            return f"The model was refused by the solver {took}: this is an error of bemanna itself; report it."


def cost_line(evaluation: Evaluation, currency: str) -> str:
    """Return the cost and the terms that make it up, the greatest first."""
    paid = sorted(((value, name) for name, value in evaluation.terms.items() if value), reverse=True)
    terms = ", ".join(f"{name.replace('_', ' ')} {amount(value)}" for value, name in paid)
    return f"Cost {amount(evaluation.objective)} {currency}" + (f": {terms}." if terms else ".")


def shortfalls(evaluation: Evaluation) -> list[str]:
    """Return what falls short of the plan, the greatest first, at most MOST_LINES of it."""
    totals: dict[tuple[str, str], list[tuple[int, int, int]]] = {}
    for row in evaluation.production or ():
        totals.setdefault((row.unit, row.activity), []).append((row.planned, row.produced, row.shortfall))
    short: list[tuple[int, str]] = []
    for (unit, activity), rows in totals.items():
        planned, produced, missing = (sum(column) for column in zip(*rows, strict=True))
        if missing:
            weeks = sum(1 for row in rows if row[2])
            text = f"{activity} ({unit}): {produced} of {planned} planned; short in {weeks} of {len(rows)} weeks"
            short.append((missing, text))
    lines = [text for _, text in sorted(short, key=lambda pair: (-pair[0], pair[1]))]
    if not lines:
        return ["Everything that is planned is produced."] if evaluation.production else []
    more = [f"... and {len(lines) - MOST_LINES} more activities"] if len(lines) > MOST_LINES else []
    return lines[:MOST_LINES] + more


def span(dates: Sequence[dt.date]) -> str:
    """Return dates in short: one, the first and last of several, or nothing."""
    if not dates:
        return ""
    first, last = min(dates), max(dates)
    return str(first) if first == last else f"{first} to {last}"

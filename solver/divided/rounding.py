"""Rows that say what contract time comes to in whole shifts.

Where somebody owes 22.5 half-days of 240 minutes, a relaxation has them work 22.5 for nothing. But they work 22, or 23
and half a half-day of overtime: each half-day above 22 takes 120 minutes of it, if not 240 (mixed-integer rounding,
Nemhauser and Wolsey 1990). Solvers find such rows one by one; here are those of everybody, over the whole horizon.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from math import lcm

from solver.linear import Linear, total
from solver.model import Model

_Terms = Sequence[tuple[int, Linear]]
"""Minutes of shifts, and their variables."""


def add_rounded_hours(model: Model) -> None:
    """Add, for each employee and each length of their shifts, contract time divided by it and rounded."""
    facts, v = model.facts, model.variables
    for staff, contract in facts.contract_time.items():
        terms = [
            (facts.paid[shift, day], x)
            for day in range(facts.day_count)
            for shift, x in v.by_day.get((staff, day), {}).items()
        ]
        hours = model.hours[staff]
        for row in rounded(terms, contract.due, hours.additional + hours.overtime, hours.under):
            model.cp.add(row <= 0)


def rounded(terms: _Terms, due: int, over: Linear, under: Linear) -> Iterator[Linear]:
    """Yield expressions that are at most 0 where worked = due + over - under."""
    for length in sorted({minutes for minutes, _ in terms if minutes and due % minutes}):
        whole, part = due // length, _rest(due, length)
        above = [m // length + max(Fraction(0), _rest(m, length) - part) / (1 - part) for m, _ in terms]
        yield _cleared([*above, -1 / (length * (1 - part)), Fraction(-whole)], [*(x for _, x in terms), over, 1])
        below = [-(m // length) - min(Fraction(1), _rest(m, length) / part) for m, _ in terms]
        yield _cleared([*below, -1 / (length * part), Fraction(whole + 1)], [*(x for _, x in terms), under, 1])


def _rest(minutes: int, length: int) -> Fraction:
    return Fraction(minutes % length, length)


def _cleared(factors: Sequence[Fraction], expressions: Sequence[Linear]) -> Linear:
    """Return a sum of factors times expressions, times what makes the factors whole."""
    times = lcm(*(factor.denominator for factor in factors))
    return total(int(factor * times) * x for factor, x in zip(factors, expressions, strict=True))

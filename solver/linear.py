"""Linear expressions of CP-SAT: what they are, their sums, parts, values and largest values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ortools.sat.python import cp_model

Linear = cp_model.LinearExpr | int
"""A linear expression over variables, or a number."""

Values = Sequence[int]
"""A value for every variable of a model, by index."""


def total(terms: Iterable[Linear]) -> Linear:
    """Return the sum of some expressions."""
    listed = list(terms)
    if all(isinstance(term, int) for term in listed):
        return sum(term for term in listed if isinstance(term, int))
    return listed[0] if len(listed) == 1 else cp_model.LinearExpr.sum(listed)


def flatten(expression: Linear) -> tuple[list[cp_model.IntVar], list[int], int]:
    """Return variables, coefficients and constant of an expression."""
    if isinstance(expression, int):
        return [], [], expression
    flat = cp_model.FlatIntExpr(expression)
    return list(flat.vars), list(flat.coeffs), int(flat.offset)


def evaluate_at(values: Values) -> Callable[[Linear], int]:
    """Return what computes the value of an expression."""

    def value(expression: Linear) -> int:
        if isinstance(expression, int):
            return expression
        if isinstance(expression, cp_model.IntVar) and expression.index >= 0:
            return values[expression.index]
        variables, coefficients, constant = flatten(expression)
        return constant + sum(c * values[x.index] for x, c in zip(variables, coefficients, strict=True))

    return value


def upper(variable: cp_model.IntVar) -> int:
    """Return the largest value of a variable. (The domain takes no negative index: it answers with its first value.)"""
    domain = variable.proto.domain
    return int(domain[len(domain) - 1])


def most(expression: Linear) -> int:
    """Return a number that an expression with coefficients of any sign never passes; variables start at 0."""
    variables, coefficients, constant = flatten(expression)
    return constant + sum(max(0, c) * upper(x) for x, c in zip(variables, coefficients, strict=True))

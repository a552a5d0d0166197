"""The coarse model as a mixed-integer program.

Its linear relaxation is tight where CP-SAT's search is not: much of the cost of a clinic's month follows from how
much of whom works in which week.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import gcd, inf

from ortools.math_opt import model_pb2
from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

from models.base import TICKS_PER_MONEY
from solver.model import Model
from solver.search.program import Program
from solver.search.rows import as_written

ROW_BITS = 4
"""Coefficients of a row stay below two to the power of this."""
SMALL_BITS = 10
"""No coefficient is divided to less than two to the power of minus this."""
BIG = 2**60
"""Bounds of a CP-SAT constraint beyond it mean that there is none."""


def to_program(model: Model) -> Program:
    """Return a model whose objective is set as a program. Constraints that are not linear are left out."""
    # in the currency: HiGHS' tolerances are absolute, made for costs of moderate size
    return program_of(model.cp, TICKS_PER_MONEY / model.unit)


def program_of(cp: cp_model.CpModel, scale: float) -> Program:
    """Return a CP-SAT model as a program whose objective is divided by a scale. Only linear constraints are taken."""
    proto = as_written(cp)
    message = model_pb2.ModelProto()
    variables = message.variables
    variables.ids.extend(range(len(proto.variables)))
    for variable in proto.variables:
        variables.lower_bounds.append(variable.domain[0])
        variables.upper_bounds.append(variable.domain[len(variable.domain) - 1])
        variables.integers.append(True)
    for constraint in proto.constraints:
        if not len(constraint.enforcement_literal):
            _add(message, constraint)
    objective = sorted(zip(proto.objective.vars, proto.objective.coeffs, strict=True))
    message.objective.linear_coefficients.ids.extend(x for x, _ in objective)
    message.objective.linear_coefficients.values.extend(c / scale for _, c in objective)
    message.objective.offset = proto.objective.offset / scale
    return Program(message, scale)


def _add(message: model_pb2.ModelProto, constraint: cp_model_pb2.ConstraintProto) -> None:
    if constraint.HasField("linear"):
        linear = constraint.linear
        low, high = linear.domain[0], linear.domain[len(linear.domain) - 1]
        terms = dict(zip(linear.vars, linear.coeffs, strict=True))
        _add_row(message, terms, low if low > -BIG else -inf, high if high < BIG else inf)
    elif constraint.HasField("at_most_one"):
        _add_literals(message, constraint.at_most_one.literals, -inf, 1)
    elif constraint.HasField("exactly_one"):
        _add_literals(message, constraint.exactly_one.literals, 1, 1)
    elif constraint.HasField("bool_or"):
        _add_literals(message, constraint.bool_or.literals, 1, inf)


def _add_literals(message: model_pb2.ModelProto, literals: Collection[int], low: float, high: float) -> None:
    """Add a row on literals; the negation of x is written -x - 1 and counts 1 - x."""
    negated = sum(literal < 0 for literal in literals)
    terms = {x if x >= 0 else -x - 1: 1 if x >= 0 else -1 for x in literals}
    _add_row(message, terms, low - negated, high - negated)


def _add_row(message: model_pb2.ModelProto, terms: Mapping[int, int], low: float, high: float) -> None:
    """Add a row with small coefficients: HiGHS' tolerances are absolute, and rows count in ticks or millionths."""
    rows, matrix = message.linear_constraints, message.linear_constraint_matrix
    number = len(rows.ids)
    common = gcd(*terms.values()) or 1
    bits = [(abs(c) // common).bit_length() for c in terms.values() if c]
    # the rest by a power of two, which is exact; tiny coefficients would be taken for nothing
    scale = common * 2.0 ** max(0, min(max(bits) - ROW_BITS, min(bits) + SMALL_BITS)) if bits else 1.0
    rows.ids.append(number)
    rows.lower_bounds.append(low / scale)
    rows.upper_bounds.append(high / scale)
    for x in sorted(terms):
        matrix.row_ids.append(number)
        matrix.column_ids.append(x)
        matrix.coefficients.append(terms[x] / scale)

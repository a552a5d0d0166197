"""A CP-SAT model as it is written to a file, and its rows as flat lists.

Element by element through the objects of OR-Tools they take ten times as long, which is felt where searches begin.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from ortools.sat import cp_model_pb2
from ortools.sat.python import cp_model

NONE = 2**60
"""Limits of a row beyond it mean that there is none."""


@dataclass(slots=True)
class Rows:
    """Terms of the rows one after the other, and limits of each row."""

    columns: list[int] = field(default_factory=list)
    factors: list[int] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)

    def add_literals(self, literals: Collection[int], low: int, high: int) -> None:
        """Add a sum of literals; the negation of x is written -x - 1 and counts 1 - x."""
        negated = sum(literal < 0 for literal in literals)
        self.columns.extend(x if x >= 0 else -x - 1 for x in literals)
        self.factors.extend(1 if x >= 0 else -1 for x in literals)
        self.sizes.append(len(literals))
        self.low.append(low - negated)
        self.high.append(high - negated)

    def add_linear(self, linear: cp_model_pb2.LinearConstraintProto) -> None:
        """Add a linear row. Raises ValueError where its limits have gaps."""
        domain = linear.domain
        if len(domain) != 2:
            raise ValueError("a row with gaps in its limits cannot be cut")
        self.columns.extend(linear.vars)
        self.factors.extend(linear.coeffs)
        self.sizes.append(len(linear.vars))
        self.low.append(domain[0])
        self.high.append(domain[1])


def rows_of(model: cp_model_pb2.CpModelProto) -> Rows:
    """Return the rows of a model. Raises ValueError where one is not linear or has a condition."""
    rows = Rows()
    for constraint in model.constraints:
        if len(constraint.enforcement_literal):
            raise ValueError("a row with a condition cannot be cut")
        kind = constraint.WhichOneof("constraint")
        if kind == "linear":
            rows.add_linear(constraint.linear)
        elif kind == "exactly_one":
            rows.add_literals(constraint.exactly_one.literals, 1, 1)
        elif kind == "at_most_one":
            rows.add_literals(constraint.at_most_one.literals, 0, 1)
        elif kind == "bool_or":
            rows.add_literals(constraint.bool_or.literals, 1, 2 * NONE)
        elif kind == "bool_and":  # empty where a row that holds anyway was added
            literals = constraint.bool_and.literals
            rows.add_literals(literals, len(literals), len(literals))
        else:
            raise ValueError("a row that is not linear cannot be cut")
    return rows


def as_written(cp: cp_model.CpModel) -> cp_model_pb2.CpModelProto:
    """Return a model as OR-Tools writes it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "model.pb"
        if not cp.export_to_file(str(file)):
            raise OSError(f"no model can be written to {folder}")
        found = cp_model_pb2.CpModelProto()
        found.ParseFromString(file.read_bytes())
        return found

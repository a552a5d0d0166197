"""The program of a unit, or of several: what is outside of it is a number.

To fix all that is outside in the program of the whole would do as well, if its fractions kept every row exactly.
They do so only nearly, and HiGHS then takes poor solutions for the best.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import Unpack

from ortools.math_opt import model_pb2

from solver.search.program import How, MipOutcome, Program

LOOSE = 1e-6
"""How much more a limit allows that numbers from outside count into."""


@dataclass(frozen=True, slots=True)
class Matrix:
    """Rows and columns of a program."""

    rows: Sequence[Mapping[int, float]]
    columns: Sequence[Sequence[int]]
    """Rows of each variable."""

    @classmethod
    def of(cls, message: model_pb2.ModelProto) -> Matrix:
        """Read a program."""
        rows: list[dict[int, float]] = [{} for _ in message.linear_constraints.ids]
        columns: list[list[int]] = [[] for _ in message.variables.ids]
        matrix = message.linear_constraint_matrix
        for row, x, factor in zip(matrix.row_ids, matrix.column_ids, matrix.coefficients, strict=True):
            rows[row][x] = factor
            columns[x].append(row)
        return cls(rows, columns)

    def nearest(self, decisions: Mapping[int, str], given: Collection[int]) -> Mapping[int, str]:
        """Return the unit of every variable that depends on decisions: that of the decision with fewest rows between.

        Variables that are given are of no unit.
        """
        units = {x: unit for x, unit in decisions.items() if x not in given}
        reached, seen = list(units), [False] * len(self.rows)
        while reached:
            found: list[int] = []
            for x in reached:
                for row in self.columns[x]:
                    if not seen[row]:
                        seen[row] = True
                        fresh = [y for y in self.rows[row] if y not in units and y not in given]
                        units.update(dict.fromkeys(fresh, units[x]))
                        found.extend(fresh)
            reached = found
        return units


class InnerProgram:
    """A part of a program; variables are named by their numbers in the whole."""

    def __init__(self, whole: Program, matrix: Matrix, inside: Collection[int], values: Sequence[float]) -> None:
        """``values`` of variables outside are given, those inside are to be found."""
        self._values = values
        self._inside = sorted(inside)
        self._new = {x: number for number, x in enumerate(self._inside)}
        message = model_pb2.ModelProto()
        self._add_variables(message, whole.message)
        for number in sorted({row for x in self._inside for row in matrix.columns[x]}):
            self._add_row(message, whole.message, number, matrix.rows[number])
        self._program = Program(message, whole.scale)

    def _add_variables(self, message: model_pb2.ModelProto, whole: model_pb2.ModelProto) -> None:
        variables, inside = message.variables, self._inside
        variables.ids.extend(range(len(inside)))
        variables.lower_bounds.extend(whole.variables.lower_bounds[x] for x in inside)
        variables.upper_bounds.extend(whole.variables.upper_bounds[x] for x in inside)
        variables.integers.extend([True] * len(inside))
        offset = whole.objective.offset
        linear = whole.objective.linear_coefficients
        for x, cost in zip(linear.ids, linear.values, strict=True):
            if x in self._new:
                message.objective.linear_coefficients.ids.append(self._new[x])
                message.objective.linear_coefficients.values.append(cost)
            else:
                offset += cost * self._values[x]
        message.objective.offset = offset

    def _add_row(
        self, message: model_pb2.ModelProto, whole: model_pb2.ModelProto, number: int, row: Mapping[int, float]
    ) -> None:
        outside = [factor * self._values[x] for x, factor in row.items() if x not in self._new]
        known, loose = sum(outside), LOOSE * sum(abs(amount) for amount in outside)
        low, high = whole.linear_constraints.lower_bounds[number], whole.linear_constraints.upper_bounds[number]
        rows, matrix = message.linear_constraints, message.linear_constraint_matrix
        added = len(rows.ids)
        rows.ids.append(added)
        rows.lower_bounds.append(low - known - loose if low > -inf else low)
        rows.upper_bounds.append(high - known + loose if high < inf else high)
        inside = sorted(x for x in row if x in self._new)
        matrix.row_ids.extend([added] * len(inside))
        matrix.column_ids.extend(self._new[x] for x in inside)
        matrix.coefficients.extend(row[x] for x in inside)

    def solve(self, seconds: float, gap: float, seed: int, **how: Unpack[How]) -> MipOutcome:
        """Solve as Program.solve does; what is said of variables outside counts for nothing."""
        new, whole, hint = self._new, how.get("whole"), how.get("hint")
        outcome = self._program.solve(
            seconds,
            gap,
            seed,
            whole=None if whole is None else {new[x] for x in whole if x in new},
            fixed={new[x]: value for x, value in (how.get("fixed") or {}).items() if x in new},
            hint=None if hint is None else {new[x]: value for x, value in hint.items() if x in new},
        )
        if outcome.values is None:
            return outcome
        values = list(self._values)
        for x, value in zip(self._inside, outcome.values, strict=True):
            values[x] = value
        return replace(outcome, values=tuple(values))

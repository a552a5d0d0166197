"""The linear program of column generation: what share of each known roster is worked, and what demand then costs.

Solved by GLOP, which goes on from the last basis when rosters are added. It is kept as MathOpt's messages and not as
its Python model, whose conversions are slow and not safe in several threads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from ortools.math_opt import (
    callback_pb2,
    model_parameters_pb2,
    model_pb2,
    model_update_pb2,
    parameters_pb2,
    result_pb2,
)
from ortools.math_opt.core.python import solver

from models.base import TICKS_PER_MONEY
from solver.kernel.compiled import Ints, Plan
from solver.kernel.crew import Floats, Staffing

Entry = tuple[int, int, float]
"""Row, column and coefficient."""


@dataclass(frozen=True)
class Relaxed:
    """A solution, in ticks."""

    objective: float
    prices: Floats
    """By cover key: what one more person would cost."""
    worth: Floats
    """By person: what their best known roster costs at these prices."""


class Master:
    """Rosters that are known of each person. A row for each cover key counts heads, one for each person shares."""

    def __init__(self, staffing: Staffing) -> None:
        self._keys, self._people = len(staffing.keys), len(staffing.staff)
        self._known: set[tuple[int, bytes, bytes]] = set()
        self._count = 0
        self._constant = 0.0
        message = model_pb2.ModelProto()
        rows = message.linear_constraints
        rows.ids.extend(range(self._keys + self._people))
        rows.lower_bounds.extend([0.0] * self._keys + [1.0] * self._people)
        rows.upper_bounds.extend([0.0] * self._keys + [1.0] * self._people)
        prices: list[float] = []
        entries: list[Entry] = []
        for key, table in enumerate(staffing.cover.tolist()):
            self._constant += table[0]
            for length, slope in _hull(table):
                entries.append((key, len(prices), -1.0))
                prices.append(slope / TICKS_PER_MONEY)
                message.variables.upper_bounds.append(float(length))
        self._count = len(prices)
        _fill_variables(message.variables, range(self._count))
        _fill_matrix(message.linear_constraint_matrix, entries)
        message.objective.linear_coefficients.ids.extend(range(self._count))
        message.objective.linear_coefficients.values.extend(prices)
        self._solver: Any = solver.new(
            parameters_pb2.SOLVER_TYPE_GLOP, message, parameters_pb2.SolverInitializerProto()
        )

    def add(self, ways: Plan, own: Ints, people: Sequence[int]) -> int:
        """Add the ways of some people at their own cost in ticks; return how many of them are new."""
        update = model_update_pb2.ModelUpdateProto()
        entries: list[Entry] = []
        first = self._count
        for p in people:
            known = (p, ways.option[p].tobytes(), ways.key[p].tobytes())
            if known in self._known:
                continue
            self._known.add(known)
            update.objective_updates.linear_coefficients.ids.append(self._count)
            update.objective_updates.linear_coefficients.values.append(int(own[p]) / TICKS_PER_MONEY)
            entries.append((self._keys + p, self._count, 1.0))
            covered, heads = np.unique(ways.key[p], return_counts=True)
            entries.extend(
                (k, self._count, float(n))
                for k, n in zip(covered.tolist(), heads.tolist(), strict=True)
                if k < self._keys
            )
            self._count += 1
        update.new_variables.upper_bounds.extend([2.0] * (self._count - first))
        _fill_variables(update.new_variables, range(first, self._count))
        _fill_matrix(update.linear_constraint_matrix_updates, entries)
        if self._count > first and not self._solver.update(update):
            raise RuntimeError("GLOP does not take new columns")
        return self._count - first

    def solve(self, seconds: float) -> Relaxed | None:
        """Return the best shares, None where that takes longer."""
        parameters = parameters_pb2.SolveParametersProto(presolve=parameters_pb2.EMPHASIS_OFF)
        parameters.glop.use_dual_simplex = False  # columns are added: the last solution is still one
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * seconds)))
        start = model_parameters_pb2.ModelSolveParametersProto()
        result = self._solver.solve(parameters, start, None, callback_pb2.CallbackRegistrationProto(), None, None)
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return None
        found = result.solutions[0]
        duals = np.zeros(self._keys + self._people)
        # values that are 0 may be left out of the message
        duals[list(found.dual_solution.dual_values.ids)] = found.dual_solution.dual_values.values
        duals *= TICKS_PER_MONEY
        objective = found.primal_solution.objective_value * TICKS_PER_MONEY + self._constant
        return Relaxed(objective, -duals[: self._keys], duals[self._keys :])


def _hull(table: Sequence[int]) -> Iterator[tuple[int, float]]:
    """Yield length and slope of the pieces of the greatest convex function below a table of costs."""
    corners = [0]
    for n in range(1, len(table)):
        while len(corners) > 1:
            a, b = corners[-2:]
            if (table[b] - table[a]) * (n - a) < (table[n] - table[a]) * (b - a):
                break
            corners.pop()
        corners.append(n)
    for a, b in pairwise(corners):
        yield b - a, (table[b] - table[a]) / (b - a)


def _fill_variables(variables: model_pb2.VariablesProto, numbers: range) -> None:
    variables.ids.extend(numbers)
    variables.lower_bounds.extend([0.0] * len(numbers))
    variables.integers.extend([False] * len(numbers))


def _fill_matrix(matrix: Any, entries: list[Entry]) -> None:
    for row, column, coefficient in sorted(entries):
        matrix.row_ids.append(row)
        matrix.column_ids.append(column)
        matrix.coefficients.append(coefficient)

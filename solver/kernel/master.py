"""The linear program of column generation: what share of each known roster is worked, and what demand then costs.

Solved by GLOP, which goes on from the last basis when rosters are added. It is kept as MathOpt's messages and not as
its Python model, whose conversions are slow and not safe in several threads.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

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
from pybind11_abseil.status import StatusNotOk  # comes with OR-Tools

from models.base import TICKS_PER_MONEY
from solver.kernel.compiled import Bools, Ints, Plan
from solver.kernel.crew import Floats, Staffing
from solver.kernel.pieces import pieces_of

Entry = tuple[int, int, float]
"""Row, column and coefficient."""


class Column(NamedTuple):
    """A roster of one person: the option and cover key of each day, and what it costs in ticks, prices apart."""

    person: int
    own: int
    option: Ints
    key: Ints


def columns_of(ways: Plan, own: Ints, people: Iterable[int]) -> list[Column]:
    """Return the ways of some people as columns."""
    return [Column(p, int(own[p]), ways.option[p].copy(), ways.key[p].copy()) for p in people]


@dataclass(frozen=True)
class Relaxed:
    """A solution, in ticks."""

    objective: float
    prices: Floats
    """By row of demand: what one more person would cost."""
    worth: Floats
    """By person: what their best known roster costs at these prices."""
    shares: Floats
    """By column."""
    people: Floats
    """By piece of demand: how many fill it."""
    steering: Floats
    """By sum: what one more person in it would cost."""


class Master:
    """Rosters that are known of each person.

    A row for each row of demand counts heads, one for each person shares, one for each sum the people in some pieces of
    demand. A sum has no limits at first; what is beyond them is dear, so that there always is a solution.
    """

    def __init__(self, staffing: Staffing, tables: Ints, sums: Sequence[Ints] = ()) -> None:
        """Begin without rosters.

        ``tables`` are the rows of demand that count, from the first on; ``sums`` name pieces of them (pieces_of).
        """
        self.columns: list[Column] = []
        self._crew = staffing.crew
        self._rows, self._people = len(tables), len(staffing.staff)
        self._pieces = pieces_of(tables, self._crew.nothing)
        self._sums = len(sums)
        self._known: set[tuple[int, bytes, bytes]] = set()
        self._open: list[bool] = []
        self._constant = int(tables[:, 0].sum())
        self._first = len(self._pieces.row) + 2 * len(sums)
        self._solver: Any = solver.new(
            parameters_pb2.SOLVER_TYPE_GLOP,
            self._message(sums, DEAR * staffing.usual_saving),
            parameters_pb2.SolverInitializerProto(),
        )

    def _message(self, sums: Sequence[Ints], dear: float) -> model_pb2.ModelProto:
        """Return the program without rosters."""
        message = model_pb2.ModelProto()
        size = len(self._pieces.row)
        fixed = self._rows + self._people
        rows = message.linear_constraints
        rows.ids.extend(range(fixed + len(sums)))
        rows.lower_bounds.extend([0.0] * self._rows + [1.0] * self._people + [-np.inf] * len(sums))
        rows.upper_bounds.extend([0.0] * self._rows + [1.0] * self._people + [np.inf] * len(sums))
        entries: list[Entry] = [(row, piece, -1.0) for piece, row in enumerate(self._pieces.row.tolist())]
        for number, chosen in enumerate(sums):
            entries.extend((fixed + number, piece, 1.0) for piece in chosen.tolist())
            entries.append((fixed + number, size + 2 * number, 1.0))
            entries.append((fixed + number, size + 2 * number + 1, -1.0))
        prices = [*self._pieces.slope.tolist(), *([dear] * 2 * len(sums))]
        message.variables.upper_bounds.extend([*map(float, self._pieces.length.tolist()), *([np.inf] * 2 * len(sums))])
        _fill_variables(message.variables, range(len(prices)))
        _fill_matrix(message.linear_constraint_matrix, entries)
        message.objective.linear_coefficients.ids.extend(range(len(prices)))
        message.objective.linear_coefficients.values.extend(price / TICKS_PER_MONEY for price in prices)
        return message

    def add(self, columns: Iterable[Column]) -> int:
        """Add rosters; return how many of them are new."""
        update = model_update_pb2.ModelUpdateProto()
        entries: list[Entry] = []
        first = number = self._first + len(self.columns)
        for column in columns:
            known = (column.person, column.option.tobytes(), column.key.tobytes())
            if known in self._known:
                continue
            self._known.add(known)
            update.objective_updates.linear_coefficients.ids.append(number)
            update.objective_updates.linear_coefficients.values.append(column.own / TICKS_PER_MONEY)
            entries.append((self._rows + column.person, number, 1.0))
            covered, heads = np.unique(self._counted(column), return_counts=True)
            entries.extend((k, number, float(n)) for k, n in zip(covered.tolist(), heads.tolist(), strict=True))
            self.columns.append(column)
            number += 1
        if number > first:
            self._open.extend([True] * (number - first))
            update.new_variables.upper_bounds.extend([_OPEN] * (number - first))
            _fill_variables(update.new_variables, range(first, number))
            _fill_matrix(update.linear_constraint_matrix_updates, entries)
            self._take(update)
        return number - first

    def open_only(self, allowed: Bools) -> None:
        """Leave out the columns that are not allowed, and take in again those that are."""
        changed = np.flatnonzero(allowed != np.array(self._open, dtype=np.bool_))
        update = model_update_pb2.ModelUpdateProto()
        update.variable_updates.upper_bounds.ids.extend((self._first + changed).tolist())
        update.variable_updates.upper_bounds.values.extend(np.where(allowed[changed], _OPEN, 0.0).tolist())
        self._take(update)
        self._open = allowed.tolist()

    def limit_sums(self, least: Floats, most: Floats) -> None:
        """Limit the people in each sum."""
        update = model_update_pb2.ModelUpdateProto()
        rows = range(self._rows + self._people, self._rows + self._people + self._sums)
        for bounds, values in (
            (update.linear_constraint_updates.lower_bounds, least),
            (update.linear_constraint_updates.upper_bounds, most),
        ):
            bounds.ids.extend(rows)
            bounds.values.extend(values.tolist())
        self._take(update)

    def solve(self, seconds: float) -> Relaxed | None:
        """Return the best shares, None where that takes longer or GLOP finds none."""
        parameters = parameters_pb2.SolveParametersProto(presolve=parameters_pb2.EMPHASIS_OFF)
        parameters.glop.use_dual_simplex = False  # columns are added: the last solution is still one
        parameters.time_limit.FromMilliseconds(max(1, int(1000 * seconds)))
        start = model_parameters_pb2.ModelSolveParametersProto()
        try:
            result = self._solver.solve(parameters, start, None, callback_pb2.CallbackRegistrationProto(), None, None)
        except StatusNotOk:  # once in a while GLOP ends abnormally, where numbers are hard
            return None
        if result.termination.reason != result_pb2.TERMINATION_REASON_OPTIMAL:
            return None
        found = result.solutions[0]
        fixed = self._rows + self._people
        duals = _filled(found.dual_solution.dual_values, fixed + self._sums) * TICKS_PER_MONEY
        values = _filled(found.primal_solution.variable_values, self._first + len(self.columns))
        return Relaxed(
            objective=found.primal_solution.objective_value * TICKS_PER_MONEY + self._constant,
            prices=-duals[: self._rows],
            worth=duals[self._rows : fixed],
            shares=values[self._first :],
            people=values[: len(self._pieces.row)],
            steering=duals[fixed:],
        )

    def _counted(self, column: Column) -> Ints:
        """Return the rows that count a roster, each as often as it does."""
        also = self._crew.also[self._crew.row[column.person] + column.option].ravel()
        counted = np.concatenate((column.key, also))
        own: Ints = counted[(counted < self._rows) & (counted != self._crew.nothing)]
        return own

    def _take(self, update: model_update_pb2.ModelUpdateProto) -> None:
        if not self._solver.update(update):
            raise RuntimeError("GLOP does not take a change of columns")


DEAR = 100.0
"""What a person beyond the limits of a sum costs, in usual prices."""
_OPEN = 2.0
"""Upper limit of a share, so that it is the person's row that holds it."""


def _filled(values: Any, size: int) -> Floats:
    """Return all values of a message, from which those that are 0 may be left out."""
    filled = np.zeros(size)
    filled[list(values.ids)] = values.values
    return filled


def _fill_variables(variables: model_pb2.VariablesProto, numbers: range) -> None:
    variables.ids.extend(numbers)
    variables.lower_bounds.extend([0.0] * len(numbers))
    variables.integers.extend([False] * len(numbers))


def _fill_matrix(matrix: Any, entries: list[Entry]) -> None:
    for row, column, coefficient in sorted(entries):
        matrix.row_ids.append(row)
        matrix.column_ids.append(column)
        matrix.coefficients.append(coefficient)

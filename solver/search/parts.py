"""A part of a model: some decisions are free and what follows from them too, the rest stays as in a known solution.

Only the part is built, so that its size, and not that of the model, decides how long it takes.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.sat.python import cp_model

from solver.linear import Values
from solver.search.rows import NONE, as_written, rows_of

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Part:
    """A model of its own; ``variables`` are the indices of its variables in the whole, in its own order."""

    cp: cp_model.CpModel
    variables: Numbers

    def merged(self, values: Numbers, own: Values) -> Numbers:
        """Return the values of the whole with those of the part put in."""
        merged = values.copy()
        merged[self.variables] = own
        return merged


class Parts:
    """The rows of a model as matrices, from which parts are cut. Safe for threads."""

    def __init__(self, cp: cp_model.CpModel, decisions: Collection[int]) -> None:
        """Read a model with an objective. Raises ValueError where a row is not linear or has a condition."""
        proto = as_written(cp)
        rows = rows_of(proto)
        count = len(proto.variables)
        sizes = np.array(rows.sizes, dtype=np.int64)
        self._starts = np.concatenate(([0], np.cumsum(sizes)))
        self._columns = np.array(rows.columns, dtype=np.int64)
        self._factors = np.array(rows.factors, dtype=np.int64)
        self._row_of = np.repeat(np.arange(len(sizes)), sizes)
        self._low = np.array(rows.low, dtype=np.int64)
        self._high = np.array(rows.high, dtype=np.int64)
        by_column = np.argsort(self._columns, kind="stable")
        self._rows_by_column = self._row_of[by_column]
        self._column_starts = np.searchsorted(self._columns[by_column], np.arange(count + 1))
        self._decision = np.zeros(count, dtype=bool)
        self._decision[list(decisions)] = True
        self._domains = [list(variable.domain) for variable in proto.variables]
        self._prices = np.zeros(count, dtype=np.int64)
        self._prices[list(proto.objective.vars)] = list(proto.objective.coeffs)
        self._offset = int(proto.objective.offset)
        self._defining, self._defined = self._definitions()

    def _definitions(self) -> tuple[Numbers, Mask]:
        """Return rows that define one variable by decisions alone, and which variables are so defined."""
        others = ~self._decision[self._columns]
        number = np.bincount(self._row_of, weights=others, minlength=len(self._low))
        equal = self._low == self._high
        single = np.zeros(len(self._decision), dtype=bool)
        found = (equal & (number == 1))[self._row_of] & others & (np.abs(self._factors) == 1)
        single[self._columns[found]] = True
        return np.unique(self._row_of[found]), single

    def cost(self, values: Numbers) -> int:
        """Return the objective of a solution, in units of the model's objective."""
        return int(self._prices @ values) + self._offset

    def allows(self, values: Numbers) -> bool:
        """Whether a solution keeps every row."""
        sums = np.concatenate(([0], np.cumsum(self._factors * values[self._columns])))
        activity = sums[self._starts[1:]] - sums[self._starts[:-1]]
        return bool(np.all(activity >= self._low) and np.all(activity <= self._high))

    def cut(self, decisions: Collection[int], values: Numbers) -> Part:
        """Return the part in which some decisions are free, hinted to be as in a solution of the whole."""
        free = np.zeros(len(self._decision), dtype=bool)
        free[list(decisions)] = True
        rows = self._spread(free)
        variables = np.flatnonzero(free)
        part = cp_model.CpModel()
        for x in variables:
            part.proto.variables.add().domain.extend(self._domains[x])
        new = np.zeros(len(free), dtype=np.int64)
        new[variables] = np.arange(len(variables))
        for row in rows:
            self._add_row(part, int(row), free, new, values)
        self._add_objective(part, variables, values)
        part.proto.solution_hint.vars.extend(range(len(variables)))
        part.proto.solution_hint.values.extend(values[variables].tolist())
        return Part(part, variables)

    def _spread(self, free: Mask) -> Numbers:
        """Free what depends on the free decisions, and return all rows that the part needs.

        What other decisions define stays; any other variable of a row with something free is free too.
        """
        stays = self._decision | self._defined
        defining = np.zeros(len(self._low), dtype=bool)
        defining[self._defining] = True
        first = self._touching(np.flatnonzero(free))
        entries = self._entries(first[defining[first]])
        defined = self._columns[entries]
        free[defined[~self._decision[defined]]] = True
        seen = np.zeros(len(self._low), dtype=bool)
        found = self._touching(np.flatnonzero(free))
        while len(found):
            seen[found] = True
            columns = np.unique(self._columns[self._entries(found)])
            fresh = columns[~free[columns] & ~stays[columns]]
            free[fresh] = True
            found = self._touching(fresh)
            found = found[~seen[found]]
        return np.flatnonzero(seen)

    def _touching(self, columns: Numbers) -> Numbers:
        """Return the rows in which some variables stand."""
        return np.unique(_slices(self._rows_by_column, self._column_starts, columns))

    def _entries(self, rows: Numbers) -> Numbers:
        return _slices(np.arange(len(self._columns)), self._starts, rows)

    def _add_row(self, part: cp_model.CpModel, row: int, free: Mask, new: Numbers, values: Numbers) -> None:
        entries = slice(self._starts[row], self._starts[row + 1])
        columns, factors = self._columns[entries], self._factors[entries]
        inside = free[columns]
        known = int(factors[~inside] @ values[columns[~inside]])
        linear = part.proto.constraints.add().linear
        linear.vars.extend(new[columns[inside]].tolist())
        linear.coeffs.extend(factors[inside].tolist())
        low, high = int(self._low[row]), int(self._high[row])
        linear.domain.extend([low if low < -NONE else low - known, high if high > NONE else high - known])

    def _add_objective(self, part: cp_model.CpModel, variables: Numbers, values: Numbers) -> None:
        prices = self._prices[variables]
        priced = np.flatnonzero(prices)
        part.proto.objective.vars.extend(priced.tolist())
        part.proto.objective.coeffs.extend(prices[priced].tolist())
        part.proto.objective.offset = self.cost(values) - int(prices @ values[variables])


def _slices(numbers: Numbers, starts: Numbers, which: Numbers) -> Numbers:
    """Return the slices of some numbers one after the other, each by its place in ``starts``."""
    lengths = starts[which + 1] - starts[which]
    ends = np.cumsum(lengths)
    places: Numbers = np.repeat(starts[which] - ends + lengths, lengths) + np.arange(ends[-1] if len(ends) else 0)
    return numbers[places]

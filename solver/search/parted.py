"""A program that falls into parts: its relaxation with cuts, and what each part costs at least.

A part's problem with every shift whole takes seconds. With shifts left fractions, but the minutes of everybody's weeks
whole, it takes a fraction of that, and its least cost is nearly the same; with only the weekly numbers of all together
whole it takes still less. Each part has a level: how much of it is whole.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import gcd

from ortools.math_opt import model_pb2

from solver.search.cuts import SAFETY, Cut, Table, add_row, part_costs, part_message, with_cuts
from solver.search.highs import Answer, run_highs

Limits = Mapping[int, tuple[float, float]]
"""Smallest and largest values of some variables."""
Costs = Sequence[Mapping[int, float]]
"""What variables cost in each part."""

LP_SECONDS = 20.0
LEVELS = 3
QUICK_LIMIT = 1.2
"""Longest try of a level, in times of what is quick."""


@dataclass(frozen=True, slots=True)
class Structure:
    """Parts of a program by their rows, and its variables by what they are good for. All can be pickled."""

    parts: Sequence[Sequence[int]]
    sums: Sequence[Mapping[int, int]]
    """Sums of variables of a part that are whole, too: the minutes that its people work in all."""
    frame: frozenset[int]
    """Bookings and numbers of lists."""
    first: frozenset[int]
    """What is branched on before all else: bookings."""
    ties: frozenset[int]
    """Then what ties parts: numbers of items and lists; and the sums."""
    weekly: frozenset[int]
    """Weekly numbers, of all together."""
    people: frozenset[int]
    """Weekly numbers of single people."""


class Parted:
    """A program with parts. Its variables are numbered as before; the sums come last."""

    def __init__(self, message: model_pb2.ModelProto, structure: Structure) -> None:
        self.message = model_pb2.ModelProto()
        self.message.CopyFrom(message)
        self.message.variables.integers[:] = [False] * len(message.variables.ids)
        self.parts = [list(rows) for rows in structure.parts]
        self.holders = self._find_holders()
        self.sums = frozenset(self._add_sum(terms) for terms in structure.sums if self._common(terms))
        self._table = Table(self.message)
        weekly = structure.frame | structure.first | structure.ties | structure.weekly | self.sums
        self._whole = (weekly, weekly | structure.people, None)
        self._levels = [0] * len(self.parts)
        self._columns = [sorted({x for row in rows for x in self._table.rows[row]}) for rows in self.parts]
        self._programs = [part_message(self._table, rows) for rows in self.parts]

    def _find_holders(self) -> dict[int, set[int]]:
        """Return the parts in which a variable is."""
        part_of: dict[int, list[int]] = {}
        for part, rows in enumerate(self.parts):
            for row in rows:
                part_of.setdefault(row, []).append(part)
        holders: dict[int, set[int]] = {}
        matrix = self.message.linear_constraint_matrix
        for row, x in zip(matrix.row_ids, matrix.column_ids, strict=True):
            holders.setdefault(x, set()).update(part_of.get(row, ()))
        return holders

    def _common(self, terms: Mapping[int, int]) -> set[int]:
        return set.intersection(*(self.holders.get(x, set()) for x in terms)) if terms else set()

    def _add_sum(self, terms: Mapping[int, int]) -> int:
        """Add a variable for a sum, and the row that says so to the part in which all of it is."""
        variables, step = self.message.variables, gcd(*terms.values())
        new, part = len(variables.ids), min(self._common(terms))
        variables.ids.append(new)
        variables.lower_bounds.append(0.0)
        variables.upper_bounds.append(sum(c // step * variables.upper_bounds[x] for x, c in terms.items()))
        variables.integers.append(False)
        self.parts[part].append(len(self.message.linear_constraints.ids))
        add_row(self.message, {**{x: c / step for x, c in terms.items()}, new: -1.0}, 0.0, 0.0)
        self.holders[new] = {part}
        return new

    def limits_of(self, x: int, limits: Limits) -> tuple[float, float]:
        """Return the smallest and the largest value of a variable."""
        variables = self.message.variables
        return limits.get(x, (variables.lower_bounds[x], variables.upper_bounds[x]))

    def relax(self, limits: Limits, cuts: Sequence[Cut]) -> Answer:
        """Solve the linear relaxation within limits, with cuts."""
        return run_highs(_limited(with_cuts(self.message, cuts), limits), LP_SECONDS, 0.0, 0)

    def costs(self, cuts: Sequence[Cut], relaxed: Answer) -> Costs:
        """Return the costs of each part at the prices of a relaxation with cuts."""
        return part_costs(self._table, self.parts, cuts, relaxed.duals or {})

    def cut(self, part: int, costs: Mapping[int, float], limits: Limits, how: Effort) -> Cut | None:
        """Return what a part costs at least within limits; None where nothing is found out.

        Where it has no solution the cut asks for more than there is: an infinite least cost.
        """
        answer = self._least(part, costs, limits, how)
        if answer.infeasible:
            return Cut(costs, float("inf"), part)
        if answer.bound is None:
            return None
        return Cut(costs, answer.bound - SAFETY * max(abs(answer.bound), how.scale), part)

    def settle_level(self, part: int, costs: Mapping[int, float], how: Effort) -> Cut | None:
        """Find the highest level of a part that is solved quickly; return the last cut."""
        quick = replace(how, seconds=QUICK_LIMIT * how.quick)
        for level in range(LEVELS - 1, 0, -1):
            self._levels[part] = level
            began = time.monotonic()
            found = self.cut(part, costs, {}, quick)
            if time.monotonic() - began < how.quick:
                return found
        self._levels[part] = 0
        return self.cut(part, costs, {}, how)

    def _least(self, part: int, costs: Mapping[int, float], limits: Limits, how: Effort) -> Answer:
        columns, program = self._columns[part], model_pb2.ModelProto()
        program.CopyFrom(self._programs[part])
        new, whole = {x: number for number, x in enumerate(columns)}, self._whole[self._levels[part]]
        program.variables.integers[:] = [whole is None or x in whole for x in columns]
        _limited(program, {new[x]: pair for x, pair in limits.items() if x in new})
        priced = sorted((new[x], cost) for x, cost in costs.items())
        program.objective.linear_coefficients.ids.extend(x for x, _ in priced)
        program.objective.linear_coefficients.values.extend(cost for _, cost in priced)
        return run_highs(program, how.seconds, 0.0, 0, absolute_gap=how.gap)


@dataclass(frozen=True, slots=True)
class Effort:
    """How long a part may take."""

    seconds: float
    quick: float
    """Seconds in which it should be solved for more of it to be whole."""
    gap: float
    """Absolute gap at which it ends."""
    scale: float
    """What the whole program costs."""


def _limited(message: model_pb2.ModelProto, limits: Limits) -> model_pb2.ModelProto:
    for x, (low, high) in limits.items():
        message.variables.lower_bounds[x], message.variables.upper_bounds[x] = low, high
    return message

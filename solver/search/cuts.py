"""Cuts that say what a part of a program costs at least, once all of it is whole.

The linear relaxation gives each row a price. At these prices, a part of the rows has a problem of its own, in which
variables pay what the rows of the other parts want of them. It is small, so it can be solved with everything whole; and
its least cost is a row that holds for the whole program (Lagrangian decomposition, after Guignard and Kim 1987, as
cutting planes).
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from ortools.math_opt import model_pb2

from solver.search.highs import run_highs

SMALL = 1e-7
"""Prices below it are taken for nothing."""
SAFETY = 1e-6
"""Part of the cost of a part that is given up for the rounding of floating-point arithmetic."""
PART_GAP = 2e-4
"""Gap at which a part is solved, as a part of all cost."""
PATIENCE = 2.0
"""Time for a part, in shares of an equal one: most need much less."""
LEAST_SECONDS = 0.3
"""Time with which nothing can be begun any more."""
LEAST_GAIN = 1e-4
"""Gain of a round, as a part of all cost, for which another one is worth its time."""


@dataclass(frozen=True, slots=True)
class Cut:
    """Sum of coefficients times variables, at least some number."""

    terms: Mapping[int, float]
    least: float
    part: int


class Table:
    """A program's rows and costs, to take parts from."""

    def __init__(self, message: model_pb2.ModelProto) -> None:
        self.message = message
        self.rows: list[dict[int, float]] = [{} for _ in message.linear_constraints.ids]
        matrix = message.linear_constraint_matrix
        for row, x, coefficient in zip(matrix.row_ids, matrix.column_ids, matrix.coefficients, strict=True):
            self.rows[row][x] = coefficient
        objective = message.objective.linear_coefficients
        self.costs = dict(zip(objective.ids, objective.values, strict=True))


def find_cuts(
    message: model_pb2.ModelProto, parts: Sequence[Sequence[int]], whole: Collection[int], seconds: float, seed: int
) -> tuple[list[Cut], float | None]:
    """Return cuts for a program in some time, and a bound of its objective.

    Parts are given by their rows. In the end all variables of the program are whole numbers. The first prices are those
    of the linear relaxation; later ones are taken where what is ``whole`` has its best values.
    """
    table, until = Table(message), time.monotonic() + seconds
    cuts: list[Cut] = []
    bound: float | None = None
    fixed: Mapping[int, float] = {}
    while True:
        relaxed = run_highs(_fixed(with_cuts(message, cuts), fixed), until - time.monotonic(), 0.0, seed)
        if relaxed.duals is None or relaxed.values is None or relaxed.objective is None:
            return cuts, bound
        costs = part_costs(table, parts, cuts, relaxed.duals)
        found = _cut_parts(table, parts, costs, relaxed.objective, until, seed)
        gains = [cut.least - sum(c * relaxed.values[x] for x, c in cut.terms.items()) for cut in found]
        cuts += [cut for cut, gain in zip(found, gains, strict=True) if gain > SAFETY * abs(relaxed.objective)]
        left = until - time.monotonic()
        if left < LEAST_SECONDS or sum(max(0.0, gain) for gain in gains) < LEAST_GAIN * abs(relaxed.objective):
            return cuts, bound
        frame = run_highs(_whole(with_cuts(message, cuts), whole), left, LEAST_GAIN, seed)
        if frame.bound is not None:
            bound = frame.bound if bound is None else max(bound, frame.bound)
        if frame.values is None:
            return cuts, bound
        fixed = {x: round(frame.values[x]) for x in whole}


def part_costs(
    table: Table, parts: Sequence[Sequence[int]], cuts: Sequence[Cut], duals: Mapping[int, float]
) -> list[dict[int, float]]:
    """Return what the variables of each part cost in it at the prices of rows and cuts.

    In each part a variable costs what its rows there are paid for it, and the parts share alike what is left of its
    own cost after all rows (its reduced cost). So the costs of a variable over all parts add up to its own
    cost less what rows in no part are paid.
    """
    holders: dict[int, list[int]] = defaultdict(list)
    for part, rows in enumerate(parts):
        for x in {x for row in rows for x in table.rows[row]}:
            holders[x].append(part)
    left = defaultdict(float, table.costs)
    costs: list[dict[int, float]] = [defaultdict(float) for _ in parts]
    times = Counter(row for rows in parts for row in rows)
    ties = (row for row in duals if row < len(table.rows) and not times[row])
    priced: list[tuple[Mapping[int, float], float, int | None]] = [(table.rows[row], duals[row], None) for row in ties]
    for part, rows in enumerate(parts):
        priced += [(table.rows[row], duals[row] / times[row], part) for row in rows if row in duals]
    priced += [(cut.terms, duals.get(len(table.rows) + number, 0.0), cut.part) for number, cut in enumerate(cuts)]
    for terms, price, holder in priced:
        for x, coefficient in terms.items():
            left[x] -= price * coefficient
            if holder is not None:
                costs[holder][x] += price * coefficient
    for x, cost in left.items():
        for part in holders[x]:
            costs[part][x] += cost / len(holders[x])
    return [{x: cost for x, cost in own.items() if abs(cost) > SMALL} for own in costs]


def _cut_parts(
    table: Table,
    parts: Sequence[Sequence[int]],
    costs: Sequence[Mapping[int, float]],
    objective: float,
    until: float,
    seed: int,
) -> list[Cut]:
    """Return a cut for each part, as far as the time lets."""
    found: list[Cut] = []
    for part, rows in enumerate(parts):
        left = until - time.monotonic()
        if left < LEAST_SECONDS:
            break
        seconds = left / (len(parts) - part) * PATIENCE
        least = _least(table, rows, costs[part], min(seconds, left), PART_GAP * abs(objective), seed)
        if least is not None:
            found.append(Cut(costs[part], least - SAFETY * max(abs(least), abs(objective)), part))
    return found


def _least(
    table: Table, rows: Sequence[int], costs: Mapping[int, float], seconds: float, gap: float, seed: int
) -> float | None:
    """Return a bound of a part's cost with everything in it whole, to an absolute gap if the time lets."""
    part, columns = part_message(table, rows), part_columns(table, rows)
    new = {x: number for number, x in enumerate(columns)}
    part.variables.integers[:] = [True] * len(columns)
    priced = sorted((new[x], cost) for x, cost in costs.items())
    part.objective.linear_coefficients.ids.extend(x for x, _ in priced)
    part.objective.linear_coefficients.values.extend(cost for _, cost in priced)
    return run_highs(part, seconds, 0.0, seed, absolute_gap=gap).bound


def part_columns(table: Table, rows: Sequence[int]) -> list[int]:
    """Return the variables of a part, in the order in which they are numbered in its program."""
    return sorted({x for row in rows for x in table.rows[row]})


def part_message(table: Table, rows: Sequence[int]) -> model_pb2.ModelProto:
    """Return the program of a part, without an objective; nothing in it has to be whole."""
    columns = part_columns(table, rows)
    new = {x: number for number, x in enumerate(columns)}
    all_variables, all_rows = table.message.variables, table.message.linear_constraints
    part = model_pb2.ModelProto()
    part.variables.ids.extend(range(len(columns)))
    part.variables.lower_bounds.extend(all_variables.lower_bounds[x] for x in columns)
    part.variables.upper_bounds.extend(all_variables.upper_bounds[x] for x in columns)
    part.variables.integers.extend([False] * len(columns))
    for row in rows:
        terms = {new[x]: c for x, c in table.rows[row].items()}
        add_row(part, terms, all_rows.lower_bounds[row], all_rows.upper_bounds[row])
    return part


def with_cuts(message: model_pb2.ModelProto, cuts: Sequence[Cut]) -> model_pb2.ModelProto:
    """Return a copy of a program with cuts as its last rows."""
    sharp = model_pb2.ModelProto()
    sharp.CopyFrom(message)
    for cut in cuts:
        add_row(sharp, cut.terms, cut.least)
    return sharp


def add_row(message: model_pb2.ModelProto, terms: Mapping[int, float], least: float, most: float = inf) -> None:
    """Add a row to a program, as its last one."""
    rows, matrix = message.linear_constraints, message.linear_constraint_matrix
    number = len(rows.ids)
    rows.ids.append(number)
    rows.lower_bounds.append(least)
    rows.upper_bounds.append(most)
    matrix.row_ids.extend([number] * len(terms))
    matrix.column_ids.extend(sorted(terms))
    matrix.coefficients.extend(terms[x] for x in sorted(terms))


def _fixed(message: model_pb2.ModelProto, values: Mapping[int, float]) -> model_pb2.ModelProto:
    for x, value in values.items():
        message.variables.lower_bounds[x] = message.variables.upper_bounds[x] = value
    return message


def _whole(message: model_pb2.ModelProto, whole: Collection[int]) -> model_pb2.ModelProto:
    for x in whole:
        message.variables.integers[x] = True
    return message

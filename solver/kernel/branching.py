"""The least cost of all people's rosters together, proven by branch and price.

Where the linear program of column generation is no roster, it is split in two, and each half is bounded anew. First by
how many people there are in all: the program likes to leave half a person missing, and the sum of all who are missing
is whole, so that a bound of 405.7 becomes one of 439 at once (Curtois 9). Then by who works on a day.
Of each half only the ways are kept that may belong to a roster within the limit, at the prices of what was split.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from itertools import count
from typing import NamedTuple

import numpy as np

from solver.kernel.compiled import FORBIDDEN, Ints, Plan
from solver.kernel.crew import Floats, Staffing
from solver.kernel.diving import Root
from solver.kernel.generating import LEAST_GAIN, Generating, Limits, OutOfTimeError, Prices, Solved
from solver.kernel.master import Column
from solver.kernel.pieces import pieces_of
from solver.kernel.program import OFF
from solver.kernel.seats import seated

ROUNDS, FIRST_ROUNDS = 40, 200
"""Most rounds of column generation for a half, and for the whole."""
WHOLE = 1e-5
"""What is so near a whole number is one."""
CLEAR = 0.02
"""A sum of people is split where it is so far from whole numbers."""
AGAIN = 0.7
"""Graphs are trimmed again where the limit has come so much nearer to the first bound."""
OFF_WEIGHT = 10.0
"""Whether somebody works on a day is split rather than in which shift, unless it is so much clearer."""
_LEGAL = FORBIDDEN // 2


class _Half(NamedTuple):
    """One side of a split: option rows that are closed, or new limits of a sum."""

    rows: tuple[int, ...] = ()
    person: int | None = None
    sum: int | None = None
    least: float = -np.inf
    most: float = np.inf


class _Node(NamedTuple):
    """A part of all rosters that is still to be split. The least bound comes first, of equal ones the last."""

    bound: float
    number: int
    rows: tuple[int, ...]
    """Option rows that are closed."""
    limits: Limits
    solved: Solved
    halves: tuple[_Half, ...]


class Tree:
    """The search for the best roster, split by split.

    It is exact where people's graphs hold all of their days, or all that a roster within the first limit may hold, and
    rows of demand cost what they say.
    """

    def __init__(self, root: Root, limit: float, unit: int, left: Callable[[], float]) -> None:
        """Look for rosters that cost at most so many ticks; all costs are multiples of a unit."""
        self._root = root
        self._unit = unit
        self._left = left
        self.limit = limit
        self._sums = sums_of(root.staffing)
        self._is_off = np.array([shift == OFF for own in root.staffing.options for day in own for shift in day])
        self._program = self._fresh(root.columns)
        self._numbers = count()
        self._nodes: list[_Node] = []
        self._stuck = np.inf
        """The least bound of parts that could not be split."""
        self._failed: set[int] = set()
        """Nodes that could not be split once."""
        self._graphs = root.staffing
        self._begun = False
        self._trimmed = limit
        """The limit for which graphs were trimmed."""

    @property
    def bound(self) -> float:
        """No roster costs less, in ticks; all that are left out cost more than the limit."""
        if not self._begun:
            return -np.inf
        left = self._nodes[0].bound if self._nodes else np.inf
        return min(left, self._stuck, self.limit + self._unit)

    @property
    def done(self) -> bool:
        """Whether nothing is left to split."""
        return self._begun and (not self._nodes or self._nodes[0].bound > self.limit + LEAST_GAIN)

    def step(self) -> tuple[int, Plan] | None:
        """Solve the whole or split the part with the least bound; return a roster within the limit, and its cost.

        None where none is found. From then on only better ones are looked for. Raises OutOfTimeError; all is then as it
        was before.
        """
        return self._split_least() if self._begun else self._begin()

    def _begin(self) -> tuple[int, Plan] | None:
        unlimited = Limits(np.full(len(self._sums), -np.inf), np.full(len(self._sums), np.inf))
        prices = Prices(self._root.prices, np.zeros(len(self._sums)))
        closed = np.zeros(len(self._root.staffing.crew.keys), dtype=np.int64)
        people = range(len(self._root.staffing.staff))
        solved = self._program.solve(closed, self._root.staffing, prices, people, FIRST_ROUNDS, unlimited)
        self._begun = True
        self._first = solved
        self._trim()
        return self._sorted_in((), unlimited, solved, -np.inf)

    def _trim(self) -> None:
        """Keep the ways that may belong to a roster within the limit."""
        self._trimmed = self.limit
        slack = max(0.0, self.limit - self._first.proof)
        self._graphs = self._graphs.trimmed(self._first.best.rows, int(slack) + 1)

    def _split_least(self) -> tuple[int, Plan] | None:
        if self.limit - self._first.proof < AGAIN * (self._trimmed - self._first.proof):
            self._trim()
        node = heapq.heappop(self._nodes)
        if node.bound > self.limit + LEAST_GAIN:
            return None
        found: tuple[int, Plan] | None = None
        try:
            for half in node.halves:
                found = self._bounded(node, half) or found
        except OutOfTimeError:
            self._put_back(node)
            if self._left() <= 0.0:
                raise
        return found

    def _put_back(self, node: _Node) -> None:
        """Keep a part that could not be split, for another try, or for its bound alone if that was one."""
        if node.number in self._failed and self._left() > 0.0:
            self._stuck = min(self._stuck, node.bound)
            return
        heapq.heappush(self._nodes, node)
        if self._left() > 0.0:  # the solver of the program has failed: a new one may not
            self._failed.add(node.number)
            self._program = self._fresh(self._program.master.columns)

    def _fresh(self, columns: Sequence[Column]) -> Generating:
        program = Generating(self._root.staffing, self._left, self._sums)
        program.master.add(columns)
        return program

    def _bounded(self, node: _Node, half: _Half) -> tuple[int, Plan] | None:
        """Bound half of a node and sort it in; return a roster if that is what it is."""
        rows = node.rows + half.rows
        closed = np.zeros(len(self._root.staffing.crew.keys), dtype=np.int64)
        closed[list(rows)] = FORBIDDEN
        limits = _narrowed(node.limits, half)
        graphs = self._cut(node, closed)
        changed = () if half.person is None else (half.person,)
        if not all(self._program.legal(graphs, closed, p) for p in changed):
            return None
        self._program.limit = self.limit
        solved = self._program.solve(closed, graphs, node.solved.prices, changed, ROUNDS, limits)
        return self._sorted_in(rows, limits, solved, node.bound)

    def _cut(self, node: _Node, closed: Ints) -> Staffing:
        """Return graphs with the ways of half a node that may belong to a roster within the limit."""
        proof, best = node.solved.proof, node.solved.best
        if not np.isfinite(proof):
            return self._graphs.near(closed, _LEGAL)
        price = self._graphs.offers(best.rows)[0] + closed
        return self._graphs.near(price, int(max(0.0, self.limit - proof)) + 1)

    def _sorted_in(
        self, rows: tuple[int, ...], limits: Limits, solved: Solved, bound: float
    ) -> tuple[int, Plan] | None:
        """Keep a part for later, if it may hold a roster within the limit; return that roster where it is one."""
        bound = max(bound, solved.proof)
        if bound > self.limit + LEAST_GAIN:
            return None
        halves = self._split(solved)
        if halves is not None:
            heapq.heappush(self._nodes, _Node(bound, -next(self._numbers), rows, limits, solved, halves))
            return None
        return self._roster(rows, limits, solved, bound)

    def _roster(self, rows: tuple[int, ...], limits: Limits, solved: Solved, bound: float) -> tuple[int, Plan] | None:
        """Return the roster of a solution that is one; what may be better in the same part is looked for later."""
        cost, plan = seated(self._root.staffing, self._options(solved))
        if cost > self.limit:
            self._stuck = min(self._stuck, bound)  # does not happen where rows of demand cost what they say
            return None
        self.limit = cost - self._unit
        if bound <= self.limit + LEAST_GAIN:
            heapq.heappush(self._nodes, _Node(bound, -next(self._numbers), rows, limits, solved, (_Half(),)))
        return cost, plan

    def _options(self, solved: Solved) -> Ints:
        """Return the option of each person and day with the greatest share."""
        crew = self._root.staffing.crew
        shares = self._program.shares(solved.relaxed)
        table = np.full((*crew.options.shape, int(crew.options.max())), -1.0)
        row = np.arange(len(shares))
        cell = self._program.cell
        table.reshape(-1, table.shape[2])[cell, row - crew.row.ravel()[cell]] = shares
        options: Ints = table.argmax(axis=2)
        return options

    def _split(self, solved: Solved) -> tuple[_Half, _Half] | None:
        """Return how to split a part; None where its solution is a roster."""
        return self._split_sum(solved.relaxed.people) or self._split_days(self._program.shares(solved.relaxed))

    def _split_sum(self, people: Floats) -> tuple[_Half, _Half] | None:
        for number, chosen in enumerate(self._sums):
            amount = float(people[chosen].sum())
            whole = np.floor(amount)
            if CLEAR < amount - whole < 1 - CLEAR:
                return _Half(sum=number, least=whole + 1), _Half(sum=number, most=whole)
        return None

    def _split_days(self, shares: Floats) -> tuple[_Half, _Half] | None:
        """Split where it is least clear who works, else which shift."""
        crew, cell = self._root.staffing.crew, self._program.cell
        unclear = np.minimum(shares, 1.0 - shares)
        if unclear.max() <= WHOLE:
            return None
        weight = unclear * np.where(self._is_off, OFF_WEIGHT, 1.0)
        row = int(np.where(unclear > WHOLE, weight, 0.0).argmax())
        p, day = divmod(int(cell[row]), crew.options.shape[1])
        first = int(crew.row[p, day])
        others = tuple(other for other in range(first, first + int(crew.options[p, day])) if other != row)
        return _Half((row,), p), _Half(others, p)


def _narrowed(limits: Limits, half: _Half) -> Limits:
    if half.sum is None:
        return limits
    least, most = limits.least.copy(), limits.most.copy()
    least[half.sum] = max(least[half.sum], half.least)
    most[half.sum] = min(most[half.sum], half.most)
    return Limits(least, most)


def sums_of(staffing: Staffing) -> list[Ints]:
    """Return pieces of demand whose people are counted together: those of each slope, the steepest first, and all."""
    pieces = pieces_of(staffing.demand, staffing.crew.nothing)
    counted = np.flatnonzero(pieces.row < staffing.crew.nothing)
    slopes = pieces.slope[counted]
    groups = [counted[slopes == slope] for slope in np.unique(slopes)]
    return [group for group in (*groups, counted) if len(group) > 1]

"""Whole rosters from the linear program of column generation: days that it is nearly sure of are settled, step by step.

The shares of known rosters, summed up, say how much of each person's day is worked in each shift. The greatest of these
are settled, the graphs lose all else, columns are generated anew, and so on until everybody's days are settled. Where
the program then costs too much more, a step is taken back and fewer days are settled, at last a single one is excluded.
After Strandmark, Qu and Curtois, First-order linear programming in a column generation-based heuristic approach to the
nurse rostering problem (2020), who solve the program by a first-order method and never step back.

A dive can begin with everything open, or with most days as in a known roster: it is then the repair of a large
neighbourhood, whose program says at once, and before its best is found, when nothing better is to be had in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from solver.kernel.compiled import FORBIDDEN, Bools, Ints, Plan
from solver.kernel.crew import Floats, Staffing
from solver.kernel.generating import LEAST_GAIN, USED, Generating, Prices, Solved
from solver.kernel.master import Column, columns_of
from solver.kernel.seats import seated

WIDTH = 3.0
"""How much more than the cheapest a person's days may cost, as a part of usual prices."""
ROUNDS, FIRST_ROUNDS = 20, 60
"""Most rounds of column generation after a step, and before the first."""
PART = 0.02
"""Part of the open days that are settled in a step, beside those that are nearly sure."""
SURE = 0.95
"""Share of a person's day in a shift that is nearly sure."""
SHARE = 3.0
"""How many times more than its part of what may still be lost a step may lose."""
BACKSTEPS = 20
"""Steps that are taken back before a dive is given up."""


_LEGAL = FORBIDDEN // 2
"""Ways that are dearer by it than a legal one take what is not to be taken."""


@dataclass(frozen=True)
class Root:
    """Where dives begin: prices, and rosters of single people that are known."""

    staffing: Staffing
    near: Staffing
    """With only ways that are near the cheapest."""
    prices: Floats
    """By row of demand, in ticks."""
    columns: Sequence[Column]


class Task(NamedTuple):
    """What a dive is to do."""

    open: Bools
    """By person and day: what is not as in the base."""
    base: Plan | None
    """A roster with own costs; nobody's is -1 but of those of whom nothing is open."""
    limit: float
    """Ticks that a roster may cost at most."""


class _State(NamedTuple):
    """How far a dive is."""

    closed: Ints
    """By option row: FORBIDDEN where it is not to be taken, else 0."""
    settled: Bools
    """By person and day."""
    graphs: Staffing
    solved: Solved

    @property
    def prices(self) -> Floats:
        """By row of demand, in ticks."""
        return self.solved.prices.rows


def find_root(staffing: Staffing, prices: Floats, columns: Sequence[Column], left: Callable[[], float]) -> Root:
    """Return the root of some people at prices of their cover keys; rules that count people are priced here.

    Raises OutOfTimeError.
    """
    whole = np.zeros(len(staffing.demand))
    whole[: len(prices)] = prices
    everything = np.ones(staffing.crew.options.shape, dtype=np.bool_)
    dive = Dive(Root(staffing, staffing, whole, columns), Task(everything, None, np.inf), 0, left)
    state = dive.begin()
    near = staffing.trimmed(state.prices, int(WIDTH * staffing.usual_saving))
    return Root(staffing, near, state.prices, dive.columns)


class Dive:
    """One dive."""

    def __init__(self, root: Root, task: Task, seed: int, left: Callable[[], float], noise: float = 0.0) -> None:
        """Begin at a root. ``noise`` in shares makes dives differ; ``left`` tells the seconds that are left."""
        self._root = root
        self._task = task
        self._chance = np.random.default_rng(seed)
        self._noise = noise
        crew = root.staffing.crew
        self._people, self._days = crew.options.shape
        self._row = crew.row
        self._program = Generating(root.staffing, left)
        self._program.limit = task.limit

    @property
    def columns(self) -> Sequence[Column]:
        """All rosters of single people that are known."""
        return self._program.master.columns

    def run(self) -> tuple[int, Plan] | None:
        """Return a roster that keeps the limit, and its cost in ticks; None where none is found.

        Raises OutOfTimeError.
        """
        state = self.begin()
        least = max(1, int(PART * np.count_nonzero(~state.settled)))
        wanted, backsteps = least, 0
        while not state.settled.all() and not self._hopeless(state):
            rows = self._nearly_sure(state, wanted)
            if not rows:
                return None
            after = self._step(state, rows)
            settled = int(after.settled.sum()) - int(state.settled.sum())
            if settled and self._keeps(state, after, settled):
                state, wanted = after, min(least, 2 * wanted)
                continue
            backsteps += 1
            if backsteps > BACKSTEPS:
                return None
            if settled > 1 and wanted > 1:
                wanted = max(1, min(wanted, settled) // 4)
            else:
                excluded = self._without(state, rows[0])
                if excluded is None:
                    return None
                state = excluded
        return None if self._hopeless(state) else self._roster(state)

    def begin(self) -> _State:
        """Solve the program before anything is settled."""
        base, crew = self._task.base, self._root.staffing.crew
        closed = np.zeros(len(crew.keys), dtype=np.int64)
        graphs = self._root.near
        settled = crew.options == 1
        if base is not None:
            closed[: len(self._program.cell)][~self._task.open.ravel()[self._program.cell]] = FORBIDDEN
            closed[self._row + base.option] = 0
            settled |= ~self._task.open
            graphs = graphs.near(closed, _LEGAL)
            for p in self._program.hold(graphs, closed, base).tolist():
                closed[self._row[p, 0] : self._row[p, -1] + crew.options[p, -1]] = FORBIDDEN
                closed[self._row[p] + base.option[p]] = 0
                settled[p] = True
            self._program.master.add(columns_of(base, np.maximum(0, base.own), range(self._people)))
        known = [column for column in self._root.columns if not closed[self._row[column.person] + column.option].any()]
        self._program.master.add(known)
        return self._relaxed(closed, settled, graphs, self._root.prices, range(self._people), FIRST_ROUNDS)

    def _nearly_sure(self, state: _State, wanted: int) -> list[int]:
        """Return option rows by the shares in which they are worked: some, and all that are nearly sure."""
        shares, cell = self._program.shares(state.solved.relaxed), self._program.cell
        noisy = shares + self._noise * self._chance.random(len(shares))
        is_open = (
            ~state.settled.ravel()[self._program.cell]
            & (state.closed[: len(self._program.cell)] == 0)
            & (shares > USED)
        )
        rows = np.flatnonzero(is_open)
        rows = rows[np.argsort(-noisy[rows], kind="stable")]
        found: dict[int, int] = {}
        for row in rows.tolist():
            if len(found) >= wanted and noisy[row] < SURE:
                break
            found.setdefault(int(cell[row]), row)
        return list(found.values())

    def _step(self, state: _State, rows: Sequence[int]) -> _State:
        """Settle option rows, where that leaves everybody legal days, and solve the program again."""
        closed, settled = state.closed.copy(), state.settled.copy()
        own: dict[int, list[int]] = defaultdict(list)
        for row in rows:
            own[int(self._program.cell[row]) // self._days].append(row)
        for p, chosen in own.items():
            if not self._settle(state.graphs, closed, settled, p, chosen):
                for row in chosen:
                    self._settle(state.graphs, closed, settled, p, [row])
        graphs = state.graphs.near(closed, _LEGAL)
        return self._relaxed(closed, settled, graphs, state.prices, own, ROUNDS)

    def _settle(self, graphs: Staffing, closed: Ints, settled: Bools, p: int, rows: Sequence[int]) -> bool:
        """Settle a person's option rows, of days each, if some legal days are left."""
        options = self._root.staffing.crew.options
        first, end = self._row[p, 0], self._row[p, -1] + options[p, -1]
        before = closed[first:end].copy()
        days = [int(self._program.cell[row]) % self._days for row in rows]
        for row, day in zip(rows, days, strict=True):
            closed[self._row[p, day] : self._row[p, day] + options[p, day]] = FORBIDDEN
            closed[row] = 0
        if not self._program.legal(graphs, closed, p):
            closed[first:end] = before
            return False
        settled[p, days] = True
        return True

    def _without(self, state: _State, row: int) -> _State | None:
        """Exclude an option row; None where that leaves no legal days."""
        closed = state.closed.copy()
        closed[row] = FORBIDDEN
        p = int(self._program.cell[row]) // self._days
        if not self._program.legal(state.graphs, closed, p):
            return None
        left = np.bincount(self._program.cell[closed[: len(self._program.cell)] == 0], minlength=state.settled.size)
        settled = state.settled | (left == 1).reshape(state.settled.shape)
        return self._relaxed(closed, settled, state.graphs, state.prices, [p], ROUNDS)

    def _hopeless(self, state: _State) -> bool:
        """Whether no roster keeps the limit with what is settled."""
        return state.solved.bound > self._task.limit + LEAST_GAIN

    def _keeps(self, before: _State, after: _State, settled: int) -> bool:
        """Whether a step has lost no more than it may."""
        room = self._task.limit - before.solved.relaxed.objective
        if not np.isfinite(room):
            return True
        lost = after.solved.relaxed.objective - before.solved.relaxed.objective
        allowed = SHARE * room * settled / np.count_nonzero(~before.settled)
        return not self._hopeless(after) and lost <= max(allowed, LEAST_GAIN)

    def _relaxed(
        self, closed: Ints, settled: Bools, graphs: Staffing, prices: Floats, changed: Iterable[int], rounds: int
    ) -> _State:
        """Solve the program for what is open; each of those who have changed gets a column first."""
        solved = self._program.solve(closed, graphs, Prices(prices, np.zeros(0)), changed, rounds)
        return _State(closed, settled, graphs, solved)

    def _roster(self, state: _State) -> tuple[int, Plan] | None:
        """Return the roster in which everything is settled, if it keeps the limit."""
        option = np.zeros((self._people, self._days), dtype=np.int64)
        for number in np.flatnonzero(state.solved.relaxed.shares > USED):
            option[self._program.master.columns[number].person] = self._program.master.columns[number].option
        cost, plan = seated(self._root.staffing, option)
        return (cost, plan) if cost <= self._task.limit else None

"""A tree on what ties the parts of a program: bookings, numbers of lists and items, the minutes of a part's people.

The least costs of parts at common prices bound a program only as if plans of a part could be mixed, half of one and
half of another: budgets are used to the last minute then, as whole shifts cannot. In a tree such numbers are whole. In
each node the parts that its last number is in are solved anew.
"""

from __future__ import annotations

import heapq
import time
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from math import ceil, floor, inf

from ortools.math_opt import model_pb2

from solver.search.cuts import SAFETY, Cut, with_cuts
from solver.search.highs import Answer, run_highs
from solver.search.parted import Effort, Limits, Parted, Structure

WHOLE = 1e-4
"""How near to a whole number counts as one."""
GAIN = 2e-5
"""Gain of a cut, as a part of all cost, that is worth a row in a node."""
PART_GAP = 5e-5
"""Gap at which a part is solved, as a part of all cost."""
SECONDS, QUICK = 1.5, 0.6
"""Longest solve of a part in a node, and how quick it should be for more of it to be whole."""
ROOT_SECONDS = 3.0
"""Longest solve of a part in the root."""
ROUNDS = 3
"""Times that prices and parts are found anew in a node, at most."""
SLOW = 3.5
"""Seconds for the first cuts of all parts, with which a tree grows too slowly."""
FRAME_SECONDS, FRAME_GAP = 3.0, 1e-4
WORTH = 1e-4
"""Gain of a round, as a part of all cost, after which another one is tried."""


@dataclass(frozen=True, slots=True)
class Grown:
    """What a tree has come to: no solution costs less than the bound. It has ended where no node is left to branch."""

    bound: float
    ended: bool


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    limits: Limits = field(compare=False)
    cuts: tuple[Cut, ...] = field(compare=False)
    relaxed: Answer = field(compare=False)
    touched: Collection[int] = field(compare=False)
    """Parts that are still to be solved anew."""
    branched: int | None = field(compare=False, default=None)
    """The number that it is the last to limit."""


class Tree:
    """A tree that can be grown a little further at any time. It can be pickled as long as it has not been grown."""

    def __init__(self, message: model_pb2.ModelProto, structure: Structure) -> None:
        self._given = message.SerializeToString(), structure
        self._structure = structure
        self._cuts: list[Cut] = []
        self._scale = 1.0
        self._open: list[_Node] = []
        self._bound, self._closed = -inf, inf
        self._count = 0
        self._gains: dict[int, list[float]] = defaultdict(lambda: [1.0, 1.0])
        self._parted: Parted | None = None

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, self._given

    def grow(self, seconds: float, enough: float = inf) -> Grown:
        """Grow for some seconds, as long as the bound is below what is enough."""
        until = time.monotonic() + seconds
        if self._parted is None:
            self._parted = Parted(model_pb2.ModelProto.FromString(self._given[0]), self._structure)
            self._plant(self._parted, time.monotonic() + SLOW)
        while self._open:
            self._bound = max(self._bound, min(self._open[0].bound, self._closed))
            if self._bound >= min(enough, self._closed) or time.monotonic() > until:
                break
            node = heapq.heappop(self._open)
            if node.touched:
                self._refine(self._parted, node)
            else:
                self._branch(self._parted, node)
        if not self._open and self._closed < inf:
            self._bound = max(self._bound, self._closed)
        return Grown(self._bound, not self._open or self._closed <= self._open[0].bound)

    # -- root -------------------------------------------------------------------------------

    def _plant(self, parted: Parted, until: float) -> None:
        """Find cuts for the whole tree, and how much of each part can be whole.

        First at the prices of the relaxation; then at those where bookings and lists are whole, unless the first took
        too long: parts that are slow make no tree.
        """
        for number in range(2):
            relaxed = parted.relax(self._frame(parted) if number else {}, self._cuts)
            if not relaxed.proven or relaxed.objective is None:
                return
            self._scale = max(1.0, abs(relaxed.objective))
            how = Effort(ROOT_SECONDS, QUICK, PART_GAP * self._scale, self._scale)
            for part, costs in enumerate(parted.costs(self._cuts, relaxed)):
                cut = parted.settle_level(part, costs, how) if number else parted.cut(part, costs, {}, how)
                if cut is not None and _lacking(cut, relaxed) > SAFETY * self._scale:
                    self._cuts.append(cut)
            if number == 0 and time.monotonic() > until:
                self._frame(parted)
                return
        relaxed = parted.relax({}, self._cuts)
        if relaxed.proven and relaxed.objective is not None:
            self._open.append(_Node(relaxed.objective, 0, {}, (), relaxed, ()))

    def _frame(self, parted: Parted) -> Limits:
        """Return the best bookings and numbers of lists at what parts are known to cost; its bound is one of all."""
        message = with_cuts(parted.message, self._cuts)
        for x in self._structure.frame:
            message.variables.integers[x] = True
        frame = run_highs(message, FRAME_SECONDS, FRAME_GAP, 0)
        if frame.bound is not None:
            self._bound = max(self._bound, frame.bound)
        if frame.values is None:
            return {}
        return {x: (round(frame.values[x]), round(frame.values[x])) for x in self._structure.frame}

    # -- nodes ------------------------------------------------------------------------------

    def _refine(self, parted: Parted, node: _Node) -> None:
        """Solve the parts anew that the last number of a node is in, and put the node back where its bound belongs."""
        how = Effort(SECONDS, QUICK, PART_GAP * self._scale, self._scale)
        cuts, relaxed, before = list(node.cuts), node.relaxed, node.bound
        for _ in range(ROUNDS):
            costs = parted.costs([*self._cuts, *cuts], relaxed)
            found = [parted.cut(part, costs[part], node.limits, how) for part in sorted(node.touched)]
            better = [cut for cut in found if cut is not None and _lacking(cut, relaxed) > GAIN * self._scale]
            if any(cut.least == inf for cut in better):
                return  # a part has no solution
            if not better:
                break
            cuts += better
            answer = parted.relax(node.limits, [*self._cuts, *cuts])
            if answer.infeasible:
                return
            if not answer.proven or answer.objective is None:
                break
            gain = answer.objective - node.bound
            node.bound, relaxed = max(node.bound, answer.objective), answer
            if gain < WORTH * self._scale:
                break
        self._note(node.branched, node.bound - before)
        node.cuts, node.relaxed, node.touched = tuple(cuts), relaxed, ()
        heapq.heappush(self._open, node)

    def _branch(self, parted: Parted, node: _Node) -> None:
        """Put the nodes below a node among those that are open."""
        assert node.relaxed.values is not None
        x = self._choose(parted, node.relaxed.values)
        if x is None:
            self._closed = min(self._closed, node.bound)  # nothing is left to branch on
            return
        (low, high), value = parted.limits_of(x, node.limits), node.relaxed.values[x]
        gains = []
        for limits in ({**node.limits, x: (low, floor(value))}, {**node.limits, x: (ceil(value), high)}):
            relaxed = parted.relax(limits, [*self._cuts, *node.cuts])
            if relaxed.infeasible:
                continue
            known = relaxed.proven and relaxed.objective is not None
            bound = max(node.bound, relaxed.objective or -inf) if known else node.bound
            touched = parted.holders[x] if known else ()
            self._count += 1
            child = _Node(bound, self._count, limits, node.cuts, relaxed if known else node.relaxed, touched, x)
            gains.append(bound - node.bound)
            heapq.heappush(self._open, child)
        if len(gains) > 1:
            self._note(x, 0.8 * min(gains) + 0.2 * max(gains))

    def _choose(self, parted: Parted, values: Sequence[float]) -> int | None:
        """Return the number to branch on: a fraction, and one on which branching has raised the bound."""
        structure = self._structure
        for numbers in (structure.first, structure.ties | parted.sums, structure.weekly):
            split = {x: min(values[x] - floor(values[x]), ceil(values[x]) - values[x]) for x in numbers}
            open_ = [x for x in sorted(numbers) if split[x] > WHOLE]
            if open_:
                return max(open_, key=lambda x: split[x] * self._gains[x][0] / self._gains[x][1])
        return None

    def _note(self, x: int | None, gain: float) -> None:
        if x is not None:
            self._gains[x][0] += gain
            self._gains[x][1] += 1.0


def _restore(message: bytes, structure: Structure) -> Tree:
    return Tree(model_pb2.ModelProto.FromString(message), structure)


def _lacking(cut: Cut, relaxed: Answer) -> float:
    """Return by how much a relaxation falls short of a cut."""
    values = relaxed.values or ()
    return cut.least - sum(c * values[x] for x, c in cut.terms.items())

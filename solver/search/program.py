"""A mixed-integer program, solved by HiGHS. What is whole and what is fixed is chosen for each solve.

The program is kept as MathOpt's message and not as its Python model: the latter is slow to build, and its
conversions are not safe in several threads. Nothing of CP-SAT is imported, so that a process for it starts fast.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import TypedDict

from ortools.math_opt import model_pb2

from models.result import Status
from solver.search.cuts import Cut, find_cuts, with_cuts
from solver.search.highs import Answer, run_highs

SAFETY = 1e-6
"""Part of a bound that is given up for the rounding of floating-point arithmetic."""
LOOSE = 1e-5
"""How far a variable may be from a fraction at which it is fixed: fractions are only nearly feasible."""


class How(TypedDict, total=False):
    """What may be said of the variables of a program, by index, for one solve."""

    whole: Collection[int] | None
    """Those that are whole numbers; None for all."""
    fixed: Mapping[int, float] | None
    hint: Mapping[int, float] | None


@dataclass(frozen=True, slots=True)
class MipOutcome:
    """How a solve ended. Objective and bound are in units of the model's objective; values may be fractional."""

    status: Status
    objective: float | None
    bound: int | None
    values: tuple[float, ...] | None

    def rounded(self) -> list[int] | None:
        """Return the values as whole numbers."""
        return None if self.values is None else [round(x) for x in self.values]


@dataclass(frozen=True, slots=True)
class Sharpened:
    """Cuts of a program, and a bound in units of the model's objective, where one was found on the way."""

    cuts: tuple[Cut, ...] = ()
    bound: int | None = None


class Program:
    """A mixed-integer program. Not to be shared between threads; it can be pickled, to be solved in another process."""

    def __init__(self, message: model_pb2.ModelProto, scale: float) -> None:
        """``message`` has all variables, objective and rows; its objective times ``scale`` is what outcomes say."""
        self.message = message
        self.scale = scale
        self._domains = list(zip(message.variables.lower_bounds, message.variables.upper_bounds, strict=True))
        self._count = len(self._domains)

    def __reduce__(self) -> tuple[object, ...]:
        return _restore, (self.message.SerializeToString(), self._domains, self.scale)

    def solve(
        self,
        seconds: float,
        gap: float,
        seed: int,
        *,
        whole: Collection[int] | None = None,
        fixed: Mapping[int, float] | None = None,
        hint: Mapping[int, float] | None = None,
        cuts: Sequence[Cut] = (),
        log: Callable[[Sequence[str]], None] | None = None,
    ) -> MipOutcome:
        """Solve with some variables whole (by index; None for all) and some fixed, from what some are hinted to be.

        ``cuts`` are such as ``sharpen`` finds. ``log`` gets the lines that HiGHS tells of its progress.
        """
        self._prepare(whole, fixed or {})
        message = with_cuts(self.message, cuts) if cuts else self.message
        return self._outcome(run_highs(message, seconds, gap, seed, hint, log=log))

    def sharpen(self, parts: Sequence[Sequence[int]], whole: Collection[int], seconds: float, seed: int) -> Sharpened:
        """Find cuts from parts of the rows, for later solves; the first bound is where what is ``whole`` is so."""
        self._prepare((), {})
        cuts, bound = find_cuts(self.message, parts, whole, seconds, seed)
        return Sharpened(tuple(cuts), self._bound(bound))

    def row_variables(self) -> list[list[int]]:
        """Return the variables of each row."""
        rows: list[list[int]] = [[] for _ in self.message.linear_constraints.ids]
        matrix = self.message.linear_constraint_matrix
        for row, x in zip(matrix.row_ids, matrix.column_ids, strict=True):
            rows[row].append(x)
        return rows

    def _outcome(self, answer: Answer) -> MipOutcome:
        if answer.infeasible:
            return MipOutcome(Status.INFEASIBLE, None, None, None)
        bound = self._bound(answer.bound)
        if answer.values is None or answer.objective is None:
            return MipOutcome(Status.UNKNOWN, None, bound, None)
        status = Status.OPTIMAL if answer.proven else Status.FEASIBLE
        return MipOutcome(status, answer.objective * self.scale, bound, tuple(answer.values))

    def _bound(self, bound: float | None) -> int | None:
        return None if bound is None else whole_bound(bound, self.scale)

    def _prepare(self, whole: Collection[int] | None, fixed: Mapping[int, float]) -> None:
        """Set what is whole and what is fixed, undoing the solve before."""
        variables = self.message.variables
        lower, upper = [low for low, _ in self._domains], [high for _, high in self._domains]
        for index, value in fixed.items():
            slack = 0.0 if value == round(value) else LOOSE
            lower[index] = max(lower[index], value - slack)
            upper[index] = min(upper[index], value + slack)
        variables.lower_bounds[:] = lower
        variables.upper_bounds[:] = upper
        variables.integers[:] = [whole is None or index in whole for index in range(self._count)]


def whole_bound(bound: float, scale: float) -> int:
    """Return a bound of a program in whole units of the model's objective, safe from rounding."""
    return ceil((bound - SAFETY * abs(bound)) * scale - 0.5)


def _restore(message: bytes, domains: list[tuple[float, float]], scale: float) -> Program:
    program = Program(model_pb2.ModelProto.FromString(message), scale)
    program._domains = domains
    return program

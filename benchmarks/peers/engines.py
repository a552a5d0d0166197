"""The engines that peers run on: CP-SAT and HiGHS, as they come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from math import ceil, floor

from benchmarks.peers.problem import Problem
from models.base import TICKS_PER_MONEY
from models.result import Status
from solver.linear import Values
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Limits, Stop, run
from solver.search.mip import program_of

Engine = Callable[[Problem, Clock, Track, int, int], tuple[Status, Values | None]]
"""Solves a problem until the clock's limit with some threads and a seed, and reports to a track."""

_EPSILON = 1e-6


def cp_sat(problem: Problem, clock: Clock, track: Track, workers: int, seed: int) -> tuple[Status, Values | None]:
    """Solve with CP-SAT's default parameters."""
    unit = problem.unit
    outcome = run(
        problem.cp,
        Limits(clock.left, workers, seed),
        Stop(None),
        on_solution=lambda best, bound: track.improve(best * unit, ceil(bound - _EPSILON) * unit),
        on_bound=lambda bound: track.improve(None, ceil(bound - _EPSILON) * unit),
    )
    if outcome.objective is not None and outcome.bound is not None:
        track.improve(outcome.objective * unit, outcome.bound * unit)
    return outcome.status, outcome.values


def highs(problem: Problem, clock: Clock, track: Track, workers: int, seed: int) -> tuple[Status, Values | None]:
    """Solve with HiGHS's default parameters, its threads too: MathOpt cannot set their number."""
    unit, scale = problem.unit, TICKS_PER_MONEY / problem.unit

    def listen(lines: Iterable[str]) -> None:
        for line in lines:
            bound, best = progress_of(line)
            track.improve(
                None if best is None else round(best * scale) * unit,
                None if bound is None else floor(bound * scale + _EPSILON) * unit,
            )

    outcome = program_of(problem.cp, scale).solve(clock.left, 0.0, seed, log=listen)
    if outcome.objective is not None:
        track.improve(round(outcome.objective) * unit, None)
    if outcome.bound is not None:
        track.improve(None, outcome.bound * unit)
    return outcome.status, outcome.rounded()


_ROW = re.compile(r"%\s+(?P<bound>-?inf|-?[\d.]+(?:e[+-]\d+)?)\s+(?P<best>-?inf|-?[\d.]+(?:e[+-]\d+)?)\s.*s$")
"""A row of HiGHS's table: part of the tree explored, bound, best solution, ..., seconds."""


def progress_of(line: str) -> tuple[float | None, float | None]:
    """Return bound and best objective of a line of HiGHS's log; None where it says nothing of them."""
    row = _ROW.search(line.rstrip())
    if row is None:
        return None, None
    bound, best = (None if "inf" in text else float(text) for text in row.groups())
    return bound, best


ENGINES: Mapping[str, Engine] = {"cp-sat": cp_sat, "highs": highs}
"""By the names of the command line and of the tables."""

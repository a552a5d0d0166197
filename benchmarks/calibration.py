"""A solve that is always the same: its seconds say how fast the machine is.

    python -m benchmarks.calibration

One thread and a limit in units of work, so that its search is the same everywhere. It uses nothing of Bemanna: what
gets slower there does not get slower here.
"""

from __future__ import annotations

import random
import time

from ortools.sat.python import cp_model

SETS, ELEMENTS, SIZE = 200, 300, 8
WORK = 1.5
"""Units of CP-SAT's deterministic time; a unit takes about a second."""


def model() -> cp_model.CpModel:
    """Return a set cover that is too hard to be solved meanwhile."""
    chance = random.Random(20270301)
    cp = cp_model.CpModel()
    chosen = [cp.new_bool_var("") for _ in range(SETS)]
    for _ in range(ELEMENTS):
        weights = [(chance.randint(1, 9), x) for x in chance.sample(chosen, SIZE)]
        cp.add(sum(weight * x for weight, x in weights) >= 2 * SIZE)
    cp.minimize(sum(chance.randint(3, 50) * x for x in chosen))
    return cp


def seconds() -> float:
    """Return how long the solve takes."""
    cp, solver = model(), cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = 1
    solver.parameters.max_deterministic_time = WORK
    began = time.perf_counter()
    solver.solve(cp)
    return time.perf_counter() - began


if __name__ == "__main__":
    print(f"{seconds():.3f}")

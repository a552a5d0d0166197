"""Compile the kernel's inner loops ahead, so that no solve waits for it: ``python -m solver.search.compiling``.

Numba keeps the machine code on disk, beside the sources or in the user's cache folder.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path

import numpy as np

from models.facts import Facts
from models.scenario import Scenario
from solver.kernel import annealing
from solver.kernel.carrying import nothing_carried
from solver.kernel.compiled import Crew
from solver.kernel.crew import Staffing
from solver.kernel.program import OFF
from solver.kernel.sums import Load
from solver.long import steps
from solver.long.arrays import Demand, part_of, people_of
from solver.long.cooling import Cooling
from solver.long.prices import Prices
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch
from solver.stopping import POLL_SECONDS


def compile_all() -> None:
    """Run each compiled function once: one person, one day, to work or not."""
    forget_older()
    one = np.ones((1, 1), dtype=np.int64)
    crew = Crew(
        options=2 * one,
        row=0 * one,
        entry=0 * one,
        states=np.ones((1, 2), dtype=np.int64),
        target=np.zeros(2, dtype=np.int32),
        cost=np.array([0, 6000], dtype=np.int64),
        keys=np.array([[1], [0]], dtype=np.int32),
        also=np.array([[1], [1]], dtype=np.int32),
        nothing=1,
        constant=np.zeros(1, dtype=np.int64),
    )
    demand = np.array([[12000, 0, 6000], [0, 0, 0]], dtype=np.int64)
    nothing, deep, first = 0 * one, np.zeros((1, 1, 1), dtype=np.int64), np.zeros(2, dtype=np.int32)
    load = Load(one[0], first, deep, nothing, one, one, *([nothing] * 5), *([deep] * 3))
    for carried in (load, nothing_carried(1)):
        people = Staffing(
            ("somebody",), (((OFF, "day"),),), crew, ((0, "day", "unit", "competence"),), demand, carried
        )  # fmt: skip
        search = KernelSearch(people, 1)
        clock = Clock(1.0)
        search.bound(clock, 1000.0, lambda bound: False)
        search.start(0, lambda shifts: None)
        search.cool(clock, 1000.0, 0, lambda: True, lambda shifts: None)
        search.root(lambda: 1.0)
    compile_long()


def compile_long() -> None:
    """Run what is compiled for long horizons once."""
    content = {
        "schema": "bemanna/1",
        "name": "one",
        "horizon": {"start": "2027-03-01", "weeks": 1},
        "shifts": {"day": {"minutes": 480}},
        "competences": ["nurse"],
        "units": {"ward": {}},
        "cover": [{"unit": "ward", "shift": "day", "competence": "nurse", "target": 1, "under_cost": 1}],
        "staff": [{"id": "somebody", "competences": ["nurse"]}],
    }
    demand = Demand(Facts(Scenario.model_validate(content)))
    parts = [part_of(demand, worker) for worker in demand.facts.workers.values()]
    people = people_of(demand, [part for part in parts if part is not None])
    prices = Prices(people, 1)
    prices.climb(1, lambda: 1.0, lambda: False)
    cooling = Cooling(people, prices, 1, 0)
    cooling.begin(lambda: False)
    cooling.again(lambda: False)
    turns = iter((False, True))
    cooling.cool(lambda: 1.0, lambda: next(turns))


def compiled_ahead(stopped: Callable[[], bool]) -> bool:
    """Return whether all is compiled; where it is not another process does it, until asked to stop.

    In this process it could not be interrupted, and a time limit would pass.
    """
    if _is_kept():
        return True
    process = subprocess.Popen([sys.executable, "-m", __name__], cwd=Path(__file__).parents[2])  # noqa: S603
    while process.poll() is None and not stopped():
        with suppress(subprocess.TimeoutExpired):
            process.wait(POLL_SECONDS)
    process.kill()
    return process.wait() == 0


KERNEL = (Path(str(annealing.__file__)).parent,)
LONG = (*KERNEL, Path(str(steps.__file__)).parent)
"""Folders with compiled functions; those of long horizons call those of the kernel."""


def forget_older() -> None:
    """Remove what numba keeps that is older than the sources.

    It looks at the file of a function alone, not at those of the functions that are called there.
    """
    for function, folders in ((annealing.anneal, KERNEL), (steps.anneal, LONG)):
        kept = Path(str(function.stats.cache_path))
        _remove_older((*kept.glob("*.nbi"), *kept.glob("*.nbc")), _changed(folders))


def _remove_older(files: Iterable[Path], moment: float) -> None:
    for file in files:
        if file.stat().st_mtime < moment:
            file.unlink(missing_ok=True)


def _is_kept() -> bool:
    """Return whether numba keeps what is compiled last, of the present sources."""
    kept = Path(str(steps.anneal.stats.cache_path)).glob("steps.anneal-*.nbi")
    return any(file.stat().st_mtime >= _changed(LONG) for file in kept)


def _changed(folders: Iterable[Path]) -> float:
    """Return when any file with compiled functions changed last."""
    files = (file for folder in folders for file in folder.glob("*.py"))
    return max(file.stat().st_mtime for file in files if "@njit" in file.read_text(encoding="utf-8"))


if __name__ == "__main__":
    compile_all()

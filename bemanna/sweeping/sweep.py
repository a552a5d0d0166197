"""Sweep a grid of scenarios: solve what is not in the store of runs yet, and gather what came out."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bemanna.runs.summary import versions
from bemanna.store.obtaining import RUNS, known_run
from bemanna.store.records import RunRecord, Work, work_of
from bemanna.sweeping.grid import Axis, GridPoint, grid, parse_axis
from bemanna.sweeping.pool import solve_jobs
from bemanna.sweeping.worker import Job
from models.loading import load, scenario_hash
from solver.settings import Settings

if TYPE_CHECKING:
    from models.scenario import Scenario


@dataclass(frozen=True, slots=True)
class Point:
    """A combination of values, and its run; None where it is not solved yet."""

    number: int
    """1, 2, ... in the order of the grid."""
    values: tuple[str, ...]
    record: RunRecord | None


@dataclass(frozen=True)
class Sweep:
    """A grid of scenarios around one, and what came out."""

    base: Scenario
    axes: tuple[Axis, ...]
    work: Work
    runs: Path
    points: tuple[Point, ...]

    @property
    def solved(self) -> tuple[Point, ...]:
        """The points that have a run, in their order."""
        return tuple(point for point in self.points if point.record is not None)


OnDone = Callable[[Point, int, int], None]
"""Called with a point that has been solved, and how many of how many are done."""


@dataclass(frozen=True)
class Plan:
    """A sweep that is read and checked, but not begun."""

    base: Scenario
    axes: tuple[Axis, ...]
    points: tuple[GridPoint, ...]


def read_plan(base: str | Path, vary: Sequence[str]) -> Plan:
    """Return the grid of a scenario; ``vary`` are texts like ``path=a,b,c``. Raises ScenarioError."""
    axes = tuple(map(parse_axis, vary))
    return Plan(load(base), axes, grid(Path(base), axes))


def sweep(
    base: str | Path,
    vary: Sequence[str],
    settings: Settings = Settings(),  # noqa: B008 - frozen
    *,
    processes: int = 1,
    runs: Path = RUNS,
    again: bool = False,
) -> Sweep:
    """Solve every combination of values of some inputs (``path=a,b,c``, or ``path=10..20..5``) around a scenario.

    Each is solved in one of so many processes and written as a run of its own to ``runs``; what is in the store there
    with equal settings is not solved again, so that a sweep that was cut off goes on where it was. Raises
    ScenarioError for wrong input, RunError where something cannot be written.
    """
    return run_plan(read_plan(base, vary), settings, processes=processes, runs=runs, again=again)


def run_plan(
    plan: Plan,
    settings: Settings,
    *,
    processes: int = 1,
    runs: Path = RUNS,
    again: bool = False,
    on_done: OnDone | None = None,
    stop: threading.Event | None = None,
) -> Sweep:
    """Do a sweep as ``sweep`` does. ``on_done`` hears of each point; setting ``stop`` leaves the rest unsolved."""
    found = {} if again else _known(plan, settings, runs)
    numbers = _first_of_equals(plan)
    left = [number for number in dict.fromkeys(numbers) if number not in found]
    jobs = [Job(number, plan.points[number].scenario, settings, runs, again) for number in left]
    done = len(plan.points) - sum(number in left for number in numbers)
    for answer in solve_jobs(jobs, processes, stop or threading.Event()):
        record = known_run(runs, plan.points[answer.number].scenario, settings)
        if record is None:  # stopped, or removed meanwhile
            continue
        for number in (n for n, first in enumerate(numbers) if first == answer.number):
            found[number] = record
            done += 1
            if on_done is not None:
                on_done(Point(number + 1, plan.points[number].values, record), done, len(plan.points))
    points = (Point(n + 1, point.values, found.get(n)) for n, point in enumerate(plan.points))
    return Sweep(plan.base, plan.axes, work_of(settings, versions()), runs, tuple(points))


def _known(plan: Plan, settings: Settings, runs: Path) -> dict[int, RunRecord]:
    """Return the runs that are in the store already, by the number of their point."""
    pairs = ((number, known_run(runs, point.scenario, settings)) for number, point in enumerate(plan.points))
    return {number: record for number, record in pairs if record is not None}


def _first_of_equals(plan: Plan) -> list[int]:
    """Return for each point the first that has an equal scenario: equal work is done once."""
    first: dict[str, int] = {}
    return [first.setdefault(scenario_hash(point.scenario), number) for number, point in enumerate(plan.points)]

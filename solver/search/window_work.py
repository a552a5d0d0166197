"""What a process does for a long horizon: it plans windows of days."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from models.facts import Facts
from models.scenario import Scenario
from solver.search.anytime import Clock
from solver.solution import Shifts

if TYPE_CHECKING:
    from solver.kernel.crew import Staffing
    from solver.kernel.program import Program
    from solver.kernel.windows import Span

Planned = Mapping[str, tuple[int, Sequence[str]]]
"""By person: the first day of a window, and the shift of each of its days."""

BOUND_PART = 0.5
"""Part of the time of a search for prices, at most."""


@dataclass(frozen=True)
class Task:
    """A window to be planned."""

    known: Sequence[Sequence[str | None]]
    """Person, day -> shift; None where it is not known."""
    span: Span
    seconds: float
    """For the search, when the graphs are made."""
    seed: int


class WindowWork:
    """Plans windows of one scenario. It can be pickled, to be used in another process."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    @cached_property
    def _facts(self) -> Facts:
        return Facts(self._scenario)

    @cached_property
    def _programs(self) -> list[Program]:
        from solver.kernel.program import person_program

        return [person_program(self._facts, worker) for worker in self._facts.workers.values()]

    @cached_property
    def _need(self) -> list[float]:
        """People wanted on each day."""
        need = [0.0] * self._facts.day_count
        for (day, *_), rows in self._facts.cover.items():
            need[day] += sum(row.wanted for row in rows)
        return need

    def plan(self, task: Task) -> Planned | None:
        """Return everybody's days in a window; None where somebody has none that are legal, or too many."""
        from solver.kernel.contexts import TooRichError
        from solver.kernel.crew import of_graphs
        from solver.kernel.graph import build_graph
        from solver.kernel.windows import window

        chance, span = random.Random(task.seed), task.span
        graphs = []
        for person, (program, known) in enumerate(zip(self._programs, task.known, strict=True)):
            mine = person % span.searchers == span.number
            own = window(program, known, span, self._need, chance, mine=mine)
            try:
                graph = build_graph(own)
            except TooRichError:
                return None
            if not graph.layers or not own.possible:
                return None
            graphs.append(graph)
        workers = list(self._facts.workers.values())
        shifts = _search(of_graphs(self._facts, workers, graphs, span.days), task.seconds, task.seed)
        if shifts is None:
            return None
        worked = {(staff, day): shift for staff, day, shift in shifts}
        return {w.id: (span.days.start, [worked.get((w.id, day), "") for day in span.days]) for w in workers}


def _search(people: Staffing, seconds: float, seed: int) -> Shifts | None:
    """Return the best roster of a window that is found in some seconds."""
    from solver.search.cooling import KernelSearch

    clock = Clock(seconds)
    kernel = KernelSearch(people, len(people.staff))
    kernel.bound(clock, BOUND_PART * seconds, lambda bound: False)
    found: list[Shifts] = []
    kernel.cool(clock, max(seconds, clock.seconds + (1 - BOUND_PART) * seconds), seed, lambda: False, found.append)
    return found[-1] if found else None

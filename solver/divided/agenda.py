"""What is done next for which division: all are planned, then bounded, then again what promises most a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import Enum
from math import inf

LEAST_HOPE = 0.01
"""Part of the distance between a plan and its bound: where less is hoped to be saved another try is not worth it."""
MEMORY = 0.5
"""Weight of what was hoped for before, against what the last try has saved."""
LEAST_PART = 0.8
"""Part of its time with which another try is worth it."""
TRIES = 2
"""Tries to plan a division before any is bounded, where there is no roster."""


class Kind(Enum):
    """What can be done for a division."""

    PLAN = "plan"
    BOUND = "bound"


HOPE = {Kind.PLAN: 0.1, Kind.BOUND: 0.04}
"""Part of the distance between a plan and its bound that another try is hoped to save, until one has shown."""
LONGER = {Kind.PLAN: 1.0, Kind.BOUND: 2.0}
"""How much longer every next try takes: another plan begins elsewhere, another bound all over again."""


@dataclass(eq=False, slots=True)
class Task:
    """Something to do for a division, which can be tried again."""

    kind: Kind
    number: int
    """Of the division."""
    weight: float
    """Share of the time for the first try."""
    least: float = 0.0
    """Seconds for the first try in any case, and at most."""
    enough: float = inf
    tries: int = 0
    """Begun so far."""
    seconds: float = 0.0
    """For the last try."""
    hope: float = field(init=False)

    def __post_init__(self) -> None:
        """Hope as for any task of its kind."""
        self.hope = HOPE[self.kind]


class Agenda:
    """All tasks, and which of them somebody works on. Not safe for threads."""

    def __init__(self, tasks: Sequence[Task], workers: int, gap: Callable[[int], float]) -> None:
        """``tasks`` are in the order of their first tries. ``gap`` tells how far a plan is from its bound."""
        self._tasks = tasks
        self._waiting = list(tasks)
        self._workers = workers
        self._gap = gap
        self._begun: dict[Task, tuple[float, float]] = {}
        """When what is worked on should end, and the gap at its begin."""

    def next(self, now: float, until: float) -> Task | None:
        """Return the next task and set its seconds, all to be done until a time; None where none is worth it."""
        left = max(1.0, until - now)
        if self._waiting:
            task = self._waiting[0]
            task.seconds = self._share(task, now, left)
            del self._waiting[0]
        else:
            again = self._most_promising(left)
            if again is None:
                return None
            task = again
            task.seconds = min(left, _longer(task))
        task.tries += 1
        self._begun[task] = now + task.seconds, self._gap(task.number)
        return task

    def end(self, task: Task, *, in_vain: bool) -> None:
        """Note that a task is done, in vain where a division still has no plan: it then has to be planned once more."""
        _, before = self._begun.pop(task)
        if in_vain and task.tries < TRIES:
            plans = sum(waiting.kind is Kind.PLAN for waiting in self._waiting)
            self._waiting.insert(plans, task)
        elif task.tries > 1 and 0 < before < inf:
            saved = 1 - self._gap(task.number) / before
            task.hope = MEMORY * task.hope + (1 - MEMORY) * max(0.0, saved)

    def _share(self, task: Task, now: float, left: float) -> float:
        """Return the seconds for a first try, so that all first tries end in time, the last ones together."""
        busy = sum(max(0.0, end - now) for end, _ in self._begun.values())
        rest = max(0.0, self._workers * left - busy - sum(waiting.least for waiting in self._waiting))
        weight = task.weight / sum(waiting.weight for waiting in self._waiting)
        return max(1.0, min(left, task.enough, task.least + rest * weight))

    def _most_promising(self, left: float) -> Task | None:
        """Return the task whose next try may save the most a second, if there is the time for one."""
        possible = [
            task
            for task in self._tasks
            if task not in self._begun and task.hope >= LEAST_HOPE and LEAST_PART * _longer(task) <= left
        ]
        rate = {task: task.hope * self._gap(task.number) / _longer(task) for task in possible}
        best = max(possible, key=lambda task: rate[task], default=None)
        return best if best is not None and rate[best] > 0 else None


def _longer(task: Task) -> float:
    """Return the seconds for the next try."""
    return LONGER[task.kind] * max(1.0, task.seconds)

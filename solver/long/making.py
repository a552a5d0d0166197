"""Everybody's graphs made in several processes: it is the interpreter's work."""

from __future__ import annotations

import gc
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import cached_property
from typing import TYPE_CHECKING

from models.facts import Facts
from models.scenario import Scenario
from solver.search.cpsat import Stop
from solver.search.remote import Remote

if TYPE_CHECKING:
    from solver.long.arrays import Demand, Part, People

TOGETHER = 4
"""People whose graphs a process makes before it is asked for the next ones."""
_PAUSE = 0.1


class PartWork:
    """Makes the graphs of some people of one scenario. It can be pickled, to be used in another process."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    @cached_property
    def _demand(self) -> Demand:
        from solver.long.arrays import Demand  # where it is used: the process that is asked need not wait for it

        gc.disable()  # a process of its own: looking for cycles among so many small things takes half of the time
        return Demand(Facts(self._scenario))

    def make(self, staff: Sequence[str]) -> list[Part] | None:
        """Return parts; None where somebody has no legal roster, or rules that are too rich."""
        from solver.kernel.contexts import TooRichError
        from solver.long.arrays import part_of

        try:
            parts = [part_of(self._demand, self._demand.facts.workers[one]) for one in staff]
        except TooRichError:
            return None
        found = [part for part in parts if part is not None]
        return found if len(found) == len(parts) else None


def make_people(facts: Facts, processes: int, stopped: Callable[[], bool], seconds: float) -> People | None:
    """Return everybody's graphs; None where somebody has no legal roster, too rich rules, or when asked to stop."""
    from solver.long.arrays import Demand, people_of

    ended = Stop(None)
    workers = list(facts.workers)
    turns = deque(workers[first : first + TOGETHER] for first in range(0, len(workers), TOGETHER))
    found: dict[str, Part] = {}
    remotes = [Remote(PartWork(facts.scenario), ended) for _ in range(min(processes, len(turns)))]

    def serve(remote: Remote) -> None:
        while turns and not ended.event.is_set():
            parts = remote.ask("make", {"staff": turns.popleft()}, seconds)
            if not isinstance(parts, list):
                ended.event.set()
                return
            found.update((part.staff, part) for part in parts)

    try:
        with ThreadPoolExecutor(len(remotes)) as pool:
            futures = [pool.submit(serve, remote) for remote in remotes]
            while wait(futures, _PAUSE).not_done:
                if stopped():
                    ended.event.set()
    finally:
        for remote in remotes:
            remote.close()
    if len(found) < len(workers):
        return None
    return people_of(Demand(facts), [found[staff] for staff in workers])

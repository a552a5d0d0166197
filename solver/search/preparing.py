"""The person kernel of a scenario made ready: beside all else, in another process, where it takes a while.

Graphs of people's rosters are mostly made by the interpreter, which in the same process would wait for those who
build the model, make a first roster and look for better ones.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from models.facts import Facts
from models.scenario import Scenario
from solver.search.cpsat import Stop
from solver.search.remote import Remote

if TYPE_CHECKING:
    from solver.kernel.crew import Staffing
    from solver.search.cooling import KernelSearch

QUICK = 600
"""Days of people up to which it takes no longer here than to start a process."""
POLL = 0.05
"""Seconds between looks at whether it is ready."""


class Preparation:
    """What the kernel needs to know of a scenario, on its way."""

    def __init__(self, facts: Facts, stop: Stop, seconds: float) -> None:
        """Begin at once; give up after so many seconds."""
        self._facts = facts
        self._remote: Remote | None = None
        if len(facts.workers) * facts.day_count > QUICK:
            self._remote = Remote(_Preparer(facts.scenario), stop)
            self._pool = ThreadPoolExecutor(1)
            self._answer = self._pool.submit(self._remote.ask, "people", {}, seconds)

    def kernel(self, stopped: Callable[[], bool]) -> KernelSearch | None:
        """Wait for it; None where somebody's rules are too rich for the kernel, or leave no roster."""
        from solver.search.cooling import KernelSearch, prepare

        if self._remote is None:
            return prepare(self._facts, stopped)
        while not stopped():
            try:
                found = self._answer.result(POLL)
            except TimeoutError:
                continue
            self.close()
            return KernelSearch(*found) if isinstance(found, tuple) else None
        return None

    def close(self) -> None:
        """Give up what is not ready."""
        if self._remote is not None:
            self._remote.close()
            self._pool.shutdown()


class _Preparer:
    """What the other process does."""

    def __init__(self, scenario: Scenario) -> None:
        self._scenario = scenario

    def people(self) -> tuple[Staffing, int] | None:
        """Return everybody, employees first, and how many these are; or None (people_of)."""
        from solver.search.cooling import people_of

        return people_of(Facts(self._scenario), lambda: False)

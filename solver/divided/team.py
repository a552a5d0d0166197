"""Processes that work for the divisions of a hospital side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from solver.divided.workshop import Workshop
from solver.search.cpsat import Stop
from solver.search.remote import Remote

Work = Callable[[Remote, int], None]
"""Asks a process something about a division, and notes what it says."""


class Team:
    """Some processes, of which each can do all that a workshop can."""

    def __init__(self, workshop: Workshop, processes: int, stop: Stop) -> None:
        self._remotes = [Remote(workshop, stop) for _ in range(processes)]
        self._stop = stop

    def __len__(self) -> int:
        return len(self._remotes)

    def keep_busy(self, work: Callable[[Remote], bool]) -> None:
        """Have all processes work, again and again, until there is nothing to do: the work says whether there was."""

        def serve(remote: Remote) -> None:
            while not self._stop.event.is_set() and work(remote):
                pass

        self._all([(serve, remote) for remote in self._remotes])

    def each_at_home(self, numbers: Sequence[int], work: Work) -> None:
        """Work for some divisions, each in a process of its own choice that remembers it: always the same one."""

        def serve(remote: Remote) -> None:
            place = self._remotes.index(remote)
            for number in numbers:
                if number % len(self) == place and not self._stop.event.is_set():
                    work(remote, number)

        self._all([(serve, remote) for remote in self._remotes])

    def _all(self, tasks: Sequence[tuple[Callable[[Remote], None], Remote]]) -> None:
        with ThreadPoolExecutor(len(tasks)) as pool:
            for future in [pool.submit(serve, remote) for serve, remote in tasks]:
                future.result()

    def close(self) -> None:
        """End the processes."""
        for remote in self._remotes:
            remote.close()

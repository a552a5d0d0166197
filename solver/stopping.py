"""Why a solve ends before its limits: somebody asks for it, or memory runs out."""

from __future__ import annotations

import threading
from types import TracebackType

POLL_SECONDS = 0.05
"""Seconds between two looks at whether somebody asks."""
LOOKS = 4
"""Looks at that for one at the memory in use, which takes some milliseconds."""
HEADROOM = 0.15
"""Part of the limit that is kept for ending the search, and for judging and writing its roster."""


def memory_in_use(pid: int | None = None) -> int:
    """Return the resident bytes of a process (by default this one) and of all that it has started."""
    import psutil

    total = 0
    try:
        own = psutil.Process(pid)
        family = [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:  # it has ended meanwhile, as may those that it has started
        family = []
    for process in family:
        try:
            total += process.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


class Watch:
    """While it is entered, sets ``event`` when somebody asks to stop, or when memory is about to run out."""

    def __init__(self, asked: threading.Event | None, memory_limit: int | None) -> None:
        """``asked`` is the caller's event, which is never set here; the limit is in bytes. None watches nothing."""
        self.event = threading.Event()
        self.out_of_memory = False
        """Whether it was memory that ended the solve."""
        self._asked = asked or threading.Event()
        self._most = None if memory_limit is None else int(memory_limit * (1 - HEADROOM))
        self._done = threading.Event()

    def __enter__(self) -> Watch:
        if not self._look(with_memory=True):
            threading.Thread(target=self._watch, daemon=True, name="watch").start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._look(with_memory=False)  # asked at the last moment counts too

    def _watch(self) -> None:
        looks = 0
        while not self._done.wait(POLL_SECONDS):
            looks += 1
            if self._look(with_memory=looks % LOOKS == 0):
                return

    def _look(self, *, with_memory: bool) -> bool:
        """Set the event where there is a reason to; return whether there is."""
        if with_memory and self._most is not None and memory_in_use() > self._most:
            self.out_of_memory = True
            self.event.set()
        elif self._asked.is_set():
            self.event.set()
        return self.event.is_set()

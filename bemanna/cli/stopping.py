"""Ctrl-C and SIGTERM: the first asks for the best roster so far, the second ends the program."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from types import FrameType, TracebackType
from typing import Any, TypeVar

T = TypeVar("T")

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_POLL_SECONDS = 0.1


class Stopper:
    """While it is entered, the first signal sets ``event`` and says ``notice``; a second raises KeyboardInterrupt."""

    def __init__(self, notice: str = "Stopping: keeping the best roster so far. Once more to stop without it.") -> None:
        self.event = threading.Event()
        self._notice = notice
        self._told = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Stopper:
        self._before = {number: signal.signal(number, self._handle) for number in _SIGNALS}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        if self.event.is_set():
            raise KeyboardInterrupt
        self.event.set()

    def run(self, work: Callable[[], T]) -> T:
        """Run some work in a thread of its own, so that signals are heard while it is inside the solver."""
        future: Future[T] = Future()

        def body() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # handed on to the caller, whatever it is
                future.set_exception(error)

        threading.Thread(target=body, daemon=True, name="solve").start()
        while not future.done():
            wait([future], timeout=_POLL_SECONDS)
            self._tell()
        return future.result()

    def _tell(self) -> None:
        if self.event.is_set() and not self._told:
            self._told = True
            print(self._notice, file=sys.stderr)

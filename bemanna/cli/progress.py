"""Live progress of a solve on stderr: one line that changes in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bemanna.cli.terminal import console
from bemanna.report.wording import amount, percent
from models.result import Incumbent

Report = Callable[[Incumbent], None]

_SECONDS_BETWEEN_LINES = 5.0


@contextmanager
def progress(currency: str, *, quiet: bool) -> Iterator[Report]:
    """Give a function that shows the best roster so far, for as long as the solve runs."""
    if quiet:
        yield lambda incumbent: None
        return
    if not sys.stderr.isatty():
        yield _Lines(currency)
        return
    from rich.live import Live

    line = _Line(currency)
    with Live(get_renderable=line.text, console=console(stderr=True), refresh_per_second=4):
        yield line


class _Line:
    """The one line of a terminal; the clock goes on between two reports."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._began = time.monotonic()
        self._known: Incumbent | None = None

    def __call__(self, incumbent: Incumbent) -> None:
        self._known = incumbent

    def text(self) -> str:
        """Return the line as of now."""
        return _line(self._known, time.monotonic() - self._began, self._currency)


class _Lines:
    """Lines for logs: the first roster at once, then not more often than every few seconds."""

    def __init__(self, currency: str) -> None:
        self._currency = currency
        self._next = 0.0
        self._found = False

    def __call__(self, incumbent: Incumbent) -> None:
        first = incumbent.objective is not None and not self._found
        if first or incumbent.seconds >= self._next:
            self._found = self._found or first
            self._next = incumbent.seconds + _SECONDS_BETWEEN_LINES
            print(_line(incumbent, incumbent.seconds, self._currency), file=sys.stderr, flush=True)


def _line(incumbent: Incumbent | None, seconds: float, currency: str) -> str:
    if incumbent is None or incumbent.objective is None:
        return f"{seconds:7.1f} s   no roster yet"
    best, bound = amount(incumbent.objective), amount(incumbent.bound)
    return f"{seconds:7.1f} s   best {best} {currency}   bound {bound}   gap {percent(incumbent.gap, 2)}"

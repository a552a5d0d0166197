"""Consoles that know whether a person or a program reads: no colours and no cutting in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

_WIDTH_IN_PIPES = 200


def console(*, stderr: bool = False) -> Console:
    """Return a console for stdout or stderr; markup and highlighting are off, since text comes from input."""
    from rich.console import Console

    probe = Console(stderr=stderr, markup=False, highlight=False, emoji=False)
    if probe.is_terminal:
        return probe
    return Console(stderr=stderr, markup=False, highlight=False, emoji=False, width=_WIDTH_IN_PIPES)


def table(*columns: str, numbers: int = 0) -> Table:
    """Return an empty table; its last ``numbers`` columns are aligned to the right."""
    from rich import box
    from rich.table import Table

    result = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for place, column in enumerate(columns):
        is_number = place >= len(columns) - numbers
        result.add_column(column, justify="right" if is_number else "left", no_wrap=is_number)
    return result

"""A tree in another process, grown in slices, so that its bound is known on the way."""

from __future__ import annotations

import time
from collections.abc import Callable

from solver.search.remote import RemoteTree

SLICE = 2.0
"""Seconds between looks at how far a tree has grown."""


def grow_tree(
    tree: RemoteTree,
    left: Callable[[], float],
    enough: Callable[[], float],
    note: Callable[[int], None],
    patience: float,
) -> None:
    """Grow a tree while seconds are left, until it ends or does not raise its bound for so long as there is patience.

    ``enough`` is the cost of the best solution known: branches that cost more need not be looked at.
    """
    best: int | None = None
    raised = time.monotonic()
    while (seconds := left()) > 0 and time.monotonic() - raised < patience:
        bound, ended = tree.grow(min(SLICE, seconds), enough())
        if bound is not None and (best is None or bound > best):
            best, raised = bound, time.monotonic()
            note(bound)
        if ended:
            return

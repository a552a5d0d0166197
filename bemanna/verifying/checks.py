"""One thing that is checked, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """Whether something holds; None where it could not be checked and is taken over as it stands."""

    name: str
    holds: bool | None
    text: str
    """What was checked, or why not."""
    wrong: tuple[str, ...] = ()
    """Each thing that does not hold, with its place."""


def check(name: str, text: str, wrong: Iterable[str]) -> Check:
    """Return a check that holds where nothing is wrong."""
    found = tuple(wrong)
    return Check(name, not found, text, found)

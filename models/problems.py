"""What is wrong with a scenario, where, and what to do about it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MOST_SHOWN: Final = 50
"""Problems that are printed one by one; of more only the number is told."""

_MOST_CHARACTERS: Final = 60

Path = tuple[str | int, ...]
"""Keys, ids and list positions (from 0) that lead to a value in a scenario."""


def path_text(path: Path) -> str:
    """Return a path as it is written after ``--set``, for example ``staff.nurse_03.fraction``."""
    return ".".join(str(step) for step in path)


def shown(value: object) -> str:
    """Return a value as a message shows it: short, on one line, text in quotes."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, (list, tuple)):
        return f"a list of {len(value)}" if value else "an empty list"
    if not isinstance(value, str):
        return str(value)
    text = value if len(value) <= _MOST_CHARACTERS else value[: _MOST_CHARACTERS - 3] + "..."
    return f"'{_printable(text)}'"


def _printable(text: str) -> str:
    """Return a text that stays on one line and does nothing to a terminal."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "?" for c in text)


def did_you_mean(wrong: str, known: Iterable[str], otherwise: str = "") -> str:
    """Return ``did you mean 'x'?`` for the known word nearest to a wrong one, else the other text."""
    words = {word.lower(): word for word in known}
    near = difflib.get_close_matches(wrong.lower(), words, n=1, cutoff=0.6)
    return f"did you mean '{words[near[0]]}'?" if near else otherwise


def listed(words: Iterable[str], most: int = 12) -> str:
    """Return some words with commas, cut off where there are too many."""
    names = list(words)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. It prints as ``file:line:column: path: what is wrong (got X): what to do``."""

    what: str
    """What is wrong."""
    path: Path = ()
    """Where in the scenario."""
    got: str | None = None
    """What stands there, as a message shows it; None where that says nothing more."""
    remedy: str = ""
    """What to do."""
    file: str | None = None
    """In which file, or after which ``--set``; None for a scenario that comes from no file."""
    line: int | None = None
    """Line in the file, 1 is the first."""
    column: int | None = None
    """Column in the line, 1 is the first."""

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        what = self.what if self.got is None else f"{self.what} (got {self.got})"
        line = ": ".join(part for part in (place, path_text(self.path), what, self.remedy) if part)
        return _printable(line)

    @property
    def order(self) -> tuple[str, int, int, str]:
        """Sorts problems by place."""
        return self.file or "", self.line or 0, self.column or 0, str(self)


class ScenarioError(Exception):
    """A scenario cannot be used; ``problems`` holds all that is wrong with it, sorted by place."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems), key=lambda problem: problem.order))
        super().__init__(self.problems)

    def __str__(self) -> str:
        lines = [str(problem) for problem in self.problems[:MOST_SHOWN]]
        if len(self.problems) > MOST_SHOWN:
            lines.append(f"... and {len(self.problems) - MOST_SHOWN} more problems")
        return "\n".join(lines)

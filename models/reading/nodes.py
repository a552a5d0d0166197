"""A tree of values that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from models.problems import Path, Problem, shown

Scalar = str | int | None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column count from 1 and are None where the file has none."""

    file: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A scalar, a mapping or a list, with its place. Text that the model may read as a number or date stays text."""

    value: Scalar | dict[str, Node] | list[Node]
    mark: Mark
    key_mark: Mark | None = None
    """Where its key stands, in a mapping."""
    removes: bool = False
    """Whether it is tagged ``!remove``."""
    numbers: tuple[int, ...] | None = None
    """Of a list from which members were dropped: their positions in the original one."""

    def get(self, key: str) -> Node | None:
        """Return the value of a key; None where this is no mapping or has no such key."""
        return self.value.get(key) if isinstance(self.value, dict) else None

    def items(self) -> Iterator[tuple[str, Node]]:
        """Yield the keys and values of a mapping; nothing for anything else."""
        if isinstance(self.value, dict):
            yield from self.value.items()

    def members(self) -> list[Node]:
        """Return the members of a list; none for anything else."""
        return self.value if isinstance(self.value, list) else []

    def with_items(self, items: dict[str, Node]) -> Node:
        """Return a mapping with other items at the same place."""
        return replace(self, value=items)

    def problem(self, what: str, remedy: str = "", path: Path = (), got: str | None = None) -> Problem:
        """Return a problem at this place."""
        return Problem(what, path, got, remedy, self.mark.file, self.mark.line, self.mark.column)

    def key_problem(self, what: str, remedy: str = "", path: Path = (), got: str | None = None) -> Problem:
        """Return a problem at the place of the key."""
        mark = self.key_mark or self.mark
        return Problem(what, path, got, remedy, mark.file, mark.line, mark.column)

    def shown(self) -> str:
        """Return the value as a message shows it."""
        return shown(self.value)


def plain(node: Node) -> Any:
    """Return a tree as plain dicts, lists and scalars."""
    value = node.value
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def member_id(node: Node) -> str | None:
    """Return the id of a list member; None where it has none."""
    found = node.get("id")
    return str(found.value) if found is not None and isinstance(found.value, (str, int)) else None


@dataclass(frozen=True, slots=True)
class Found:
    """What a path leads to: the nearest node, and the path in words and positions of the tree as written."""

    node: Node
    words: Path
    """With the ids of list members where they have one."""
    steps: Path
    """With the original positions of list members."""
    whole: bool
    """Whether the path was followed to its end."""


def find(tree: Node, path: Path) -> Found:
    """Follow a path as far as it goes.

    A model may read a short form (a number for a list, a plan without its unit), so a step that the
    tree does not have is left out where a later one is there.
    """
    node, words, steps, whole = tree, list[str | int](), list[str | int](), True
    for position, step in enumerate(path):
        below = _step(node, step)
        if below is None:
            rest = path[position + 1 :]
            if not any(_step(node, later) for later in rest[:1]):
                whole = False
            continue
        original = step
        if isinstance(step, int) and node.numbers is not None:
            original = node.numbers[step]
        words.append((member_id(below) if isinstance(step, int) else None) or original)
        steps.append(original)
        node = below
    return Found(node, tuple(words), tuple(steps), whole)


def _step(node: Node, step: str | int) -> Node | None:
    if isinstance(step, int):
        members = node.members()
        return members[step] if 0 <= step < len(members) else None
    return node.get(step)

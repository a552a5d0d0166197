"""YAML text to a tree with places, by the meaning of YAML 1.2: ``22:00``, ``NO`` and ``off`` stay text.

PyYAML scans and parses; what scalars mean, which keys are refused and how large a file may grow is
decided here. Of numbers only whole ones are made here, and only where no digit is lost: the scenario's
own types read the rest from the text, so that ``0123`` can be an id and ``1.10`` exactly eleven tenths.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NoReturn

import yaml

from models.problems import Problem, ScenarioError
from models.reading.nodes import Mark, Node, Scalar

MOST_NODES: Final = 1_000_000
MOST_DEPTH: Final = 40

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_NULL: Final = frozenset(("", "~", "null", "Null", "NULL"))
_WHOLE: Final = re.compile(r"^(?:0|-?[1-9][0-9]{0,17})$")
_OTHER_BASE: Final = re.compile(r"^0(?:o[0-7]{1,20}|x[0-9a-fA-F]{1,16})$")

_REMEDIES: Final = {
    "mapping values are not allowed": "put quotes around a text that holds ': ', and check the indentation",
    "found character that cannot start any token": "indent with spaces, not tabs, and put quotes around the text",
    "did not find expected key": "check the indentation, and that every line is 'key: value'",
    "could not find expected ':'": "write 'key: value', with a space after the colon",
    "did not find expected ',' or": "close the bracket, or add the comma that is missing",
    "found unexpected end of stream": "close the quote or bracket that is open",
    "found undefined alias": "define it with & before it is used, or put quotes around a text that starts with *",
    "did not find expected '-' indicator": "check the indentation of the list",
}


def resolve(text: str) -> Scalar:
    """Return what an unquoted scalar means: nothing, a whole number, or text."""
    if text in _NULL:
        return None
    if _WHOLE.match(text):
        return int(text)
    if _OTHER_BASE.match(text):
        return int(text, 0)
    return text


def parse_yaml(text: str, file: str, problems: list[Problem]) -> Node:
    """Return the tree of a YAML text; smaller problems are added to ``problems``.

    Raises ScenarioError where the text cannot be read at all.
    """
    try:
        return _Builder(file, iter(yaml.parse(text, Loader=_LOADER)), problems).document()
    except yaml.MarkedYAMLError as error:
        _unreadable(error, file)
    except yaml.reader.ReaderError as error:
        before = text[: max(0, error.position)] if isinstance(error.position, int) else ""
        line = before.count("\n") + 1
        what = "holds a character that no YAML text may hold"
        raise ScenarioError(
            [Problem(what, remedy="remove it, or save the file as UTF-8 text", file=file, line=line)]
        ) from None


def _unreadable(error: yaml.MarkedYAMLError, file: str) -> NoReturn:
    mark = error.problem_mark or error.context_mark
    said = (error.problem or "unknown reason").strip()
    remedy = next(
        (remedy for start, remedy in _REMEDIES.items() if said.startswith(start)), "check this line and the one before"
    )
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    raise ScenarioError([Problem(f"cannot be read as YAML: {said}", (), None, remedy, file, line, column)]) from None


class _Builder:
    """Builds the tree of one document from the parser's events."""

    def __init__(self, file: str, events: Iterator[yaml.Event], problems: list[Problem]) -> None:
        self._file = file
        self._events = events
        self._problems = problems
        self._count = 0
        self._anchors: dict[str, tuple[Node, int]] = {}

    def document(self) -> Node:
        """Return the only document of the stream."""
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    self._refuse(event, "starts a second document", "keep one document in a file and drop the '---'")
                root = self._node(next(self._events), 0)
        return root or Node(None, Mark(self._file, 1, 1))

    def _node(self, event: yaml.Event, depth: int) -> Node:
        assert isinstance(event, yaml.NodeEvent)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        before = self._count
        self._grow(event, 1)
        if depth > MOST_DEPTH:
            self._refuse(event, f"is nested more than {MOST_DEPTH} levels deep", "write it flatter")
        node = self._content(event, depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node, self._count - before
        return node

    def _content(self, event: yaml.NodeEvent, depth: int) -> Node:
        mark, removes = self._mark(event), self._removes(event)
        if isinstance(event, yaml.ScalarEvent):
            is_plain = event.implicit[0] or (removes and event.style != "'" and event.style != '"')
            return Node(resolve(event.value) if is_plain else event.value, mark, removes=removes)
        if isinstance(event, yaml.SequenceStartEvent):
            return Node(self._list(depth), mark, removes=removes)
        return Node(self._mapping(depth), mark, removes=removes)

    def _list(self, depth: int) -> list[Node]:
        members: list[Node] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            members.append(self._node(event, depth + 1))
        return members

    def _mapping(self, depth: int) -> dict[str, Node]:
        items: dict[str, Node] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            key = self._key(event)
            self._grow(event, 1)
            value = self._node(next(self._events), depth + 1)
            if key in items:
                line = (items[key].key_mark or items[key].mark).line
                what = f"key '{key}' stands twice in one mapping (first in line {line})"
                self._problems.append(self._problem(event, what, "keep one of them"))
            else:
                items[key] = replace(value, key_mark=self._mark(event))
        return items

    def _key(self, event: yaml.Event) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self._refuse(event, "has a key that is no plain text", "write a word as the key")
        key: str = event.value
        if key == "<<" and event.implicit[0]:
            self._refuse(
                event, "uses the merge key '<<', which is not part of YAML 1.2", "write the keys out, or use 'extends'"
            )
        if not key:
            self._refuse(event, "has an empty key", "write a word before the colon")
        return key

    def _alias(self, event: yaml.AliasEvent) -> Node:
        if event.anchor not in self._anchors:
            self._refuse(
                event,
                f"'*{event.anchor}' stands for itself, or for nothing",
                "put '&' before its first use, outside of it",
            )
        node, size = self._anchors[event.anchor]
        self._grow(event, size)
        return node

    def _grow(self, event: yaml.Event, by: int) -> None:
        self._count += by
        if self._count > MOST_NODES:
            self._refuse(event, f"grows to more than {MOST_NODES} values", "write less, or put lists into tables")

    def _removes(self, event: yaml.NodeEvent) -> bool:
        tag = getattr(event, "tag", None)
        if tag not in (None, "!", "!remove", "tag:yaml.org,2002:str"):
            self._refuse(event, f"has the tag '{tag}', which means nothing here", "drop it; only !remove is known")
        return tag == "!remove"

    def _mark(self, event: yaml.Event) -> Mark:
        start = event.start_mark
        return Mark(self._file, start.line + 1, start.column + 1) if start else Mark(self._file)

    def _problem(self, event: yaml.Event, what: str, remedy: str) -> Problem:
        mark = self._mark(event)
        return Problem(what, (), None, remedy, mark.file, mark.line, mark.column)

    def _refuse(self, event: yaml.Event, what: str, remedy: str) -> NoReturn:
        raise ScenarioError([*self._problems, self._problem(event, what, remedy)])

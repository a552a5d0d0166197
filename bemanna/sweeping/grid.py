"""The grid of a sweep: values of inputs, and every combination of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from math import prod
from pathlib import Path
from typing import Final

from models.loading import load
from models.problems import Problem, ScenarioError
from models.scenario import Scenario

MOST_POINTS: Final = 2000

_NUMBER: Final = r"-?\d+(?:\.\d+)?"
_RANGE: Final = re.compile(rf"({_NUMBER})\.\.({_NUMBER})(?:\.\.({_NUMBER}))?")
_OPENING: Final = "[{"
_CLOSING: Final = "]}"


@dataclass(frozen=True, slots=True)
class Axis:
    """An input that is varied."""

    path: str
    """As after ``--set``."""
    values: tuple[str, ...]
    """As YAML has them."""

    @property
    def name(self) -> str:
        """The last words of the path, enough to tell it: ``nurse_03.fraction``."""
        return ".".join(self.path.split(".")[-2:])


@dataclass(frozen=True, slots=True)
class GridPoint:
    """A combination of values, one of each axis, and its scenario."""

    values: tuple[str, ...]
    scenario: Scenario


def parse_axis(text: str) -> Axis:
    """Return the axis of ``path=a,b,c``, or of a range ``path=10..20..5`` (by steps of 5; of 1 where not given).

    Values are YAML; commas in brackets or quotes belong to a value. Raises ScenarioError where the text is no axis.
    """
    path, equals, listed = text.partition("=")
    if not equals or not path.strip():
        raise _wrong(text, "is no variation", "write path=a,b,c, for example production_plan.cataract=14,21,28")
    found = _RANGE.fullmatch(listed.strip())
    values = tuple(_range(text, *found.groups()) if found else _split(listed))
    if not all(values):
        raise _wrong(text, "has an empty value", "write values with commas between them, for example 14,21,28")
    if len(set(values)) < len(values):
        raise _wrong(text, "has a value twice", "name each value once")
    return Axis(path.strip(), values)


def _range(text: str, first: str, last: str, by: str | None) -> Iterator[str]:
    start, end, step = Decimal(first), Decimal(last), Decimal(by or 1)
    if step <= 0 or start > end:
        raise _wrong(text, "is no range", "write first..last..step, for example 10..20..5")
    if (end - start) / step >= MOST_POINTS:
        raise _wrong(text, f"has more than {MOST_POINTS} values", "take larger steps")
    value = start
    while value <= end:
        yield format(value, "f")
        value += step


def _split(listed: str) -> list[str]:
    """Split at commas that are neither in brackets nor in quotes."""
    parts, depth, quote = [""], 0, ""
    for character in listed:
        if quote:
            quote = "" if character == quote else quote
        elif character in "'\"":
            quote = character
        else:
            depth += (character in _OPENING) - (character in _CLOSING)
        if character == "," and not depth and not quote:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def grid(base: Path, axes: Sequence[Axis]) -> tuple[GridPoint, ...]:
    """Return every combination of values, the last axis varying fastest, each with its scenario.

    Raises ScenarioError where there are too many, a path is varied twice, or the scenario of one is wrong.
    """
    paths = [axis.path for axis in axes]
    twice = next((path for path in paths if paths.count(path) > 1), None)
    if twice is not None:
        raise _wrong(twice, "is varied twice", "name all of its values in one --vary")
    number = prod(len(axis.values) for axis in axes)
    if number > MOST_POINTS:
        raise _wrong("", f"has {number} combinations, more than {MOST_POINTS}", "vary less at a time")
    combinations = product(*(axis.values for axis in axes))
    return tuple(
        GridPoint(values, load(base, [f"{path}={value}" for path, value in zip(paths, values, strict=True)]))
        for values in combinations
    )


def _wrong(text: str, what: str, remedy: str) -> ScenarioError:
    return ScenarioError([Problem(what, remedy=remedy, file=f"--vary {text}".strip())])

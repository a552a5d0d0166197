"""Scenario files to a Scenario and back. Every problem says where it stands and what to do about it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path as FilePath

from models.checks import check
from models.problems import Path, Problem, ScenarioError, shown
from models.reading.assignments import assign
from models.reading.differing import dump_overlay
from models.reading.dumping import dump
from models.reading.files import scenario_file
from models.reading.json_schema import json_schema
from models.reading.nodes import Node, find
from models.reading.overlays import on_base, read_tree
from models.reading.plans import nest_plan, spread_plan
from models.reading.tables import expand_tables
from models.reading.validation import validate
from models.reading.yaml_text import parse_yaml
from models.scenario import Scenario

__all__ = [
    "Located",
    "ScenarioError",
    "dump",
    "dump_overlay",
    "json_schema",
    "load",
    "locate",
    "parse",
    "scenario_hash",
]


@dataclass(frozen=True, slots=True)
class Located:
    """A scenario that knows where it was written."""

    scenario: Scenario
    tree: Node

    def place(self, path: Path) -> str:
        """Return ``file:line`` of what a path of keys, ids and positions leads to, or of the nearest thing above it."""
        mark = find(self.tree, path).node.mark
        return mark.file if mark.line is None else f"{mark.file}:{mark.line}"


def locate(path: str | FilePath, overrides: Sequence[str] = ()) -> Located:
    """Return the scenario of a file with the places of what it holds. Raises ScenarioError as ``load`` does."""
    problems: list[Problem] = []
    file = scenario_file(FilePath(path))
    return _resolved(read_tree(file, problems), file.parent, overrides, problems)


def load(path: str | FilePath, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file, or of a folder that holds a ``scenario.yaml``.

    Each override is ``path=value`` as after ``--set``; it lies on top of everything, and a table that it
    names is looked for beside the scenario file. Raises ScenarioError with all problems found.
    """
    return locate(path, overrides).scenario


def parse(text: str, file: str = "scenario.yaml", overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a YAML text as if it stood in a file. Raises ScenarioError as ``load`` does."""
    problems: list[Problem] = []
    tree = on_base(parse_yaml(text, file, problems), FilePath(file), problems)
    return _resolved(tree, FilePath(file).parent, overrides, problems).scenario


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of the resolved scenario, in hexadecimal."""
    return hashlib.sha256(dump(scenario).encode()).hexdigest()


def _resolved(tree: Node, folder: FilePath, overrides: Sequence[str], problems: list[Problem]) -> Located:
    """Return the scenario of a tree, with the overrides on top. Raises ScenarioError where there is any problem."""
    for override in overrides:
        try:
            tree = nest_plan(assign(tree, override), problems)
        except ScenarioError as error:
            problems.extend(error.problems)
    tree = spread_plan(nest_plan(expand_tables(tree, folder, problems), problems), problems)
    incomplete = {str(problem.path[0]) for problem in problems if problem.path}
    found = validate(tree, problems)
    if found.scenario is not None:
        crossed = check(found.scenario, found.lost | incomplete, whole=found.whole and not incomplete)
        problems.extend(_placed(problem, found.tree) for problem in crossed)
    if found.scenario is None or problems:
        raise ScenarioError(problems)
    return Located(found.scenario, found.tree)


def _placed(problem: Problem, tree: Node) -> Problem:
    """Return a problem of the scenario with the place of what it is about."""
    found = find(tree, problem.path)
    is_about_key = problem.got is None or (found.words and problem.got == shown(found.words[-1]))
    mark = (found.node.key_mark if is_about_key else None) or found.node.mark
    return replace(problem, path=found.words, file=mark.file, line=mark.line, column=mark.column)

"""Values from the command line: ``--set path=value``."""

from __future__ import annotations

from dataclasses import replace
from typing import NoReturn

from models.problems import Path, Problem, ScenarioError, did_you_mean, listed
from models.reading.merging import merge
from models.reading.nodes import Mark, Node, member_id
from models.reading.plans import full_steps
from models.reading.yaml_text import MOST_DEPTH, parse_yaml


def assign(tree: Node, text: str) -> Node:
    """Return a tree with a value set as ``path=value`` says; the value is YAML, and may be ``!remove``.

    Members of lists are named by id or by position (from 0). Raises ScenarioError where the path leads
    nowhere or the value cannot be read.
    """
    mark = Mark(f"--set {text}")
    path, equals, value = text.partition("=")
    steps = [step.strip() for step in path.split(".")]
    if not equals or not all(steps) or len(steps) > MOST_DEPTH:
        raise ScenarioError(
            [_problem(mark, "is no assignment", "write path=value, for example staff.nurse_03.fraction=0.5")]
        )
    return _assigned(tree, full_steps(tree, steps), _value(value, mark), (), mark)


def _problem(mark: Mark, what: str, remedy: str, path: Path = ()) -> Problem:
    return Problem(what, path, None, remedy, mark.file)


def _value(text: str, mark: Mark) -> Node:
    problems: list[Problem] = []
    try:
        node = parse_yaml(text, mark.file, problems)
    except ScenarioError as error:
        problems = list(error.problems)
    if problems:
        raise ScenarioError(replace(problem, line=None, column=None) for problem in problems)
    return _marked(node, mark)


def _marked(node: Node, mark: Mark) -> Node:
    if isinstance(node.value, dict):
        return Node({k: _marked(v, mark) for k, v in node.items()}, mark, mark, node.removes)
    if isinstance(node.value, list):
        return Node([_marked(m, mark) for m in node.members()], mark, mark, node.removes)
    return Node(node.value, mark, mark, node.removes)


def _assigned(here: Node, steps: list[str], value: Node, path: Path, mark: Mark) -> Node:
    if isinstance(here.value, list):
        return _in_list(here, steps, value, path, mark)
    items = dict(here.items())
    key, rest = _key(steps, items)
    below = (*path, key)
    if value.removes and not rest:
        if key not in items:
            raise ScenarioError([_problem(mark, "is to be removed but is not there", did_you_mean(key, items), below)])
        del items[key]
    elif rest:
        items[key] = _assigned(items.get(key, Node({}, mark, mark)), rest, value, below, mark)
    else:
        items[key] = value if key not in items else _laid_over(items[key], value, below)
    return replace(here, value=items) if isinstance(here.value, dict) else Node(items, mark, mark)


def _laid_over(base: Node, value: Node, path: Path) -> Node:
    """Return the value on top of what is there, by the rules of an overlay."""
    problems: list[Problem] = []
    merged = merge(base, value, path, problems)
    if problems:
        raise ScenarioError(problems)
    return merged


def _in_list(here: Node, steps: list[str], value: Node, path: Path, mark: Mark) -> Node:
    members = list(here.members())
    names = {name: i for i, m in enumerate(members) if (name := member_id(m)) is not None}
    numbers = {str(i): i for i in range(len(members))}
    key, rest = _key(steps, {**numbers, **names})
    position = names.get(key, numbers.get(key))
    if position is None:
        _refuse_member(key, names, len(members), path, mark)
    below = (*path, key)
    if value.removes and not rest:
        del members[position]
    elif rest:
        members[position] = _assigned(members[position], rest, value, below, mark)
    else:
        members[position] = _laid_over(members[position], value, below)
    return replace(here, value=members)


def _refuse_member(key: str, names: dict[str, int], count: int, path: Path, mark: Mark) -> NoReturn:
    if names:
        remedy = did_you_mean(key, names, f"there are {listed(names)}")
        raise ScenarioError([_problem(mark, f"there is no member with the id '{key}'", remedy, (*path, key))])
    remedy = f"name one by its position, 0 to {count - 1}" if count else "the list is empty; set the whole list"
    raise ScenarioError([_problem(mark, "is no member of the list", remedy, (*path, key))])


def _key(steps: list[str], known: dict[str, Node] | dict[str, int]) -> tuple[str, list[str]]:
    """Return the first key of a path and the further steps; a key that is there may itself hold points."""
    for length in range(len(steps), 1, -1):
        joined = ".".join(steps[:length])
        if joined in known:
            return joined, steps[length:]
    return steps[0], steps[1:]

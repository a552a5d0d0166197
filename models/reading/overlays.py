"""What-if overlays: ``extends: other.yaml``."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Final

from models.problems import Problem, ScenarioError
from models.reading.files import is_there, nearest_file, read_text, scenario_file
from models.reading.merging import merge, without_removals
from models.reading.nodes import Node
from models.reading.plans import nest_plan, planned_twice
from models.reading.tables import expand_tables
from models.reading.yaml_text import parse_yaml

MOST_OVERLAYS: Final = 20


def read_tree(path: FilePath, problems: list[Problem], above: tuple[FilePath, ...] = ()) -> Node:
    """Return the tree of a scenario file with its tables, on top of what it extends.

    ``above`` are the files that extend this one. Raises ScenarioError where a file cannot be read.
    """
    file = scenario_file(path)
    return on_base(parse_yaml(read_text(file), str(file), problems), file, problems, above)


def on_base(tree: Node, file: FilePath, problems: list[Problem], above: tuple[FilePath, ...] = ()) -> Node:
    """Return the tree of a file with its tables, merged onto the scenario that it extends."""
    if not isinstance(tree.value, dict):
        remedy = "write keys such as 'schema: bemanna/1' and 'name: ...', one a line"
        raise ScenarioError([*problems, tree.problem("is no scenario", remedy, (), tree.shown())])
    items = dict(tree.items())
    link = items.pop("extends", None)
    own = expand_tables(tree.with_items(items), file.parent, problems)
    problems.extend(planned_twice(own))
    if link is None:
        return nest_plan(without_removals(own, (), problems), problems)
    if not isinstance(link.value, str):
        raise ScenarioError(
            [*problems, link.problem("names no file", "write for example other.yaml", ("extends",), link.shown())]
        )
    target = scenario_file(file.parent / link.value)
    if not is_there(target):
        what = "extends a file that does not exist"
        raise ScenarioError([*problems, link.problem(what, nearest_file(target), ("extends",), link.shown())])
    chain = (*above, file)
    _check_chain(link, target, chain)
    return nest_plan(merge(read_tree(target, problems, chain), own, (), problems), problems)


def _check_chain(link: Node, target: FilePath, chain: tuple[FilePath, ...]) -> None:
    names = " -> ".join(str(file) for file in (*chain, target))
    if target.resolve() in [file.resolve() for file in chain]:
        raise ScenarioError(
            [link.problem(f"the overlays go in a circle: {names}", "cut one of the links", ("extends",))]
        )
    if len(chain) > MOST_OVERLAYS:
        what = f"more than {MOST_OVERLAYS} overlays on top of each other: {names}"
        raise ScenarioError([link.problem(what, "merge some of them", ("extends",))])

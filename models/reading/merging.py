"""The deep merge that lays one scenario file on another."""

from __future__ import annotations

from dataclasses import replace

from models.problems import Path, Problem, did_you_mean
from models.reading.nodes import Node, member_id


def merge(base: Node, over: Node, path: Path, problems: list[Problem]) -> Node:
    """Return a value with another on top: mappings key by key, lists of things with an id by id, else the other.

    What ``over`` tags ``!remove`` is dropped: ``key: !remove``, or ``- !remove some_id`` in a list.
    """
    if isinstance(base.value, dict) and isinstance(over.value, dict):
        return _merged_mapping(base, over, path, problems)
    if _by_id(base, over):
        return _merged_list(base, over, path, problems)
    return without_removals(over, path, problems)


def _merged_mapping(base: Node, over: Node, path: Path, problems: list[Problem]) -> Node:
    items = dict(base.items())
    for key, value in over.items():
        here = (*path, key)
        if value.removes:
            if key not in items:
                remedy = did_you_mean(key, items, "drop this line")
                problems.append(value.key_problem("is to be removed but is not there", remedy, here))
            items.pop(key, None)
        elif key in items:
            items[key] = merge(items[key], value, here, problems)
        else:
            items[key] = without_removals(value, here, problems)
    return replace(over, value=items)


def _by_id(base: Node, over: Node) -> bool:
    """Whether two lists merge by id: all that is there has an id, and what is new has one or names one to remove."""
    if not over.members() or not isinstance(base.value, list):
        return False
    return all(member_id(m) is not None for m in base.members()) and all(
        m.removes or member_id(m) is not None for m in over.members()
    )


def _merged_list(base: Node, over: Node, path: Path, problems: list[Problem]) -> Node:
    # A base with the same id twice is told by the checks; here its first one is meant.
    doubles = _doubles(base)
    by_id = {member_id(member) or "": member for member in reversed(base.members())}
    by_id = {name: by_id[name] for name in dict.fromkeys(member_id(m) or "" for m in base.members())}
    for member in over.members():
        name = member_id(member) or ("" if isinstance(member.value, (dict, list)) else str(member.value))
        if not member.removes:
            there = by_id.get(name)
            new = member if there is None else merge(there, member, (*path, name), problems)
            by_id[name] = without_removals(new, (*path, name), problems)
        elif by_id.pop(name, None) is None:
            remedy = did_you_mean(name, by_id, "drop this line; a removal names the id, as in '- !remove nurse_03'")
            problems.append(member.problem("is to be removed but is not there", remedy, (*path, name)))
    return replace(over, value=[*by_id.values(), *doubles])


def _doubles(base: Node) -> list[Node]:
    seen: set[str | None] = set()
    result = []
    for member in base.members():
        name = member_id(member)
        if name in seen:
            result.append(member)
        seen.add(name)
    return result


def without_removals(node: Node, path: Path, problems: list[Problem]) -> Node:
    """Return a value that stands on nothing; a ``!remove`` in it is a problem."""
    if isinstance(node.value, dict):
        items = {key: without_removals(value, (*path, key), problems) for key, value in node.items()}
        return replace(node, value={key: value for key, value in items.items() if not value.removes}, removes=False)
    if isinstance(node.value, list):
        members = [without_removals(m, (*path, i), problems) for i, m in enumerate(node.members())]
        return replace(node, value=[m for m in members if not m.removes], removes=False)
    if node.removes:
        remedy = "it drops keys, and members of lists that have ids, of the scenario that this one extends"
        problems.append(node.problem("'!remove' has nothing to remove", remedy, path))
    return node

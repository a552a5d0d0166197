"""Short forms of the production plan: activities without their unit, and numbers by week."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from models.calendar import week_label
from models.problems import Path, Problem, listed
from models.reading.merging import merge
from models.reading.nodes import Node
from models.reading.tables import PLAN, WEEK

_ISO_WEEK: Final = re.compile(r"^\d{4}-?W\d{2}$")
_MOST_WEEKS: Final = 53


def activity_owners(tree: Node) -> dict[str, list[str]]:
    """Return the units that have each activity."""
    owners: dict[str, list[str]] = {}
    units = tree.get("units")
    for unit, node in units.items() if units else ():
        activities = node.get("activities")
        for activity, _ in activities.items() if activities else ():
            owners.setdefault(activity, []).append(unit)
    return owners


def planned_twice(own: Node) -> Iterator[Problem]:
    """Yield a problem for each activity that one file plans below its unit and without it."""
    plan = own.get(PLAN) or Node({}, own.mark)
    for key, value in plan.items():
        unit = next((unit for unit, below in plan.items() if unit != key and below.get(key)), None)
        if unit is not None:
            yield value.key_problem(f"is planned twice: also below '{unit}'", "keep one of them", (PLAN, key))


def nest_plan(tree: Node, problems: list[Problem]) -> Node:
    """Return a tree whose plan has activities below their unit, where exactly one unit has them.

    It is done for each file and setting in turn, so that the later one wins whichever way they are written.
    """
    plan = tree.get(PLAN)
    if plan is None or not isinstance(plan.value, dict):
        return tree
    owners, units = activity_owners(tree), tree.get("units") or Node({}, tree.mark)
    short = {key: owners[key][0] for key in plan.value if len(owners.get(key, ())) == 1 and not units.get(key)}
    items = {key: value for key, value in plan.items() if key not in short}
    for key, unit in short.items():
        value = plan.value[key]
        below = items.get(unit, Node({}, value.mark, value.key_mark))
        items[unit] = merge(below, Node({key: value}, below.mark, below.key_mark), (PLAN, unit), problems)
    return tree.with_items({**dict(tree.items()), PLAN: plan.with_items(items)})


def full_steps(tree: Node, steps: list[str]) -> list[str]:
    """Return the steps to a planned activity with its unit, where they leave it out."""
    plan = tree.get(PLAN)
    if steps[0] != PLAN or len(steps) == 1 or plan is None or plan.get(steps[1]):
        return steps
    owners = activity_owners(tree).get(steps[1], ())
    return [PLAN, owners[0], *steps[1:]] if len(owners) == 1 else steps


def spread_plan(tree: Node, problems: list[Problem]) -> Node:
    """Return a scenario's tree whose plan has lists instead of mappings by week.

    ISO weeks outside the horizon are left out, so that a plan may be for a whole year; a week of the
    horizon that has no number is a problem.
    """
    plan = tree.get(PLAN)
    if plan is None or not isinstance(plan.value, dict):
        return tree
    weeks = _weeks(tree)
    units = tree.get("units") or Node({}, tree.mark)
    entries = {
        key: _below_unit(value, key, weeks, problems)
        if units.get(key)
        else _spread(value, (PLAN, key), weeks, problems)
        for key, value in plan.items()
    }
    return tree.with_items({**dict(tree.items()), PLAN: plan.with_items(entries)})


def _weeks(tree: Node) -> list[str]:
    """Return the ISO weeks of the horizon; none where it cannot be read (which the model tells)."""
    horizon = tree.get("horizon")
    start, count = (horizon.get("start"), horizon.get("weeks")) if horizon else (None, None)
    try:
        monday = dt.date.fromisoformat(str(start.value if start else ""))
        number = int(str(count.value if count else ""))
        return [week_label(monday + dt.timedelta(weeks=i)) for i in range(min(number, _MOST_WEEKS))]
    except (ValueError, OverflowError):
        return []


def _below_unit(node: Node, unit: str, weeks: list[str], problems: list[Problem]) -> Node:
    if not isinstance(node.value, dict):
        return node
    return node.with_items({key: _spread(v, (PLAN, unit, key), weeks, problems) for key, v in node.items()})


def _spread(node: Node, path: Path, weeks: list[str], problems: list[Problem]) -> Node:
    """Return the numbers of one activity as a list where they are given by week."""
    keys = [key for key, _ in node.items()]
    if any(map(_ISO_WEEK.match, keys)) or (keys and all(map(WEEK.match, keys))):
        return Node(_by_week(node, path, weeks, problems), node.mark, node.key_mark)
    return node


def _by_week(node: Node, path: Path, weeks: list[str], problems: list[Problem]) -> list[Node]:
    """Return the numbers of the weeks in order; where some lack, the problem is told and the week gets nothing."""
    if not weeks:
        return []
    found: dict[int, Node] = {}
    for key, value in node.items():
        label = f"{key[:4]}-W{key[-2:]}" if _ISO_WEEK.match(key) else None
        if label is not None and label not in weeks:
            continue
        position = weeks.index(label) if label else int(key) - 1 if WEEK.match(key) else -1
        if not 0 <= position < len(weeks):
            problems.append(
                value.key_problem("is no week of the horizon", f"number them 1 to {len(weeks)}", (*path, key))
            )
        elif position in found:
            problems.append(value.key_problem("is given twice", "keep one number a week", (*path, key)))
        else:
            found[position] = value
    missing = [week for i, week in enumerate(weeks) if i not in found]
    if missing:
        problems.append(
            node.key_problem(f"has no number for {listed(missing)}", "add it; 0 where nothing is planned", path)
        )
    return [found.get(i, Node(0, node.mark)) for i in range(len(weeks))]

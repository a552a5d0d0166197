"""A tree to a Scenario: every complaint of the types, and what is left without the values complained of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from models.problems import Path, Problem, did_you_mean
from models.reading.complaints import complaint, is_loose
from models.reading.nodes import Found, Node, find, plain
from models.reading.tables import PLAN
from models.scenario import Scenario

_ROUNDS: Final = 6
_ACTIVITY_DEPTH: Final = len(("units", "unit", "activities", "activity"))
_MEMBER_DEPTH: Final = len(("staff", "member"))

_Fault = tuple[ErrorDetails, Found]
_Branches = dict[str | int, "_Branches"]


@dataclass(frozen=True, slots=True)
class Validated:
    """What could be made of a tree."""

    scenario: Scenario | None
    """None where nothing usable is left."""
    tree: Node
    """What the scenario was made from."""
    lost: frozenset[str]
    """Sections from which names were left out that others may refer to."""
    whole: bool
    """Whether nothing was left out but unknown keys."""


def validate(tree: Node, problems: list[Problem]) -> Validated:
    """Return the scenario of a tree.

    Where the types complain, the problem is told, what is wrong is left out, and the rest is tried again,
    so that one wrong word does not hide another.
    """
    dropped: set[Path] = set()
    lost: set[str] = set()
    whole = True
    plan_is_lost = False
    for _ in range(_ROUNDS):
        rest = _without(tree, _branches(dropped))
        try:
            return Validated(Scenario.model_validate(plain(rest)), rest, frozenset(lost), whole)
        except ValidationError as error:
            faults = _faults(rest, error.errors(include_url=False))
        # An error about what was left out before, or about what it was a part of, only follows from that.
        needless = dropped | {path[:-1] for path in dropped} | _misspelt(faults)
        plan_is_lost = plan_is_lost or _unsettled(faults)
        for fault, found in faults:
            about = _about(fault, found)
            if about not in needless and not (plan_is_lost and about[:1] == (PLAN,)):
                problems.append(complaint(Scenario, tree, found, fault))
        wrong = {_whole_entry(found.steps) for error, found in faults if error["type"] != "extra_forbidden"}
        whole = whole and not wrong
        lost |= {str(path[0]) for path in wrong if path and _holds_names(path)}
        dropped |= wrong | {found.steps for _, found in faults}
        if () in dropped:
            break
    return Validated(None, tree, frozenset(lost), whole=False)


def _faults(tree: Node, errors: list[ErrorDetails]) -> list[_Fault]:
    """Return the errors with what they are about; of a value that may be of two types, what the nearer type says."""
    located = [(error, find(tree, error["loc"])) for error in errors]
    firm = [found.steps for error, found in located if not is_loose(error, found)]
    loose = {found.steps: (error, found) for error, found in located if is_loose(error, found)}
    alone = [fault for steps, fault in loose.items() if not any(other[: len(steps)] == steps for other in firm)]
    return [fault for fault in located if not is_loose(*fault)] + alone


def _about(error: ErrorDetails, found: Found) -> Path:
    return (*found.steps, error["loc"][-1]) if error["type"] == "missing" else found.steps


def _whole_entry(path: Path) -> Path:
    """Return what to leave out for something wrong: of the numbers of a plan all, since one a week is needed."""
    return path[:-1] if path[:1] == (PLAN,) and isinstance(path[-1], int) else path


def _holds_names(path: Path) -> bool:
    """Whether what stands at a path may be, or hold, names that others refer to."""
    depth = _ACTIVITY_DEPTH if path[0] == "units" else _MEMBER_DEPTH
    return len(path) <= depth or path[-1] in ("id", "people")


def _misspelt(faults: list[_Fault]) -> set[Path]:
    """Return the keys that are only missing because they are misspelt: the unknown key says so already."""
    unknown: dict[Path, list[str]] = {}
    for error, found in faults:
        if error["type"] == "extra_forbidden":
            unknown.setdefault(found.steps[:-1], []).append(str(found.steps[-1]))
    missing = [_about(error, found) for error, found in faults if error["type"] == "missing"]
    return {
        path for path in missing if any(did_you_mean(wrong, [str(path[-1])]) for wrong in unknown.get(path[:-1], ()))
    }


def _unsettled(faults: list[_Fault]) -> bool:
    """Whether the plan cannot be read because units, activities or the horizon cannot."""
    wrong = [_about(*fault) for fault in faults if fault[0]["type"] != "extra_forbidden"]
    return any(path[0] == "horizon" or (path[0] == "units" and len(path) <= _ACTIVITY_DEPTH) for path in wrong if path)


def _branches(paths: set[Path]) -> _Branches:
    """Return paths as nested dicts; an empty one is the end of a path."""
    root: _Branches = {}
    for path in sorted(paths, key=len, reverse=True):
        here = root
        for step in path[:-1]:
            here = here.setdefault(step, {})
        here[path[-1]] = {}
    return root


def _without(node: Node, branches: _Branches) -> Node:
    """Return a tree without some paths; lists remember the positions of what is left."""
    if isinstance(node.value, dict):
        items = {
            k: v if k not in branches else _without(v, branches[k]) for k, v in node.items() if branches.get(k) != {}
        }
        return replace(node, value=items)
    if isinstance(node.value, list):
        kept = [i for i in range(len(node.value)) if branches.get(i) != {}]
        members = [_without(node.value[i], branches[i]) if i in branches else node.value[i] for i in kept]
        return replace(node, value=members, numbers=tuple(kept))
    return node

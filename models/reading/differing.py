"""The overlay that makes one scenario of another."""

from __future__ import annotations

from typing import Any

from models.reading.dumping import Removal, to_yaml
from models.scenario import Scenario

_SAME = object()


def dump_overlay(base: Scenario, changed: Scenario, extends: str, name: str) -> str:
    """Return the YAML text of an overlay of a name that extends a file with ``base``; loaded it is ``changed``.

    Only what differs is written: lists of things with an id member by member, other lists whole.
    """
    before, after = (s.model_dump(by_alias=True, exclude_defaults=True) for s in (base, changed))
    difference = _difference(before, after | {"name": name})
    rest = difference if isinstance(difference, dict) else {}
    return to_yaml({"schema": after["schema"], "extends": extends, "name": name} | rest)


def _difference(before: Any, after: Any) -> Any:
    if before == after:
        return _SAME
    if isinstance(before, dict) and isinstance(after, dict):
        found = {key: _difference(before[key], value) if key in before else value for key, value in after.items()}
        gone = {key: Removal() for key in before if key not in after}
        return {key: value for key, value in found.items() if value is not _SAME} | gone
    if _have_ids(before) and _have_ids(after):
        return _members(before, after)
    return after


def _have_ids(value: Any) -> bool:
    return isinstance(value, (list, tuple)) and bool(value) and all(isinstance(m, dict) and "id" in m for m in value)


def _members(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> list[Any]:
    known = {member["id"]: member for member in before}
    kept = {member["id"] for member in after}
    found: list[Any] = [Removal(name) for name in known if name not in kept]
    for member in after:
        difference = _difference(known.get(member["id"], {}), member)
        if difference is not _SAME:
            found.append({"id": member["id"]} | difference)
    return found

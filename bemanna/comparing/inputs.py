"""Inputs that differ between scenarios, as paths."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from models.problems import Path, path_text
from models.scenario import Scenario

ABSENT: Final = "–"
"""Stands for an input that a scenario does not have."""

_TOLD_ELSEWHERE: Final = ("schema", "name", "description")


@dataclass(frozen=True, slots=True)
class InputDifference:
    """An input that is not the same in all scenarios."""

    path: str
    """As after ``--set``, for example ``staff.nurse_03.fraction``."""
    values: tuple[str, ...]
    """As YAML has them, a value for each scenario; ABSENT where one does not have it."""


def input_differences(scenarios: Sequence[Scenario]) -> tuple[InputDifference, ...]:
    """Return the inputs that differ, in the order of the format; names and descriptions do not count.

    Members of lists are told apart by their ids; of lists without ids by position where they are equally long, else by
    their content, whatever the order.
    """
    trees = [scenario.model_dump(mode="json", by_alias=True) for scenario in scenarios]
    kept = [{key: value for key, value in tree.items() if key not in _TOLD_ELSEWHERE} for tree in trees]
    return tuple(
        InputDifference(path_text(path), tuple(map(_shown, values))) for path, values in _differences((), kept)
    )


def distance(one: Scenario, other: Scenario) -> int:
    """Return how many inputs differ."""
    return len(input_differences((one, other)))


class _Nothing:
    """What a scenario does not have."""


_NOTHING: Final = _Nothing()


def _differences(path: Path, values: Sequence[Any]) -> Iterator[tuple[Path, Sequence[Any]]]:
    """Yield the deepest places at which some values are not all the same."""
    if all(value == values[0] for value in values[1:]):
        return
    there = [value for value in values if value is not _NOTHING]
    if len(there) == len(values) and all(isinstance(value, Mapping) for value in there):
        yield from _in_mappings(path, values)
    elif _have_ids(there):
        by_id = [{} if value is _NOTHING else {member["id"]: member for member in value} for value in values]
        yield from _in_mappings(path, by_id)
    elif len(there) == len(values) and all(_is_table(value) for value in there):
        yield from _in_tables(path, values)
    else:
        yield path, values


def _in_mappings(path: Path, values: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Path, Sequence[Any]]]:
    for key in dict.fromkeys(key for value in values for key in value):
        yield from _differences((*path, key), [value.get(key, _NOTHING) for value in values])


def _in_tables(path: Path, values: Sequence[Sequence[Any]]) -> Iterator[tuple[Path, Sequence[Any]]]:
    """Compare lists of records that have no ids."""
    if len({len(value) for value in values}) == 1:
        for position, members in enumerate(zip(*values, strict=True)):
            yield from _differences((*path, position), members)
        return
    records = {json.dumps(member, sort_keys=True): member for value in values for member in value}
    texts = [[json.dumps(member, sort_keys=True) for member in value] for value in values]
    for text, record in records.items():
        for number in range(max(rows.count(text) for rows in texts)):
            found = [record if rows.count(text) > number else _NOTHING for rows in texts]
            if _NOTHING in found:
                place = next(rows.index(text) for rows in texts if text in rows)
                yield (*path, place), found


def _is_table(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(member, Mapping) for member in value)


def _have_ids(values: Sequence[Any]) -> bool:
    """Whether these are lists of members with ids, and not all of them empty."""
    return any(values) and all(_is_table(value) and all("id" in member for member in value) for value in values)


def _shown(value: Any) -> str:
    """Return a value on one line, without what is not set."""
    return ABSENT if value is _NOTHING else _flow(value)


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        filled = {key: item for key, item in value.items() if item not in (None, [], {})}
        return f"{{{', '.join(f'{key}: {_flow(item)}' for key, item in filled.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_flow, value))}]"
    if value is None:
        return "nothing"
    return str(value).lower() if isinstance(value, bool) else str(value)

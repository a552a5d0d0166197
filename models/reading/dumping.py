"""A Scenario as YAML text: resolved, without tables and overlays."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

import yaml

from models.scenario import Scenario

_DUMPER: Final[Any] = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_WIDTH: Final = 120


class _Dumper(_DUMPER):  # type: ignore[misc]
    """Writes text so that readers of YAML 1.1 and 1.2 alike take it for text."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _number(dumper: _Dumper, value: Decimal) -> yaml.Node:
    text = format(value.normalize(), "f")
    kind = "float" if "." in text else "int"
    node: yaml.Node = dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", text)
    return node


def _sequence(dumper: _Dumper, value: tuple[Any, ...]) -> yaml.Node:
    node: yaml.Node = dumper.represent_list(value)
    return node


class Removal(str):
    """What an overlay drops: a key (an empty text), or the member of a list by its id."""

    __slots__ = ()


def _removal(dumper: _Dumper, value: Removal) -> yaml.Node:
    node: yaml.Node = dumper.represent_scalar("!remove", str(value))
    return node


_Dumper.add_representer(Removal, _removal)
_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(tuple, _sequence)


def dump(scenario: Scenario) -> str:
    """Return a scenario as YAML text; what has its default value is left out.

    Loading the text gives an equal scenario.
    """
    return to_yaml(_in_order(scenario.model_dump(by_alias=True, exclude_defaults=True)))


def to_yaml(data: dict[str, Any]) -> str:
    """Return plain data as YAML text."""
    text: str = yaml.dump(
        data,
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        width=_WIDTH,
        default_flow_style=None,
    )
    return text


def _in_order(data: dict[str, Any]) -> dict[str, Any]:
    """Return the sections with what says most about a scenario first."""
    first = ("schema", "name", "description")
    return {**{key: data[key] for key in first if key in data}, **data}

"""Rules, presets and windows of unsocial hours as a terminal shows them: a heading each, with lines below it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from bemanna.rulebook import Parameter, RuleEntry, SettingEntry
    from models.rules.presets import Preset, Version

_WIDEST: Final = 110
_INDENT: Final = 4


def catalogue(entries: Iterable[RuleEntry]) -> Iterator[str]:
    """Yield the rules there are, with their parameters."""
    for entry in entries:
        parameters = ", ".join(map(_parameter, entry.parameters)) or "no parameters"
        yield from _block(f"{entry.key}: {entry.title}, in {entry.unit}", entry.formula, parameters)


def _parameter(parameter: Parameter) -> str:
    if parameter.required:
        return f"{parameter.key} (required)"
    nothing = parameter.default in (None, [], {})
    return parameter.key if nothing else f"{parameter.key}: {flow(parameter.default)}"


def settings(entries: Iterable[SettingEntry], *, with_origin: bool) -> Iterator[str]:
    """Yield settings of rules: how they bind whom, with which parameters, and by what source."""
    for entry in entries:
        head = f"{entry.key}: {entry.title}, {_mode(entry)}, {_whom(entry.scope)}"
        origin = f"[{entry.origin}] " if with_origin else ""
        yield from _block(head, items(entry.parameters), f"{origin}{entry.source or ''}".strip())


def windows(rows: Iterable[Mapping[str, Any]], currency: str = "") -> Iterator[str]:
    """Yield windows of unsocial hours: when, for whom, and what an hour costs."""
    for row in rows:
        name = f"unsocial hours, {row['name']}" if "name" in row else "unsocial hours"
        price = f"{row['cost_factor']} of the cost per hour" if "cost_factor" in row else "amount to be given"
        if "cost_per_hour" in row:
            price = f"{row['cost_per_hour']} {currency} an hour"
        whom = _whom({"contracts": row["contracts"]} if "contracts" in row else {})
        origin = f"[{row['origin']}] " if "origin" in row else ""
        yield from _block(f"{name}: {price}, {whom}", when(row), f"{origin}{row.get('source', '')}".strip())


def preset_heading(name: str, preset: Preset, version: Version) -> str:
    """Return the name of a preset and from when to when a version of it is in force."""
    since = f", from {version.start}" if version.start else ""
    return f"{name}: {preset.title}{since}" + (f" to {version.end}" if version.end else "")


def note(text: str) -> Iterator[str]:
    """Yield a note as a bullet of a list."""
    yield from textwrap.wrap(text, _width(), initial_indent="  * ", subsequent_indent="    ")


def _block(head: str, *lines: str) -> Iterator[str]:
    yield from textwrap.wrap(head, _width(), subsequent_indent=2 * _INDENT * " ", break_on_hyphens=False)
    for line in filter(None, lines):
        indent = _INDENT * " "
        further = 2 * indent
        yield from textwrap.wrap(
            line, _width(), initial_indent=indent, subsequent_indent=further, break_on_hyphens=False
        )


def _width() -> int:
    from bemanna.cli.terminal import console

    return min(_WIDEST, console().width)


def _mode(entry: SettingEntry) -> str:
    """Return ``hard``, or ``soft`` with its price, for example ``soft at 400 a shift``."""
    if entry.mode != "soft":
        return entry.mode
    unit = {"people": "person", "wishes": "wish"}.get(entry.unit, entry.unit.removesuffix("s"))
    prices = ", then ".join(f"{cost:g}" for cost in entry.cost)
    steps = f" (each price for {entry.step})" if len(entry.cost) > 1 and entry.step > 1 else ""
    return f"soft at {prices} a {unit}{steps}"


def _whom(scope: Mapping[str, Any]) -> str:
    return f"for {items(scope)}" if scope else "for everybody"


def when(window: Mapping[str, Any]) -> str:
    """Return in words when a window is."""
    days = ", ".join(window["holidays"]) if "holidays" in window else window["days"]
    before = window.get("before", 0)
    lead = f"{before} {'day' if before == 1 else 'days'} before " if before else ""
    end = " ".join(filter(None, (window.get("until"), window["to"])))
    daily = f", of each day {window['daily']['from']} to {window['daily']['to']}" if "daily" in window else ""
    whole = "; the whole shift where more than half lies in it" if window.get("whole_shift") else ""
    return f"{lead}{days}, {window['from']} to {end}{daily}{whole}"


def items(values: Mapping[str, Any]) -> str:
    """Return keys and values as YAML has them on one line."""
    return ", ".join(f"{key}: {flow(value)}" for key, value in values.items())


def flow(value: Any) -> str:
    """Return a value as YAML has it on one line."""
    if isinstance(value, Mapping):
        return f"{{{items(value)}}}"
    if isinstance(value, Iterable) and not isinstance(value, str):
        return f"[{', '.join(map(flow, value))}]"
    return str(value).lower() if isinstance(value, bool) else str(value)

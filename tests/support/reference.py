"""The reference of rules and presets in docs/rules.md, made from the catalogue itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bemanna import rulebook
from bemanna.cli import listing
from models.rules.presets import Preset, Version


def filled(text: str) -> str:
    """Return a document with the reference between its marks."""
    for name, lines in (("rules", _rules()), ("presets", _presets())):
        marks = re.compile(rf"(<!-- {name} -->\n).*(<!-- end of {name} -->)", re.DOTALL)
        body = "\n".join(lines)
        text = marks.sub(lambda match, body=body: f"{match[1]}\n{body}\n{match[2]}", text)  # type: ignore[misc]
    return text


def _rules() -> Iterator[str]:
    for entry in rulebook.catalogue():
        yield f"### {entry.key}\n"
        usual = "" if entry.mode == "hard" else f" It is {entry.mode} unless you say otherwise."
        yield f"**{entry.title}**: `{entry.formula}`. Excess is counted in {entry.unit}.{usual}\n"
        yield f"{_prose(entry.about)}\n"
        rows = ((f"`{p.key}`", _default(p), _prose(p.meaning)) for p in entry.parameters)
        yield from _table((entry.key, "default", ""), rows)


def _presets() -> Iterator[str]:
    for name, preset in rulebook.presets().items():
        yield f"### {name}\n"
        yield f"**{preset.title}.** {preset.about}\n"
        yield from (f"* {note}" for note in preset.notes)
        if preset.notes:
            yield ""
        for version in preset.versions:
            yield from _version(name, preset, version)


def _version(name: str, preset: Preset, version: Version) -> Iterator[str]:
    if version.start is not None:
        yield f"From {version.start}{f' to {version.end}' if version.end else ''}:\n"
    rows = (
        (
            f"`{e.key}`",
            e.mode if e.mode != "hard" else listing.items(e.parameters),
            listing.items(e.scope),
            e.source or "",
        )
        for e in rulebook.settings(version, name)
    )
    yield from _table(("rule", "setting", "for whom", "source"), rows)
    windows = [rulebook.plain(window) for window in version.unsocial_hours]
    hours = (
        (
            f"`{w['name']}`",
            listing.when(w),
            ", ".join(w.get("contracts", ())),
            str(w.get("cost_factor", "")),
            w["source"],
        )
        for w in windows
    )
    yield from _table(("unsocial hours", "when", "for whom", "part of cost", "source"), hours)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    lines = [f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |" for row in rows]
    if lines:
        yield f"| {' | '.join(head)} |"
        yield "|" + "---|" * len(head)
        yield from lines
        yield ""


def _default(parameter: rulebook.Parameter) -> str:
    if parameter.required:
        return "required"
    return "" if parameter.default in (None, [], {}) else f"`{listing.flow(parameter.default)}`"


def _prose(text: str) -> str:
    return text.replace("``", "`")

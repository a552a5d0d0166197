"""Colours of shifts and sessions, told apart by colour-blind people too; every colour comes with a code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import count

# The qualitative palette of Okabe and Ito first, then further hues of like contrast.
SESSION_COLOURS = (
    "#0072b2",
    "#e69f00",
    "#009e73",
    "#cc79a7",
    "#56b4e9",
    "#d55e00",
    "#332288",
    "#999933",
    "#882255",
    "#44aa99",
    "#ddcc77",
    "#7f7f7f",
)
SHIFT_TINTS = (
    "#e3eefb",
    "#fdf0d5",
    "#dff3e8",
    "#f7e3f0",
    "#e9e5f8",
    "#fbe3dc",
    "#e0f4f5",
    "#f1f0cf",
    "#e8e8e8",
)


def colour(number: int, colours: tuple[str, ...]) -> str:
    """Return a colour of a palette; it starts over where it ends."""
    return colours[number % len(colours)]


def text_on(background: str) -> str:
    """Return black or white, whichever reads better on a colour (relative luminance of WCAG 2)."""
    channels = [int(background[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return "#ffffff" if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 else "#111111"


def codes(names: Iterable[str], letters: int) -> Mapping[str, str]:
    """Return a short code of its own for each name, of so many letters where they do."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in names:
        code = next(c for c in _candidates(name, letters) if c not in taken)
        taken.add(code)
        found[name] = code
    return found


def _candidates(name: str, letters: int) -> Iterator[str]:
    words = [word for word in re.split(r"[\s_\-./]+", name) if word] or ["?"]
    if len(words) >= letters:
        yield "".join(word[0] for word in words[:letters]).upper()
    name = "".join(words)
    yield name[:letters].upper()
    yield from (name[0].upper() + letter for letter in name[1:])
    yield from (f"{name[0].upper()}{number}" for number in count(2))

"""How templates become pages: everything is escaped, and numbers are written as people read them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bemanna.report import wording
from bemanna.runs.palette import SESSION_COLOURS, SHIFT_TINTS, text_on

if TYPE_CHECKING:
    from jinja2 import Environment


@cache
def environment(*folders: Path) -> Environment:
    """Return the environment of templates: those of the report, and of further folders."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    found = Environment(
        loader=FileSystemLoader([Path(__file__).parent / "templates", *folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
        "amount": wording.amount,
        "date": wording.date,
        "dates": wording.dates,
        "grouped": wording.grouped,
        "hours": wording.hours,
        "percent": wording.percent,
        "seconds": wording.seconds,
        "week": wording.week,
        "words": wording.words,
    }
    found.globals |= {
        "session_colours": [(colour, text_on(colour)) for colour in SESSION_COLOURS],
        "shift_tints": SHIFT_TINTS,
    }
    return found

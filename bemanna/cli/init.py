"""``bemanna init``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from bemanna.cli.errors import OptionError

EXAMPLES = """\b
Examples:
  bemanna init my_clinic
  bemanna init my_clinic --start 2027-03-01
  bemanna init my_ward --template ward
"""


def init(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="New or empty folder.", show_default=False)],
    start: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="First day of the roster, a Monday.",
            show_default="the first Monday in six weeks' time",
        ),
    ] = None,
    template: Annotated[
        Literal["clinic", "ward"],
        typer.Option(help="A clinic with a production plan, or a ward whose shifts need people round the clock."),
    ] = "clinic",
) -> None:
    """Write a small scenario to start from: a commented scenario.yaml and its tables."""
    from bemanna.init.writing import default_start, write_template

    monday = default_start(dt.date.today()) if start is None else _monday(start)  # noqa: DTZ011 the planner's own date
    write_template(folder, monday, template)
    print(f"Wrote {folder / 'scenario.yaml'} and its tables, for four weeks from {monday}.")
    print(f"Next: bemanna check {folder}, then bemanna solve {folder}")


def _monday(text: str) -> dt.date:
    remedy = "write a Monday as year-month-day, for example 2027-03-01"
    try:
        date = dt.date.fromisoformat(text)
    except ValueError:
        raise OptionError("--start", "is no date", f"'{text}'", remedy) from None
    if date.weekday() != 0 or not 1971 <= date.year <= 2199:
        raise OptionError("--start", f"is a {date:%A}" if date.weekday() else "lies too far away", f"'{text}'", remedy)
    return date

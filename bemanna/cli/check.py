"""``bemanna check``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options

if TYPE_CHECKING:
    from bemanna.need import WeekNeed

EXAMPLES = """\b
Examples:
  bemanna check scenarios/eye_clinic
  bemanna check scenarios/eye_clinic --strict --set production_plan.new_visit=80

\b
Columns: need is the minutes of the planned items, or of the people wanted on shifts (cover); contract is what the
people (or rooms) there are can give when they work their contract evenly; most is the upper limit with every
permitted hour, lent and agency staff too.
Exit codes: 0 the scenario is valid, 1 with --strict where a week cannot work, 2 the input is wrong.
"""


def check(
    scenario: options.ScenarioPath,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a week cannot work.")] = False,
    sets: options.Sets = None,
) -> None:
    """Validate a scenario, and show need against capacity before any solve."""
    from bemanna import need
    from models.checks import warnings
    from models.loading import load

    loaded = load(scenario, sets or ())
    for warning in warnings(loaded):
        print(f"warning: {warning}", file=sys.stderr)
    rows = need.check(loaded)
    print(f"{loaded.name}: valid, {len(loaded.staff)} people, {loaded.horizon.start} to {loaded.horizon.end}")
    _print_rows(rows)
    impossible = [row for row in rows if row.impossible]
    for row in impossible:
        print(_sentence(row))
    raise typer.Exit(1 if strict and impossible else 0)


def _print_rows(rows: tuple[WeekNeed, ...]) -> None:
    from bemanna.cli.terminal import console, table

    if not rows:
        print("Nothing is planned.")
        return
    grid = table("unit", "competence or room", "week", "note", "need h", "contract h", "most h", "load", numbers=4)
    previous = None
    for row in sorted(rows, key=lambda row: (row.unit, row.kind == "room", row.resource, row.week)):
        if previous not in (None, (row.unit, row.resource)):
            grid.add_section()
        previous = (row.unit, row.resource)
        load = f"{round(100 * row.need / row.even)} %" if row.even else "-"
        name = _name(row)
        figures = (_hours(row.need), _hours(row.even), _hours(row.most), load)
        grid.add_row(row.unit, name, row.week, _note(row), *figures)
    console().print(grid)


def _note(row: WeekNeed) -> str:
    if row.impossible:
        return "cannot work"
    return "above contract time" if row.need > row.even else ""


def _sentence(row: WeekNeed) -> str:
    need, most = _hours(row.need), _hours(row.most)
    return f"{row.week} cannot work: {row.unit} needs {need} h of {_name(row)}, and at most {most} h can be there."


def _name(row: WeekNeed) -> str:
    return {"production": "", "cover": "cover ", "room": "room "}[row.kind] + row.resource


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f}"

"""``bemanna audit``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options
from bemanna.cli.errors import OptionError

if TYPE_CHECKING:
    from models.result import Evaluation, Result, Violation
    from models.roster import Roster
    from models.scenario import Scenario

EXAMPLES = """\b
Examples:
  bemanna audit roster.csv --scenario my_clinic
  bemanna audit roster.csv --scenario my_clinic --complete --out runs/by_hand
  bemanna audit runs/eye-clinic-1

\b
A roster needs the columns staff, date and shift; unit and competence are optional. Where sessions.csv and
items.csv stand beside it they are read too; without them production is not judged.
Exit codes: 0 no hard rule is broken, 1 some are, 2 the input is wrong.
"""

_File = Annotated[Path | None, typer.Option(metavar="FILE", show_default="beside the roster, where there is one")]


def audit(
    roster: Annotated[
        Path, typer.Argument(metavar="ROSTER", help="A roster.csv, or a run folder.", show_default=False)
    ],
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="SCENARIO", help="Scenario file or folder.", show_default="that of the run folder"),
    ] = None,
    sessions: _File = None,
    items: _File = None,
    complete: Annotated[
        bool, typer.Option("--complete", help="Let the solver fill sessions and items for the shifts of the roster.")
    ] = False,
    time_limit: options.TimeLimit = 60.0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Write a run folder with the report too.", show_default=False),
    ] = None,
    sets: options.Sets = None,
) -> None:
    """Judge a roster, a hand-made one too: broken rules, each cost, production."""
    from bemanna.auditing import judge
    from bemanna.runs.reading import read_roster
    from bemanna.runs.writing import prepare, write_run
    from models.loading import load

    options.check_limits(time_limit, None, 0)
    loaded = load(_scenario_of(roster, scenario), sets or ())
    if out is not None:
        prepare(out)
    table = roster / "roster.csv" if roster.is_dir() else roster
    known = read_roster(table, _beside(table, "sessions", sessions), _beside(table, "items", items), loaded)
    result = _completed(loaded, known, time_limit) if complete else judge(loaded, known)
    if out is not None:
        write_run(out, loaded, result)
    raise typer.Exit(_tell(loaded, result))


def _scenario_of(roster: Path, scenario: Path | None) -> Path:
    if scenario is not None:
        return scenario
    if roster.is_dir():
        return roster / "scenario.yaml"
    raise OptionError("--scenario", "is missing", "nothing", "name the scenario that the roster belongs to")


def _beside(table: Path, name: str, given: Path | None) -> Path | None:
    """Return the table that was named, or the one that stands beside the roster, if any."""
    neighbour = table.with_name(f"{name}.csv")
    return given or (neighbour if neighbour.exists() else None)


def _completed(scenario: Scenario, roster: Roster, seconds: float) -> Result:
    from solver.settings import Settings
    from solver.solve import complete

    return complete(scenario, roster, Settings(time_limit=seconds))


def _tell(scenario: Scenario, result: Result) -> int:
    """Print the judgement; return the exit code."""
    from bemanna.cli import telling

    found = telling.solved(scenario, result)
    if found is None:
        telling.tell_failure(result)
        return 1
    _print_violations(found.evaluation.violations)
    _print_terms(found.evaluation, scenario.calendar.currency)
    for line in telling.short(found):
        print(line)
    return 1 if found.evaluation.violations else 0


def _print_violations(violations: tuple[Violation, ...]) -> None:
    from bemanna.cli.telling import span
    from bemanna.cli.terminal import console, table
    from bemanna.report.wording import counted

    if not violations:
        print("No hard rule is broken.")
        return
    print(f"{counted(len(violations), 'break')} of hard rules and limits:")
    rows = table("rule", "who", "when", "by", "what", "source")
    for v in violations:
        rows.add_row(v.title, v.staff or "", span(v.dates), f"{v.size} {v.unit}", v.text, v.source or "")
    console().print(rows)


def _print_terms(evaluation: Evaluation, currency: str) -> None:
    from bemanna.cli.terminal import console, table
    from bemanna.report.wording import TERM_NAMES, amount

    rows = table("cost", currency, numbers=1)
    for name, value in evaluation.terms.items():
        if value != 0:
            rows.add_row(TERM_NAMES[name], "not judged" if value is None else amount(value))
    rows.add_row("All that is judged", amount(evaluation.objective))
    console().print(rows)
    if evaluation.production is None:
        print("Production is not judged: the roster says nothing of items. --complete lets the solver fill them in.")

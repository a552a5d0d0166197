"""``bemanna audit``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bemanna.cli import options
from bemanna.cli.errors import OptionError

if TYPE_CHECKING:
    from bemanna.auditing import Case
    from models.result import Result

EXAMPLES = """\b
Examples:
  bemanna audit roster.csv --scenario my_clinic
  bemanna audit roster.csv --scenario my_clinic --complete --out runs/by_hand
  bemanna audit runs/eye-clinic-1

\b
From another system (roster_columns in the scenario says the same, once and for all):
  bemanna audit export.csv --scenario my_clinic --column staff=Anst.nr --column date=Datum --column shift=Tur \\
      --shift-code D=day --shift-code SEM=off --date-format %d/%m/%Y
  bemanna audit march.xlsx --sheet March --scenario my_clinic --column staff=Name --outside history

\b
A roster needs columns for staff, date and shift (or from and to, the clock times); unit and competence are optional.
It may also have a row for each person and a column for each date. Nothing is left out unless you say so. Where
sessions.csv and items.csv stand beside it they are read too; without them production is not judged.
Exit codes: 0 no hard rule is broken, 1 some are, 2 the input is wrong.
"""

_File = Annotated[Path | None, typer.Option(metavar="FILE", show_default="beside the roster, where there is one")]
_Column = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WHAT=HEADER",
        help="Name a column: staff, date, shift, from, to, unit or competence. Can be repeated.",
        show_default=False,
    ),
]
_ShiftCode = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODE=SHIFT",
        help="What a code of the roster means: a shift, off, or ignore. Can be repeated.",
        show_default=False,
    ),
]
_DateFormat = Annotated[
    str | None, typer.Option(metavar="FORMAT", help="How dates are written: %d/%m/%Y.", show_default="2027-03-01")
]
_Sheet = Annotated[str | None, typer.Option(metavar="NAME", help="Sheet of an XLSX.", show_default="the first")]
_Outside = Annotated[
    str | None,
    typer.Option(
        metavar="refuse|ignore|history",
        help="Shifts outside the horizon: an error, left out, or counted as worked before it.",
        show_default="refuse",
    ),
]


def audit(
    roster: Annotated[
        Path, typer.Argument(metavar="ROSTER", help="A roster (CSV or XLSX), or a run folder.", show_default=False)
    ],
    scenario: Annotated[
        Path | None,
        typer.Option(metavar="SCENARIO", help="Scenario file or folder.", show_default="that of the run folder"),
    ] = None,
    column: _Column = None,
    shift_code: _ShiftCode = None,
    date_format: _DateFormat = None,
    sheet: _Sheet = None,
    outside: _Outside = None,
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
    as_json: Annotated[bool, typer.Option("--json", help="Print the judgement as JSON, for programs.")] = False,
    sets: options.Sets = None,
) -> None:
    """Judge a roster, one from another system too: broken rules, each cost, production."""
    from bemanna.auditing import judge, read_case
    from bemanna.runs.writing import prepare, write_run
    from models.loading import load
    from models.roster_columns import RosterColumns

    options.check_limits(time_limit, None, 0)
    said = _columns(column or (), shift_code or (), {"date_format": date_format, "sheet": sheet, "outside": outside})
    if said and roster.is_dir():
        raise OptionError(str(roster), "is a run folder, whose tables need no columns and codes", said[0], "drop them")
    loaded = load(_scenario_of(roster, scenario), [*(sets or ()), *said])
    if out is not None:
        prepare(out)
    table = roster / "roster.csv" if roster.is_dir() else roster
    columns = RosterColumns() if roster.is_dir() else loaded.roster_columns
    case = read_case(loaded, table, _beside(table, "sessions", sessions), _beside(table, "items", items), columns)
    result = _completed(case, time_limit) if complete else judge(case.scenario, case.roster)
    if out is not None:
        write_run(out, case.scenario, result)
    raise typer.Exit(_tell(case, result, as_json=as_json))


def _columns(columns: list[str] | tuple[()], codes: list[str] | tuple[()], values: dict[str, str | None]) -> list[str]:
    """Return what the options say of the roster, as settings of the scenario."""
    found: list[dict[str, Any]] = [dict([_pair("--column", text, "staff=Name")]) for text in columns]
    found += [{"shift_codes": dict([_pair("--shift-code", text, "D=day")])} for text in codes]
    found += [{key: value} for key, value in values.items() if value is not None]
    return [f"roster_columns={json.dumps(settings, ensure_ascii=False)}" for settings in found]


def _pair(option: str, text: str, example: str) -> tuple[str, str]:
    key, equals, value = (part.strip() for part in text.partition("="))
    if not equals or not value or (option == "--column" and not key):
        raise OptionError(option, "is no pair", text, f"write for example {option} '{example}'")
    return key, value


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


def _completed(case: Case, seconds: float) -> Result:
    from bemanna.auditing import judge_completed
    from solver.settings import Settings

    return judge_completed(case.scenario, case.roster, Settings(time_limit=seconds))


def _tell(case: Case, result: Result, *, as_json: bool) -> int:
    """Print the judgement; return the exit code."""
    from bemanna.cli import judgement, telling

    found = telling.solved(case.scenario, result)
    if as_json:
        print(judgement.as_json(case, result))
    if found is None:
        telling.tell_failure(result)
        return 1
    if not as_json:
        judgement.tell(case, found)
    return 1 if found.evaluation.violations else 0

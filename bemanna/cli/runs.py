"""``bemanna runs``."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bemanna.cli import batch, options
from bemanna.cli.errors import OptionError

if TYPE_CHECKING:
    from rich.table import Table

    from bemanna.store.pruning import Choice
    from bemanna.store.records import RunRecord

EXAMPLES = """\b
Examples:
  bemanna runs
  bemanna runs --name "eye clinic" --since 2027-02-01 --gap-below 0.01
  bemanna runs --runs results --status infeasible --json
  bemanna runs --before 2027-01-01 --prune --dry-run
  bemanna runs --gap-above 0.05 --prune --yes
"""

_STATUSES = ("optimal", "feasible", "infeasible", "unknown", "invalid")


def runs(
    folder: Annotated[
        Path | None, typer.Argument(metavar="FOLDER", help="The same as --runs FOLDER.", show_default=False)
    ] = None,
    runs_: batch.Runs = Path("runs"),
    name: Annotated[
        str | None,
        typer.Option("--name", metavar="TEXT", help="Part of the name of scenario or folder.", show_default=False),
    ] = None,
    status: Annotated[
        str | None,
        typer.Option("--status", metavar="STATUS", help=f"One of {', '.join(_STATUSES)}.", show_default=False),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="DATE", help="Finished on this day or later (UTC).", show_default=False),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option("--before", metavar="DATE", help="Finished before this day (UTC).", show_default=False),
    ] = None,
    gap_above: Annotated[
        float | None,
        typer.Option("--gap-above", metavar="G", help="A greater gap, or none that is known.", show_default=False),
    ] = None,
    gap_below: Annotated[
        float | None, typer.Option("--gap-below", metavar="G", help="At most this gap.", show_default=False)
    ] = None,
    prune: Annotated[
        bool, typer.Option("--prune", help="Remove the runs that are listed, with their folders.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="With --prune: only say what would be removed.")] = False,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="With --prune: do not ask.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The list for programs.")] = False,
) -> None:
    """List the runs of a folder, the newest first; or remove some.

    Runs are recorded in runs.sqlite3 beside their folders. Folders that you removed or copied there are noticed.
    """
    from bemanna.store.pruning import Choice
    from bemanna.store.store import Store

    _check(status, gap_above, gap_below)
    choice = Choice(name, status, _date("--since", since), _date("--before", before), gap_above, gap_below)
    _check_prune(choice, prune=prune, dry_run=dry_run, yes=yes)
    if folder is not None and runs_ != Path("runs"):
        raise OptionError("--runs", "names another folder than the argument", str(runs_), "name one of them")
    folder = folder or runs_
    store = Store(folder)
    records, gone = store.refresh()
    chosen = [record for record in records if choice.fits(record)]
    if gone:
        print(f"No longer there, and forgotten: {', '.join(gone)}", file=sys.stderr)
    if as_json:
        print(json.dumps([_row(record) for record in chosen], indent=2))
    else:
        _show(folder, chosen, len(records))
    if prune and chosen and not dry_run:
        _remove(folder, chosen, yes=yes)


def _check(status: str | None, *gaps: float | None) -> None:
    if status is not None and status not in _STATUSES:
        raise OptionError("--status", "is no status", f"'{status}'", f"choose from {', '.join(_STATUSES)}")
    for option, gap in zip(("--gap-above", "--gap-below"), gaps, strict=True):
        if gap is not None:
            options.within(option, gap, 0, 1, "give a part of the cost, for example 0.01 for one percent")


def _check_prune(choice: Choice, *, prune: bool, dry_run: bool, yes: bool) -> None:
    if not prune:
        if dry_run or yes:
            raise OptionError("--dry-run" if dry_run else "--yes", "goes with --prune", "no --prune", "add --prune")
        return
    if choice.is_everything:
        remedy = "say which, for example --before 2027-01-01; --name '*' stands for all"
        raise OptionError("--prune", "would remove every run", "no filter", remedy)
    if not (dry_run or yes or sys.stdin.isatty()):
        raise OptionError("--prune", "cannot ask here", "no terminal", "add --yes, or --dry-run to see what would go")


def _date(option: str, text: str | None) -> dt.date | None:
    if text is None:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise OptionError(option, "is no date", f"'{text}'", "write it as 2027-03-01") from None


def _row(record: RunRecord) -> dict[str, Any]:
    names = ("folder", "name", "status", "objective", "bound", "gap", "seconds", "stopped", "scenario_sha256", "kpis")
    work = None if record.work is None else dict(record.work)
    return {name: getattr(record, name) for name in names} | {"finished": record.finished.isoformat(), "work": work}


def _show(folder: Path, chosen: Sequence[RunRecord], count: int) -> None:
    from bemanna.cli.terminal import console

    if chosen:
        console().print(_table(chosen))
    print(f"{len(chosen)} of {count} runs in {folder}")


def _table(records: Sequence[RunRecord]) -> Table:
    from bemanna.cli.terminal import table
    from bemanna.report.wording import grouped, percent, seconds

    shown = table("Folder", "Scenario", "Status", "Finished", "Settings", "Cost", "Gap", "Time", numbers=3)
    for record in records:
        cost = "–" if record.objective is None else grouped(record.objective)
        when = f"{record.finished.astimezone():%Y-%m-%d %H:%M}"
        ending = f"{record.status}, stopped" if record.stopped else record.status
        gap = percent(record.gap, 2)
        shown.add_row(record.folder, record.name, ending, when, _settings(record), cost, gap, seconds(record.seconds))
    return shown


def _settings(record: RunRecord) -> str:
    """Return the limits of a run in short."""
    if record.work is None:
        return "not recorded"
    settings = record.work["settings"]
    limit = settings["deterministic_limit"]
    within = f"{settings['time_limit']:g} s" if limit is None else f"{limit:g} units"
    start = "" if record.work["start"] is None else ", warm start"
    return f"{within}, {settings['workers']} workers, seed {settings['seed']}{start}"


def _remove(folder: Path, chosen: Sequence[RunRecord], *, yes: bool) -> None:
    from bemanna.store.pruning import prune
    from bemanna.store.store import Store

    if not yes and not typer.confirm(f"Remove these {len(chosen)} runs with their folders?", err=True):
        print("Nothing was removed.", file=sys.stderr)
        return
    removed = prune(Store(folder), chosen)
    print(f"Removed {len(removed)} runs.", file=sys.stderr)

"""``bemanna compare``."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import batch, options
from bemanna.cli.errors import CUT_OFF

if TYPE_CHECKING:
    from rich.table import Table

    from bemanna.comparing.comparison import Candidate, Comparison
    from bemanna.store.obtaining import Obtained
    from models.roster import Roster
    from solver.settings import Settings

EXAMPLES = """\b
Examples:
  bemanna compare scenarios/eye_clinic scenarios/eye_clinic/july.yaml
  bemanna compare base.yaml one_more_nurse.yaml extra_theatre.yaml --time-limit 60
  bemanna compare runs/march-1 runs/march-2 --out what_changed

\b
Exit codes: 0 compared, 1 some scenario has no roster, 2 the input is wrong.
"""

TIME_LIMIT = 20.0
"""Seconds for each scenario: three of them are compared in little more than a minute."""
_MOST_INPUTS = 20
_MOST_PEOPLE = 12
_LONGEST_VALUE = 48


def compare(
    things: Annotated[
        list[Path],
        typer.Argument(metavar="A B [C ...]", help="Scenarios (files or folders) or run folders.", show_default=False),
    ],
    time_limit: batch.TimeLimit = TIME_LIMIT,
    gap: options.Gap = 0.001,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    deterministic_limit: options.DeterministicLimit = None,
    again: options.Again = False,
    runs: batch.Runs = Path("runs"),
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="Folder for page and tables.", show_default="<runs>/comparison-<n>"
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Lay scenarios side by side: inputs that differ, key figures, rosters, and what the gaps leave open.

    What is not solved yet is solved with the same settings, from the roster of the nearest one. Run folders are taken
    as they are. Differences are to the first.
    """
    from bemanna.comparing.comparison import complete, read_candidates
    from bemanna.comparing.writing import MARK, SCHEMA, default_folder, write_comparison
    from bemanna.runs.documents import check_documents

    settings = options.check_settings(time_limit, gap, workers, seed, deterministic_limit)
    candidates = read_candidates(things)
    if out is not None:
        check_documents(out, MARK, SCHEMA)
    with _Solver(settings, runs, again=again, quiet=quiet) as solver:
        comparison = complete(candidates, solver.solve)
    page = write_comparison(out or default_folder(runs), comparison)
    if not quiet:
        _tell(comparison, page)
    raise typer.Exit(0 if all(run.solved for run in comparison.runs) else 1)


class _Solver:
    """Solves scenarios with live progress. The first Ctrl-C keeps the best rosters so far, the second ends it."""

    def __init__(self, settings: Settings, runs: Path, *, again: bool, quiet: bool) -> None:
        from bemanna.cli.stopping import Stopper

        self._settings, self._runs, self._again, self._quiet = settings, runs, again, quiet
        self._stopper = Stopper()

    def __enter__(self) -> _Solver:
        self._stopper.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopper.__exit__(None, None, None)

    def solve(self, candidate: Candidate, start: Roster | None) -> Obtained:
        """Return the run of a scenario."""
        from bemanna.cli.progress import progress
        from bemanna.store.obtaining import known_run, obtain

        scenario, stopper = candidate.scenario, self._stopper
        known = not self._again and known_run(self._runs, scenario, self._settings, any_start=True) is not None
        if not self._quiet:
            print(f"{candidate.letter}: {scenario.name}" + (" (solved before)" if known else ""), file=sys.stderr)
        try:
            with progress(scenario.calendar.currency, quiet=self._quiet or known) as report:
                return stopper.run(
                    lambda: obtain(
                        self._runs,
                        scenario,
                        self._settings,
                        again=self._again,
                        start=start,
                        any_start=True,
                        on_progress=report,
                        stop=stopper.event,
                    )
                )
        except KeyboardInterrupt:
            print("Stopped; nothing was compared.", file=sys.stderr)
            sys.stderr.flush()
            os._exit(CUT_OFF)  # the solver's threads cannot be waited for


def _tell(comparison: Comparison, page: Path) -> None:
    from bemanna.cli.terminal import console
    from bemanna.comparing.page import counts_text, headline

    out = console()
    for side in comparison.sides:
        where = "no roster" if side.folder is None else str(side.folder)
        print(f"{side.title} ({where})")
    if comparison.inputs:
        out.print(_inputs(comparison))
    if comparison.figures:
        out.print(_figures(comparison))
    if comparison.people:
        out.print(_people(comparison))
    for line in (*_legend(comparison), *headline(comparison), counts_text(comparison), f"Page: {page}"):
        print(line)


def _inputs(comparison: Comparison) -> Table:
    from bemanna.cli.terminal import table

    shown = table("Input", *(side.letter for side in comparison.sides))
    for row in comparison.inputs[:_MOST_INPUTS]:
        shown.add_row(row.path, *map(_short, row.values))
    left = len(comparison.inputs) - _MOST_INPUTS
    if left > 0:
        shown.add_row(f"... and {left} more (inputs.csv)")
    return shown


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else f"{text[: _LONGEST_VALUE - 1]}…"


def _figures(comparison: Comparison) -> Table:
    from bemanna.cli.terminal import table
    from bemanna.comparing.figures import shown as text
    from bemanna.comparing.page import MARKS

    letters = [side.letter for side in comparison.sides]
    columns = [name for letter in letters[1:] for name in (letter, f"{letter}−{letters[0]}")]
    shown = table("Key figure", letters[0], *columns, numbers=1 + len(columns))
    for row in comparison.figures:
        cells = [text(row.figure, row.values[0])]
        for value, difference, verdict in zip(row.values[1:], row.differences, row.verdicts, strict=True):
            mark = f"{text(row.figure, difference, signed=True)} {MARKS[verdict]}" if difference else ""
            cells += [text(row.figure, value), mark]
        shown.add_row(row.figure.title, *cells)
    return shown


def _people(comparison: Comparison) -> Table:
    from bemanna.cli.terminal import table
    from bemanna.report.wording import hours

    letters = [side.letter for side in comparison.sides]
    changed = [f"days changed in {letter}" for letter in letters[1:]]
    columns = (*(f"{letter} h" for letter in letters), *changed)
    shown = table("Person", *columns, numbers=len(columns))
    most_changed = sorted(comparison.people, key=lambda one: -len(one.days))
    for one in islice(most_changed, _MOST_PEOPLE):
        worked = ["–" if minutes is None else hours(minutes) for minutes in one.minutes]
        shown.add_row(one.name, *worked, *(str(one.changed(number)) for number in range(1, len(letters))))
    left = len(most_changed) - _MOST_PEOPLE
    if left > 0:
        shown.add_row(f"... and {left} more (people.csv)")
    return shown


def _legend(comparison: Comparison) -> Iterator[str]:
    from bemanna.comparing.page import MARKS

    found = {verdict for row in comparison.figures for verdict in row.verdicts}
    marks = [f"{mark} {verdict.value}" for verdict, mark in MARKS.items() if mark and verdict in found]
    if marks:
        yield ", ".join(marks)

"""``bemanna sweep``."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import batch, options
from bemanna.cli.errors import CUT_OFF

if TYPE_CHECKING:
    from rich.table import Table

    from bemanna.sweeping.sweep import Plan, Point, Sweep
    from solver.settings import Settings

EXAMPLES = """\b
Examples:
  bemanna sweep scenarios/eye_clinic --vary staff.enur_08.fraction=0.5,0.75,1
  bemanna sweep scenarios/eye_clinic --vary units.eye.rooms.exam=4..6 --vary production_plan.cataract=21..35..7
  bemanna sweep base.yaml --vary agency=!remove,[] --processes 2 --deterministic-limit 20

\b
Exit codes: 0 all are solved, 1 some have no roster, or it was stopped before the end (the same command goes on),
2 the input is wrong.
"""


def sweep(
    base: options.ScenarioPath,
    vary: Annotated[
        list[str],
        typer.Option(
            "--vary",
            metavar="PATH=A,B,C",
            help="Values of an input, or a range first..last..step. Can be repeated: every combination is solved.",
            show_default=False,
        ),
    ],
    processes: Annotated[
        int, typer.Option("--processes", metavar="N", help="Scenarios to solve at the same time.")
    ] = 1,
    time_limit: batch.TimeLimit = 60.0,
    gap: options.Gap = 0.001,
    workers: Annotated[int, typer.Option("--workers", metavar="N", help="Search threads of each process.")] = 1,
    seed: options.Seed = 0,
    deterministic_limit: options.DeterministicLimit = None,
    again: options.Again = False,
    runs: batch.Runs = Path("runs"),
    out: Annotated[
        Path | None,
        typer.Option(
            "--out", metavar="FOLDER", help="Folder for page and table.", show_default="<runs>/sweep-<name>-<id>"
        ),
    ] = None,
    quiet: options.Quiet = False,
) -> None:
    """Solve a grid of scenarios around one, and show cost against shortfall.

    Each combination becomes a run; those that are in the store with equal settings are not solved again. So a sweep
    that was cut off goes on where it was with the same command.
    """
    from bemanna.runs.documents import check_documents
    from bemanna.runs.summary import versions
    from bemanna.store.records import work_of
    from bemanna.sweeping.sweep import read_plan
    from bemanna.sweeping.writing import MARK, SCHEMA, default_folder, write_sweep

    settings = options.check_settings(time_limit, gap, workers, seed, deterministic_limit)
    options.within("--processes", processes, 1, 256, "give a number of processes, for example 2")
    plan = read_plan(base, vary)
    folder = out or default_folder(runs, plan, work_of(settings, versions()))
    check_documents(folder, MARK, SCHEMA)
    found = _run(plan, settings, processes, runs, again=again, quiet=quiet)
    page = write_sweep(folder, found)
    if not quiet:
        _tell(found, page)
    done, number = len(found.solved), len(found.points)
    if done < number:
        print(f"Stopped with {done} of {number} solved: the same command goes on.", file=sys.stderr)
    raise typer.Exit(0 if all(point.record and point.record.objective is not None for point in found.points) else 1)


def _run(plan: Plan, settings: Settings, processes: int, runs: Path, *, again: bool, quiet: bool) -> Sweep:
    """Solve the grid; the first Ctrl-C ends it with what is solved, the second at once."""
    from bemanna.cli.stopping import Stopper
    from bemanna.sweeping.sweep import run_plan

    try:
        with Stopper("Stopping: what is solved is kept. Once more to stop at once.") as stopper:
            report = _Progress(plan, quiet=quiet)
            return stopper.run(
                lambda: run_plan(
                    plan,
                    settings,
                    processes=processes,
                    runs=runs,
                    again=again,
                    on_done=report,
                    stop=stopper.event,
                )
            )
    except KeyboardInterrupt:
        print("Stopped; the same command goes on.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(CUT_OFF)  # processes end by themselves when their input does


class _Progress:
    """A line on stderr for each scenario that has been solved."""

    def __init__(self, plan: Plan, *, quiet: bool) -> None:
        self._axes, self._quiet, self._began = plan.axes, quiet, time.monotonic()
        if not quiet:
            print(f"{len(plan.points)} scenarios", file=sys.stderr, flush=True)

    def __call__(self, point: Point, done: int, of: int) -> None:
        from bemanna.report.wording import grouped, percent

        if self._quiet or point.record is None:
            return
        cost = point.record.objective
        ending = point.record.status if cost is None else f"{grouped(cost)}, gap {percent(point.record.gap, 2)}"
        values = ", ".join(f"{axis.name} {value}" for axis, value in zip(self._axes, point.values, strict=True))
        seconds = time.monotonic() - self._began
        print(f"{seconds:7.1f} s   {done} of {of}   {values}: {ending}", file=sys.stderr, flush=True)


def _tell(found: Sweep, page: Path) -> None:
    from bemanna.cli.terminal import console

    console().print(_table(found))
    print("● beaten by no other one in both cost and shortfall")
    print(f"Page: {page}")


def _table(found: Sweep) -> Table:
    """Return what fits into a terminal; the page and sweep.csv have more."""
    from bemanna.cli.terminal import table
    from bemanna.comparing.figures import FIGURES, OBJECTIVE, shown
    from bemanna.sweeping.page import rows, value_of
    from bemanna.sweeping.pareto import COST, shortfall_key

    by_key = {figure.key: figure for figure in FIGURES}
    columns = {"Cost, all terms": OBJECTIVE, "Hours worked, money": COST, "Short": shortfall_key(found)}
    grid = table("No.", *(axis.name for axis in found.axes), "Status", *columns, "Gap", "", numbers=len(columns) + 2)
    for row in rows(found):
        cells = (shown(by_key[key], value_of(row.point, key)) for key in columns.values())
        mark = "●" if row.best else ""
        grid.add_row(str(row.point.number), *row.point.values, row.status, *cells, row.gap, mark)
    return grid

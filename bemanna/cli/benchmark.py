"""``bemanna benchmark``."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from bemanna.cli import options

EXAMPLES = """\b
Examples:
  bemanna benchmark
  bemanna benchmark --only eye_clinic --only county --seed 1 --out runs/benchmark-today
"""


def benchmark(
    suite: Annotated[Literal["clinics"], typer.Option(help="The reference clinics in scenarios/.")] = "clinics",
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this one; can be repeated.", show_default="all of them"),
    ] = None,
    time_limit: Annotated[
        float | None,
        typer.Option("--time-limit", metavar="S", help="Seconds for each.", show_default="60, for county 300"),
    ] = None,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FOLDER", help="Folder to write.", show_default="runs/benchmark-clinics-<n>"),
    ] = None,
) -> None:
    """Solve the reference clinics and measure it: time to the first roster, gap, memory, agreement with evaluation.

    Writes results.md, results.json and a run folder for each clinic.
    """
    from bemanna.benchmark import COLUMNS, TIME_LIMIT, cells, clinics, measure, write_results
    from bemanna.cli.terminal import console, table
    from bemanna.runs.run import RunError
    from bemanna.runs.writing import default_folder

    options.check_limits(TIME_LIMIT if time_limit is None else time_limit, workers, seed)
    chosen = clinics(only or ())
    folder = out or default_folder(f"benchmark {suite}")
    if folder.exists() and any(folder.iterdir()):
        raise RunError(f"{folder}: is not empty: choose a new folder with --out")
    folder.mkdir(parents=True, exist_ok=True)
    flags = {"--workers": workers, "--seed": seed}
    done = []
    for clinic in chosen:
        print(f"{clinic.name} ...", file=sys.stderr, flush=True)
        done.append(measure(clinic, folder / clinic.name, flags, time_limit))
        write_results(folder, done, flags)
    rows = table(*COLUMNS, numbers=len(COLUMNS) - 1)
    for measurement in done:
        rows.add_row(*cells(measurement))
    console().print(rows)
    print(f"Results: {folder / 'results.md'}")

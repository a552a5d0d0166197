"""``bemanna benchmark``."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer

from bemanna.cli import options
from bemanna.cli.errors import CUT_OFF, OptionError

if TYPE_CHECKING:
    from bemanna.benchmarking.jobs import Job
    from bemanna.benchmarking.results import Results
    from bemanna.benchmarking.tables import Table

EXAMPLES = """\b
Examples:
  bemanna benchmark
  bemanna benchmark --only eye_clinic --only county --seed 1 --out runs/benchmark-today
  bemanna benchmark --suite curtois --data ../public --only Instance4 --peers
  bemanna benchmark --suite growth --only clinic-200x4 --time-limit 120
  bemanna benchmark --suite resolve --out runs/benchmark-changes --resume
  bemanna benchmark --only eye_clinic --time-limit 20 --repeat 3 --baseline benchmarks/baseline.json

\b
Exit codes: 0 done, 1 a roster is wrong, a solve failed, or something is worse than the baseline, 2 the input is wrong.
"""
SUITES = (
    "clinics (reference clinics and wards), curtois and inrc2 (public sets in --data), growth (made clinics of many "
    "sizes), resolve (clinics after one change)."
)


Suite = Annotated[Literal["clinics", "curtois", "inrc2", "growth", "resolve"], typer.Option(help=SUITES)]
Only = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME", help="Only this instance; can be repeated.", show_default="all of them"),
]
Data = Annotated[
    Path | None,
    typer.Option(metavar="FOLDER", help="Folder of the public sets, with their checkers.", show_default=False),
]
TimeLimit = Annotated[
    float | None,
    typer.Option("--time-limit", metavar="S", help="Seconds for each solve.", show_default="by suite and size"),
]
Repeat = Annotated[int, typer.Option(metavar="N", help="Solve each with so many seeds.")]
Peers = Annotated[bool, typer.Option("--peers", help="Solve the plain model by CP-SAT and by HiGHS as well.")]
Baseline = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="results.json to compare with; worse gives exit code 1.", show_default=False),
]
Tolerance = Annotated[
    float, typer.Option(metavar="PART", help="By how much a measure may be worse than the baseline's.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on in the folder of --out: what is measured there is kept.")]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Folder to write.", show_default="runs/benchmark-<suite>-<n>"),
]


def benchmark(
    suite: Suite = "clinics",
    only: Only = None,
    data: Data = None,
    time_limit: TimeLimit = None,
    repeat: Repeat = 1,
    peers: Peers = False,
    baseline: Baseline = None,
    tolerance: Tolerance = 0.5,
    resume: Resume = False,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    out: Out = None,
) -> None:
    """Solve a suite of instances, each in a process of its own, and measure it.

    Time to the first roster and to 5, 1 and 0.1 % of the best known (or bound), gap, primal integral, memory, and
    whether evaluation and the sets' own checkers agree. Writes results.md, results.json and the run folders, after
    each solve.
    """
    from bemanna.benchmarking import working
    from bemanna.benchmarking.baseline import refuse_incomparable
    from bemanna.benchmarking.jobs import Flags, jobs
    from bemanna.benchmarking.results import read_results
    from bemanna.benchmarking.suites import TIME_LIMIT, cases
    from bemanna.runs.writing import default_folder

    options.check_limits(TIME_LIMIT if time_limit is None else time_limit, workers, seed)
    options.within("--repeat", repeat, 1, 1000, "give a number of seeds, for example 3")
    options.within("--tolerance", tolerance, 0, 100, "give a part, for example 0.5")
    if resume and out is None:
        raise OptionError("--resume", "needs the folder to go on in", "no --out", "name it with --out")
    before = None if baseline is None else read_results(baseline)
    todo = list(jobs(cases(suite, data, only or ()), range(seed, seed + repeat), peers=peers))
    flags = Flags(time_limit, workers)
    if before is not None:
        refuse_incomparable(todo, flags, before)
    folder = out or default_folder(f"benchmark {suite}")
    results = working.start(folder, suite, flags, resume=resume)
    results = _work(results, todo, folder)
    worse = _tell(results, folder)
    if before is not None:
        worse = _compare(results, before, tolerance) or worse
    raise typer.Exit(1 if worse else 0)


def _work(results: Results, todo: list[Job], folder: Path) -> Results:
    """Solve all; told to stop (Ctrl-C or SIGTERM) keep what is measured, and exit."""
    from bemanna.benchmarking.working import run

    def tell(job: Job) -> None:
        place = f"{todo.index(job) + 1} of {len(todo)}"
        print(f"{place}  {job.case.name}  {job.engine}  seed {job.seed} ...", file=sys.stderr, flush=True)

    def stop(number: int, frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        return run(results, todo, folder, tell)
    except KeyboardInterrupt:
        print(f"Stopped; go on with --out {folder} --resume", file=sys.stderr)
        raise typer.Exit(CUT_OFF) from None
    finally:
        signal.signal(signal.SIGTERM, before)


def _tell(results: Results, folder: Path) -> bool:
    """Print the tables; return whether a solve of ours failed or a roster of ours is wrong."""
    from bemanna.benchmarking.comparisons import comparisons
    from bemanna.benchmarking.jobs import PEERS
    from bemanna.benchmarking.measuring import FAILED
    from bemanna.benchmarking.results import TABLE
    from bemanna.benchmarking.tables import measurement_table

    for found in (
        measurement_table(results.measurements, brief=True),
        *comparisons(results.suite, results.measurements),
    ):
        _print(found)
    print(f"Results: {folder / TABLE}")
    ours = (m for m in results.measurements if m.engine not in PEERS)
    return any(m.status == FAILED or m.agrees is False or m.checked is False for m in ours)


def _compare(results: Results, before: Results, tolerance: float) -> bool:
    """Print what is worse than the baseline; return whether anything is."""
    from bemanna.benchmarking.baseline import changes, table

    found = changes(results, before, tolerance)
    worse = table(found)
    if worse.rows:
        _print(worse)
    print(f"Baseline: {len(worse.rows)} of {len(found)} measures are worse by more than {tolerance:.0%}")
    return bool(worse.rows)


def _print(found: Table) -> None:
    from bemanna.cli.terminal import console, table

    shown = table(*found.headers, numbers=len(found.headers))
    for column, (_, form) in zip(shown.columns, found.columns, strict=True):
        column.justify = "right" if form else "left"
    for row in found.texts():
        shown.add_row(*row)
    console().print(f"\n{found.title}")
    console().print(shown)

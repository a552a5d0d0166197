"""``bemanna simulate``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options
from bemanna.cli.errors import CUT_OFF, OptionError

if TYPE_CHECKING:
    from bemanna.simulating.assumptions import Assumptions
    from bemanna.simulating.outcome import Simulation

EXAMPLES = """\b
Examples:
  bemanna simulate runs/eye-clinic-1
  bemanna simulate runs/eye-clinic-1 --days-sick 15 --spell-days 3 --no-show 0.06
  bemanna simulate runs/eye-clinic-1 --no-show new_visit=0.1 --no-show cataract=0.01 --draws 50000 --seed 1
  bemanna simulate runs/eye-clinic-1 --json

\b
Exit codes: 0 simulated, 2 the input is wrong.
"""


def simulate(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="Run folder that solve or audit wrote.", show_default=False)
    ],
    days_sick: Annotated[
        float,
        typer.Option("--days-sick", metavar="D", help="Days of short-notice absence a year, of one person."),
    ] = 22.0,
    spell_days: Annotated[
        float, typer.Option("--spell-days", metavar="D", help="Mean length of a spell of absence, in days.")
    ] = 4.0,
    no_show: Annotated[
        list[str] | None,
        typer.Option(
            "--no-show",
            metavar="[ACTIVITY=]SHARE",
            help="Part of the booked items that do not come, of all activities or of one. Can be repeated.",
            show_default="that of each activity",
        ),
    ] = None,
    draws: Annotated[int, typer.Option("--draws", metavar="N", help="How often the horizon is drawn.")] = 10_000,
    seed: options.Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print simulation.json, for programs.")] = False,
    quiet: options.Quiet = False,
) -> None:
    """Draw short-notice absence and no-shows against a roster: how often is the plan met, and whom would one miss?

    Two answers: where nobody steps in for who is absent, and where colleagues do. The result goes to simulation.json
    in the run folder and as bands into its report. docs/simulation.md says what is assumed.
    """
    from bemanna.runs.reading import read_run
    from bemanna.runs.run import RunError
    from bemanna.runs.writing import rewrite_documents
    from bemanna.simulating.assumptions import AssumptionError
    from bemanna.simulating.simulation import simulate as draw
    from bemanna.simulating.storing import simulation_json, write_simulation

    assumptions = _assumptions(days_sick, spell_days, no_show or (), draws, seed)
    found = read_run(run)
    if found.result.roster is None:
        raise RunError(f"{run}: holds no roster: there is nothing to simulate")
    with _cut_off(), _progress(draws, quiet=quiet) as report:
        try:
            simulation = draw(found.scenario, found.result.roster, assumptions, report)
        except AssumptionError as error:
            raise _option_error(error) from error
    write_simulation(run, simulation)
    page = rewrite_documents(run)
    if as_json:
        print(simulation_json(simulation).decode(), end="")
    elif not quiet:
        _tell(simulation, found.scenario.calendar.currency, page)


def _assumptions(
    days_sick: float, spell_days: float, no_shows: list[str] | tuple[()], draws: int, seed: int
) -> Assumptions:
    from bemanna.simulating.assumptions import AssumptionError, Assumptions

    for_all: float | None = None
    for_one: dict[str, float] = {}
    for text in no_shows:
        activity, equals, share = text.rpartition("=")
        try:
            value = float(share)
        except ValueError:
            raise OptionError("--no-show", "is no share", text, "write for example 0.06 or new_visit=0.06") from None
        if equals:
            for_one[activity.strip()] = value
        else:
            for_all = value
    try:
        return Assumptions(days_sick, spell_days, for_all, for_one, draws, seed)
    except AssumptionError as error:
        raise _option_error(error) from error


def _option_error(error: Exception) -> OptionError:
    """Return what is wrong with an assumption as an error of its option."""
    from bemanna.simulating.assumptions import AssumptionError

    assert isinstance(error, AssumptionError)
    name = "no-show" if error.name.startswith("no_show") else error.name.replace("_", "-")
    return OptionError(f"--{name}", error.what, error.got, error.remedy)


@contextmanager
def _cut_off() -> Iterator[None]:
    """End with one line when told to stop: nothing is written before the simulation is whole."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        raise typer.Exit(CUT_OFF) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _progress(draws: int, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Give a function that shows how many draws are done: a bar in a terminal, nothing elsewhere."""
    if quiet or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import Progress

    from bemanna.cli.terminal import console

    with Progress(console=console(stderr=True), transient=True) as bar:
        task = bar.add_task("Draws", total=draws)
        yield lambda done: bar.update(task, completed=done)


def _tell(simulation: Simulation, currency: str, page: Path) -> None:
    from bemanna.cli import chances

    chances.tell(simulation, currency)
    print(f"Report: {page}")

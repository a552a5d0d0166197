"""``bemanna explain``."""

from __future__ import annotations

import dataclasses
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options
from bemanna.cli.errors import CUT_OFF, OptionError

if TYPE_CHECKING:
    from bemanna.cli.stopping import Stopper
    from bemanna.explaining.finding import Impossible
    from bemanna.explaining.told import Told
    from models.loading import Located
    from models.result import Result
    from solver.explain.explanation import Explanation
    from solver.explain.levers.lever import Lever
    from solver.explain.ways_out import WayOut
    from solver.settings import Settings

EXAMPLES = """\b
Examples:
  bemanna explain runs/eye-clinic-1
  bemanna explain runs/eye-clinic-1 --time-limit 120 --json > why.json
  bemanna explain my_clinic --html why.html
  bemanna explain my_clinic --apply 1 --out my_clinic/possible.yaml

\b
Exit codes: 0 explained, 1 no roster was found in time and why is not known, 2 the input is wrong.
"""


def explain(
    run: Annotated[
        Path,
        typer.Argument(metavar="RUN", help="Run folder, or a scenario, which is solved first.", show_default=False),
    ],
    time_limit: options.TimeLimit = 50.0,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page.", show_default="explain.html in the run folder"),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, for programs.")] = False,
    apply: Annotated[
        int | None,
        typer.Option(metavar="N", help="Of a scenario without a roster: write way out N as an overlay.", min=1),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="The overlay to write.", show_default=False)
    ] = None,
    sets: options.Sets = None,
    quiet: options.Quiet = False,
) -> None:
    """Tell why a roster falls short, what one more of anything is worth, or why there is no roster at all.

    Nothing is claimed that was not tried: each cause is solved with only that one thing otherwise.
    """
    from solver.settings import Settings

    options.check_limits(time_limit, workers, seed)
    if (apply is None) != (out is None):
        raise OptionError("--apply", "goes with --out", "one of them", "give both, or none")
    located, result = _read(run, sets)
    settings = Settings(time_limit, 0.001, workers, seed)
    known, found = _find(located, result, settings, quiet=quiet or as_json)
    if found is None:
        print("Nothing was found out in the time there was: give more with --time-limit.", file=sys.stderr)
        raise typer.Exit(1)
    way, told = _chosen(found, apply), _told(located, known, found)
    if as_json or not quiet:
        _show(located, told, as_json=as_json)
    pages = list(_write_pages(located, told, None if result is None else run, html))
    for page in () if quiet or as_json else pages:
        print(f"Page: {page}")
    if way is not None and out is not None:
        _write_overlay(located, way, run, apply, out)


def _chosen(found: Explanation | Impossible, number: int | None) -> WayOut | None:
    """Return the way out of a number. Raises OptionError where there is none."""
    from bemanna.explaining.finding import Impossible

    if number is None:
        return None
    if not isinstance(found, Impossible):
        raise OptionError("--apply", "has nothing to apply: there is a roster", number, "drop it")
    if number > len(found.ways):
        raise OptionError("--apply", f"there are {len(found.ways)} ways out", number, "give one of their numbers")
    return found.ways[number - 1]


def _read(path: Path, sets: list[str] | None) -> tuple[Located, Result | None]:
    """Return the scenario of a run folder with its result, or of a file."""
    from bemanna.runs.folder import is_run
    from bemanna.runs.reading import read_run
    from models.loading import locate

    if not is_run(path):
        return locate(path, sets or ()), None
    if sets:
        raise OptionError("--set", "goes with a scenario, not with a run folder", sets[0], "name the scenario")
    return locate(path / "scenario.yaml"), read_run(path).result


def _find(
    located: Located, result: Result | None, settings: Settings, *, quiet: bool
) -> tuple[Result, Explanation | Impossible | None]:
    """Find out, with a line for each step; a second signal ends the process. Also returns what is explained."""
    from bemanna.cli.stopping import Stopper
    from bemanna.explaining.finding import explain as find_out

    try:
        with Stopper() as stopper:
            known = result or _solved(located, settings, stopper, quiet=quiet)
            step = _steps(located, quiet=quiet)
            return known, stopper.run(lambda: find_out(located.scenario, known, settings, step, stopper.event))
    except KeyboardInterrupt:
        print("Stopped; nothing was written.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(CUT_OFF)  # the solver's threads cannot be waited for


def _solved(located: Located, settings: Settings, stopper: Stopper, *, quiet: bool) -> Result:
    """Solve a scenario with live progress."""
    from bemanna.cli.progress import progress
    from solver.solve import solve

    with progress(located.scenario.calendar.currency, quiet=quiet) as report:
        return stopper.run(lambda: solve(located.scenario, settings, on_progress=report, stop=stopper.event))


def _steps(located: Located, *, quiet: bool) -> Callable[[Lever], None]:
    """Return what shows on stderr what is tried."""
    from bemanna.explaining.words import Words
    from models.facts import Facts

    say, began = Words(Facts(located.scenario)), time.monotonic()

    def show(lever: Lever) -> None:
        if not quiet:
            print(f"{time.monotonic() - began:7.1f} s   trying: {say.tried(lever)}", file=sys.stderr, flush=True)

    return show


def _show(located: Located, found: Told | Impossible, *, as_json: bool) -> None:
    from bemanna.explaining import plain, telling
    from bemanna.explaining.finding import Impossible
    from models.facts import Facts

    if isinstance(found, Impossible):
        data = plain.plain_impossible(found, located.place)
        lines = telling.tell_impossible(Facts(located.scenario), found, located.place)
    else:
        data = dataclasses.asdict(found)
        lines = telling.tell(found)
    for line in [json.dumps(data, indent=2, ensure_ascii=False)] if as_json else lines:
        print(line)


def _told(located: Located, known: Result, found: Explanation | Impossible) -> Told | Impossible:
    """Return what is found out about a roster in words."""
    from bemanna.explaining.finding import Impossible
    from bemanna.explaining.plain import told
    from models.facts import Facts

    if isinstance(found, Impossible):
        return found
    assert known.roster is not None
    return told(Facts(located.scenario), known.roster, found)


def _write_pages(located: Located, found: Told | Impossible, run: Path | None, html: Path | None) -> Iterator[Path]:
    """Write the page; of a run folder also explanation.json, and with it the report. Yield the pages."""
    from bemanna.explaining.finding import Impossible
    from bemanna.explaining.page import render, render_impossible
    from bemanna.explaining.storing import write_explanation
    from bemanna.runs.writing import rewrite_documents
    from models.facts import Facts

    facts, page = Facts(located.scenario), html or (run and run / "explain.html")
    if page is not None:
        text = render_impossible(facts, found, located.place) if isinstance(found, Impossible) else render(facts, found)
        _write(page, text)
        yield page
    if run is not None and not isinstance(found, Impossible):
        write_explanation(run, found)
        yield rewrite_documents(run)


def _write_overlay(located: Located, way: WayOut, run: Path, number: int | None, out: Path) -> None:
    """Write a way out as an overlay on the scenario that was named."""
    from models.loading import dump_overlay
    from models.reading.files import scenario_file

    extends = os.path.relpath(scenario_file(run).resolve(), out.resolve().parent)
    _write(out, dump_overlay(located.scenario, way.scenario, extends, f"{located.scenario.name}, way out {number}"))
    print(f"Overlay: {out}")


def _write(path: Path, text: str) -> None:
    """Write a file as a whole, or not at all. Raises OptionError where it cannot be written."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise OptionError(
            str(path), "cannot be written", error.strerror, "name a file in a folder that exists"
        ) from error

"""``bemanna verify``."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options
from bemanna.cli.errors import CUT_OFF

if TYPE_CHECKING:
    from bemanna.verifying.verification import Verification
    from solver.settings import Settings

EXAMPLES = """\b
Examples:
  bemanna verify runs/eye-clinic-1
  bemanna verify runs/eye-clinic-1 --bound 60
  bemanna verify runs/eye-clinic-1 --json

\b
Exit codes: 0 all that was checked holds, 1 something does not, 2 the input is wrong.
"""

_NOTICE = "Stopping: keeping the bound so far. Once more to stop without it."
_MOST_WRONG = 20
_SIGNS = {True: "holds", False: "WRONG", None: "taken over"}


def verify(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="Run folder.", show_default=False)],
    bound: Annotated[
        float | None,
        typer.Option(
            "--bound", metavar="S", help="Prove the bound anew, in at most so many seconds.", show_default="taken over"
        ),
    ] = None,
    workers: options.Workers = None,
    seed: options.Seed = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON, for programs.")] = False,
) -> None:
    """Re-read a run folder and prove anew what it says, so that nobody has to trust it.

    Files, scenario and its hash, the roster against every hard rule, each cost to the last unit, production, capacity,
    key figures, report, workbook, calendars, simulation, and with --bound the bound. Also told: what the gap leaves
    open at most.
    """
    from solver.settings import Settings

    options.check_limits(bound or 1.0, workers, seed)
    if bound is not None:
        options.within("--bound", bound, 0.1, 604_800, "give seconds, for example 60")
    settings = None if bound is None else Settings(time_limit=bound, workers=workers, seed=seed)
    found = _verify(run, settings)
    print(_json(found)) if as_json else _tell(run, found)
    raise typer.Exit(0 if found.holds else 1)


def _verify(run: Path, settings: Settings | None) -> Verification:
    """Verify in a thread, so that the search for a bound can be stopped: once keeps what is proven, twice ends."""
    from bemanna.cli.progress import progress
    from bemanna.cli.stopping import Stopper
    from bemanna.verifying.verification import verify as verify_run

    try:
        with Stopper(_NOTICE) as stopper, progress("", quiet=settings is None) as report:
            return stopper.run(lambda: verify_run(run, settings, report, stopper.event))
    except KeyboardInterrupt:
        print("Stopped; nothing is verified.", file=sys.stderr)
        sys.stderr.flush()
        os._exit(CUT_OFF)  # the solver's threads cannot be waited for


def _tell(run: Path, found: Verification) -> None:
    for line in _lines(run, found):
        print(line)


def _lines(run: Path, found: Verification) -> Iterator[str]:
    width = max(len(check.name) for check in found.checks)
    for check in found.checks:
        yield f"{check.name:{width}}  {_SIGNS[check.holds]:10}  {check.text}"
        for text in check.wrong[:_MOST_WRONG]:
            yield f"  {text}"
        if len(check.wrong) > _MOST_WRONG:
            yield f"  ... and {len(check.wrong) - _MOST_WRONG} more"
    yield from _leeway(found)
    yield f"{run}: {'all that was checked holds.' if found.holds else 'something does not hold.'}"


def _leeway(found: Verification) -> Iterator[str]:
    from bemanna.report.wording import leeway

    opened = found.leeway
    if opened is not None and found.run is not None:
        currency = found.run.scenario.calendar.currency
        yield leeway(opened.ticks, opened.items, opened.shifts, currency, opened.level)


def _json(found: Verification) -> str:
    from models.base import money

    leeway = found.leeway
    checks = [{"name": c.name, "holds": c.holds, "text": c.text, "wrong": list(c.wrong)} for c in found.checks]
    opened = None if leeway is None else {"money": money(leeway.ticks), "items": leeway.items, "shifts": leeway.shifts}
    return json.dumps({"holds": found.holds, "checks": checks, "leeway": opened}, ensure_ascii=False, indent=2)

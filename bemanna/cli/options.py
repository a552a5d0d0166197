"""Arguments and options that several commands share, and the checks of their values."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Annotated

import typer

from bemanna.cli.errors import OptionError

ScenarioPath = Annotated[
    Path, typer.Argument(metavar="SCENARIO", help="Scenario file, or its folder.", show_default=False)
]
Sets = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="PATH=VALUE",
        help="Change one value of the scenario, for example staff.nurse_03.fraction=0.5. Can be repeated.",
        show_default=False,
    ),
]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="S", help="Seconds to search.")]
Gap = Annotated[
    float, typer.Option("--gap", metavar="G", help="Stop at this distance to the proven bound: 0.01 is one percent.")
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", help="Search threads; more than cores is fine.", show_default="8"),
]
Seed = Annotated[int, typer.Option("--seed", metavar="N", help="Seed of every random choice.")]
DeterministicLimit = Annotated[
    float | None,
    typer.Option(
        "--deterministic-limit",
        metavar="D",
        help="Units of work instead of seconds: the same seed, workers and limit give the same roster.",
        show_default=False,
    ),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FOLDER", help="Run folder to write.", show_default="runs/<name>-<n>"),
]
Again = Annotated[bool, typer.Option("--again", help="Solve even if an equal solve is in the store of runs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only problems.")]


def check_limits(time_limit: float, workers: int | None, seed: int) -> None:
    """Check the limits of a search; raises OptionError."""
    within("--time-limit", time_limit, 0.1, 604_800, "give seconds, for example 60")
    if workers is not None:
        within("--workers", workers, 1, 256, "give a number of threads, for example 8")
    within("--seed", seed, 0, 2**31 - 1, "give a whole number, for example 1")


def within(option: str, value: float, least: float, most: float, remedy: str) -> None:
    """Check that an option's value lies between two numbers, both included; raises OptionError."""
    if math.isnan(value) or not least <= value <= most:
        raise OptionError(option, f"must lie between {least:g} and {most:,.10g}", f"{value:g}", remedy)

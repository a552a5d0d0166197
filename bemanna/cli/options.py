"""Arguments and options that several commands share, and the checks of their values."""

from __future__ import annotations

import math
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from solver.settings import Settings

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
StartFrom = Annotated[
    Path | None,
    typer.Option(
        "--start-from",
        metavar="RUN",
        help="Begin with a roster from before, as far as it fits: a run folder, or a table like roster.csv.",
        show_default=False,
    ),
]
KeepClose = Annotated[
    float | None,
    typer.Option(
        "--keep-close",
        metavar="COST",
        help="Price of each day of a person that is not as in --start-from, in the scenario's currency.",
        show_default=False,
    ),
]
MemoryLimit = Annotated[
    float | None,
    typer.Option(
        "--memory-limit",
        metavar="GB",
        help="End with the best roster so far before so much memory is in use, its processes together.",
        show_default=False,
    ),
]
Again = Annotated[bool, typer.Option("--again", help="Solve even if an equal solve is in the store of runs.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary, only problems.")]


def check_limits(time_limit: float, workers: int | None, seed: int) -> None:
    """Check the limits of a search; raises OptionError."""
    within("--time-limit", time_limit, 0.1, 604_800, "give seconds, for example 60")
    if workers is not None:
        within("--workers", workers, 1, 256, "give a number of threads, for example 8")
    within("--seed", seed, 0, 2**31 - 1, "give a whole number, for example 1")


def check_memory(memory_limit: float | None) -> int | None:
    """Return a memory limit of so many gigabytes in bytes; raises OptionError."""
    if memory_limit is None:
        return None
    within("--memory-limit", memory_limit, 0.1, 100_000, "give gigabytes, for example 4")
    return int(memory_limit * 1e9)


def check_cost(keep_close: float, start_from: Path | None) -> Decimal:
    """Return the price of a change to the roster to begin from; raises OptionError."""
    if start_from is None:
        raise OptionError("--start-from", "is missing", "nothing", "name the roster to which --keep-close refers")
    within("--keep-close", keep_close, 0, 1e9, "give a price, for example 200")
    cost = Decimal(str(keep_close))
    if cost != round(cost, 2):
        raise OptionError("--keep-close", "has more than two decimals", f"{cost}", "round the price")
    return cost


def within(option: str, value: float, least: float, most: float, remedy: str) -> None:
    """Check that an option's value lies between two numbers, both included; raises OptionError."""
    if math.isnan(value) or not least <= value <= most:
        raise OptionError(option, f"must lie between {least:g} and {most:,.10g}", f"{value:g}", remedy)


def check_settings(
    time_limit: float,
    gap: float,
    workers: int | None,
    seed: int,
    deterministic_limit: float | None,
    memory_limit: float | None = None,
) -> Settings:
    """Return the settings of a solve; raises OptionError."""
    from solver.settings import Settings

    check_limits(time_limit, workers, seed)
    within("--gap", gap, 0, 1, "give a part of the cost, for example 0.01 for one percent")
    if deterministic_limit is not None:
        within("--deterministic-limit", deterministic_limit, 0.01, 1e9, "give units of work, for example 20")
    return Settings(
        time_limit=time_limit,
        gap=gap,
        workers=workers,
        seed=seed,
        deterministic_limit=deterministic_limit,
        memory_limit=check_memory(memory_limit),
    )

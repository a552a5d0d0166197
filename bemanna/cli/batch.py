"""What commands share that solve several scenarios: options, and settings of all the solves."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bemanna.cli import options

if TYPE_CHECKING:
    from solver.settings import Settings

Runs = Annotated[Path, typer.Option("--runs", metavar="FOLDER", help="Folder that holds the runs and their store.")]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="S", help="Seconds to search, for each scenario.")]


def check_settings(
    time_limit: float, gap: float, workers: int | None, seed: int, deterministic_limit: float | None
) -> Settings:
    """Return the settings of all solves; raises OptionError."""
    from solver.settings import Settings

    options.check_limits(time_limit, workers, seed)
    options.within("--gap", gap, 0, 1, "give a part of the cost, for example 0.01 for one percent")
    if deterministic_limit is not None:
        options.within("--deterministic-limit", deterministic_limit, 0.01, 1e9, "give units of work, for example 20")
    return Settings(time_limit=time_limit, gap=gap, workers=workers, seed=seed, deterministic_limit=deterministic_limit)

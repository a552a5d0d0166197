"""Options that commands share that solve several scenarios."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Runs = Annotated[Path, typer.Option("--runs", metavar="FOLDER", help="Folder that holds the runs and their store.")]
TimeLimit = Annotated[float, typer.Option("--time-limit", metavar="S", help="Seconds to search, for each scenario.")]

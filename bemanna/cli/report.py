"""``bemanna report``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = """\b
Examples:
  bemanna report runs/eye-clinic-1
"""


def report(
    run: Annotated[
        Path, typer.Argument(metavar="RUN", help="Run folder that solve or audit wrote.", show_default=False)
    ],
) -> None:
    """Write report.html, roster.xlsx and the calendars of a run anew, from its tables."""
    from bemanna.runs.writing import rewrite_documents

    print(rewrite_documents(run))

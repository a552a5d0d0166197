"""Runs to compare, made by hand."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

from bemanna.comparing.comparison import Comparison, Side
from bemanna.runs.run import Run
from bemanna.runs.summary import summarise
from models.roster import Roster
from models.scenario import Scenario
from tests.support import clinics


def run_of(scenario: Scenario, roster: Roster | None = None, **changes: Any) -> Run:
    """Return a run of a scenario like the small clinic, with its usual roster where none is given."""
    result = clinics.result(scenario, roster or clinics.roster(scenario))
    result = dataclasses.replace(result, **changes)
    return Run(scenario, result, summarise(scenario, result))


def comparison_of(*runs: Run) -> Comparison:
    """Return the comparison of some runs."""
    letters = "ABCDEF"
    return Comparison(
        tuple(Side(letters[n], Path(f"runs/{n}"), run, Path(f"runs/{n}"), True) for n, run in enumerate(runs))
    )

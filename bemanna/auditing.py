"""Judging a roster that somebody made."""

from __future__ import annotations

from models.evaluation import evaluate
from models.result import Result, Status
from models.roster import Roster
from models.scenario import Scenario


def judge(scenario: Scenario, roster: Roster) -> Result:
    """Return what a given roster costs and breaks, as a result without a bound: nobody searched."""
    return Result(
        status=Status.FEASIBLE,
        roster=roster,
        evaluation=evaluate(scenario, roster),
        bound=None,
        seconds=0.0,
        incumbents=(),
        seed=0,
        workers=0,
    )

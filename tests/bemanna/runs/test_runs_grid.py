"""Requests in the grid: of a window each day says how it ended."""

from __future__ import annotations

from bemanna.runs.grid import Grid
from bemanna.runs.run import Run, Solved
from bemanna.runs.summary import summarise
from models.scenario import Scenario
from tests.support.clinics import clinic, result, roster

OFF = {"staff": "cy", "date": "2027-03-23", "end": "2027-03-25", "kind": "off", "cost": 50}
ON = {"staff": "cy", "date": "2027-03-23", "end": "2027-03-25", "kind": "on", "shift": "night", "cost": 50}


def outcomes(*requests: dict[str, object]) -> list[str | None]:
    """Return how the requests of cy ended, from Monday to Friday; cy works a day on Monday and Tuesday."""
    data = clinic().model_dump(by_alias=True, exclude_none=True)
    scenario = Scenario.model_validate(data | {"requests": requests})
    outcome = result(scenario, roster(scenario))
    solved: Solved | None = Run(scenario, outcome, summarise(scenario, outcome)).solved
    assert solved is not None
    rows = {row.staff: row for group in Grid(solved).groups for row in group.rows}
    return [cell.request for cell in rows["cy"].cells[:5]]


def test_days_of_a_window_not_to_work_end_by_themselves() -> None:
    assert outcomes(OFF) == [None, "refused", "granted", "granted", None]


def test_days_of_a_window_to_work_end_together() -> None:
    assert outcomes(ON) == [None, "refused", "refused", "refused", None]
    assert outcomes(ON | {"shift": "day"}) == [None, "granted", "granted", "granted", None]

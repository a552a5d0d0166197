"""Deterministic limits: large models are searched by neighbourhoods whose work is counted, and runs repeat exactly."""

from __future__ import annotations

from typing import Any

import pytest

from models.roster import Roster
from solver.settings import Settings
from solver.solve import solve
from tests.solver.test_solve import ward as clinic_of_six
from tests.support.wards import ward as ward_of_six

SETTINGS = Settings(time_limit=0.1, workers=3, seed=4, deterministic_limit=0.3)
"""The clock, which would be over at once, does not count."""


@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("make", [clinic_of_six, ward_of_six], ids=["clinic", "ward"])
def test_the_same_roster_again(make: Any, warm: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.solving.PLAIN_VARIABLES", 0)
    scenario = make()
    start = Roster(()) if warm else None
    first, second = (solve(scenario, SETTINGS, start=start) for _ in range(2))
    assert first.roster is not None
    assert first.roster == second.roster
    assert first.bound == second.bound
    assert first.evaluation is not None
    assert first.evaluation.violations == ()
    objectives = [row.objective for row in first.incumbents if row.objective is not None]
    assert objectives[-1] == first.objective

"""Sketched rosters keep every hard rule, and cost what the model says of their shifts, or more."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from models.evaluation import evaluate
from models.facts import Facts
from models.loading import load
from models.result import Incumbent, Status
from models.scenario import Scenario
from solver.search.settle import shifts_of
from solver.settings import Settings
from solver.sketch.roster import sketch
from solver.solve import solve
from tests.support.scenarios import randomly, scenarios
from tests.support.solving import Oracle
from tests.support.wards import ward

SCENARIOS = Path(__file__).resolve().parents[3] / "scenarios"


def never() -> bool:
    return False


@randomly(60)
@given(scenarios())
def test_what_is_sketched_is_legal(scenario: Scenario) -> None:
    units = {name: unit.model_copy(update={"sessions": {}}) for name, unit in scenario.units.items()}
    pins = tuple(pin for pin in scenario.pins if pin.session is None)
    emptied = scenario.model_copy(update={"units": units, "pins": pins})
    facts = Facts(emptied)
    found = sketch(facts, never)
    if found is None:
        return
    roster, cost = found
    judged = evaluate(emptied, roster)
    assert judged.violations == ()
    assert judged.objective == cost
    least = Oracle(emptied).cost(shifts_of(facts, roster))
    assert least is not None
    assert least <= cost


def test_a_hard_least_number_is_kept() -> None:
    cover = [
        {"unit": "clinic", "competence": "nurse", "shift": shift, "target": 2, "under_cost": 100, "over_cost": 7}
        | {"min": 1, "min_mode": "hard"}
        for shift in ("early", "late", "night")
    ]
    scenario = ward(cover=cover, staff=[{"id": f"n{n}", "competences": ["nurse"]} for n in range(9)])
    found = sketch(Facts(scenario), never)
    assert found is not None
    assert evaluate(scenario, found[0]).violations == ()


def test_where_somebody_has_no_way_there_is_none() -> None:
    rules = {"shift_count": {"min": 15}}
    assert sketch(Facts(ward(rules={"presets": [], "overrides": rules})), never) is None


def test_stopped() -> None:
    assert sketch(Facts(ward()), lambda: True) is None


@pytest.mark.parametrize("name", ["ward", "emergency"])
def test_wards(name: str) -> None:
    scenario = load(SCENARIOS / name)
    found = sketch(Facts(scenario), never)
    assert found is not None
    assert evaluate(scenario, found[0]).violations == ()


def test_a_solve_begins_with_it() -> None:
    told: list[Incumbent] = []
    result = solve(ward(), Settings(time_limit=5.0, gap=1.0), told.append)
    found = sketch(Facts(ward()), never)
    assert found is not None
    assert told[0].objective == found[1]
    assert result.status in (Status.FEASIBLE, Status.OPTIMAL)
    assert result.objective is not None
    assert result.objective <= found[1]

"""Trees on what ties the parts of a clinic: their bounds hold, and rise above those of parts that are mixed."""

from __future__ import annotations

import pickle
from math import inf

import pytest

from models.scenario import Scenario
from solver.model import Model
from solver.search.decomposition import find_structure
from solver.search.mip import to_program
from solver.search.program import whole_bound
from solver.search.tree import Tree
from tests.solver.search.test_clinics import coarse, optimum, two_professions
from tests.support.golden import NAMES, read_golden
from tests.support.rosters import clinic

SECONDS = 20.0


def grown(model: Model, enough: float = inf) -> tuple[int, bool]:
    """Return the bound of a tree, as a model's objective counts, and whether it has ended."""
    program = to_program(model)
    tree = Tree(program.message, find_structure(model, program))
    found = pickle.loads(pickle.dumps(tree)).grow(SECONDS, enough / program.scale)
    return whole_bound(found.bound, program.scale) if found.bound > -inf else 0, found.ended


@pytest.mark.parametrize("name", NAMES)
def test_no_tree_bounds_above_the_optimum(name: str) -> None:
    model = coarse(read_golden(name).scenario)
    best = optimum(model)
    bound, _ = grown(model)
    assert bound <= best + 2 + best // 100_000


def one_shift_to_spare() -> Scenario:
    """Overtime for one whole shift of either: at any common price half a shift of each would do."""
    units = {
        "clinic": {
            "open": {"mon-fri": ["am", "pm"]},
            "activities": {
                "visit": {"team": {"doctor": 30}, "shortfall_cost": 1000},
                "check": {"team": {"nurse": 30}, "shortfall_cost": 900},
            },
            "sessions": {"visits": {"activities": ["visit"]}, "checks": {"activities": ["check"]}},
        }
    }
    staff = [
        {"id": "sara", "competences": ["doctor"], "contract_minutes": 960, "cost_per_hour": 100},
        {"id": "omar", "competences": ["nurse"], "contract_minutes": 960, "cost_per_hour": 100},
    ]
    return clinic(units=units, staff=staff, production_plan={"visit": [60], "check": [60]}, budget={"overtime": 1200})


@pytest.mark.parametrize("scenario", [two_professions(), one_shift_to_spare()])
def test_a_tree_comes_above_the_relaxation(scenario: Scenario) -> None:
    model = coarse(scenario)
    best, loose = optimum(model), to_program(model).solve(SECONDS, 1e-6, 0, whole=()).bound
    bound, ended = grown(model)
    assert loose is not None
    assert ended
    assert loose < bound <= best + 1
    assert bound >= best - (best - loose) // 10


def test_a_tree_ends_where_its_bound_is_enough() -> None:
    model = coarse(two_professions())
    bound, _ = grown(model, enough=1.0)
    assert bound >= 1

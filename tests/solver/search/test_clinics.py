"""Parts of the search for clinics: cuts, solutions made competence by competence, levelling."""

from __future__ import annotations

import pytest

from models.facts import Facts
from models.scenario import Scenario
from solver.linear import evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.building import build_block
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.decomposition import find_parts
from solver.search.levelling import level, levelled_program
from solver.search.mip import to_program
from solver.search.relaxation import bookings_and_lists
from solver.search.remote import RemoteProgram
from solver.search.shared import with_decisions
from tests.support.golden import NAMES, read_golden
from tests.support.rosters import clinic


def coarse(scenario: Scenario) -> Model:
    model = build(Facts(scenario), coarse=True)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    return model


def optimum(model: Model) -> int:
    objective = run(model.cp, Limits(20.0, 2, deterministic=5.0), Stop(None)).objective
    assert objective is not None
    return objective


def two_professions() -> Scenario:
    """Doctor and nurse share visits; whole shifts of 8 hours hold 13 visits of 35 minutes, and 9 of 50."""
    units = {
        "clinic": {
            "open": {"mon-fri": ["am", "pm"]},
            "activities": {
                "visit": {"team": {"doctor": 35, "nurse": 15}, "shortfall_cost": 1000},
                "check": {"team": {"nurse": 50}, "shortfall_cost": 700},
            },
            "sessions": {"visits": {"activities": ["visit"]}, "checks": {"activities": ["check"]}},
        }
    }
    staff = [
        {"id": "sara", "competences": ["doctor"], "contract_minutes": 1440, "week_max_minutes": 1440},
        {"id": "omar", "competences": ["nurse"], "contract_minutes": 1440, "week_max_minutes": 1440},
    ]
    return clinic(units=units, staff=staff, production_plan={"visit": [60], "check": [20]})


@pytest.mark.parametrize("name", NAMES)
def test_cuts_keep_every_optimum(name: str) -> None:
    model = coarse(read_golden(name).scenario)
    program = to_program(model)
    frame = bookings_and_lists(model)
    plain = program.solve(20.0, 1e-6, 0, whole=frame).bound
    found = program.sharpen(find_parts(model, program), frame, 20.0, 0)
    sharp = program.solve(20.0, 1e-6, 0, whole=frame, cuts=found.cuts).bound
    best = optimum(model)
    assert plain is not None
    assert sharp is not None
    slack = 2 + best // 100_000
    assert plain - slack <= sharp <= best + slack
    assert found.bound is None or found.bound <= best + slack


def test_parts_hold_the_rows_of_one_competence_and_cuts_know_whole_items() -> None:
    model = coarse(two_professions())
    program = to_program(model)
    parts = find_parts(model, program)
    assert len(parts) == 2
    loose = program.solve(20.0, 1e-6, 0, whole=()).bound
    cuts = program.sharpen(parts, (), 20.0, 0).cuts
    sharp = program.solve(20.0, 1e-6, 0, whole=(), cuts=cuts).bound
    assert loose is not None
    assert sharp is not None
    assert loose < sharp <= optimum(model)


def test_a_solution_made_competence_by_competence() -> None:
    model = coarse(two_professions())
    remote = RemoteProgram(to_program(model), Stop(None))
    try:
        made = build_block(model, remote, frozenset({"clinic"}), 20.0, 0, 1e-4)
    finally:
        remote.close()
    assert made is not None
    values = with_decisions(model, made)
    assert values is not None
    assert evaluate_at(values)(total(model.terms.values())) == optimum(model) * model.unit


def peak_in_the_second_week() -> Scenario:
    """The plan wants the doctor in the second week, and nothing costs anything."""
    units = {
        "clinic": {
            "open": {"mon-fri": ["am", "pm"]},
            "activities": {"visit": {"team": {"doctor": 60}, "shortfall_cost": 0}},
            "sessions": {"visits": {"activities": ["visit"]}},
        }
    }
    staff = [{"id": "sara", "competences": ["doctor"], "contract_minutes": 1200}]
    return clinic(weeks=2, units=units, staff=staff, production_plan={"visit": [1, 39]})


def test_a_solution_that_is_made_prefers_capacity_near_the_need() -> None:
    model = coarse(peak_in_the_second_week())
    assert model.mismatch is not None
    found = levelled_program(model, 1000.0).solve(20.0, 1e-6, 0).rounded()
    assert found is not None
    # nobody comes for the one hour of the first week; 40 hours in the second are one more than the plan asks
    assert model.mismatch.minutes(evaluate_at(found)) == 60 + 60


def test_levelling_moves_work_to_where_it_is_needed_at_no_cost() -> None:
    model = coarse(peak_in_the_second_week())
    early = model.cp.clone()
    early.maximize(model.variables.week_minutes("sara", 0))
    values = run(early, Limits(20.0, 2, deterministic=5.0), Stop(None)).values
    assert values is not None
    levelled = level(model, values, Clock(60.0), 30.0, 0, Stop(None))
    mismatch, cost = model.mismatch, total(model.terms.values())
    before, after = evaluate_at(values), evaluate_at(levelled)
    assert mismatch is not None
    assert after(cost) <= before(cost)
    assert mismatch.minutes(after) < mismatch.minutes(before)

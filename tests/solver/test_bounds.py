"""Bounds from mixed-integer programs: relaxations never pass the optimum, and each frame is as tight as it says."""

from __future__ import annotations

import pytest

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.scenario import Scenario
from solver.linear import total
from solver.model import Model, build
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.mip import ROW_BITS, to_program
from solver.search.relaxation import bookings_and_lists, weekly_numbers
from tests.support.golden import NAMES, read_golden
from tests.support.rosters import clinic


def coarse(scenario: Scenario) -> Model:
    model = build(Facts(scenario), coarse=True)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    return model


def bound(model: Model, whole: frozenset[int] | None) -> int:
    outcome = to_program(model).solve(20.0, 1e-6, 0, whole=whole)
    assert outcome.bound is not None
    return outcome.bound


@pytest.mark.parametrize("name", NAMES)
def test_each_relaxation_lies_below_the_next(name: str) -> None:
    model = coarse(read_golden(name).scenario)
    best = run(model.cp, Limits(20.0, 2), Stop(None)).objective
    assert best is not None
    numbers = bookings_and_lists(model)
    bounds = [bound(model, whole) for whole in (frozenset(), numbers, numbers | weekly_numbers(model), None)]
    # each bound gives up a millionth for rounding, and is a whole number
    slack = 2 + best // 100_000
    for lower, upper in zip(bounds, [*bounds[1:], best], strict=True):
        assert lower <= upper + slack
    assert bounds[-1] >= best - slack


def test_half_a_list_here_and_there_is_no_list() -> None:
    """The surgeon may work 12 hours: in lists of 8 hours one, not 0.3 on each of five days."""
    units = {
        "clinic": {
            "open": {"mon-fri": ["am", "pm"]},
            "activities": {"operation": {"shortfall_cost": 1000}},
            "sessions": {
                "list": {"activities": ["operation"], "team": {"doctor": 1}, "yield": 3, "span": ["am", "pm"]}
            },
        }
    }
    staff = [{"id": "sara", "competences": ["doctor"], "contract_minutes": 720, "week_max_minutes": 720}]
    model = coarse(clinic(units=units, staff=staff, production_plan={"operation": [6]}))
    assert bound(model, frozenset()) * model.unit <= 1500 * TICKS_PER_MONEY
    assert bound(model, bookings_and_lists(model)) * model.unit == 3000 * TICKS_PER_MONEY


def test_rows_have_small_coefficients_and_say_the_same() -> None:
    model = coarse(read_golden("bookable_share").scenario)
    message = to_program(model).message
    matrix = message.linear_constraint_matrix
    assert max(abs(c) for c in matrix.coefficients) < 2**ROW_BITS
    found = iter(matrix.coefficients)
    for row in (c.linear for c in model.cp.proto.constraints if c.has_linear()):
        given = [c for _, c in sorted(zip(row.vars, row.coeffs, strict=True))]
        assert len({c / next(found) for c in given}) == 1

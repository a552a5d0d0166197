"""Every golden scenario: what evaluation says is what was worked out by hand."""

from __future__ import annotations

from dataclasses import asdict

import pytest

from models.base import money
from models.evaluation import evaluate, overtime_by_shift
from models.facts import Facts
from tests.support.golden import NAMES, Golden, read_golden


@pytest.fixture(params=NAMES)
def golden(request: pytest.FixtureRequest) -> Golden:
    return read_golden(request.param)


def test_there_are_enough() -> None:
    assert len(NAMES) >= 14


def test_terms_and_objective(golden: Golden) -> None:
    found = evaluate(golden.scenario, golden.roster)
    assert found.violations == ()
    assert {name: money(value or 0) for name, value in found.terms.items()} == golden.terms
    assert money(found.objective) == golden.objective == sum(golden.terms.values())


def test_minutes_of_shifts(golden: Golden) -> None:
    facts = Facts(golden.scenario)
    paid = [facts.paid[row.shift, facts.day_of(row.date)] for row in golden.roster.shifts]
    over = overtime_by_shift(golden.roster, facts)
    assert tuple(zip(paid, over, strict=True)) == golden.shift_minutes


def test_production_capacity_and_key_figures(golden: Golden) -> None:
    found = evaluate(golden.scenario, golden.roster)
    expected = golden.expected
    if "production" in expected:
        assert [asdict(row) for row in found.production or ()] == expected["production"]
    if "capacity" in expected:
        assert [asdict(row) for row in found.capacity] == expected["capacity"]
    if "over_minutes" in expected:
        assert found.over_minutes == expected["over_minutes"]
    wanted = expected.get("kpis", {})
    assert {name: found.kpis[name] for name in wanted} == wanted

"""Wards one after the other, each at the prices of those before."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from models.evaluation import evaluate
from models.facts import CoverKey, Facts
from models.scenario import Scenario
from solver.divided.division import cut_out
from solver.divided.wards import WardPlanner
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch, prepare
from tests.support.hospitals import hospital


def nights() -> Scenario:
    """Return the ward of the tiny hospital: two nurses for one night after the other."""
    return cut_out(hospital(), {"ward"})


def test_a_ward_without_time_begins_at_the_prices_of_the_one_before(monkeypatch: pytest.MonkeyPatch) -> None:
    planner = WardPlanner()
    begun: list[object] = []
    find = KernelSearch.begin_at

    def begin_at(kernel: KernelSearch, known: Mapping[CoverKey, float]) -> None:
        begun.append(known)
        find(kernel, known)

    monkeypatch.setattr(KernelSearch, "begin_at", begin_at)
    costs = []
    for _ in range(2):
        roster = planner.plan(nights(), 0.1, 0)
        assert roster is not None
        evaluation = evaluate(nights(), roster)
        assert not evaluation.violations
        assert roster.shifts, "nights are covered"
        costs.append(evaluation.objective)
        # however fast the machine is: there is no time for prices any more
        planner._pricing = 1000.0
    assert len(begun) == 1
    assert costs[0] == costs[1]


def test_prices_of_another_ward_bound_as_they_do_there() -> None:
    first, second = (prepare(Facts(nights()), lambda: False) for _ in range(2))
    assert first is not None
    assert second is not None
    bounds: list[int] = []

    def note(bound: int) -> bool:
        bounds.append(bound)
        return False

    first.bound(Clock(1000.0), 1000.0, note)
    second.begin_at(first.prices)
    assert second.prices == first.prices
    assert second._climb.best == pytest.approx(bounds[-1], abs=1.0)

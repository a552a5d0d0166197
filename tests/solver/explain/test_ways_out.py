"""Ways out: ranked by price, possible, and nothing is bent in the scenario itself."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from models.base import TICKS_PER_MONEY
from models.loading import dump, dump_overlay, load
from models.scenario import Scenario
from solver.explain.conflicts import find_conflicts
from solver.explain.elastic import Elastic
from solver.explain.elements import PIN_PRICE, Pinned, Spending
from solver.explain.ways_out import WayOut, ways_out
from solver.search.cpsat import Limits, Stop
from tests.solver.explain.test_conflicts import nurse, pin, planted, with_parts
from tests.support.explaining import FAST
from tests.support.rosters import clinic


def ways(scenario: Scenario, most: int = 5) -> list[WayOut]:
    limits = Limits(60.0, 1)
    return list(ways_out(scenario, find_conflicts(scenario, limits), limits, FAST, Stop(None), most))


def test_cheapest_first_and_at_least_three() -> None:
    scenario = with_parts(planted("week", "anna")[0])
    before = dump(scenario)
    found = ways(scenario)
    assert [type(way.elements[0]).__name__ for way in found] == ["Pinned", "Pinned", "Pinned", "Week"]
    assert [way.price for way in found[:3]] == [PIN_PRICE] * 3
    assert all(first.price <= second.price for first, second in pairwise(found))
    assert all(way.proven and way.result.roster is not None for way in found)
    assert dump(scenario) == before


def test_two_conflicts_are_both_bent() -> None:
    scenario = with_parts(planted("absence", "anna")[0], planted("twice", "bo")[0])
    found = ways(scenario, 3)
    assert all(len(way.elements) == 2 for way in found)
    assert found[0].price == 2 * PIN_PRICE
    assert len({way.elements for way in found}) == 3


def test_a_budget_is_raised_just_enough() -> None:
    people = [nurse("anna", contract_minutes=480, cost_per_hour=100)]
    scenario = clinic(staff=people, pins=[pin("anna", 0), pin("anna", 1)], budget={"overtime": 100})
    raised = next(way for way in ways(scenario) if isinstance(way.elements[0], Spending))
    # 480 minutes above contract, at 100 an hour and factor 1.8: 1440 in all
    assert raised.scenario.budget.overtime == 1440
    assert raised.price == (1000 + 1340) * TICKS_PER_MONEY


def test_a_rule_is_bent_for_one_person_and_as_little_as_can_be() -> None:
    scenario = with_parts(planted("rule", "anna")[0], {"staff": [nurse("bo")]})
    way = next(way for way in ways(scenario) if not isinstance(way.elements[0], Pinned))
    hard, soft = way.scenario.rules.overrides.consecutive_days  # type: ignore[attr-defined]
    assert (hard.mode, hard.scope.people) == ("hard", ("bo",))
    assert (soft.mode, soft.scope.people) == ("soft", ("anna",))
    assert way.result.evaluation is not None
    assert way.result.evaluation.terms["soft_rules"] == 1000 * TICKS_PER_MONEY


def test_in_a_hurry_the_known_conflicts_are_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Elastic, "cheapest", lambda elastic, tried: None)
    found = ways(with_parts(planted("absence", "anna")[0], planted("twice", "bo")[0]))
    assert len(found) == 4
    assert [len(way.elements) for way in found] == [2] * 4
    assert not any(way.proven for way in found)
    assert [way.price for way in found] == sorted(way.price for way in found)


def test_overlays(tmp_path: Path) -> None:
    folder = tmp_path
    parts = [planted(kind, f"p{n}")[0] for n, kind in enumerate(("absence", "week", "rule"))]
    scenario = with_parts(*parts)
    (folder / "scenario.yaml").write_text(dump(scenario), encoding="utf-8")
    for number, way in enumerate(ways(scenario)):
        overlay = folder / f"way_{number}.yaml"
        overlay.write_text(dump_overlay(scenario, way.scenario, "scenario.yaml", "A way out"), encoding="utf-8")
        assert load(overlay) == way.scenario.model_copy(update={"name": "A way out"})

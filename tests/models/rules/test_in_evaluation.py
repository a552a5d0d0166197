"""Rules inside the evaluation: whom they bind, what soft ones cost, what history and fair shares do."""

from __future__ import annotations

from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.scenario import Scenario
from tests.support.rosters import breaks, clinic, roster, shift, violations


def with_rules(**parts: Any) -> Scenario:
    overrides = parts.pop("overrides")
    return clinic(rules={"presets": ["none"], "overrides": overrides}, **parts)


def test_hard_rules_are_violations_with_their_source() -> None:
    scenario = with_rules(overrides={"consecutive_days": {"max": 1, "source": "a decision"}})
    (found,) = violations(scenario, shift(0), shift(1))
    assert (found.rule, found.title, found.source) == ("consecutive_days", "Days in a row", "a decision")
    assert (found.staff, found.size, found.unit, len(found.dates)) == ("anna", 1, "days", 2)


@pytest.mark.parametrize("first", [0, 5])
def test_days_in_a_row_at_both_ends(first: int) -> None:
    scenario = with_rules(overrides={"consecutive_days": {"max": 1}})
    assert breaks(scenario, shift(first, "duty")) == []
    assert breaks(scenario, shift(first, "duty"), shift(first + 1, "duty")) == [("consecutive_days", 1)]


def test_history_counts_for_the_first_day() -> None:
    rules = {"consecutive_days": {"max": 1}}
    history = [{"staff": "anna", "date": "2027-02-28", "shift": "duty"}]
    assert breaks(with_rules(overrides=rules, history=history), shift(0, staff="bo"), shift(1)) == []
    assert breaks(with_rules(overrides=rules, history=history), shift(0)) == [("consecutive_days", 1)]
    earlier = [{"staff": "anna", "date": "2027-02-27", "shift": "duty"}]
    assert breaks(with_rules(overrides=rules, history=earlier), shift(0)) == []


def test_soft_rules_cost_their_excess() -> None:
    rule = {"max": 1, "mode": "soft", "cost": 7}
    found = evaluate(scenario := with_rules(overrides={"consecutive_days": rule}), roster(shift(0), shift(1), shift(2)))
    assert found.violations == ()
    assert found.terms["soft_rules"] == found.objective == 2 * scenario.rules_in_force[0].price(1)
    off = with_rules(overrides={"consecutive_days": rule | {"mode": "off"}})
    assert evaluate(off, roster(shift(0), shift(1))).objective == 0


@pytest.mark.parametrize(
    ("scope", "bound"),
    [
        ({"people": ["anna"]}, {"anna"}),
        ({"people": ["locum"]}, {"locum-1"}),
        ({"competences": ["doctor"]}, {"bo"}),
        ({"units": ["clinic"]}, {"anna", "bo", "locum-1"}),
        ({"units": ["clinic"], "competences": ["doctor"], "people": ["anna"]}, set()),
    ],
)
def test_scope(scope: dict[str, list[str]], bound: set[str]) -> None:
    scenario = with_rules(
        overrides={"consecutive_days": {"max": 1, "scope": scope}},
        staff=[{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["doctor"]}],
        agency=[{"id": "locum", "competence": "nurse", "cost_per_hour": 1}],
    )
    main = {"anna": "nurse", "bo": "doctor", "locum-1": "nurse"}
    rows = [shift(day, staff=staff, competence=main[staff]) for staff in main for day in (0, 1)]
    assert {found.staff for found in violations(scenario, *rows)} == bound


def fair(mode: str = "soft", **parts: Any) -> Scenario:
    cover = [{"unit": "clinic", "shift": "duty", "competence": "nurse", "days": "mon-sun", "target": 1}]
    rule = {"kind": "weekend", "mode": mode, "cost": 10}
    return with_rules(overrides={"fairness": rule}, cover=cover, **parts)


def test_fair_share_of_weekends() -> None:
    # two weekend days for two nurses: one each
    assert evaluate(fair(), roster(shift(5, "duty"), shift(6, "duty", "bo"))).terms["fairness"] == 0
    assert evaluate(fair(), roster(shift(5, "duty"), shift(6, "duty"))).terms["fairness"] == 10 * 6000
    assert breaks(fair("hard"), shift(5, "duty"), shift(6, "duty")) == [("fairness", 1)]


def test_fair_share_by_days_available() -> None:
    absent = [{"staff": "bo", "start": "2027-03-01", "end": "2027-03-07"}]
    assert evaluate(fair(absences=absent), roster(shift(5, "duty"), shift(6, "duty"))).terms["fairness"] == 0


def test_fair_shares_are_counted_once_for_each_group() -> None:
    facts = Facts(fair())
    rule = facts.scenario.rules_in_force[0]
    assert [facts.fair_share(rule, "weekend", staff) for staff in ("anna", "bo", "anna")] == [1, 1, 1]


def test_agency_has_no_fair_share() -> None:
    scenario = fair(agency=[{"id": "locum", "competence": "nurse", "cost_per_hour": 0}])
    rows = (shift(5, "duty", "locum-1"), shift(6, "duty", "locum-1"))
    assert evaluate(scenario, roster(*rows)).terms["fairness"] == 0

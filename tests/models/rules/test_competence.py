"""Competences that expire: who may cover and sit as what, and as what people count who do nothing else."""

from __future__ import annotations

from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.scenario import Scenario
from tests.support.rosters import breaks, clinic, items, place, roster, shift

RULE: dict[str, Any] = {"competence_validity": {}}
UNTIL = {"nurse": "2027-03-02"}
COVER = [{"unit": "clinic", "shift": "day", "competence": "nurse", "days": "mon-fri", "target": 1}]


def team(*competences: str, **parts: Any) -> Scenario:
    """Return the small clinic with anna, whose competence as a nurse is valid until Tuesday."""
    staff = [{"id": "anna", "competences": competences, "valid_until": UNTIL}, {"id": "bo", "competences": ["nurse"]}]
    rules = {"presets": ["none"], "overrides": parts.pop("overrides", RULE)}
    return clinic(staff=staff, rules=rules, **({"cover": COVER} | parts))


@pytest.mark.parametrize(("day", "broken"), [(0, 0), (1, 0), (2, 1), (6, 1)])
def test_cover_and_places_after_the_last_valid_day(day: int, broken: int) -> None:
    week = [{"unit": "clinic", "shift": "duty", "competence": "nurse", "target": 1}]
    assert breaks(team("nurse", cover=week), shift(day, "duty")) == [("competence_validity", 1)] * broken
    if day < 5:
        held = (shift(day), place(day), place(day, "pm"), items(day, 1))
        assert breaks(team("nurse", cover=[]), *held) == [("competence_validity", 1)] * 2 * broken


def test_who_is_needed_as_nothing_may_work() -> None:
    assert breaks(team("nurse"), shift(2, "half")) == []
    assert breaks(team("nurse", "doctor"), shift(2)) == [("competence_validity", 1)]
    assert breaks(team("nurse", "doctor"), shift(2, competence="doctor")) == []


def test_soft_and_off_and_for_whom() -> None:
    soft = evaluate(team("nurse", overrides={"competence_validity": {"mode": "soft", "cost": 4}}), roster(shift(2)))
    assert (soft.violations, soft.terms["soft_rules"]) == ((), 4 * 6000)
    for rule in ({"mode": "off"}, {"scope": {"people": ["bo"]}}, {"scope": {"from": "2027-03-04"}}):
        assert breaks(team("nurse", overrides={"competence_validity": rule}), shift(2)) == []


def test_the_main_competence_is_the_first_that_is_valid() -> None:
    facts = Facts(team("nurse", "doctor"))
    worker = facts.workers["anna"]
    assert [facts.main_on(worker, day) for day in (0, 1, 2, 6)] == ["nurse", "nurse", "doctor", "doctor"]
    alone = Facts(team("nurse"))
    assert alone.main_on(alone.workers["anna"], 6) == "nurse"
    ignored = Facts(team("nurse", "doctor", overrides={}))
    assert ignored.main_on(ignored.workers["anna"], 6) == "nurse"


def test_idle_time_is_credited_to_what_is_valid() -> None:
    rows = [shift(day, competence="doctor") for day in (1, 2)]
    found = evaluate(team("nurse", "doctor", cover=[]), roster(*rows)).capacity
    assert {row.competence: row.rostered for row in found} == {"nurse": 480, "doctor": 480}

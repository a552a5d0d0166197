"""Planted conflicts: just what was planted is found, and without any one of its members there is a roster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts import Facts
from models.result import Status
from models.scenario import Scenario
from solver.explain.conflicts import describe, find_conflicts
from solver.explain.elements import Absent, Bound, Least, Pinned, Spending, Week, elements
from solver.search.cpsat import Limits
from solver.solve import solve
from tests.support.explaining import FAST
from tests.support.rosters import clinic
from tests.support.scenarios import randomly, scenarios

LIMITS = Limits(seconds=60.0, workers=1)
Parts = dict[str, list[dict[str, Any]]]


def nurse(name: str, **parts: Any) -> dict[str, Any]:
    return {"id": name, "competences": ["nurse"]} | parts


def pin(staff: str, day: int, shift: str = "day") -> dict[str, Any]:
    return {"staff": staff, "date": f"2027-03-{day + 1:02}", "shift": shift}


def away(staff: str, day: int) -> dict[str, Any]:
    return {"staff": staff, "start": f"2027-03-{day + 1:02}"}


def cover(day: int, least: int) -> dict[str, Any]:
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "dates": [f"2027-03-{day + 1:02}"]}
    return row | {"min": least, "min_mode": "hard", "under_cost": 50}


def planted(kind: str, staff: str) -> tuple[Parts, set[type]]:
    """Return parts of a scenario that cannot be for one person, and the kinds of what collides."""
    person = nurse(staff, contract_minutes=960, week_max_minutes=960)
    free = nurse(staff)
    if kind == "absence":
        return {"staff": [free], "pins": [pin(staff, 1)], "absences": [away(staff, 1)]}, {Pinned, Absent}
    if kind == "twice":
        return {"staff": [free], "pins": [pin(staff, 1), pin(staff, 1, "off")]}, {Pinned}
    if kind == "week":
        return {"staff": [person], "pins": [pin(staff, day) for day in range(3)]}, {Pinned, Week}
    if kind == "rule":
        return {"staff": [free], "pins": [pin(staff, day) for day in range(4)]}, {Pinned, Bound}
    return {"staff": [person], "pins": [pin(staff, 4, "half"), pin(staff, 4, "day")]}, {Pinned}


def with_parts(*parts: Parts) -> Scenario:
    """Return a clinic of several planted parts, in which nobody works more than three days in a row."""
    joined: dict[str, Any] = {}
    for part in parts:
        for key, rows in part.items():
            joined[key] = [*joined.get(key, []), *rows]
    return clinic(**joined, rules={"presets": ["none"], "overrides": {"consecutive_days": {"max": 3}}})


@randomly(15)
@given(st.lists(st.sampled_from(["absence", "twice", "week", "rule", "shifts"]), min_size=1, max_size=3))
def test_every_planted_conflict_is_found(kinds: list[str]) -> None:
    parts = [planted(kind, f"p{n}") for n, kind in enumerate(kinds)]
    found = find_conflicts(with_parts(*(part for part, _ in parts)), LIMITS)
    assert all(conflict.minimal for conflict in found)
    assert sorted(sorted(t.__name__ for t in map(type, c.elements)) for c in found) == sorted(
        sorted(_names(part, kinds_)) for part, kinds_ in parts
    )


def _names(part: Parts, kinds: set[type]) -> list[str]:
    """Return the names of the elements that collide: all pins, and one of each other kind."""
    return ["Pinned"] * len(part["pins"]) + [kind.__name__ for kind in kinds - {Pinned}]


@pytest.mark.parametrize("kind", ["absence", "twice", "week", "rule", "shifts"])
def test_without_any_one_member_there_is_a_roster(kind: str) -> None:
    scenario = with_parts(planted(kind, "anna")[0])
    assert solve(scenario, FAST).status is Status.INFEASIBLE
    (conflict,) = find_conflicts(scenario, LIMITS)
    for element in conflict.elements:
        assert solve(element.bend(scenario), FAST).roster is not None, element.text


def test_cover_that_nobody_is_left_for() -> None:
    scenario = clinic(
        staff=[nurse("anna"), nurse("bo"), nurse("cy")],
        cover=[cover(1, 2), cover(2, 1)],
        absences=[away("anna", 1), away("bo", 1), away("cy", 2)],
    )
    (conflict,) = find_conflicts(scenario, LIMITS)
    assert {type(element) for element in conflict.elements} == {Least, Absent}
    assert "cover: at least 2 nurse on shift duty in clinic on 2027-03-02" in [e.text for e in conflict.elements]
    assert len(conflict.elements) == 3
    for element in conflict.elements:
        assert solve(element.bend(scenario), FAST).roster is not None


def test_a_budget_is_raised_by_what_is_needed() -> None:
    people = [nurse("anna", contract_minutes=480, cost_per_hour=100)]
    scenario = clinic(staff=people, pins=[pin("anna", 0), pin("anna", 1)], budget={"overtime": 100})
    (conflict,) = find_conflicts(scenario, LIMITS)
    assert {type(element) for element in conflict.elements} == {Pinned, Spending}
    assert len(conflict.elements) == 3


def test_a_rule_about_several_people() -> None:
    rule = {"apart": {"people": ["anna", "bo"]}}
    pins = [pin("anna", 1), pin("bo", 1)]
    scenario = clinic(pins=pins, rules={"presets": ["none"], "overrides": rule})
    (conflict,) = find_conflicts(scenario, LIMITS)
    assert sorted(type(element).__name__ for element in conflict.elements) == ["Bound", "Pinned", "Pinned"]
    for element in conflict.elements:
        assert solve(element.bend(scenario), FAST).roster is not None


def test_nothing_collides() -> None:
    assert find_conflicts(clinic(), LIMITS) == ()


def test_words() -> None:
    scenario = with_parts(planted("week", "anna")[0])
    (line,) = describe(Facts(scenario), LIMITS)
    assert line == (
        "these cannot all be kept: pin: anna on shift day on 2027-03-01; pin: anna on shift day on 2027-03-02; "
        "pin: anna on shift day on 2027-03-03; week limits: anna works 0 to 16 h a week, less with absences"
    )


@randomly(6)
@given(scenarios())
def test_random_scenarios(scenario: Scenario) -> None:
    """A scenario has a roster exactly where nothing collides; and all elements let go make any scenario possible."""
    found = find_conflicts(scenario, LIMITS, most=1)
    brief = replace(FAST, deterministic_limit=0.5)
    assert bool(found) == (solve(scenario, brief).status is Status.INFEASIBLE)
    if found:
        freed = scenario
        for element in elements(Facts(scenario)):
            freed = element.bend(freed)
        assert solve(freed, brief).roster is not None

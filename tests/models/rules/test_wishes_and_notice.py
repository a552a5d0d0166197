"""Wishes granted, notice and fair shares with history, against counting by hand, on every week of one person."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.rules.base import Finding, PersonRule
from tests.support.rosters import breaks, clinic, roster, shift
from tests.support.rules import past, ward

WEEKS = tuple(product((None, "early", "late"), repeat=7))
Week = Sequence[str | None]


def judge(facts: Facts, week: Week) -> list[Finding]:
    """Return what the one rule in force finds in a week of anna."""
    (rule,) = facts.scenario.rules_in_force
    assert isinstance(rule, PersonRule)
    worked = (facts.worked_shift(k, day) for day, k in enumerate(week) if k is not None)
    return list(rule.judge("anna", [*facts.history.get("anna", ()), *worked], facts))


def request(kind: str, date: str, **parts: Any) -> dict[str, Any]:
    return {"staff": "anna", "kind": kind, "date": date, "cost": 0} | parts


REQUESTS = [
    request("off", "2027-03-01"),
    request("on", "2027-03-03", shift="late"),
    request("on", "2027-03-04", end="2027-03-05", shift="early"),
    request("off", "2027-03-06", end="2027-03-10"),
    request("off", "2027-02-25", end="2027-03-02", shift="late"),
]


def granted_by_hand(week: Week) -> int:
    return sum(
        (
            week[0] is None,
            week[2] == "late",
            "early" in (week[3], week[4]),
            week[5] is None and week[6] is None,
            week[0] != "late" and week[1] != "late",
        )
    )


@pytest.mark.parametrize(("share", "least"), [("1", 5), ("0.6", 3), ("0.601", 4), ("0", 0)])
def test_wishes_granted(share: str, least: int) -> None:
    facts = Facts(ward({"wishes_granted": {"share": share}}, "early late", requests=REQUESTS))
    for week in WEEKS:
        found = judge(facts, week)
        assert sum(f.size for f in found) == max(0, least - granted_by_hand(week)), week


def test_requests_cost_each_day_of_a_window_not_to_work_and_once_to_work() -> None:
    wishes = [
        request("off", "2027-03-01", end="2027-03-03", cost=10),
        request("on", "2027-03-05", end="2027-03-07", shift="late", cost=100),
    ]
    scenario = ward({}, "early late", requests=wishes)
    facts = Facts(scenario)
    for week in WEEKS[::5]:
        rows = [shift(day, k) for day, k in enumerate(week) if k]
        worked, late = sum(k is not None for k in week[:3]), "late" in week[4:]
        found = evaluate(scenario, roster(*rows), facts)
        assert found.terms["requests"] == 6000 * (10 * worked + 100 * (not late)), week
        assert found.kpis["requests_granted"] == ((worked == 0) + late) / 2


PUBLISHED = {0: "early", 1: "late", 2: "early", 4: "late"}
ROWS = [{"staff": "anna", "date": f"2027-03-0{day + 1}", "shift": k} for day, k in PUBLISHED.items()]


@pytest.mark.parametrize(
    ("parts", "days", "judged"),
    [
        ({}, 3, range(3)),
        ({}, 7, range(5)),
        ({"published_until": "2027-03-06"}, 7, range(6)),
        ({"published_until": "2027-03-20"}, 5, range(5)),
        ({"planned_on": "2027-02-24"}, 7, range(2)),
        ({"planned_on": "2027-02-22"}, 7, range(0)),
        ({"absences": [{"staff": "anna", "start": "2027-03-02"}]}, 3, (0, 2)),
    ],
)
def test_notice(parts: dict[str, Any], days: int, judged: Sequence[int]) -> None:
    base: dict[str, Any] = {"published": ROWS, "planned_on": "2027-03-01"}
    facts = Facts(ward({"notice": {"days": days}}, "early late", **(base | parts)))
    for week in WEEKS:
        changed = [day for day in judged if week[day] != PUBLISHED.get(day)]
        assert [f.days for f in judge(facts, week)] == [(day,) for day in changed], week


def test_without_a_published_roster_nothing_changes() -> None:
    facts = Facts(ward({"notice": {}}, "early late", planned_on="2027-03-01"))
    assert judge(facts, WEEKS[-1]) == []


def test_who_is_published_as_off() -> None:
    offer = [{"id": "locum", "competence": "nurse", "people": 2, "cost_per_hour": 0}]
    people = [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["nurse"]}]
    rows = [*ROWS, {"staff": "locum-2", "date": "2027-03-02", "shift": "early"}]
    rule = {"notice": {"mode": "hard", "days": 2}}
    scenario = ward(rule, "early late", published=rows, agency=offer, staff=people, planned_on="2027-03-01")
    kept = [shift(0, "early"), shift(1, "late"), shift(1, "early", "locum-2")]
    assert breaks(scenario, *kept, shift(0, "late", "locum-1")) == []
    assert breaks(scenario, *kept, shift(0, "late", "bo")) == [("notice", 1)]
    assert breaks(scenario, *kept[:2]) == [("notice", 1)]


@pytest.mark.parametrize(
    ("parts", "judged"),
    [
        ({}, range(5)),
        ({"planned_on": "2026-12-01"}, range(5)),
        ({"previous_until": "2027-03-03"}, range(3)),
        ({"previous_until": "2027-03-20"}, range(7)),
        ({"absences": [{"staff": "anna", "start": "2027-03-02"}]}, (0, 2, 3, 4)),
        ({"previous": []}, ()),
        ({"previous": [], "published": ROWS}, ()),
    ],
)
def test_the_roster_before(parts: dict[str, Any], judged: Sequence[int]) -> None:
    facts = Facts(ward({"keep_close": {}}, "early late", **({"previous": ROWS} | parts)))
    for week in WEEKS:
        changed = [day for day in judged if week[day] != PUBLISHED.get(day)]
        assert [f.days for f in judge(facts, week)] == [(day,) for day in changed], week


def test_who_was_off_in_the_roster_before() -> None:
    offer = [{"id": "locum", "competence": "nurse", "people": 2, "cost_per_hour": 0}]
    people = [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["nurse"]}]
    rule = {"keep_close": {"mode": "hard"}}
    scenario = ward(rule, "early late", previous=ROWS[:1], previous_until="2027-03-02", agency=offer, staff=people)
    assert breaks(scenario, shift(0, "early"), shift(4, "late", "bo")) == []
    for added in (shift(1, "late"), shift(0, "late", "bo"), shift(1, "early", "locum-1")):
        assert breaks(scenario, shift(0, "early"), added) == [("keep_close", 1)]


COVER = [{"unit": "clinic", "shift": "late", "competence": "nurse", "days": "mon-fri", "target": 1}]
TWO = [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["nurse"]}]
HISTORY = [*past("late", "2027-02-20", "2027-02-21"), *past("early", "2027-02-27")]


@pytest.mark.parametrize(
    ("settings", "history", "share", "before"),
    [
        # five late shifts are wanted, for two; the history adds two of anna's, and bo's one
        ({"kind": "late"}, HISTORY, 3, 0),
        ({"kind": "late", "history": True}, HISTORY, 4, 2),
        ({"kind": "late", "history": True}, [*HISTORY, past("late", "2027-02-22")[0] | {"staff": "bo"}], 4, 2),
        ({"kind": "late", "history": True}, [], 3, 0),
        # the cover asks for no early shift; one was worked before
        ({"kind": "early", "history": True}, HISTORY, 1, 1),
        # no weekend is wanted; three shifts of the history lie on one
        ({"kind": "weekend", "history": True}, HISTORY, 2, 3),
    ],
)
def test_fair_shares_with_history(
    settings: dict[str, Any], history: list[dict[str, str]], share: int, before: int
) -> None:
    facts = Facts(ward({"fairness": settings}, "early late", cover=COVER, staff=TWO, history=history))
    for week in WEEKS:
        kind = settings["kind"]
        mine = sum(k is not None for k in week[5:]) if kind == "weekend" else week.count(kind)
        found = judge(facts, week)
        assert sum(f.size for f in found) == max(0, before + mine - max(share, before)), week


def test_shares_of_a_kind_count_each_of_its_shifts() -> None:
    shifts = {name: {"minutes": 60, "kind": "short", "days": "mon-sun"} for name in "ab"}
    row = {"unit": "clinic", "competence": "nurse", "days": "mon", "target": 1}
    cover = [row | {"shift": name} for name in shifts]
    rules = {"presets": ["none"], "overrides": {"fairness": {"kind": "short", "mode": "hard"}}}
    scenario = clinic(shifts=shifts, cover=cover, rules=rules, units={"clinic": {}}, production_plan={}, staff=TWO)
    assert breaks(scenario, shift(0, "a"), shift(1, "b")) == [("fairness", 1)]
    assert breaks(scenario, shift(0, "a"), shift(0, "b", "bo")) == []

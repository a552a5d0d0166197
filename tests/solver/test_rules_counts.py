"""Minutes, shifts and free days in windows: the solver allows and prices what the evaluation does."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from tests.support.rules import MODES, Case, before, compare, past, solved, ward, weeks_of_anna

HISTORY = past("early", *(f"2027-02-{day}" for day in ("16", "17", "18", "22", "23", "27")))
CASES = {
    "minutes": Case("working_minutes", {"per": "horizon", "min": 1000, "max": 2000}, "early night"),
    "minutes of a day": Case("working_minutes", {"per": "day", "max": 480}, "early night"),
    "minutes of seven days": Case(
        "working_minutes", {"per": "7 days", "min": 960, "max": 2100}, "early night", {"history": HISTORY}
    ),
    "minutes of two weeks": Case(
        "working_minutes", {"per": "2 weeks", "min": 2400, "max": 3000}, "early late", {"history": HISTORY}
    ),
    "target": Case("working_minutes", {"per": "week", "target": 1440}, "early"),
    "minutes by duty": Case("working_minutes", {"per": "week", "max": 1200, "duties": ["stand_by"]}, "early reserve"),
    "minutes of nights": Case("working_minutes", {"per": "week", "max": 600, "shifts": ["night"]}, "early night"),
    "over the change of clocks": Case(
        "working_minutes",
        {"per": "2 days", "max": 1080, "blocks": False},
        "early night",
        {"horizon": {"start": "2027-10-25", "weeks": 1}},
    ),
    "shifts": Case("shift_count", {"min": 2, "max": 4}, "early reserve"),
    "shifts of a kind": Case("shift_count", {"min": 1, "max": 2, "shifts": ["late", "night"]}, "early night"),
    "shifts of seven days": Case(
        "shift_count", {"per": "7 days", "min": 2, "max": 3}, "early reserve", {"history": HISTORY}
    ),
    "shifts of a month": Case(
        "shift_count",
        {"per": "month", "min": 5, "max": 7},
        "early",
        {"history": HISTORY[:3], "horizon": {"start": "2027-02-22", "weeks": 1}, "history_from": "2027-02-01"},
    ),
    "free days": Case("free_days", {"per": "week", "min": 3, "max": 5}, "early reserve"),
    "free days of ten": Case("free_days", {"per": "10 days", "min": 4, "max": 6}, "early", {"history": HISTORY}),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    scenario = case.scenario(mode)
    shifts = case.shifts.split()
    broken, kept = compare(scenario, weeks_of_anna(shifts, every=1 if len(shifts) == 1 else 23))
    assert min(broken, kept) >= 5, "the patterns do not show both sides of the rule"


AGENCY = [{"id": "locum", "competence": "nurse", "cost_per_hour": 0}]


@pytest.mark.parametrize(
    ("rules", "allowed", "forbidden"),
    [
        ({"working_minutes": {"per": "week", "max": 1080}}, "EN", "EEE"),
        ({"working_minutes": {"per": "week", "min": 3361}}, "N", ".."),
        ({"shift_count": {"max": 1, "shifts": ["night"]}}, "NE", "NN"),
        ({"shift_count": {"min": 6}}, ".E", ".."),
        ({"free_days": {"per": "week", "min": 5}}, "EN", "ENE"),
    ],
)
def test_smallest_cases(rules: dict[str, Any], allowed: str, forbidden: str) -> None:
    assert solved(rules, "early night", allowed).status is Status.OPTIMAL
    assert solved(rules, "early night", forbidden).status is Status.INFEASIBLE


def test_least_binds_employees_only() -> None:
    scenario = ward({"shift_count": {"min": 1, "max": 1}}, "early", agency=AGENCY)
    lines = [frozenset(("locum-1", day, "early") for day in days) for days in ((), (0,), (0, 1))]
    broken, kept = compare(scenario, [*lines, *(line | {("anna", 0, "early")} for line in lines)])
    assert (broken, kept) == (4, 2)


EXCEEDED = {
    "minutes": Case("working_minutes", {"per": "7 days", "max": 480}, "early night", {"history": HISTORY}),
    "shifts": Case("shift_count", {"per": "7 days", "max": 1}, "early night", {"history": HISTORY}),
    "free days": Case("free_days", {"per": "7 days", "max": 1}, "early night", {"history": HISTORY}),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", EXCEEDED.values(), ids=EXCEEDED)
def test_history_alone_breaks_no_rule(case: Case, mode: dict[str, Any]) -> None:
    scenario = case.scenario(mode)
    harmless = frozenset(("anna", day, "early") for day in range(7)) if case.rule == "free_days" else frozenset()
    assert compare(scenario, [harmless]) == (0, 1)
    broken, _ = compare(scenario, weeks_of_anna(["early", "night"], every=31))
    assert broken >= 20


def test_a_roster_after_a_month_of_too_much() -> None:
    full = before("EEEEEEE" * 2)
    rules: dict[str, Any] = {
        "working_minutes": {"per": "2 weeks", "max": 480},
        "average_hours": {"hours": 4, "weeks": 3},
        "weekends": {"max": 1, "weeks": 3},
    }
    assert solved(rules, "early", ".......", **full).status is Status.OPTIMAL
    assert solved(rules, "early", ".....E.", **full).status is Status.INFEASIBLE


OUT_OF_REACH = {
    "minutes": Case("working_minutes", {"per": "7 days", "min": 3000}, "early night", before("E......")),
    "shifts": Case("shift_count", {"per": "7 days", "min": 6}, "early night", before("E......")),
    "free days": Case("free_days", {"per": "7 days", "min": 6}, "early night", before("EEEEEE.")),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", OUT_OF_REACH.values(), ids=OUT_OF_REACH)
def test_what_the_history_leaves_out_of_reach_breaks_no_rule(case: Case, mode: dict[str, Any]) -> None:
    scenario = case.scenario(mode)
    fullest = frozenset(("anna", day, "night") for day in range(7)) if case.rule != "free_days" else frozenset()
    assert compare(scenario, [fullest]) == (0, 1)
    broken, _ = compare(scenario, weeks_of_anna(["early", "night"], every=31))
    assert broken >= 20


def test_a_roster_after_a_month_of_too_little() -> None:
    rules: dict[str, Any] = {"free_days": {"per": "7 days", "min": 4}, "weekends": {"min": 2, "weeks": 2}}
    full = before("EEEEE..")
    assert solved(rules, "early", "...EEEE", **full).status is Status.INFEASIBLE
    assert solved(rules, "early", ".....E.", **full).status is Status.OPTIMAL

"""Days in a row and isolated days: the solver allows and prices what the evaluation does."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from tests.support.rules import HARD, MODES, TIERED, Case, before, compare, solved, ward, weeks_of_anna

SCOPE = {"scope": {"from": "2027-03-03", "to": "2027-03-05"}}
CASES = {
    "most days": Case("consecutive_days", {"max": 2}, "early"),
    "most days after history": Case("consecutive_days", {"max": 2}, "early", before(".EE")),
    "most days after a long history": Case("consecutive_days", {"max": 2}, "early", before("EEEE")),
    "fewest days": Case("consecutive_days", {"min": 3}, "early"),
    "fewest days after history": Case("consecutive_days", {"min": 3}, "early", before(".EE")),
    "fewest days after an unknown start": Case("consecutive_days", {"min": 3}, "early", before("EE")),
    "fewest days, closed": Case("consecutive_days", {"min": 3, "end": "closed"}, "early", before(".")),
    "both": Case("consecutive_days", {"min": 2, "max": 3}, "early", before(".E")),
    "within dates": Case("consecutive_days", {"min": 2, "max": 2} | SCOPE, "early", before(".E")),
    "days off": Case("consecutive_days_off", {"min": 2, "max": 3}, "early", before("E..")),
    "days off, closed": Case("consecutive_days_off", {"min": 3, "end": "closed"}, "early", before("E.")),
    "stand-by is a day off": Case("consecutive_days_off", {"min": 2, "max": 3}, "early reserve", before("ER")),
    "nights": Case("consecutive_shifts", {"shifts": ["night"], "min": 2, "max": 3}, "early night", before("EN")),
    "kinds": Case("consecutive_shifts", {"shifts": ["late", "night"], "max": 3}, "late night", before(".L")),
    "single days": Case("isolated_days", {}, "early", before(".E")),
    "single days off": Case("isolated_days", {"of": "off"}, "early", before("E.")),
    "single days after nothing known": Case("isolated_days", {"of": "off"}, "early reserve"),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    shifts = case.shifts.split()
    broken, kept = compare(case.scenario(mode), weeks_of_anna(shifts, every=2 if len(shifts) == 1 else 37))
    assert min(broken, kept) >= 3, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize(
    ("rule", "known", "allowed", "forbidden"),
    [
        ({"consecutive_days": {"max": 2}}, "", "EE.", "EEE"),
        ({"consecutive_days": {"max": 2}}, "EE", ".", "E"),
        ({"consecutive_days": {"min": 2}}, ".E", "E.", "."),
        ({"consecutive_days": {"min": 2}}, "", "E.", ".E."),
        ({"consecutive_days_off": {"min": 2}}, "E", "..E", ".E"),
        ({"consecutive_shifts": {"shifts": ["night"], "max": 1}}, "N", "E", "N"),
        ({"isolated_days": {}}, ".", "EE.", "E."),
        ({"isolated_days": {"of": "off"}}, "E", "..E", ".E"),
    ],
)
def test_smallest_cases(rule: dict[str, Any], known: str, allowed: str, forbidden: str) -> None:
    assert solved(rule, "early night", allowed, **before(known)).status is Status.OPTIMAL
    assert solved(rule, "early night", forbidden, **before(known)).status is Status.INFEASIBLE


def test_agency_need_not_work() -> None:
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 0}]
    anna = frozenset(("anna", day, "early") for day in (0, 3, 6))
    rosters = [anna, anna | {("locum-1", 3, "early")}, frozenset()]
    assert compare(ward({"consecutive_days_off": {"max": 2} | HARD}, "early", agency=agency), rosters) == (1, 2)


def test_more_steps_than_days() -> None:
    rule = {"consecutive_days": {"max": 1} | TIERED | {"step": 100_000}}
    assert compare(ward(rule, "early"), [frozenset(("anna", day, "early") for day in range(7))]) == (1, 0)

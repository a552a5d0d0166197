"""Forbidden successions and the same shift in a run: the solver allows and prices what the evaluation does."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from tests.support.rules import MODES, Case, before, compare, solved, weeks_of_anna

PAIRS = {"late": ["early"], "night": ["early", "late"]}
CASES = {
    "successions": Case("forbidden_successions", {"pairs": PAIRS}, "early late night"),
    "after history": Case("forbidden_successions", {"pairs": PAIRS}, "early late night", before("N")),
    "itself": Case("forbidden_successions", {"pairs": {"night": ["night"]}}, "early night", before("N")),
    "stand-by": Case("forbidden_successions", {"pairs": {"reserve": ["early"]}}, "early reserve", before("R")),
    "within dates": Case(
        "forbidden_successions", {"pairs": PAIRS, "scope": {"to": "2027-03-03"}}, "early late night", before("N")
    ),
    "same shift": Case("same_shift", {}, "early night", before("E")),
    "same shift of some": Case("same_shift", {"shifts": ["early", "late"]}, "early late night", before("L")),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    shifts = case.shifts.split()
    broken, kept = compare(case.scenario(mode), weeks_of_anna(shifts, every=23 if len(shifts) == 2 else 197))
    assert min(broken, kept) >= 3, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize(
    ("rule", "known", "allowed", "forbidden"),
    [
        ({"forbidden_successions": {"pairs": PAIRS}}, "", "EL", "LE"),
        ({"forbidden_successions": {"pairs": PAIRS}}, "L", "N", "E"),
        ({"forbidden_successions": {"pairs": PAIRS}}, "", "N.E", "NL"),
        ({"same_shift": {}}, "", "EE.L", "EEL"),
        ({"same_shift": {}}, "N", ".E", "E"),
    ],
)
def test_smallest_cases(rule: dict[str, Any], known: str, allowed: str, forbidden: str) -> None:
    assert solved(rule, "early late night", allowed, **before(known)).status is Status.OPTIMAL
    assert solved(rule, "early late night", forbidden, **before(known)).status is Status.INFEASIBLE

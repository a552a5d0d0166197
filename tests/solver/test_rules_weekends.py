"""Weekends worked, in a row and complete: the solver allows and prices what the evaluation does."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from models.result import Status
from solver.solution import Shifts
from tests.support.rules import HARD, MODES, Case, before, compare, shifts_of, solved, ward

THREE = {"weeks": 3}
PAST = before("E.....EE.....E.") | THREE
FULL = before(".....EE" * 3 + ".......") | THREE
CASES = {
    "most": Case("weekends", {"max": 1}, "early", THREE),
    "most and least": Case("weekends", {"min": 1, "max": 2}, "early", PAST),
    "every second": Case("weekends", {"max": 1, "weeks": 2}, "early", PAST),
    "two of five, three before": Case("weekends", {"max": 2, "weeks": 5}, "early", FULL),
    "every second, nothing known": Case("weekends", {"max": 1, "weeks": 2}, "early", THREE),
    "two of four": Case("weekends", {"min": 2, "max": 2, "weeks": 4}, "early", before("......EE.......") | THREE),
    "a Sunday known": Case("weekends", {"min": 1, "max": 1, "weeks": 2}, "early", before(".") | THREE),
    "within dates": Case("weekends", {"max": 0, "weeks": 1, "scope": {"to": "2027-03-13"}}, "early", THREE),
    "in a row": Case("consecutive_weekends", {"max": 1}, "early", PAST),
    "in a row, at least": Case("consecutive_weekends", {"min": 2, "max": 3}, "early", PAST),
    "in a row, closed": Case("consecutive_weekends", {"min": 2, "end": "closed"}, "early", THREE),
    "in a row, a Sunday known": Case("consecutive_weekends", {"min": 2}, "early", before(".") | THREE),
    "in a row, a Sunday worked": Case("consecutive_weekends", {"min": 2, "max": 2}, "early", before("E") | THREE),
    "complete": Case("complete_weekends", {}, "early late reserve", THREE),
    "complete, the same shift": Case("complete_weekends", {"same_shift": True}, "early late", before("E") | THREE),
}


def weekends(letters: str, every: int) -> Iterator[Shifts]:
    """Yield rosters of three weeks with every n-th pattern of their Saturdays and Sundays."""
    for number, days in enumerate(product(f".{letters}", repeat=6)):
        if number % every == 0:
            yield shifts_of("".join(f".....{days[n]}{days[n + 1]}" for n in (0, 2, 4)))


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weekends(case: Case, mode: dict[str, Any]) -> None:
    letters = "".join(shift[0].upper() for shift in case.shifts.split())
    broken, kept = compare(case.scenario(mode), weekends(letters, every=(1, 1, 13, 67)[len(letters)]))
    assert min(broken, kept) >= 3, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize(
    ("rule", "known", "allowed", "forbidden"),
    [
        ({"weekends": {"max": 0}}, "", "....E..", ".....E."),
        ({"weekends": {"max": 1, "weeks": 2}}, "E.", ".......", "......E"),
        ({"weekends": {"min": 1}}, "", "......E", "......."),
        ({"consecutive_weekends": {"max": 1}}, ".E", "....L..", ".....L."),
        ({"consecutive_weekends": {"min": 2}}, ".......EE", "......E", "......."),
        ({"complete_weekends": {}}, "", ".....EL", ".....E."),
        ({"complete_weekends": {"same_shift": True}}, "", ".....LL", ".....EL"),
    ],
)
def test_smallest_cases(rule: dict[str, Any], known: str, allowed: str, forbidden: str) -> None:
    assert solved(rule, "early late", allowed, **before(known)).status is Status.OPTIMAL
    assert solved(rule, "early late", forbidden, **before(known)).status is Status.INFEASIBLE


def test_least_binds_employees_only() -> None:
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 0}]
    scenario = ward({"weekends": {"min": 1, "max": 1} | HARD}, "early", agency=agency)
    anna, locum = ("anna", 5, "early"), ("locum-1", 6, "early")
    assert compare(scenario, [frozenset({anna}), frozenset({anna, locum}), frozenset({locum})]) == (1, 2)

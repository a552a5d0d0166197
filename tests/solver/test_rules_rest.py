"""Rest after a run, in the week and in fixed periods: the solver allows and prices what the evaluation does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from models.result import Status
from models.scenario import Scenario
from solver.solution import Shifts
from tests.support.rules import HARD, MODES, SOFT, Case, before, compare, shifts_of, solved, ward

SPRING = {"horizon": {"start": "2027-03-22", "weeks": 1}}
NIGHTS, PERIOD = {"shifts": ["night"], "hours": 46}, "daily_rest_period"
ALL = "early late night middle twenty reserve"
EXCEPTIONS = {"reduced_hours": 9, "long_shift_hours": 20}
CASES = {
    "daily rest and stand-by": Case("daily_rest", {"hours": 11}, "early night jour reserve course", before("N")),
    "after nights": Case("rest_after", NIGHTS, "early night reserve", before("NN")),
    "after two nights": Case("rest_after", NIGHTS | {"after": 2}, "early night course", before("N")),
    "after days": Case("rest_after", {"hours": 60, "after": 3}, "early night", before("EE")),
    "after early shifts": Case("rest_after", {"shifts": ["early"], "hours": 72}, "early night", before("E.")),
    "after nights, clocks forward": Case("rest_after", {"shifts": ["night"], "hours": 34}, "early night", SPRING),
    "weekly rest with on-call": Case("weekly_rest", {"hours": 48}, "early jour reserve", before("J")),
    "by midnight": Case(PERIOD, {}, "late middle reserve", before("M")),
    "by seven": Case(PERIOD, {"boundary": "07:00"}, ALL, before(".N")),
    "by noon, after nothing known": Case(PERIOD, {"boundary": "12:30"}, ALL),
    "nine hours": Case(PERIOD, {"reduced_hours": 9}, "late middle", before("M")),
    "nine hours, by noon": Case(PERIOD, {"reduced_hours": 9, "boundary": "12:30"}, ALL, before("MEN")),
    "twenty hours": Case(PERIOD, {"long_shift_hours": 20}, "late twenty", before("T")),
    "both": Case(PERIOD, EXCEPTIONS, "late middle twenty", before("MT")),
    "both, by seven": Case(PERIOD, EXCEPTIONS | {"boundary": "07:00"}, ALL, before("TM")),
    "all of the day, clocks forward": Case(PERIOD, {"hours": 24}, "early", SPRING),
}


def rosters(scenario: Scenario, number: int) -> Iterator[Shifts]:
    """Yield random weeks, from empty ones to full ones."""
    chance = random.Random(3)
    for n in range(number):
        days = [day for day in range(7) if chance.random() < n / (number - 1)]
        yield frozenset(("anna", day, chance.choice(list(scenario.shifts))) for day in days)


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    scenario = case.scenario(mode)
    broken, kept = compare(scenario, rosters(scenario, 60))
    assert min(broken, kept) >= 3, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize("mode", [HARD, SOFT], ids=["hard", "soft"])
@pytest.mark.parametrize("hours", [167, 168])
def test_a_week_cannot_rest_longer_than_it_is(hours: int, mode: dict[str, Any]) -> None:
    scenario = ward({"weekly_rest": {"hours": hours} | mode}, "early", **SPRING)
    assert compare(scenario, [shifts_of("."), shifts_of("E")]) == ((1, 1) if hours == 167 else (2, 0))


@pytest.mark.parametrize(
    ("rule", "known", "allowed", "forbidden"),
    [
        ({"rest_after": NIGHTS}, "", "NN..E", "NN.E"),
        ({"rest_after": NIGHTS}, "N", "N..E", "E"),
        ({"rest_after": NIGHTS | {"after": 2}}, "", "N.E", "NN.E"),
        ({PERIOD: {"boundary": "19:00"}}, "", "EL.E", "LE"),
        ({PERIOD: {}}, "T", ".", "L"),
        ({PERIOD: {"reduced_hours": 9}}, "", "ML", "MM"),
        ({PERIOD: {"reduced_hours": 9}}, "M", "L", "E"),
        ({PERIOD: {"long_shift_hours": 20}}, "", "T.L", "T.E"),
    ],
)
def test_smallest_cases(rule: dict[str, Any], known: str, allowed: str, forbidden: str) -> None:
    shifts = "early late night middle twenty"
    assert solved(rule, shifts, allowed, **before(known)).status is Status.OPTIMAL
    assert solved(rule, shifts, forbidden, **before(known)).status is Status.INFEASIBLE

"""Average hours, caps on overtime and the full-time measure: the solver allows and prices what the evaluation does."""

from __future__ import annotations

from typing import Any

import pytest

from models.result import Status
from tests.support.rules import ANNA, MODES, Case, before, compare, shifts_of, solved, weeks_of_anna

FREE: dict[str, Any] = {"pay": {"additional_factor": 0, "overtime_factor": 0, "undertime_factor": 0}}
"""Hours above and below the contract cost nothing, so that the cost is that of the rule."""
STEPS = [{"night_share": "0.2", "minutes": 2180}, {"night_share": "0.5", "minutes": 2060}]


def contract(**person: Any) -> dict[str, Any]:
    """Return the parts of a scenario where anna has such a contract."""
    return FREE | {"staff": [ANNA | {"week_max_minutes": 10_000, "cost_per_hour": 60} | person]}


CASES = {
    "average": Case("average_hours", {"hours": 30, "weeks": 3}, "early night", before("EEEE..NN.....")),
    "average without leave": Case(
        "average_hours",
        {"hours": 36, "weeks": 2},
        "early jour",
        before("EEE.....") | {"absences": [{"staff": "anna", "start": "2027-02-27", "end": "2027-03-01"}]},
    ),
    "overtime": Case(
        "overtime_cap",
        {"hours": 8, "per": "4 weeks"},
        "early night",
        contract(contract_minutes=1440, overtime_before_minutes=100),
    ),
    "additional hours": Case(
        "overtime_cap",
        {"kind": "additional", "hours": 10, "per": "year"},
        "early night",
        contract(contract_minutes=1200, fraction="0.5", additional_year_minutes=100),
    ),
    "nights and Sundays": Case(
        "full_time_measure",
        {"steps": STEPS[1:], "nights": ["night"], "sundays_minutes": 2295},
        "early night",
        contract(contract_minutes=2400),
    ),
    "half of it nights": Case(
        "full_time_measure", {"steps": STEPS, "nights": ["night"]}, "early night", contract(contract_minutes=2180)
    ),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    shifts = case.shifts.split()
    patterns = weeks_of_anna(shifts, every=29)
    if "absences" in case.parts:
        patterns = (roster for roster in patterns if all(day != 0 for _, day, _ in roster))
    broken, kept = compare(case.scenario(mode), patterns)
    assert min(broken, kept) >= 5, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
def test_average_that_history_exceeds(mode: dict[str, Any]) -> None:
    case = Case("average_hours", {"hours": 12, "weeks": 3}, "early night", before("EEEE..NN....."))
    rosters = [shifts_of(days) for days in (".......", "E......", "..N....", "EEEENNN")]
    assert compare(case.scenario(mode), rosters) == (3, 1)


def test_half_of_the_time_exactly() -> None:
    settings = {"steps": [{"night_share": "0.5", "minutes": 0}], "nights": ["night"]}
    case = Case("full_time_measure", settings, "early night", contract(contract_minutes=2180) | {"weeks": 2})
    days = [("anna", day, "early") for day in range(5)]
    nights = [("anna", day, "night") for day in range(6, 10)]
    rosters = [frozenset(), frozenset(days), frozenset(days + nights), frozenset(nights)]
    more = frozenset([*days, *nights, ("anna", 12, "early")])
    for mode in MODES.values():
        assert compare(case.scenario(mode), [*rosters, more]) == (2, 3)


@pytest.mark.parametrize(
    ("rule", "settings", "allowed", "forbidden"),
    [
        ("average_hours", {"hours": 24, "weeks": 1}, "EEE", "EEEE"),
        ("overtime_cap", {"hours": 8, "per": "4 weeks"}, "EEEE", "EEEEN"),
        ("full_time_measure", {"steps": STEPS, "nights": ["night"]}, "NEEEEEE", "NE....."),
        ("full_time_measure", {"sundays_minutes": 1439}, "EEEEEE", "EEEEEEE"),
    ],
)
def test_smallest_cases(rule: str, settings: dict[str, Any], allowed: str, forbidden: str) -> None:
    parts = contract(contract_minutes=1440, fraction="0.6")
    if rule != "full_time_measure":
        parts = contract(contract_minutes=1440)
    assert solved({rule: settings}, "early night", allowed, **parts).status is Status.OPTIMAL
    assert solved({rule: settings}, "early night", forbidden, **parts).status is Status.INFEASIBLE

"""Wishes, notice, fair shares with history and requests in windows: the solver agrees with the evaluation."""

from __future__ import annotations

from typing import Any

import pytest

from models.scenario import Scenario
from tests.support.rules import HARD, MODES, Case, compare, past, ward, weeks_of_anna


def request(kind: str, date: str, **parts: Any) -> dict[str, Any]:
    return {"staff": "anna", "kind": kind, "date": date, "cost": 0} | parts


REQUESTS = [
    request("off", "2027-03-01"),
    request("on", "2027-03-03", shift="late"),
    request("on", "2027-03-04", end="2027-03-05", shift="early"),
    request("off", "2027-03-06", end="2027-03-10"),
]
PUBLISHED = [{"staff": "anna", "date": f"2027-03-0{day}", "shift": "early"} for day in (1, 2, 4)]
COVER = [{"unit": "clinic", "shift": "late", "competence": "nurse", "days": "mon-thu", "target": 1}]
TWO = [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["nurse"]}]
SHARES = {"cover": COVER, "staff": TWO, "history": past("late", "2027-02-20", "2027-02-21", "2027-02-23")}
CASES = {
    "wishes": Case("wishes_granted", {"share": "0.75"}, "early late", {"requests": REQUESTS}),
    "half of the wishes": Case("wishes_granted", {"share": "0.5"}, "early late", {"requests": REQUESTS}),
    "notice": Case(
        "notice", {"days": 3}, "early late", {"published": PUBLISHED, "planned_on": "2027-03-01", "staff": TWO}
    ),
    "notice with absence": Case(
        "notice",
        {"days": 14},
        "early late",
        {"published": PUBLISHED, "planned_on": "2027-02-18", "absences": [{"staff": "anna", "start": "2027-03-01"}]},
    ),
    "the roster before": Case(
        "keep_close", {}, "early late", {"previous": PUBLISHED, "previous_until": "2027-03-03", "staff": TWO}
    ),
    "late shifts with history": Case("fairness", {"kind": "late", "history": True}, "early late", SHARES),
    "weekends with history": Case("fairness", {"kind": "weekend", "history": True}, "early late", SHARES),
    "a single shift": Case("fairness", {"kind": "early"}, "early late", SHARES),
}


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_weeks(case: Case, mode: dict[str, Any]) -> None:
    broken, kept = compare(case.scenario(mode), weeks_of_anna(("early", "late"), every=41))
    assert broken >= 1
    assert kept >= 1


def windows() -> Scenario:
    prices = [request("off", "2027-03-01", end="2027-03-04", cost=3), *(r | {"cost": 7} for r in REQUESTS)]
    return ward({}, "early late", requests=prices)


def test_requests_in_windows() -> None:
    granted = frozenset((("anna", 2, "late"), ("anna", 4, "early")))
    scenario = windows()
    assert compare(scenario, weeks_of_anna(("early", "late"), every=17))[0] >= 100
    assert compare(scenario, [granted - {("anna", 2, "late")}, granted]) == (2, 0)


def test_a_week_as_published_costs_nothing() -> None:
    case = Case("notice", {"days": 14}, "early late", {"published": PUBLISHED, "planned_on": "2027-02-28"})
    told = frozenset(("anna", day, "early") for day in (0, 1, 3))
    assert compare(case.scenario(HARD), [told, told - {("anna", 0, "early")}]) == (1, 1)

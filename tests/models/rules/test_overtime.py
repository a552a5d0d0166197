"""Caps on overtime and additional hours: what a window leaves for the horizon."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.facts import Facts
from models.rules.overtime import OvertimeCap
from tests.support.rosters import MONDAY, breaks, shift
from tests.support.rules import ANNA, ward

PERSON: dict[str, Any] = ANNA | {
    "contract_minutes": 960,
    "fraction": "0.5",
    "overtime_before_minutes": 100,
    "overtime_year_minutes": 200,
    "additional_before_minutes": 300,
    "additional_year_minutes": 400,
}


@pytest.mark.parametrize(
    ("kind", "per", "weeks", "most"),
    [
        ("overtime", "4 weeks", 4, 2880 - 100),
        ("overtime", "4 weeks", 1, 2880 - 100),
        ("overtime", "4 weeks", 6, 4320 - 100),
        ("overtime", "month", 4, 2880 - 100),
        ("overtime", "month", 5, 2880 * 35 // 31 - 100),
        ("overtime", "year", 5, 2880 - 200),
        ("overtime", "year", 53, 2880 * 371 // 365 - 200),
        ("additional", "4 weeks", 2, 2880 - 300),
        ("additional", "year", 2, 2880 - 400),
    ],
)
def test_what_is_left(kind: str, per: str, weeks: int, most: int) -> None:
    facts = Facts(ward({}, "early", horizon={"start": MONDAY, "weeks": weeks}, staff=[PERSON]))
    rule = OvertimeCap.model_validate({"kind": kind, "hours": 48, "per": per})
    assert rule.most(facts.workers["anna"], facts) == most


def test_the_month_is_that_of_the_first_day() -> None:
    horizon = {"start": dt.date(2027, 12, 27), "weeks": 6}
    facts = Facts(ward({}, "early", horizon=horizon, staff=[ANNA | {"contract_minutes": 960}]))
    rule = OvertimeCap.model_validate({"hours": 50, "per": "month"})
    assert rule.most(facts.workers["anna"], facts) == 3000 * 42 // 31


def test_too_much_before_is_not_charged_again() -> None:
    person = PERSON | {"overtime_before_minutes": 5000}
    facts = Facts(ward({}, "early", staff=[person]))
    assert OvertimeCap(hours=48, per="4 weeks").most(facts.workers["anna"], facts) == 0


def over(cap: dict[str, Any], shifts: int, **person: Any) -> list[tuple[str, int]]:
    """Return the breaks of a cap by so many shifts of 480 minutes."""
    staff = [PERSON | {"overtime_before_minutes": 0, "additional_before_minutes": 0} | person]
    rows = (shift(day, "early") for day in range(shifts))
    return breaks(ward({"overtime_cap": cap}, "early", staff=staff), *rows)


def test_additional_hours_come_first() -> None:
    # of 960 contract minutes: up to 1920 the third and fourth shift are additional, the fifth and sixth overtime
    additional = {"kind": "additional", "hours": 12, "per": "4 weeks"}
    assert [over(additional, n) for n in (3, 4, 6)] == [[], [("overtime_cap", 240)], [("overtime_cap", 240)]]
    overtime = {"kind": "overtime", "hours": 12, "per": "4 weeks"}
    assert [over(overtime, n) for n in (4, 5, 6)] == [[], [], [("overtime_cap", 240)]]


def test_what_was_used_before_counts() -> None:
    cap = {"hours": 12, "per": "4 weeks"}
    assert over(cap, 5, overtime_before_minutes=241) == [("overtime_cap", 1)]
    assert over(cap, 5, overtime_before_minutes=240) == []


def test_dates_and_people() -> None:
    cap = {"hours": 0, "per": "4 weeks"}
    assert over(cap | {"scope": {"to": "2027-03-06"}}, 5) == []
    assert over(cap | {"scope": {"from": "2027-03-07"}}, 5) == [("overtime_cap", 480)]
    assert over(cap | {"scope": {"competences": ["doctor"]}}, 5) == []
    assert over(cap, 5, contract_minutes=None) == []

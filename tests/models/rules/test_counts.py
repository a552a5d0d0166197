"""Minutes, shifts and free days in windows, against naive counting on every pattern of a week."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from models.facts import Facts
from models.rules.base import PersonRule
from models.rules.counts import FreeDays, ShiftCount, WorkingMinutes
from tests.support.rosters import MONDAY, breaks, shift
from tests.support.rules import before, found, ward

WEEKS = tuple("".join(row) for row in itertools.product(".ENR", repeat=7))
HISTORY = "EE.NN..EE.RNN."
"""What is known of the fourteen days before the horizon."""


def facts_of(known: str, weeks: int = 1, start: dt.date = MONDAY) -> Facts:
    """Return a ward in which the days before the horizon are known, a letter each."""
    return Facts(ward({}, "early night reserve", **before(known, start), horizon={"start": start, "weeks": weeks}))


def sizes(rule: PersonRule, facts: Facts, days: str) -> list[int]:
    """Return what the rule finds in the days of the horizon, after the history of the facts."""
    return [finding.size for finding in found(rule, facts, days)]


def outside(amount: int, least: int | None, most: int | None) -> list[int]:
    """Return by how much an amount lies outside its limits, if it does."""
    if most is not None and amount > most:
        return [amount - most]
    return [least - amount] if least is not None and amount < least else []


def last_days(
    text: str, number: int, known: int, least: int | None, most: int | None, count: Any, reach: int = 0
) -> list[int]:
    """Judge the last ``number`` days at the end of every day after the known ones, by slicing the text.

    ``reach`` is the most that one day can add.
    """
    result: list[int] = []
    for end in range(known + 1, len(text) + 1):
        first, whole = max(0, end - number), end >= number
        above = None if most is None else max(most, count(text[first:known]))
        below = least if whole else None
        if below is not None and first < known:
            below = min(below, count(text[first:known]) + reach * (end - known))
        result += outside(count(text[first:end]), below, above)
    return result


COUNTS: dict[str, tuple[Callable[[dict[str, Any]], PersonRule], Callable[[str], int], int]] = {
    "minutes": (lambda row: WorkingMinutes(**row), lambda days: 480 * days.count("E") + 600 * days.count("N"), 480),
    "stand-by": (
        lambda row: WorkingMinutes(**row, duties=("stand_by",)),
        lambda days: 960 * days.count("R"),
        960,
    ),
    "shifts": (lambda row: ShiftCount(**row), lambda days: days.count("E") + days.count("N"), 1),
    "nights": (lambda row: ShiftCount(**row, shifts=("night",)), lambda days: days.count("N"), 1),
    "free days": (lambda row: FreeDays(**row), lambda days: days.count(".") + days.count("R"), 1),
}
"""What makes the rule, how to count a text of days, and a step of its limits."""
REACH = {"minutes": 600}
"""The most that one day can add, where it is more than a step."""


@pytest.mark.parametrize("known", ["", HISTORY], ids=["no history", "history"])
@pytest.mark.parametrize("number", [1, 3, 10])
@pytest.mark.parametrize("what", COUNTS)
def test_days_in_a_row(what: str, number: int, known: str) -> None:
    make, count, step = COUNTS[what]
    least, most = (number // 3) * step, (number - number // 3) * step
    facts = facts_of(known)
    rule = make({"per": f"{number} days", "min": least, "max": most})
    for week in WEEKS[:: 23 if known else 29]:
        expected = last_days(known + week, number, len(known), least, most, count, REACH.get(what, step))
        assert sizes(rule, facts, week) == expected, week


@pytest.mark.parametrize("what", COUNTS)
def test_what_the_history_exceeds_is_not_charged_again(what: str) -> None:
    make, count, step = COUNTS[what]
    facts = facts_of(HISTORY)
    for number in (4, 10):
        rule = make({"per": f"{number} days", "max": step})
        assert sizes(rule, facts, "EEEEEEE" if what == "free days" else ".......") == []
        for week in WEEKS[::37]:
            expected = last_days(HISTORY + week, number, len(HISTORY), None, step, count)
            assert sizes(rule, facts, week) == expected, week


@pytest.mark.parametrize("what", COUNTS)
def test_what_the_history_leaves_out_of_reach_is_not_charged(what: str) -> None:
    make, count, step = COUNTS[what]
    reach = REACH.get(what, step)
    full = {"minutes": "N", "stand-by": "R", "shifts": "N", "nights": "N", "free days": "."}[what]
    empty = "E" if what in ("nights", "free days", "stand-by") else "."
    facts = facts_of(empty * 14)
    for number in (4, 10):
        rule = make({"per": f"{number} days", "min": number * reach})
        assert sizes(rule, facts, 7 * full) == []
        for week in WEEKS[::37]:
            expected = last_days(empty * 14 + week, number, 14, number * reach, None, count, reach)
            assert sizes(rule, facts, week) == expected, week


def test_what_can_be_reached_is_told() -> None:
    rule = FreeDays.model_validate({"per": "4 days", "min": 3})
    (finding,) = found(rule, facts_of("EEEE"), "EE.....")[:1]
    assert finding.text == "0 free days, of at least 3 (1 can be reached) in 4 days"


def test_the_first_price_is_for_what_the_horizon_adds() -> None:
    rule = ShiftCount.model_validate({"per": "week", "max": 1, "mode": "soft", "cost": [1, 10]})
    two_weeks = rule.model_copy(update={"per": "2 weeks"})
    (week,) = found(rule, facts_of("EEEE..."), "EEE....")
    (both,) = found(two_weeks, facts_of("EEEE..."), "EE.....")
    assert (week.size, both.size) == (2, 2)
    assert rule.charge(week) == two_weeks.charge(both) == 11 * 6000
    assert both.text == "6 shifts, of at most 1 (4 before the horizon alone) in 14 days"


@pytest.mark.parametrize("per", ["week", "horizon"])
def test_every_week(per: str) -> None:
    facts = facts_of(HISTORY)
    rules = [make({"per": per, "min": 2 * step, "max": 4 * step}) for make, _, step in COUNTS.values()]
    for week in WEEKS[::11]:
        for rule, (_, count, step) in zip(rules, COUNTS.values(), strict=True):
            assert sizes(rule, facts, week) == outside(count(week), 2 * step, 4 * step), week


def test_weeks_in_a_row_and_blocks() -> None:
    facts = facts_of(HISTORY, weeks=4)
    horizon = "E" * 7 + "." * 7 + "N" * 7 + "E" * 7
    # in a row: the first week of the horizon (the four of the known week before it are not charged), then every
    # pair; blocks: weeks 1-2 and 3-4
    rolling = ShiftCount.model_validate({"per": "2 weeks", "max": 0})
    assert sizes(rolling, facts, horizon) == [7, 7, 7, 14]
    assert sizes(rolling.model_copy(update={"blocks": True}), facts, horizon) == [7, 14]


def test_calendar_months() -> None:
    # seven days to Sunday 4 April: three of March, whose earlier days are history, and four of April
    facts = facts_of("E" * 28, start=dt.date(2027, 3, 29))
    assert sizes(ShiftCount.model_validate({"per": "month", "max": 3}), facts, "EEEEEEE") == [3, 1]
    # April goes on: nobody knows yet what its least will be
    assert sizes(ShiftCount.model_validate({"per": "month", "min": 31}), facts, "EEE....") == []
    assert sizes(ShiftCount.model_validate({"per": "month", "min": 31}), facts, "EE.....") == [1]
    # of a month of which the first day is not known nothing is asked
    assert sizes(ShiftCount.model_validate({"per": "month", "min": 31}), facts_of("E" * 27), "EE.....") == []


def test_true_minutes_when_the_clocks_change() -> None:
    spring = facts_of("", start=dt.date(2027, 3, 22))
    zone = ZoneInfo("Europe/Stockholm")
    begin = dt.datetime(2027, 3, 27, 21, tzinfo=zone).astimezone(dt.UTC)
    end = dt.datetime(2027, 3, 28, 7, tzinfo=zone).astimezone(dt.UTC)
    assert (end - begin).total_seconds() == 540 * 60
    rule = WorkingMinutes.model_validate({"per": "day", "max": 0})
    assert sizes(rule, spring, ".....N.") == [540]


def test_least_binds_employees_only() -> None:
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 1}]
    scenario = ward({"shift_count": {"min": 1, "max": 1}}, "early", agency=agency)
    assert breaks(scenario) == [("shift_count", 1)]
    two = (shift(0, "early", "locum-1"), shift(1, "early", "locum-1"))
    assert breaks(scenario, shift(0, "early"), *two) == [("shift_count", 1)]


def test_dates_of_the_scope() -> None:
    rule = {"per": "day", "max": 0, "scope": {"from": "2027-03-03", "to": "2027-03-04"}}
    rows = tuple(shift(day, "early") for day in range(7))
    assert breaks(ward({"working_minutes": rule}, "early"), *rows) == [("working_minutes", 480)] * 2


@pytest.mark.parametrize(
    ("rule", "row", "message"),
    [
        (ShiftCount, {}, "needs max or min"),
        (FreeDays, {"per": "week", "max": 1, "min": 2}, "min of 2 above its max of 1"),
        (WorkingMinutes, {"per": "week", "target": 60, "max": 80}, "a target is both at once"),
        (WorkingMinutes, {"per": "fortnight", "max": 80}, "is no window"),
    ],
)
def test_refused(rule: type[PersonRule], row: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        rule.model_validate(row)

"""Days in a row and isolated days, against regular expressions over days written as letters."""

from __future__ import annotations

import itertools
import re
from typing import Any

import pytest
from pydantic import ValidationError

from models.facts import Facts
from models.rules.base import Finding
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts, IsolatedDays, RunRule
from tests.support.rosters import breaks, shift
from tests.support.rules import before, found, ward

WEEKS = tuple("".join(row) for row in itertools.product(".ENR", repeat=7))
KNOWN = ("", ".", "E", "N.", ".E", ".NN", "EEE", ".R.", ".ENNE")
"""What is known of the days before the horizon."""
RULES: dict[str, tuple[type[RunRule], str, dict[str, Any]]] = {
    "days": (ConsecutiveDays, "EN", {}),
    "days off": (ConsecutiveDaysOff, ".R", {}),
    "nights": (ConsecutiveShifts, "N", {"shifts": ["night"]}),
    "several": (ConsecutiveShifts, "NR", {"shifts": ["night", "reserve"]}),
}
"""The rule, the letters of its category, and its further settings."""


def facts_of(known: str) -> Facts:
    return Facts(ward({}, "early night reserve", **before(known)))


def too_long(known: str, week: str, inside: str, most: int) -> list[tuple[int, int, int]]:
    """Settled day, size, and what is charged before, of each day of the horizon with more than ``most`` behind it."""
    rows = []
    for day in range(7):
        run = re.search(f"[{inside}]*$", (known + week)[: len(known) + day + 1])
        assert run is not None
        if len(run[0]) > most:
            rows.append((day, 1, len(run[0]) - most - 1))
    return rows


def too_short(known: str, week: str, inside: str, least: int, end: str) -> list[tuple[int, int, int]]:
    """Settled day and size of each short run between two known ends that is over at the first day or later."""
    over = f"(?=[^{inside}]|$)" if end == "closed" else f"(?=[^{inside}])"
    runs = re.finditer(f"(?<=[^{inside}])[{inside}]+{over}", known + week)
    short = ((run.end() - len(known), least - len(run[0])) for run in runs if len(run[0]) < least)
    return [(settled, size, 0) for settled, size in short if settled >= 0]


def sizes(findings: list[Finding]) -> list[tuple[int, int, int]]:
    rows = []
    for each in findings:
        assert each.settled is not None
        assert each.text
        rows.append((each.settled, each.size, each.before))
    return rows


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("what", RULES)
def test_too_long(what: str, known: str) -> None:
    rule_class, inside, further = RULES[what]
    facts = facts_of(known)
    rules = [rule_class.model_validate({"max": most, **further}) for most in (1, 2, 4)]
    for week in WEEKS[:: 53 if len(known) < 2 else 97]:
        for rule in rules:
            assert rule.max is not None
            assert sizes(found(rule, facts, week)) == too_long(known, week, inside, rule.max), week


@pytest.mark.parametrize("end", ["open", "closed"])
@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("what", RULES)
def test_too_short(what: str, known: str, end: str) -> None:
    rule_class, inside, further = RULES[what]
    facts = facts_of(known)
    rules = [rule_class.model_validate({"min": least, "end": end, **further}) for least in (2, 3, 5)]
    for week in WEEKS[:: 53 if len(known) < 2 else 97]:
        for rule in rules:
            assert rule.min is not None
            assert sizes(found(rule, facts, week)) == too_short(known, week, inside, rule.min, end), week


def test_both_limits_at_once() -> None:
    rule = ConsecutiveDays(min=2, max=3)
    # the run of one day is too short on the day after it, that of five a day too long, and again
    findings = found(rule, facts_of("."), "E.EEEEE")
    assert sizes(findings) == [(1, 1, 0), (5, 1, 0), (6, 1, 1)]
    assert [each.days for each in findings] == [(0,), (2, 3, 4, 5), (3, 4, 5, 6)]
    assert findings[2].text == "5 days in a row, of at most 3"


def test_days_of_history_are_named() -> None:
    (long,) = found(ConsecutiveDays(max=2), facts_of("EE"), "E......")
    assert (long.days, long.settled) == ((-2, -1, 0), 0)


def test_prices_that_rise_count_the_whole_run() -> None:
    rule = {"mode": "soft", "max": 1, "cost": [1, 10, 100]}
    facts = facts_of("EE")
    (setting,) = ward({"consecutive_days": rule}, "early").rules_in_force
    assert isinstance(setting, ConsecutiveDays)
    # before the horizon the run was one day too long already: its next days are the second and the third
    assert [setting.charge(each) // 6000 for each in found(setting, facts, "EE.....")] == [10, 100]


@pytest.mark.parametrize("known", KNOWN)
@pytest.mark.parametrize("of", ["work", "off"])
def test_isolated_days(of: str, known: str) -> None:
    rule, facts = IsolatedDays.model_validate({"of": of}), facts_of(known)
    inside, outside = ("EN", ".R") if of == "work" else (".R", "EN")
    for week in WEEKS[::41]:
        single = re.finditer(f"(?<=[{outside}])[{inside}](?=[{outside}])", known + week)
        days = [one.start() - len(known) for one in single if one.end() >= len(known)]
        findings = found(rule, facts, week)
        assert [each.days for each in findings] == [(day,) for day in days], week
        assert sizes(findings) == [(day + 1, 1, 0) for day in days]


def test_two_shifts_on_a_day_are_one_day_in_a_row() -> None:
    facts, rule = facts_of(""), ConsecutiveDays(max=2)
    rows = [facts.worked_shift(shift, day) for day, shift in ((0, "early"), (0, "night"), (1, "early"), (2, "early"))]
    assert [each.days for each in rule.judge("anna", rows, facts)] == [(0, 1, 2)]


def test_dates_of_the_scope() -> None:
    rule: dict[str, Any] = {"max": 2, "scope": {"from": "2027-03-04", "to": "2027-03-05"}}
    days = [shift(day, "early") for day in range(7)]
    # the third to seventh day are each one too many, of which those of Thursday and Friday count
    assert breaks(ward({"consecutive_days": rule}, "early"), *days) == [("consecutive_days", 1)] * 2
    # a run that ends on Wednesday is known to be too short on Thursday
    short = {"min": 3, "scope": {"from": "2027-03-04"}}
    assert breaks(ward({"consecutive_days": short}, "early"), *days[1:3]) == [("consecutive_days", 1)]
    assert breaks(ward({"consecutive_days": short}, "early"), days[1]) == []
    # what is settled after the horizon counts on its last day
    last = {"min": 3, "end": "closed", "scope": {"from": "2027-03-07"}}
    assert breaks(ward({"consecutive_days": last}, "early"), *days[5:]) == [("consecutive_days", 1)]


def test_agency_need_not_work() -> None:
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 1}]
    scenario = ward({"consecutive_days_off": {"max": 5}}, "early", agency=agency)
    assert breaks(scenario) == [("consecutive_days_off", 1)] * 2
    assert breaks(scenario, shift(3, "early")) == []


@pytest.mark.parametrize(
    ("row", "message"), [({}, "needs max or min"), ({"max": 2, "min": 3}, "min of 3 above its max of 2")]
)
def test_refused(row: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        ConsecutiveDays.model_validate(row)

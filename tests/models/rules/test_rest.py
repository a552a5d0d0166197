"""Daily rest and weekly rest against naive definitions, on every pattern of a week."""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

import pytest

from models.facts import Facts
from models.rules.base import WorkedShift
from models.rules.rest import DailyRest, WeeklyRest
from models.scenario import Scenario

ZONE = ZoneInfo("Europe/Stockholm")
CLOCKS = {"day": ("08:00", "16:30"), "late": ("13:00", "21:30"), "night": ("21:30", "07:00")}
PATTERNS = tuple(itertools.product((None, "day", "late", "night"), repeat=7))
HISTORIES: tuple[dict[int, str], ...] = ({}, {-1: "night"}, {-1: "late", -2: "night"}, {-3: "night"})
PLAIN, SPRING, AUTUMN = dt.date(2027, 3, 1), dt.date(2027, 3, 22), dt.date(2027, 10, 25)
"""Mondays of weeks: an ordinary one, and the two in which the clocks change on the Sunday."""


def facts_of(start: dt.date, weeks: int = 1) -> Facts:
    shifts = {name: {"from": begin, "to": end} for name, (begin, end) in CLOCKS.items()}
    return Facts(
        Scenario.model_validate(
            {
                "schema": "bemanna/1",
                "name": "One person",
                "horizon": {"start": start, "weeks": weeks},
                "shifts": shifts | {"timeless": {"minutes": 480}},
                "competences": ["nurse"],
                "units": {"ward": {}},
            }
        )
    )


def seen(facts: Facts, days: dict[int, str]) -> list[WorkedShift]:
    return [facts.worked_shift(shift, day) for day, shift in sorted(days.items())]


def worked_days(pattern: Sequence[str | None], history: dict[int, str]) -> dict[int, str]:
    return history | {day: shift for day, shift in enumerate(pattern) if shift is not None}


def utc_hours(start: dt.date, day: int, shift: str) -> tuple[dt.datetime, dt.datetime]:
    """The naive definition of when a shift is: read the wall clock, go to UTC."""
    date = start + dt.timedelta(days=day)
    begin, end = (dt.time.fromisoformat(clock) for clock in CLOCKS[shift])
    last = date if end > begin else date + dt.timedelta(days=1)
    first = dt.datetime.combine(date, begin, ZONE)
    return first.astimezone(dt.UTC), dt.datetime.combine(last, end, ZONE).astimezone(dt.UTC)


def missing_rest(start: dt.date, days: dict[int, str], hours: int) -> list[tuple[int, float]]:
    """Day of the later shift and missing minutes, of every shift of the horizon that follows too soon."""
    result = []
    for day in sorted(day for day in days if day >= 0):
        before = [d for d in days if d < day]
        if before:
            rest = utc_hours(start, day, days[day])[0] - utc_hours(start, max(before), days[max(before)])[1]
            lacking = 60 * hours - rest.total_seconds() / 60
            if lacking > 0:
                result.append((day, lacking))
    return result


@pytest.mark.parametrize("start", [PLAIN, SPRING, AUTUMN])
@pytest.mark.parametrize("history", HISTORIES)
def test_daily_rest_on_every_week(start: dt.date, history: dict[int, str]) -> None:
    facts, rule = facts_of(start), DailyRest(hours=11)
    for pattern in PATTERNS[:: 3 if start == PLAIN else 17]:
        days = worked_days(pattern, history)
        found = [(finding.days[-1], finding.size) for finding in rule.judge("x", seen(facts, days), facts)]
        assert found == missing_rest(start, days, 11), pattern


def half_hours(start: dt.date, days: dict[int, str], first: int) -> str:
    """A week as text, one sign a half-hour by the clock in UTC: x where at work."""
    midnight = dt.datetime.combine(start + dt.timedelta(days=first), dt.time(), ZONE).astimezone(dt.UTC)
    end = dt.datetime.combine(start + dt.timedelta(days=first + 7), dt.time(), ZONE).astimezone(dt.UTC)
    slots = ["."] * int((end - midnight) / dt.timedelta(minutes=30))
    for day, shift in days.items():
        begin, stop = (int((time - midnight) / dt.timedelta(minutes=30)) for time in utc_hours(start, day, shift))
        for slot in range(max(0, begin), min(len(slots), stop)):
            slots[slot] = "x"
    return "".join(slots)


def missing_weekly_rest(start: dt.date, days: dict[int, str], windows: Iterable[int], hours: int) -> list[int]:
    """Missing minutes of each window of seven days without a free piece that is long enough."""
    longest = (30 * max(len(piece) for piece in half_hours(start, days, first).split("x")) for first in windows)
    return [60 * hours - free for free in longest if free < 60 * hours]


@pytest.mark.parametrize("start", [PLAIN, SPRING, AUTUMN])
@pytest.mark.parametrize("history", HISTORIES)
def test_weekly_rest_on_every_week(start: dt.date, history: dict[int, str]) -> None:
    facts, rule = facts_of(start), WeeklyRest(hours=36)
    for pattern in PATTERNS[:: 5 if start == PLAIN else 37]:
        days = worked_days(pattern, history)
        found = [finding.size for finding in rule.judge("x", seen(facts, days), facts)]
        assert found == missing_weekly_rest(start, days, [0], 36), pattern


@pytest.mark.parametrize("rolling", [False, True])
def test_weekly_rest_over_two_weeks(rolling: bool) -> None:
    facts, rule, chance = facts_of(SPRING, 2), WeeklyRest(hours=36, rolling=rolling), random.Random(7)
    windows = range(8) if rolling else (0, 7)
    broken = 0
    for _ in range(400):
        pattern = chance.choices((None, "day", "late", "night"), weights=(1, 3, 3, 3), k=14)
        days = worked_days(pattern, chance.choice(HISTORIES))
        found = [finding.size for finding in rule.judge("x", seen(facts, days), facts)]
        assert found == missing_weekly_rest(SPRING, days, windows, 36), pattern
        broken += bool(found)
    assert 40 < broken < 390


def test_rolling_asks_for_more_than_weeks_from_monday() -> None:
    facts = facts_of(PLAIN, 2)
    # free on the first Monday and Tuesday and on the last Saturday and Sunday, at work between
    worked = seen(facts, dict.fromkeys(range(2, 12), "day"))
    assert list(WeeklyRest(hours=36).judge("x", worked, facts)) == []
    # the window of day 1 has 24 + 8 free hours before the first shift, that of day 6 has 7.5 + 24 after the last
    found = list(WeeklyRest(hours=36, rolling=True).judge("x", worked, facts))
    assert [finding.days[0] for finding in found] == [2, 2, 3, 4, 5, 6]


def test_daily_rest_smallest() -> None:
    facts = facts_of(PLAIN)
    assert list(DailyRest(hours=10).judge("x", seen(facts, {0: "late", 1: "day"}), facts)) == []
    (found,) = DailyRest(hours=11).judge("x", seen(facts, {0: "late", 1: "day"}), facts)
    assert (found.days, found.size) == ((0, 1), 30)


def test_daily_rest_says_nothing_without_clock_times_and_of_history_alone() -> None:
    facts, rule = facts_of(PLAIN), DailyRest(hours=11)
    assert list(rule.judge("x", seen(facts, {0: "night", 1: "timeless", 2: "day"}), facts)) == []
    assert list(rule.judge("x", seen(facts, {-2: "night", -1: "day"}), facts)) == []


def test_shifts_without_clock_times_take_their_day_in_weekly_rest() -> None:
    facts, rule = facts_of(PLAIN), WeeklyRest(hours=48)
    five = dict.fromkeys(range(5), "timeless")
    assert list(rule.judge("x", seen(facts, five), facts)) == []
    assert [f.size for f in rule.judge("x", seen(facts, five | {5: "timeless"}), facts)] == [24 * 60]


def test_clock_change_shortens_the_weekly_rest() -> None:
    five, hours = dict.fromkeys(range(6), "day"), 31
    plain, spring, autumn = facts_of(PLAIN), facts_of(SPRING), facts_of(AUTUMN)
    rule = WeeklyRest(hours=hours)
    # from Saturday 16:30 to Sunday's end are 31.5 hours, in spring 30.5, in autumn 32.5
    assert list(rule.judge("x", seen(plain, five), plain)) == []
    assert [f.size for f in rule.judge("x", seen(spring, five), spring)] == [30]
    assert list(WeeklyRest(hours=32).judge("x", seen(autumn, five), autumn)) == []

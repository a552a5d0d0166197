"""Daily rest, rest after a run and weekly rest against naive definitions, on every pattern of a week."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import random
from collections.abc import Iterable, Sequence

import pytest

from models.facts import Facts
from models.rules.base import WorkedShift
from models.rules.rest import DailyRest, RestAfter, WeeklyRest
from models.scenario import Scenario
from tests.support.wall_clock import Span, instant, longest_free, span

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


def utc_hours(start: dt.date, day: int, shift: str) -> Span:
    """The naive definition of when a shift is."""
    return span(start + dt.timedelta(days=day), *CLOCKS[shift])


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


def missing_weekly_rest(start: dt.date, days: dict[int, str], windows: Iterable[int], hours: int) -> list[int]:
    """Missing minutes of each window of seven days without a free piece that is long enough."""
    busy = [utc_hours(start, day, shift) for day, shift in days.items()]
    midnights = ((instant(start + dt.timedelta(days=d), "00:00") for d in (first, first + 7)) for first in windows)
    longest = (longest_free(busy, begin, end) for begin, end in midnights)
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


AFTER = {
    "nights": RestAfter(shifts=("night",), hours=46),
    "two nights": RestAfter(shifts=("night",), hours=46, after=2),
    "three days of work": RestAfter(hours=60, after=3),
    "days or nights": RestAfter(shifts=("day", "night"), hours=30, after=2),
}


def missing_after(start: dt.date, days: dict[int, str], rule: RestAfter) -> list[tuple[int, float]]:
    """Day of the next shift and missing minutes, of every run that is followed too soon in the horizon."""
    own = rule.shifts or tuple(CLOCKS)
    result = []
    for day in sorted(day for day in days if day >= 0):
        last = max((d for d in days if d < day), default=None)
        if last is None or (last == day - 1 and days[day] in own):
            continue
        run = list(itertools.takewhile(lambda d: days.get(d) in own, itertools.count(last, -1)))
        rest = utc_hours(start, day, days[day])[0] - utc_hours(start, last, days[last])[1]
        lacking = 60 * rule.hours - rest.total_seconds() / 60
        if len(run) >= rule.after and lacking > 0:
            result.append((day, lacking))
    return result


@pytest.mark.parametrize("start", [PLAIN, SPRING, AUTUMN])
@pytest.mark.parametrize("history", [*HISTORIES, {-1: "night", -2: "night"}, {-1: "day", -2: "late", -3: "day"}])
@pytest.mark.parametrize("what", AFTER)
def test_rest_after_on_every_week(what: str, history: dict[int, str], start: dt.date) -> None:
    facts, rule = facts_of(start), AFTER[what]
    for pattern in PATTERNS[:: 41 if start == PLAIN else 173]:
        days = worked_days(pattern, history)
        found = [(finding.days[-1], finding.size) for finding in rule.judge("x", seen(facts, days), facts)]
        assert found == missing_after(start, days, rule), pattern


def test_rest_after_says_nothing_without_clock_times_and_of_stand_by() -> None:
    facts, rule = facts_of(PLAIN), RestAfter(shifts=("night",), hours=46)
    assert list(rule.judge("x", seen(facts, {0: "night", 1: "timeless", 2: "day"}), facts)) == []
    (night, day) = seen(facts, {0: "night", 2: "day"})
    (found,) = rule.judge("x", [night, dataclasses.replace(day, day=1, duty="stand_by"), day], facts)
    # from 07:00 to 08:00 on the next day are 25 hours
    assert (found.days, found.size) == ((0, 2), 60 * (46 - 25))


def test_shifts_that_overlap_leave_no_negative_rest() -> None:
    facts = facts_of(PLAIN)
    both = [facts.worked_shift(shift, 0) for shift in ("day", "late")]
    for rule in (DailyRest(hours=11), RestAfter(shifts=("day",), hours=11)):
        (found,) = rule.judge("x", both, facts)
        assert (found.size, found.text) == (660, "0 min of rest between day and late")


def test_a_week_cannot_rest_longer_than_it_is() -> None:
    spring, plain = facts_of(SPRING), facts_of(PLAIN)
    assert list(WeeklyRest(hours=168).judge("x", [], plain)) == []
    (found,) = WeeklyRest(hours=168).judge("x", [], spring)
    assert (found.size, found.days) == (60, tuple(range(7)))

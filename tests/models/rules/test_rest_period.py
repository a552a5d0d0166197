"""Rest in fixed periods of 24 hours, against half-hours drawn as letters."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from pydantic import ValidationError

from models.facts import Facts
from models.rules.rest_period import DailyRestPeriod
from tests.support.rosters import MONDAY, breaks, shift
from tests.support.rules import LETTERS, SHIFTS, before, found, ward
from tests.support.wall_clock import Span, instant, longest_free, span

NAMES = "early late night middle twenty jour reserve"
WEEKS = tuple("".join(row) for row in itertools.product(".ELNMTJR", repeat=7))
SPRING, AUTUMN = dt.date(2027, 3, 22), dt.date(2027, 10, 25)
"""Mondays of the weeks in which the clocks change on the Sunday."""
KNOWN = ("", ".", "N", "T", ".M", "ME", "LT", "MET", "EMT", "MM")
SETTINGS: dict[str, dict[str, Any]] = {
    "plain": {},
    "nine": {"reduced_hours": 9},
    "twenty": {"long_shift_hours": 20},
    "both": {"hours": 12, "reduced_hours": 8, "long_shift_hours": 16},
}


def hours_of(one: Span) -> float:
    return (one[1] - one[0]) / dt.timedelta(hours=1)


def touches(one: Span, begin: dt.datetime, end: dt.datetime) -> bool:
    return one[0] < end and one[1] > begin


class Naive:
    """Days written as letters, the first of them ``first`` days before (or after) the start."""

    def __init__(self, rule: DailyRestPeriod, start: dt.date, known: str, week: str) -> None:
        self.rule, self.start, self.first = rule, start, -len(known)
        self.spans: dict[int, Span] = {}
        for day, x in enumerate(known + week, start=self.first):
            if x not in ".R":
                clocks = SHIFTS[LETTERS[x]]
                self.spans[day] = span(start + dt.timedelta(days=day), clocks["from"], clocks["to"])

    def period(self, day: int) -> Span:
        dates = (self.start + dt.timedelta(days=d) for d in (day, day + 1))
        begin, end = (instant(date, self.rule.boundary) for date in dates)
        return begin, end

    def lacking(self, day: int) -> int:
        return 60 * self.rule.hours - longest_free(self.spans.values(), *self.period(day))

    def planned(self, day: int) -> bool:
        """Whether a shift of the horizon touches a period."""
        return any(touches(one, *self.period(day)) for d, one in self.spans.items() if d >= 0)

    def excused(self, day: int) -> bool:
        """Whether a long shift with its rest touches a period."""
        longest = self.rule.long_shift_hours or 0
        for d, one in self.spans.items():
            length, touching = hours_of(one), touches(one, *self.period(day))
            rests = [hours_of((one[1], later[0])) for other, later in self.spans.items() if other > d]
            rested = min(rests, default=99) >= max(length, self.rule.hours)
            if touching and rested and 24 - self.rule.hours < length <= longest:
                return True
        return False

    def breaks(self) -> list[tuple[int, int]]:
        """Settled day and missing minutes of each break."""
        last = 6 if self.rule.boundary == "00:00" else 5
        rows = []
        for day in range(self.first, last + 1):
            lacking, settled = self.lacking(day), day if last == 6 else day + 1
            short = self.rule.reduced_hours is not None and lacking <= 60 * (self.rule.hours - self.rule.reduced_hours)
            made_up = short and (day == last or self.lacking(day + 1) <= -lacking)
            fault = self.planned(day) or (short and self.planned(day + 1))
            if lacking > 0 and settled >= -short and fault and not made_up and not self.excused(day):
                rows.append((max(0, settled), lacking))
        return rows


@pytest.mark.parametrize("start", [MONDAY, SPRING, AUTUMN])
@pytest.mark.parametrize("boundary", ["00:00", "07:00", "12:30"])
@pytest.mark.parametrize("what", SETTINGS)
def test_every_week(what: str, boundary: str, start: dt.date) -> None:
    rule = DailyRestPeriod.model_validate({"boundary": boundary, **SETTINGS[what]})
    horizon = {"start": start, "weeks": 1}
    for number, known in enumerate(KNOWN):
        facts = Facts(ward({}, NAMES, horizon=horizon, **before(known, start)))
        for week in WEEKS[number :: 29_989 if start == MONDAY else 120_011]:
            findings = [(each.settled, each.size) for each in found(rule, facts, week)]
            assert findings == Naive(rule, start, known, week).breaks(), (known, week)


def test_the_boundary_decides() -> None:
    facts = Facts(ward({}, "early late"))
    midnight, evening = DailyRestPeriod(), DailyRestPeriod(boundary="19:00")
    # by midnight an early shift leaves seven hours before it and nine after it, a late one thirteen before it
    assert [each.size for each in found(midnight, facts, "E......")] == [120]
    assert found(midnight, facts, "LL.....") == []
    # by 19:00 both leave enough, but not the night from late to early
    assert found(evening, facts, "EEL.LE.")[0].text == "600 min free in one piece from 19:00 to 19:00, of 660"
    assert [(each.days, each.size) for each in found(evening, facts, "EEL.LE.")] == [((4, 5), 60)]


def test_nine_hours_and_then_thirteen() -> None:
    facts = Facts(ward({}, "early late middle"))
    rule = DailyRestPeriod(reduced_hours=9)
    # the middle shift leaves nine hours before it; thirteen after that has a late shift only
    assert found(rule, facts, "ML.....") == []
    assert found(rule, facts, "M.M....") == []
    (lacking,) = found(rule, facts, "MM.....")
    assert (lacking.days, lacking.size, lacking.settled) == ((0,), 120, 0)
    # after the last day the next roster makes up for it
    assert found(rule, facts, "......M") == []


def test_nine_hours_before_the_horizon_are_made_up_for_in_it() -> None:
    facts, rule = Facts(ward({}, "early late middle", **before("M"))), DailyRestPeriod(reduced_hours=9)
    assert found(rule, facts, "L......") == []
    # an early shift leaves nine hours again: they are reduced, too, but do not make up for the others
    assert [(each.days, each.size, each.settled) for each in found(rule, facts, "E......")] == [((-1,), 120, 0)]


def test_twenty_hours_and_then_as_many() -> None:
    facts = Facts(ward({}, "early late twenty"))
    plain, approved = DailyRestPeriod(), DailyRestPeriod(long_shift_hours=20)
    # Monday 20:00 to Tuesday 16:00 leaves eight hours of Tuesday
    assert [each.size for each in found(plain, facts, "T......")] == [180]
    assert found(approved, facts, "T......") == []
    # Wednesday 12:00 is twenty hours later: 13:00 is late enough, 07:00 is not (and leaves nine hours of its day)
    assert found(approved, facts, "T.L....") == []
    assert [each.size for each in found(approved, facts, "T.E....")] == [180, 120]


def test_history_alone_breaks_nothing() -> None:
    scenario = ward({"daily_rest_period": {}}, "late twenty", **before("T"))
    assert breaks(scenario) == []
    # Monday is free from 16:00; a late shift on it is one too many
    assert breaks(scenario, shift(0, "late")) == [("daily_rest_period", 480)]


def test_dates_of_the_scope() -> None:
    rule = {"hours": 12, "scope": {"from": "2027-03-03", "to": "2027-03-04"}}
    rows = [shift(day, "middle") for day in range(7)]
    assert breaks(ward({"daily_rest_period": rule}, "middle"), *rows) == [("daily_rest_period", 180)] * 2


def test_shifts_without_clock_times_are_not_judged() -> None:
    facts = Facts(ward({}, "course"))
    assert found(DailyRestPeriod(), facts, "CCCCCCC") == []


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"reduced_hours": 11}, "less than its 11 hours"),
        ({"long_shift_hours": 13}, "more than 24 - 11 hours"),
        ({"hours": 25}, "hours"),
    ],
)
def test_refused(row: dict[str, int], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        DailyRestPeriod.model_validate(row)


def test_midnight_has_one_name() -> None:
    assert DailyRestPeriod(boundary="24:00").boundary == "00:00"

"""Average hours and the full-time measure, against naive counting on every pattern of a week."""

from __future__ import annotations

import datetime as dt
import itertools
from fractions import Fraction
from typing import Any

import pytest

from models.facts import Facts
from models.rules.hours import AverageHours, FullTimeMeasure
from tests.support.rosters import MONDAY
from tests.support.rules import ANNA, before, found, ward

WEEKS = tuple("".join(row) for row in itertools.product(".EN", repeat=7))
MINUTES = {".": 0, "E": 480, "N": 600, "J": 960, "R": 960}
HISTORY = "EEEE..NNN....."


def facts_of(known: str = "", weeks: int = 1, start: dt.date = MONDAY, **person: Any) -> Facts:
    parts = before(known, start) | {"horizon": {"start": start, "weeks": weeks}}
    parts |= {"absences": person.pop("absences", []), "staff": [ANNA | person]}
    return Facts(ward({}, "early night jour reserve", **parts))


def sizes(rule: AverageHours | FullTimeMeasure, facts: Facts, days: str) -> list[int]:
    return [finding.size for finding in found(rule, facts, days)]


@pytest.mark.parametrize("known", ["", HISTORY], ids=["no history", "history"])
@pytest.mark.parametrize("weeks", [1, 2, 4])
@pytest.mark.parametrize("hours", [12, 36])
def test_average_of_what_is_known(hours: int, weeks: int, known: str) -> None:
    facts, rule = facts_of(known), AverageHours(hours=hours, weeks=weeks)
    for week in WEEKS[::7]:
        days = (known + week)[-7 * weeks :]
        most = max(int(Fraction(hours * 60 * len(days), 7)), sum(MINUTES[x] for x in days[:-7]))
        minutes = sum(MINUTES[x] for x in days)
        assert sizes(rule, facts, week) == ([minutes - most] if minutes > most else []), week


def test_average_ends_with_every_week() -> None:
    facts, rule = facts_of("E" * 7, weeks=3), AverageHours(hours=20, weeks=2)
    # pairs of weeks of at most 2400: known and first 3360 + 480 (of which 3360 are not charged again), first and
    # second 480 + 0, second and third 0 + 2640
    assert sizes(rule, facts, "E" + "." * 6 + "." * 7 + "NN" + "EEE" + "..") == [480, 2640 - 2400]


def test_leave_makes_no_room_for_more_hours() -> None:
    # five days of leave: four before the horizon, one in it. Nine days are left: 9 / 7 x 2100 minutes
    absences = [{"staff": "anna", "start": "2027-02-25", "end": "2027-03-01"}]
    facts, rule = facts_of("NNN....", absences=absences), AverageHours(hours=35, weeks=2)
    assert sizes(rule, facts, ".EE....") == [3 * 600 + 2 * 480 - 2700]
    assert sizes(rule, facts, ".E.....") == []


def test_stand_by_is_no_working_time_unless_said() -> None:
    facts = facts_of()
    assert sizes(AverageHours(hours=10, weeks=1), facts, "JR.....") == [960 - 600]
    assert sizes(AverageHours(hours=10, weeks=1, duties=("stand_by",)), facts, "ER.....") == [960 - 600]


STEPS: dict[str, Any] = {
    "steps": [{"night_share": "0.2", "minutes": 2180}, {"night_share": "0.4", "minutes": 2060}],
    "nights": ["night"],
}


def least_excess(week: str, share: Fraction) -> int:
    """Return how many night minutes must go, one by one, until what is left is below the share of all of before."""
    night, total = 600 * week.count("N"), sum(MINUTES[x] for x in week)
    gone = 0
    while night > gone and (night - gone) * share.denominator >= share.numerator * total:
        gone += 1
    return gone


@pytest.mark.parametrize(
    ("contract", "share"), [(2295, Fraction(1, 5)), (2181, Fraction(1, 5)), (2180, Fraction(2, 5)), (2060, None)]
)
def test_nights_that_the_measure_allows(contract: int, share: Fraction | None) -> None:
    facts, rule = facts_of(contract_minutes=contract), FullTimeMeasure.model_validate(STEPS)
    for week in WEEKS[::11]:
        expected = 0 if share is None else least_excess(week, share)
        assert sizes(rule, facts, week) == ([expected] if expected else []), week


def test_exactly_the_share_is_too_much() -> None:
    facts = facts_of(contract_minutes=2295, weeks=2)
    rule = FullTimeMeasure.model_validate({"steps": [{"night_share": "0.5", "minutes": 0}], "nights": ["night"]})
    # five days are 2400 minutes, and so are four nights: half of the time, of which a minute must go
    assert sizes(rule, facts, "EEEEENNNN.....") == [1]
    assert sizes(rule, facts, "EEEEEENNNN....") == []


@pytest.mark.parametrize(("fraction", "contract"), [("0.67", 1461), ("0.75", 1635), ("0.333", 726)])
def test_part_timers_have_the_measure_of_full_time(fraction: str, contract: int) -> None:
    """36:20 hours are 2180 minutes; a part of them, rounded up to a whole minute, is still that measure."""
    rule = FullTimeMeasure.model_validate(STEPS)
    same, more = (facts_of(contract_minutes=contract + n, fraction=fraction) for n in (0, 1))
    assert rule.most_night_share("anna", same) == 400
    assert rule.most_night_share("anna", more) == 200


def test_sundays_and_holidays_need_a_shorter_measure() -> None:
    rule = FullTimeMeasure(sundays_minutes=2295)
    easter = dt.date(2027, 3, 22)  # Friday the 26th is Good Friday, Sunday Easter Day
    longer, shorter = (facts_of(start=easter, contract_minutes=minutes) for minutes in (2400, 2295))
    assert [(f.days, f.size) for f in found(rule, longer, "EEEEENE")] == [((4,), 480), ((6,), 480)]
    assert found(rule, longer, "....J.R") == []
    assert found(rule, shorter, "EEEEENE") == []


def test_only_employees_with_contract_time_have_a_measure() -> None:
    rule = FullTimeMeasure.model_validate(STEPS | {"sundays_minutes": 0})
    assert found(rule, facts_of(), "NNNNNNN") == []
    agency = [{"id": "locum", "competence": "nurse", "cost_per_hour": 1}]
    facts = Facts(ward({}, "night", agency=agency))
    assert list(rule.judge("locum-1", [facts.worked_shift("night", 6)], facts)) == []

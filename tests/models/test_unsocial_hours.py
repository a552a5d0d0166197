"""Unsocial hours: windows over days, named holidays, presets whose dearest window counts, parts of the hourly cost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.loading import dump, parse
from models.scenario import Scenario

ZONE = ZoneInfo("Europe/Stockholm")
AMOUNTS = {
    "weekday_evening": 1,
    "weekday_night": 2,
    "weekend": 4,
    "major_holiday": 8,
    "major_holiday_night": 16,
    "whitsun": 8,
}
"""Each is another power of two, so that a sum tells which counted."""


def scenario(start: str, shift: dict[str, Any], unsocial: Any, **person: Any) -> Scenario:
    return Scenario.model_validate(
        {
            "schema": "bemanna/1",
            "name": "Unsocial hours",
            "horizon": {"start": start, "weeks": 2},
            "shifts": {"shift": shift},
            "competences": ["nurse"],
            "units": {"ward": {}},
            "staff": [{"id": "ann", "competences": ["nurse"], "cost_per_hour": 100, **person}],
            "unsocial_hours": unsocial,
        }
    )


def cost(found: Scenario, date: str) -> float:
    """Return what the shift of a date costs extra, in the currency."""
    facts = Facts(found)
    day = facts.day_of(dt.date.fromisoformat(date))
    return facts.unsocial_ticks(facts.workers["ann"], "shift", day) / TICKS_PER_MONEY


def hour(start: str, date: str, clock: int, **person: Any) -> float:
    """Return what one hour costs extra with the preset se-ab."""
    span = {"from": f"{clock:02d}:00", "to": f"{clock + 1:02d}:00"}
    return cost(scenario(start, span, {"preset": "se-ab", "amounts": AMOUNTS}, **person), date)


CHRISTMAS = {
    # The calendar of unsocial hours that a Swedish employer published for the winter 2023-2024: A is a major holiday,
    # B a weekend. Nights are told apart here.
    "2023-12-23": {17: 4, 18: 8, 21: 8, 22: 16, 23: 16},
    "2023-12-24": {0: 16, 5: 16, 6: 8, 12: 8, 22: 16},
    "2023-12-26": {0: 16, 12: 8, 23: 16},
    "2023-12-27": {0: 16, 6: 8, 7: 0, 12: 0, 19: 1, 21: 1, 22: 2},
    "2023-12-30": {12: 4, 17: 4, 18: 8},
    "2024-01-01": {12: 8},
    "2024-01-02": {5: 16, 6: 8, 7: 0},
    "2024-01-05": {15: 0, 16: 4, 23: 4},
    "2024-01-06": {12: 4},
    "2024-01-07": {12: 4},
    "2024-01-08": {6: 4, 7: 0},
}


@pytest.mark.parametrize(("date", "clock"), [(date, clock) for date, clocks in CHRISTMAS.items() for clock in clocks])
def test_christmas_of_2023(date: str, clock: int) -> None:
    start = "2023-12-18" if date < "2024" else "2024-01-01"
    assert hour(start, date, clock) == CHRISTMAS[date][clock]


@pytest.mark.parametrize(
    ("start", "date", "clock", "expected"),
    [
        ("2027-03-01", "2027-03-04", 18, 0),  # a Thursday
        ("2027-03-01", "2027-03-04", 19, 1),
        ("2027-03-01", "2027-03-05", 5, 2),  # the night to a Friday
        ("2027-03-01", "2027-03-05", 18, 0),
        ("2027-03-01", "2027-03-05", 19, 4),  # Friday evening to Monday morning
        ("2027-03-01", "2027-03-08", 6, 4),
        ("2027-03-01", "2027-03-08", 7, 0),
        ("2027-03-22", "2027-03-25", 17, 0),  # Maundy Thursday
        ("2027-03-22", "2027-03-25", 18, 8),
        ("2027-03-22", "2027-03-27", 12, 8),  # the Saturday is inside
        ("2027-03-22", "2027-03-30", 6, 8),
        ("2027-03-22", "2027-03-30", 7, 0),
        ("2027-05-03", "2027-05-05", 15, 0),  # the day before Ascension, a Thursday
        ("2027-05-03", "2027-05-05", 16, 4),
        ("2027-05-03", "2027-05-07", 6, 4),
        ("2027-05-03", "2027-05-07", 7, 0),
        ("2027-05-03", "2027-05-14", 17, 0),  # the Friday before Whitsun
        ("2027-05-03", "2027-05-14", 18, 8),
        ("2027-06-21", "2027-06-24", 18, 8),  # the day before Midsummer Eve
        ("2027-06-21", "2027-06-28", 6, 8),
    ],
)
def test_hours_of_the_year(start: str, date: str, clock: int, expected: int) -> None:
    assert hour(start, date, clock) == expected


def naive(found: Scenario, date: dt.date, prices: dict[str, int]) -> int:
    """Price a shift of se-ab minute by minute, from the agreement's words; without a break."""
    shift = found.shifts["shift"]
    begin = dt.datetime.combine(date, dt.time.fromisoformat(shift.start or ""), ZONE).astimezone(dt.UTC)
    minutes = shift.paid_minutes(date, ZONE)
    moments = ((begin + dt.timedelta(minutes=n)).astimezone(ZONE) for n in range(minutes))
    return sum(max((prices[name] for name in names(moment)), default=0) for moment in moments)


def names(moment: dt.datetime) -> set[str]:
    """Return which windows of se-ab hold a moment around Easter 2027, which is 26 to 29 March."""
    weekday, clock, when = moment.weekday(), moment.hour, (moment.month, moment.day, moment.hour)
    found = set()
    if weekday < 4 and 19 <= clock < 22:
        found.add("weekday_evening")
    if (weekday < 4 and clock >= 22) or (1 <= weekday <= 4 and clock < 6):
        found.add("weekday_night")
    if (weekday == 4 and clock >= 19) or weekday >= 5 or (weekday == 0 and clock < 7):
        found.add("weekend")
    if (3, 25, 18) <= when < (3, 30, 7):
        found.add("major_holiday")
        if clock >= 22 or clock < 6:
            found.add("major_holiday_night")
    return found


@pytest.mark.parametrize("span", [("21:00", "07:30"), ("13:00", "23:00"), ("06:30", "06:30"), ("17:45", "19:15")])
@pytest.mark.parametrize("factor", [1, -1])
def test_every_minute_has_its_dearest_window(span: tuple[str, str], factor: int) -> None:
    """Over Easter, in whose night clocks go forward; with the dearest window first and last."""
    prices = {name: amount if factor == 1 else 17 - amount for name, amount in AMOUNTS.items()}
    shift = {"from": span[0], "to": span[1]}
    found = scenario("2027-03-22", shift, {"preset": "se-ab", "amounts": prices})
    for date in found.horizon.days[2:9]:
        assert round(60 * cost(found, str(date))) == naive(found, date, prices), date


def test_the_break_leaves_the_dearest_minutes() -> None:
    """From 18:00 to 23:00 on a Thursday: 3 hours at 1 and one at 2; of the hour of break, one is unpaid anyway."""
    section = {"preset": "se-ab", "amounts": AMOUNTS}
    assert cost(scenario("2027-03-01", {"from": "18:00", "to": "23:00", "break": 60}, section), "2027-03-04") == 5
    assert cost(scenario("2027-03-01", {"from": "18:00", "to": "23:00", "break": 120}, section), "2027-03-04") == 4


def test_other_windows_add_to_those_of_the_preset() -> None:
    section = {
        "preset": "se-ab",
        "amounts": AMOUNTS,
        "windows": [{"days": "thu", "from": "20:00", "to": "24:00", "cost_per_hour": n} for n in (100, 1000)],
    }
    assert cost(scenario("2027-03-01", {"from": "19:00", "to": "21:00"}, section), "2027-03-04") == 2 + 100 + 1000


def test_a_list_of_windows_is_short_for_a_section() -> None:
    rows = [{"days": "sat", "from": "00:00", "to": "24:00", "cost_per_hour": 60}]
    short, full = (scenario("2027-03-01", {"from": "10:00", "to": "12:00"}, s) for s in (rows, {"windows": rows}))
    assert short == full
    assert parse(dump(short)) == full
    assert cost(short, "2027-03-06") == 120


NIGHT = {"from": "19:30", "to": "08:00"}
"""12.5 hours, of which 10 lie between 20:00 and 06:00."""


@pytest.mark.parametrize(
    ("shift", "date", "contract", "expected"),
    [
        (NIGHT, "2027-03-01", "band-5", 100 * 12.5 * 0.3),  # more than half lies in the night: the whole shift counts
        (NIGHT, "2027-03-01", "band-2", 100 * 12.5 * 0.41),
        (NIGHT, "2027-03-01", None, 0),
        ({"from": "13:00", "to": "21:00"}, "2027-03-01", "band-5", 100 * 0.3),
        (NIGHT, "2027-03-06", "band-3", 100 * (4.5 * 0.35 + 8 * 0.69)),  # Saturday, then Sunday
        (NIGHT, "2027-03-07", "band-1", 100 * (4.5 * 0.94 + 8 * 0.47)),  # Sunday, then a weekday's night
    ],
)
def test_agenda_for_change(shift: dict[str, str], date: str, contract: str | None, expected: float) -> None:
    person = {} if contract is None else {"contract": contract}
    found = scenario("2027-03-01", shift, {"preset": "nhs-afc"}, **person)
    assert cost(found, date) == pytest.approx(expected)


def test_a_public_holiday_of_agenda_for_change() -> None:
    """Ascension Day 2027 is a Thursday."""
    found = scenario("2027-05-03", {"from": "08:00", "to": "16:00"}, {"preset": "nhs-afc"}, contract="band-5")
    assert cost(found, "2027-05-06") == pytest.approx(100 * 8 * 0.6)
    assert cost(found, "2027-05-05") == 0


def test_a_part_of_the_cost_is_rounded_to_a_hundredth_an_hour() -> None:
    row = {"days": "mon", "from": "00:00", "to": "24:00", "cost_factor": "0.333"}
    found = scenario("2027-03-01", {"from": "08:00", "to": "09:00"}, [row], cost_per_hour="101.01")
    assert cost(found, "2027-03-01") == 33.64  # 33.636 33
    assert found.unsocial_hours.windows[0].cost_factor == Decimal("0.333")


def test_without_clock_times_there_are_no_unsocial_hours() -> None:
    row = {"days": "mon-sun", "from": "00:00", "to": "24:00", "cost_per_hour": 60}
    assert cost(scenario("2027-03-01", {"minutes": 480}, [row]), "2027-03-01") == 0


def test_hours_of_each_day_of_a_long_window() -> None:
    """From Friday 19:00 to Monday 07:00, only from 22:00 to 06:00: three nights, the last of a Sunday."""
    row = {"days": "fri", "from": "19:00", "until": "mon", "to": "07:00", "cost_per_hour": 1}
    nightly = row | {"daily": {"from": "22:00", "to": "06:00"}}
    found = scenario("2027-03-01", {"from": "20:00", "to": "07:00"}, [nightly])
    assert [cost(found, f"2027-03-{day:02d}") for day in (4, 5, 6, 7, 8)] == [0, 8, 8, 8, 0]

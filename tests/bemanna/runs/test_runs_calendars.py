"""Calendars: true times, stable identities."""

from __future__ import annotations

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar, Event

from bemanna.runs.calendars import calendars
from models.scenario import Scenario
from tests.support import clinics

STOCKHOLM = ZoneInfo("Europe/Stockholm")


def events(scenario: Scenario, name: str) -> list[Event]:
    found = dict(calendars(clinics.solved(scenario)))
    return list(Calendar.from_ical(found[name]).walk("VEVENT"))


def test_times_and_text() -> None:
    first = events(clinics.clinic(), "ann.ics")[0]
    assert first["dtstart"].dt == dt.datetime(2027, 3, 22, 8, tzinfo=STOCKHOLM)
    assert first["dtend"].dt == dt.datetime(2027, 3, 22, 16, 30, tzinfo=STOCKHOLM)
    assert first["dtstart"].params["TZID"] == "Europe/Stockholm"
    assert first["summary"] == "day, Small clinic"
    assert first["description"] == "nurse\n08:00-12:00 clinic (nurse)"


@pytest.mark.parametrize(("start", "hours"), [("2027-03-22", 9), ("2027-03-01", 10), ("2027-10-25", 11)])
def test_a_night_over_the_clock_change_has_its_true_length(start: str, hours: int) -> None:
    # 21:00 to 07:00 on the sixth day; the clocks change in the night to 28 March and in that to 31 October 2027.
    monday = dt.date.fromisoformat(start)
    scenario = clinics.clinic()
    horizon = scenario.horizon.model_copy(update={"start": monday, "weeks": 1})
    moved = scenario.model_copy(update={"horizon": horizon, "production_plan": {}, "absences": (), "requests": ()})
    roster = clinics.roster(scenario)
    night = dataclasses.replace(roster.shifts[2], date=monday + dt.timedelta(days=5))
    run = clinics.solved(scenario).run
    result = clinics.result(moved, dataclasses.replace(roster, shifts=(night,), places=(), items=()))
    solved = dataclasses.replace(run, scenario=moved, result=result).solved
    assert solved is not None
    event = next(iter(Calendar.from_ical(dict(calendars(solved))["ann.ics"]).walk("VEVENT")))
    assert (event["dtstart"].dt.hour, event["dtend"].dt.hour) == (21, 7)
    assert event["dtend"].dt.timestamp() - event["dtstart"].dt.timestamp() == 3600 * hours


def test_the_time_zone_is_in_the_file() -> None:
    found = dict(calendars(clinics.solved()))["ann.ics"].decode()
    assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Stockholm" in found
    assert "BEGIN:DAYLIGHT" in found


def test_a_shift_without_clock_times_is_a_day() -> None:
    course = events(clinics.clinic(), "bo.ics")[0]
    assert course["dtstart"].dt == dt.date(2027, 3, 24)
    assert course["dtend"].dt == dt.date(2027, 3, 25)


def test_identities_stay_when_the_shift_changes() -> None:
    before = [str(event["uid"]) for event in events(clinics.clinic(), "ann.ics")]
    after = [str(event["uid"]) for event in events(clinics.clinic(shift="early"), "ann.ics")]
    others = {str(event["uid"]) for event in events(clinics.clinic(), "cy.ics")}
    assert before == after
    assert len(set(before)) == 3
    assert not others & set(before)


def test_one_calendar_for_each_employee_and_each_line_that_works() -> None:
    assert [name for name, _ in calendars(clinics.solved())] == ["ann.ics", "bo.ics", "cy.ics", "locum-1.ics"]


def test_rows_that_name_nothing_are_left_out() -> None:
    scenario = clinics.clinic()
    roster = clinics.roster(scenario)
    strange = dataclasses.replace(roster.shifts[0], staff="nobody", shift="never", unit="nowhere")
    result = clinics.result(scenario, dataclasses.replace(roster, shifts=(*roster.shifts, strange)))
    solved = dataclasses.replace(clinics.solved(scenario).run, result=result).solved
    assert solved is not None
    assert len(list(calendars(solved))) == 4

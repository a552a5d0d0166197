"""Every hard limit: the roster that just keeps it and the smallest that breaks it, at both ends of the horizon."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from models.judge.limits import LIMITS
from models.roster import ItemCount, SessionPlace, ShiftAssignment
from tests.support.rosters import MONDAY, breaks, clinic, items, place, roster, shift, violations

ENDS = (0, 4)
"""First and last day on which the clinic is open."""


def date(day: int) -> str:
    return str(MONDAY + dt.timedelta(days=day))


@pytest.mark.parametrize(
    "row",
    [
        shift(0, staff="nobody"),
        shift(-1),
        shift(7),
        shift(0, "night"),
        shift(0, unit="elsewhere"),
        shift(0, competence="pilot"),
        place(0, staff="nobody"),
        place(7),
        place(0, "night"),
        place(0, session="other"),
        place(0, unit="elsewhere"),
        place(0, competence="pilot"),
        items(-1, 1),
        items(0, 1, period="night"),
        items(0, 1, session="other"),
        items(0, 1, activity="other"),
        items(0, -1),
    ],
)
def test_unknown(row: ShiftAssignment | SessionPlace | ItemCount) -> None:
    assert breaks(clinic(), row) == [("unknown", 1)]


def test_activity_of_another_session_is_unknown() -> None:
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}}, "call": {"team": {"nurse": 10}}},
        "sessions": {"visits": {"activities": ["visit"]}, "calls": {"activities": ["call"]}},
    }
    scenario = clinic(units={"clinic": unit}, production_plan={"clinic": {"visit": (9,), "call": (9,)}})
    rows = (shift(0), place(0, session="calls"))
    assert breaks(scenario, *rows, items(0, 1, session="calls", activity="call")) == []
    assert breaks(scenario, *rows, items(0, 1, session="calls", activity="visit")) == [("unknown", 1)]


@pytest.mark.parametrize("day", ENDS)
def test_one_shift(day: int) -> None:
    assert breaks(clinic(), shift(day), shift(day, staff="bo")) == []
    assert breaks(clinic(), shift(day), shift(day, "half")) == [("one_shift", 1)]
    assert breaks(clinic(), shift(day), shift(day), shift(day)) == [("one_shift", 2)]


@pytest.mark.parametrize("day", [0, 6])
def test_absence(day: int) -> None:
    scenario = clinic(absences=[{"staff": "anna", "start": date(day)}])
    assert breaks(scenario, shift(day, "duty", "bo"), shift(6 - day, "duty")) == []
    assert breaks(scenario, shift(day, "duty")) == [("absence", 1)]


def test_absence_reaches_over_both_ends() -> None:
    scenario = clinic(absences=[{"staff": "anna", "start": "2027-02-01", "end": "2027-04-01"}])
    assert [rule for rule, _ in breaks(scenario, shift(0, "duty"), shift(6, "duty"))] == ["absence", "absence"]


def test_closed_for_shifts() -> None:
    assert breaks(clinic(), shift(4), shift(6, "duty")) == []
    assert breaks(clinic(), shift(5)) == [("closed", 1)]
    holiday = clinic(calendar={"extra_holidays": [date(0)]})
    assert breaks(holiday, shift(0)) == [("closed", 1)]
    cover = [{"unit": "clinic", "shift": "day", "competence": "nurse", "days": "sat", "target": 1}]
    assert breaks(clinic(cover=cover), shift(5)) == []
    doctors = [{"unit": "clinic", "shift": "day", "competence": "doctor", "days": "sat", "target": 1}]
    assert breaks(clinic(cover=doctors), shift(5)) == [("closed", 1)]


def test_closed_for_places_and_items() -> None:
    sessions = {"visits": {"activities": ["visit"], "open": {"mon": ["am"]}}}
    scenario = clinic(units={"clinic": {"activities": {"visit": {"team": {"nurse": 60}}}, "sessions": sessions}})
    assert breaks(scenario, shift(0), place(0), items(0, 1)) == []
    assert breaks(scenario, shift(0), place(0, "pm")) == [("closed", 1)]
    assert breaks(scenario, shift(1), place(1), items(1, 1)) == [("closed", 1), ("closed", 1)]


def test_eligibility() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "home": "clinic", "shifts": ["half"]}]
    scenario = clinic(staff=staff, units=_two_units())
    assert breaks(scenario, shift(0, "half"), place(0)) == []
    assert breaks(scenario, shift(0)) == [("eligibility", 1)]
    assert breaks(scenario, shift(0, "half", competence="doctor")) == [("eligibility", 1)]
    assert breaks(scenario, shift(0, "half", unit="other")) == [("eligibility", 1)]
    assert breaks(scenario, shift(0, "half"), place(0, competence="doctor")) == [("eligibility", 1)]
    assert breaks(scenario, shift(0, "half"), place(0, unit="other")) == [("eligibility", 1)]
    lent = [{"from": "clinic", "to": "other", "competence": "nurse", "half_days_per_week": 1}]
    assert breaks(clinic(staff=staff, units=_two_units(), lending=lent), shift(0, "half"), place(0, unit="other")) == []


def _two_units() -> dict[str, Any]:
    unit = {"activities": {"visit": {"team": {"nurse": 60}}}, "sessions": {"visits": {"activities": ["visit"]}}}
    return {"clinic": unit, "other": unit}


@pytest.mark.parametrize("day", ENDS)
def test_place(day: int) -> None:
    assert breaks(clinic(), shift(day), place(day), place(day, "pm")) == []
    assert breaks(clinic(), place(day)) == [("place", 1)]
    assert breaks(clinic(), shift(day, "half"), place(day, "pm")) == [("place", 1)]
    assert breaks(clinic(), shift(day), place(day), place(day)) == [("place", 1)]


@pytest.mark.parametrize("day", ENDS)
def test_pin(day: int) -> None:
    on = clinic(pins=[{"staff": "anna", "date": date(day), "shift": "half"}])
    assert breaks(on, shift(day, "half")) == []
    assert breaks(on, shift(day)) == [("pin", 1)]
    off = clinic(pins=[{"staff": "anna", "date": date(day), "shift": "off"}])
    assert breaks(off, shift(day, staff="bo")) == []
    assert breaks(off, shift(day)) == [("pin", 1)]
    given = {"staff": "anna", "date": date(day), "period": "pm", "session": "visits", "competence": "nurse"}
    seat = clinic(pins=[given])
    assert breaks(seat, shift(day), place(day, "pm")) == []
    assert breaks(seat, shift(day), place(day)) == [("pin", 1)]


def test_pins_outside_the_horizon_say_nothing() -> None:
    pins = [{"staff": "anna", "date": date(day), "shift": "day"} for day in (-1, 7)]
    assert breaks(clinic(pins=pins)) == []


def test_week_minutes() -> None:
    person = {"id": "anna", "competences": ["nurse"], "contract_minutes": 960}
    scenario = clinic(weeks=2, staff=[person | {"week_min_minutes": 480, "week_max_minutes": 960}])
    assert breaks(scenario, shift(0), shift(4), shift(11)) == []
    assert breaks(scenario, shift(0), shift(1), shift(2, "half"), shift(7)) == [("week_minutes", 240)]
    assert breaks(scenario, shift(0), shift(11, "half")) == [("week_minutes", 240)]


def test_week_minutes_shrink_with_credits() -> None:
    person = {"id": "anna", "competences": ["nurse"], "contract_minutes": 1000, "week_max_minutes": 600}
    leave = [{"staff": "anna", "start": date(0)}]
    # credit 200 of 1000: most is 600 x 800 / 1000 = 480
    assert breaks(clinic(staff=[person], absences=leave), shift(1)) == []
    assert breaks(clinic(staff=[person], absences=leave), shift(1), shift(2, "half")) == [("week_minutes", 240)]


@pytest.mark.parametrize("day", [0, 6])
def test_cover_min(day: int) -> None:
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "dates": [date(day)], "min": 2, "under_cost": 10}
    hard = clinic(cover=[row | {"min_mode": "hard"}])
    assert breaks(hard, shift(day, "duty"), shift(day, "duty", "bo")) == []
    assert breaks(hard, shift(day, "duty")) == [("cover_min", 1)]
    assert breaks(hard) == [("cover_min", 2)]
    assert breaks(clinic(cover=[row])) == []


def test_one_person_twice_on_cover_is_one_person() -> None:
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "days": "mon", "min": 2, "min_mode": "hard"}
    assert ("cover_min", 1) in breaks(clinic(cover=[row]), shift(0, "duty"), shift(0, "duty"))


@pytest.mark.parametrize("day", ENDS)
def test_session_time(day: int) -> None:
    assert breaks(clinic(), shift(day), place(day), items(day, 4)) == []
    assert breaks(clinic(), shift(day), place(day), items(day, 2), items(day, 2)) == []
    assert breaks(clinic(), shift(day), place(day), items(day, 5)) == [("session_time", 60)]
    # the time of two half-days is not one: bookable minutes are enough, those of the half-day are not
    assert breaks(clinic(), shift(day), place(day), items(day, 2, "pm")) == [("session_time", 120)]


def test_session_time_counts_productivity_exactly() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "productivity": "0.999"}]
    # 240 x 0.999 = 239.76 min, so three items of 60 and not four
    assert breaks(clinic(staff=staff), shift(0), place(0), items(0, 3)) == []
    assert breaks(clinic(staff=staff), shift(0), place(0), items(0, 4)) == [("session_time", 1)]


def test_lead() -> None:
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}}},
        "sessions": {"visits": {"activities": ["visit"], "lead": "doctor"}},
    }
    staff = [{"id": "anna", "competences": ["nurse"]}, {"id": "bo", "competences": ["doctor"]}]
    scenario = clinic(units={"clinic": unit}, staff=staff)
    nurse = (shift(0), place(0))
    doctor = (shift(0, "day", "bo", competence="doctor"), place(0, "am", "bo", competence="doctor"))
    assert breaks(scenario, *nurse, *doctor, items(0, 1)) == []
    assert breaks(scenario, *nurse) == []
    assert breaks(scenario, *nurse, items(0, 1)) == [("lead", 1)]


def _theatre(**session: Any) -> Any:
    spec = {"activities": ["operation"], "team": {"nurse": 2}, "yield": 3, "max_parallel": 1, "room": "theatre"}
    unit = {
        "rooms": {"theatre": {"count": 2, "open": {"mon": ["am", "pm"]}}},
        "activities": {"operation": {}},
        "sessions": {"list": spec | session},
    }
    people = [{"id": name, "competences": ["nurse"]} for name in ("anna", "bo", "cia", "dan", "eva", "fia")]
    return clinic(units={"clinic": unit}, staff=people, production_plan={"clinic": {"operation": (100,)}})


def _crew(number: int, *names: str, periods: tuple[str, ...] = ("am",)) -> list[ShiftAssignment | SessionPlace]:
    shifts: list[ShiftAssignment | SessionPlace] = [shift(0, staff=name) for name in names]
    return [*shifts, *(place(0, period, name, "list", number) for name in names for period in periods)]


def _operations(number: int) -> ItemCount:
    return items(0, number, "am", "list", "operation")


def test_lists() -> None:
    scenario = _theatre()
    assert breaks(scenario, *_crew(1, "anna", "bo"), _operations(3)) == []
    assert breaks(scenario, *_crew(1, "anna", "bo"), _operations(4)) == [("lists", 1)]
    assert breaks(scenario, _operations(1)) == [("lists", 1)]
    assert breaks(scenario, *_crew(1, "anna")) == [("lists", 1)]
    assert breaks(scenario, *_crew(1, "anna", "bo", "cia")) == [("lists", 1)]
    assert breaks(scenario, *_crew(2, "anna", "bo")) == [("lists", 1)]
    assert breaks(scenario, *_crew(1, "anna", "bo"), *_crew(2, "cia", "dan")) == [("lists", 1)]
    assert breaks(_theatre(max_parallel=2), *_crew(1, "anna", "bo"), *_crew(2, "cia", "dan"), _operations(6)) == []
    assert breaks(scenario, shift(0), place(0, session="list")) == [("lists", 1)]


def test_day_lists_have_the_same_people() -> None:
    scenario = _theatre(span=["am", "pm"])
    both = ("am", "pm")
    assert breaks(scenario, *_crew(1, "anna", "bo", periods=both), _operations(3)) == []
    assert breaks(scenario, *_crew(1, "anna", "bo")) == [("lists", 1)]
    swapped = [*_crew(1, "anna", periods=both), *_crew(1, "bo"), *_crew(1, "cia", periods=("pm",))]
    assert breaks(scenario, *swapped) == [("lists", 1)]
    late = items(0, 1, "pm", "list", "operation")
    assert breaks(scenario, *_crew(1, "anna", "bo", periods=both), late) == [("closed", 1), ("lists", 1)]


def test_rooms_of_lists() -> None:
    scenario = _theatre(max_parallel=3)
    two = [*_crew(1, "anna", "bo"), *_crew(2, "cia", "dan")]
    assert breaks(scenario, *two) == []
    assert breaks(scenario, *two, *_crew(3, "eva", "fia")) == [("rooms", 240)]


def test_rooms_of_items() -> None:
    unit = {
        "rooms": {"exam": {"count": 1, "open": {"mon": ["am"]}}},
        "activities": {"visit": {"team": {"nurse": 40}, "room": {"exam": 80}}},
        "sessions": {"visits": {"activities": ["visit"]}},
    }
    scenario = clinic(units={"clinic": unit})
    assert breaks(scenario, shift(0), place(0), items(0, 3)) == []
    assert breaks(scenario, shift(0), place(0), items(0, 4)) == [("rooms", 80)]
    assert breaks(scenario, shift(0), place(0, "pm"), items(0, 1, "pm")) == [("rooms", 80)]


def test_bookable_share() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "bookable_share": "0.5"}]
    # of 480 min 240 can be booked, also where the other half-day has no place
    assert breaks(clinic(staff=staff), shift(0), place(0), items(0, 4)) == []
    assert breaks(clinic(staff=staff), shift(0, "half"), place(0), items(0, 3)) == [("bookable_share", 60)]
    assert breaks(clinic(staff=staff, weeks=2), shift(0, "half"), place(0), items(0, 3), shift(7)) == [
        ("bookable_share", 60)
    ]


def test_exclusive_cover_is_credited_where_it_is_done() -> None:
    staff = [{"id": "anna", "competences": ["nurse", "doctor"], "bookable_share": "0.5"}]
    row = {"unit": "clinic", "shift": "day", "competence": "doctor", "target": 1}
    rows = (shift(0, "half"), place(0), items(0, 3))
    assert breaks(clinic(staff=staff, cover=[row]), *rows, shift(1)) == []
    assert breaks(clinic(staff=staff, cover=[row]), *rows, shift(1, competence="doctor")) == [("bookable_share", 60)]
    shared = clinic(staff=staff, cover=[row | {"shared": True}])
    assert breaks(shared, *rows, shift(1, competence="doctor")) == []


@pytest.mark.parametrize("week", [0, 1])
def test_over_production(week: int) -> None:
    rows = (shift(7 * week), place(7 * week))
    scenario = clinic(weeks=2, production_plan={"clinic": {"visit": (3, 3)}})
    assert breaks(scenario, *rows, items(7 * week, 3)) == []
    assert breaks(scenario, *rows, items(7 * week, 4)) == [("over_production", 1)]


def test_over_production_within_what_is_carried_in() -> None:
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}, "carry_over": True, "backlog": 2}},
        "sessions": {"visits": {"activities": ["visit"]}},
    }
    scenario = clinic(weeks=2, units={"clinic": unit}, production_plan={"clinic": {"visit": (2, 0)}})
    second = (shift(7), place(7))
    assert breaks(scenario, *second, items(7, 4)) == []
    first = (shift(0), place(0), items(0, 1))
    assert breaks(scenario, *first, *second, items(7, 4)) == [("over_production", 1)]


def _lending(half_days: int) -> Any:
    lent = {
        "from": "other",
        "to": "clinic",
        "competence": "nurse",
        "half_days_per_week": half_days,
        "half_day_minutes": 200,
    }
    staff = [
        {"id": "anna", "competences": ["nurse"], "home": "other"},
        {"id": "bo", "competences": ["nurse"], "home": "other", "may_work_in": ["clinic"]},
    ]
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "target": 1}
    return clinic(weeks=2, units=_two_units(), staff=staff, lending=[lent], cover=[row])


def test_lending_of_session_half_days() -> None:
    rows = (shift(0), place(0), place(0, "pm"))
    assert breaks(_lending(2), *rows, shift(7), place(7)) == []
    assert breaks(_lending(2), *rows, shift(6, "duty", unit="other"), shift(1), place(1)) == [("lending", 200)]
    assert (
        breaks(_lending(0), *(row for day in (0, 1) for row in (shift(day, staff="bo"), place(day, "am", "bo")))) == []
    )


def test_lending_of_cover_counts_minutes() -> None:
    # a duty is 480 min, two half-days of 200 are 400
    assert breaks(_lending(3), shift(6, "duty")) == []
    assert breaks(_lending(2), shift(6, "duty")) == [("lending", 80)]
    assert breaks(_lending(2), shift(6, "duty", unit="other")) == []


def _agency(weeks: int = 3, **offer: Any) -> Any:
    line = {"id": "locum", "competence": "nurse", "cost_per_hour": 600, "book": offer.pop("book", {})}
    return clinic(weeks=weeks, planned_on="2027-02-15", agency=[line | offer])


def _booked(*weeks: int) -> list[ShiftAssignment]:
    return [shift(7 * week + 6, "duty", "locum-1") for week in weeks]


def test_agency_lead_time() -> None:
    assert breaks(_agency(book={"lead_days": 14}), *_booked(0)) == []
    assert breaks(_agency(book={"lead_days": 15}), *_booked(0)) == [("agency_weeks", 1)]
    assert breaks(_agency(book={"lead_days": 15}), *_booked(1)) == []


def test_agency_week_needs_an_open_day() -> None:
    closed = [date(day) for day in range(5)]
    assert breaks(_agency(), *_booked(0)) == []
    scenario = clinic(
        calendar={"extra_holidays": closed}, agency=[{"id": "locum", "competence": "nurse", "cost_per_hour": 600}]
    )
    assert breaks(scenario, *_booked(0)) == [("agency_weeks", 1)]


@pytest.mark.parametrize("week", [0, 2])
def test_agency_weekly_hours(week: int) -> None:
    days = [shift(7 * week + day, staff="locum-1") for day in (0, 1)]
    assert breaks(_agency(weekly_hours=(16, 16)), *days) == []
    assert breaks(_agency(weekly_hours=(17, 20)), *days) == [("agency_weeks", 1)]
    assert breaks(_agency(weekly_hours=(0, 15)), *days) == [("agency_weeks", 1)]


def test_agency_least_hours_shrink_with_closed_days() -> None:
    offer = {"id": "locum", "competence": "nurse", "cost_per_hour": 600, "weekly_hours": (20, 40)}
    row = shift(1, staff="locum-1")
    # three of five days are closed: least 20 x 2 / 5 = 8 hours
    closed = {"extra_holidays": [date(day) for day in (2, 3, 4)]}
    assert breaks(clinic(agency=[offer], calendar=closed), row) == []
    fewer = {"extra_holidays": [date(day) for day in (3, 4)]}
    assert breaks(clinic(agency=[offer], calendar=fewer), row) == [("agency_weeks", 1)]


def test_agency_blocks() -> None:
    two = {"min_weeks": 2}
    assert breaks(_agency(book=two)) == []
    assert breaks(_agency(book=two), *_booked(0, 1)) == []
    assert breaks(_agency(book=two), *_booked(1, 2)) == []
    assert breaks(_agency(book=two), *_booked(0)) == [("agency_weeks", 1)]
    assert breaks(_agency(book=two), *_booked(2)) == [("agency_weeks", 1)]
    assert breaks(_agency(book=two), *_booked(0, 2)) == [("agency_weeks", 1), ("agency_weeks", 1)]
    assert breaks(_agency(book=two | {"may_continue": True}), *_booked(2)) == []
    assert breaks(_agency(book=two | {"may_continue": True}), *_booked(1)) == [("agency_weeks", 1)]
    assert breaks(_agency(book={"max_weeks": 2}), *_booked(0, 2)) == []
    assert breaks(_agency(book={"max_weeks": 2}), *_booked(0, 1, 2)) == [("agency_weeks", 1)]


def test_budget_for_agency() -> None:
    # a duty is 8 h x 600 = 4800
    assert breaks(_budget(agency=4800), *_booked(0)) == []
    assert breaks(_budget(agency="4799.5"), *_booked(0)) == [("budget", 1)]


def test_budget_for_overtime() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "contract_minutes": 480, "cost_per_hour": 100}]
    # 240 min over x 100 x 1.8 / 60 = 720
    rows = (shift(0), shift(1, "half"))
    assert breaks(clinic(staff=staff, budget={"overtime": 720}), *rows) == []
    assert breaks(clinic(staff=staff, budget={"overtime": 700}), *rows) == [("budget", 20)]


def test_budget_for_the_agency_share() -> None:
    own = (shift(0, "duty"), shift(1, "duty"))
    # 4800 of 2 x 8 h x 1200 = 19200 is a quarter
    assert breaks(_budget(agency_share={"target": "0.25", "hard": True}), *_booked(0), *own) == []
    assert breaks(_budget(agency_share={"target": "0.249", "hard": True}), *_booked(0), *own) == [("budget", 20)]
    assert breaks(_budget(agency_share={"target": "0.1", "cost": 3}), *_booked(0), *own) == []


def _budget(**budget: Any) -> Any:
    offer = {"id": "locum", "competence": "nurse", "cost_per_hour": 600}
    staff = [{"id": "anna", "competences": ["nurse"], "cost_per_hour": 1200}]
    return clinic(staff=staff, agency=[offer], budget=budget)


def test_dates_and_text_say_where() -> None:
    (found,) = violations(clinic(absences=[{"staff": "anna", "start": date(6)}]), shift(6, "duty"))
    assert (found.staff, found.dates, found.unit) == ("anna", (MONDAY + dt.timedelta(days=6),), "days")
    assert "duty" in found.text


def test_every_limit_has_a_title_and_a_unit() -> None:
    assert all(title and unit for title, unit in LIMITS.values())
    assert len({title for title, _ in LIMITS.values()}) == len(LIMITS)


def test_an_empty_roster_breaks_nothing() -> None:
    assert breaks(clinic()) == []
    assert roster().items == ()

"""What evaluation says beside violations: terms, production, capacity, key figures, and what it does not judge."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.base import money
from models.evaluation import evaluate, overtime_by_shift
from models.facts import Facts
from models.judge.cover import tiered
from models.judge.stages import booking_blocks, booking_stages
from models.result import TERMS, Capacity
from models.roster import ItemCount, Roster, SessionPlace, ShiftAssignment
from models.scenario import Scenario
from tests.support.golden import NAMES, read_golden
from tests.support.rosters import MONDAY, clinic, items, place, roster, shift


def cost(scenario: Scenario, term: str, *rows: ShiftAssignment | SessionPlace | ItemCount) -> float:
    """Return one term in the currency."""
    return money(evaluate(scenario, roster(*rows)).terms[term] or 0)


def capacity(
    scenario: Scenario, *rows: ShiftAssignment | SessionPlace | ItemCount
) -> dict[tuple[str, str, int], Capacity]:
    found = evaluate(scenario, roster(*rows)).capacity
    return {(row.unit, row.competence, row.week): row for row in found}


# -- what is judged ---------------------------------------------------------------------------


def test_all_terms_are_there_and_nothing_costs_nothing() -> None:
    found = evaluate(clinic(production_plan={}), roster())
    assert tuple(found.terms) == TERMS
    assert set(found.terms.values()) == {0}
    assert (found.objective, found.violations) == (0, ())


def test_without_items_production_is_not_judged() -> None:
    judged = evaluate(clinic(), replace(roster(shift(0), place(0)), items=None))
    assert judged.production is None
    assert {name for name, value in judged.terms.items() if value is None} == {"shortfall", "waiting"}
    assert judged.violations == ()
    assert judged.kpis["planned_items"] is None
    assert judged.kpis["mismatch"] is not None


def test_without_places_nothing_about_them_is_judged() -> None:
    pinned = [{"staff": "anna", "date": MONDAY, "period": "am", "session": "visits"}]
    judged = evaluate(clinic(pins=pinned), replace(roster(shift(0), items(0, 50)), places=None))
    assert judged.violations == ()
    assert judged.kpis["mismatch"] is None
    assert judged.terms["shortfall"] == 0
    assert judged.production is not None
    assert judged.production[0].produced == 50


def test_a_roster_of_shifts_alone_is_judged_on_contract_time_and_cover() -> None:
    staff = [
        {"id": "anna", "competences": ["nurse"], "contract_minutes": 960, "cost_per_hour": 60, "week_max_minutes": 960}
    ]
    row = {"unit": "clinic", "shift": "day", "competence": "nurse", "days": "mon,tue", "target": 1, "under_cost": 5}
    shifts = Roster((shift(0), shift(2), shift(3)))
    judged = evaluate(clinic(staff=staff, cover=[row]), shifts)
    assert [found.rule for found in judged.violations] == ["week_minutes"]
    # 480 min over at 60 x 1.8 an hour = 864; Tuesday's cover misses one
    assert (judged.terms["overtime"], judged.terms["cover_under"]) == (864 * 6000, 5 * 6000)
    assert judged.objective == 869 * 6000


# -- terms ------------------------------------------------------------------------------------


def test_undertime_of_somebody_who_is_not_on_the_roster() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "contract_minutes": 480, "cost_per_hour": 60}]
    assert cost(clinic(staff=staff), "undertime") == 480
    assert cost(clinic(staff=staff, pay={"undertime_factor": 0}), "undertime") == 0


def test_more_credits_than_contract_leave_nothing_due() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "contract_minutes": 480, "cost_per_hour": 60}]
    leave = [{"staff": "anna", "start": MONDAY, "minutes": 1000}]
    scenario = clinic(staff=staff, absences=leave)
    assert cost(scenario, "undertime") == 0
    assert evaluate(scenario, roster(shift(1, "half"))).over_minutes == {"anna": 240}


def test_hourly_prices_are_rounded_to_hundredths() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "contract_minutes": 1, "cost_per_hour": "100.01"}]
    # 100.01 x 1.8 = 180.018, paid as 180.02 an hour: 239 min
    found = evaluate(clinic(staff=staff), roster(shift(0, "half")))
    assert found.terms["overtime"] == 239 * 18002


def test_soft_agency_share_is_rounded_up_to_a_hundredth() -> None:
    offer = {"id": "locum", "competence": "nurse", "cost_per_hour": "0.01"}
    scenario = clinic(agency=[offer], budget={"agency_share": {"target": 0, "cost": "0.33"}})
    found = evaluate(scenario, roster(shift(0, "half", "locum-1")))
    # 240 min at a hundredth an hour are 240 ticks, x 0.33 = 79.2: more than one hundredth (60 ticks), so two
    assert found.terms["agency_share"] == 120


def test_tiers() -> None:
    prices = (
        clinic(cover=[{"unit": "clinic", "shift": "day", "competence": "nurse", "target": 9, "under_cost": [1, 2]}])
        .cover[0]
        .under_cost
    )
    assert [tiered(prices, number) // 6000 for number in (-1, 0, 1, 2, 3)] == [0, 0, 1, 3, 5]


def test_who_has_a_place_does_not_cover() -> None:
    row = {"unit": "clinic", "shift": "day", "competence": "nurse", "days": "mon", "target": 1, "under_cost": 5}
    scenario = clinic(cover=[row])
    assert cost(scenario, "cover_under", shift(0)) == 0
    assert cost(scenario, "cover_under", shift(0), place(0, "pm")) == 5
    assert cost(scenario, "cover_under", shift(0), place(1, "pm")) == 0
    assert cost(clinic(cover=[row | {"shared": True}]), "cover_under", shift(0), place(0, "pm")) == 0


def test_cover_on_holidays() -> None:
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "days": "mon", "target": 1, "under_cost": 5}
    holiday = {"extra_holidays": [MONDAY]}
    assert cost(clinic(cover=[row]), "cover_under") == 5
    assert cost(clinic(cover=[row], calendar=holiday), "cover_under") == 0
    assert cost(clinic(cover=[row | {"holidays": True}], calendar=holiday), "cover_under") == 5


@pytest.mark.parametrize(
    ("request_", "rows", "met"),
    [
        ({"kind": "on"}, [shift(0, "half")], True),
        ({"kind": "on"}, [shift(1)], False),
        ({"kind": "on", "shift": "day"}, [shift(0, "half")], False),
        ({"kind": "off"}, [shift(1)], True),
        ({"kind": "off"}, [shift(0)], False),
        ({"kind": "off", "shift": "day"}, [shift(0, "half")], True),
        ({"kind": "off", "date": MONDAY - dt.timedelta(days=1)}, [shift(0)], True),
        ({"kind": "on", "date": MONDAY + dt.timedelta(days=7)}, [], True),
    ],
)
def test_requests(request_: dict[str, Any], rows: list[ShiftAssignment], met: bool) -> None:
    scenario = clinic(requests=[{"staff": "anna", "date": MONDAY, "cost": 9} | request_])
    assert cost(scenario, "requests", *rows) == (0 if met else 9)
    assert evaluate(scenario, roster(*rows)).kpis["requests_granted"] == (1 if met else 0)


# -- production and capacity ------------------------------------------------------------------


def test_backlog_of_an_activity_that_is_not_carried_over() -> None:
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}, "backlog": 3, "shortfall_cost": 10}},
        "sessions": {"visits": {"activities": ["visit"]}},
    }
    found = evaluate(clinic(weeks=2, units={"clinic": unit}, production_plan={"clinic": {"visit": (1, 1)}}), roster())
    assert found.production is not None
    assert [(row.carried_in, row.shortfall) for row in found.production] == [(3, 4), (0, 1)]
    assert money(found.terms["shortfall"] or 0) == 50


def test_time_is_credited_once_and_where_the_place_is() -> None:
    staff = [{"id": "anna", "competences": ["nurse", "doctor"]}]
    unit = {
        "activities": {"visit": {"team": {"doctor": 60}}},
        "sessions": {"visits": {"activities": ["visit"]}},
    }
    rows = capacity(clinic(staff=staff, units={"clinic": unit}), shift(0), place(0, competence="doctor"))
    assert rows["clinic", "doctor", 0].rostered == 240
    assert rows["clinic", "nurse", 0].rostered == 240
    twice = capacity(clinic(), shift(0), shift(0, "half"), place(0))
    assert twice["clinic", "nurse", 0].rostered == 480


def test_a_shift_that_covers_no_period_is_credited_nothing() -> None:
    assert capacity(clinic(production_plan={}), shift(0, "duty")) == {}


def test_lent_people_in_the_flat_roster() -> None:
    unit = {"activities": {"visit": {"team": {"nurse": 60}}}, "sessions": {"visits": {"activities": ["visit"]}}}
    people = [
        {"id": "anna", "competences": ["nurse"], "home": "other", "contract_minutes": 1200, "bookable_share": "0.5"},
        {"id": "bo", "competences": ["nurse"], "home": "other", "contract_minutes": 1200},
    ]
    lent = {"from": "other", "to": "clinic", "competence": "nurse", "half_days_per_week": 5}

    def flat(half_days: int, **parts: Any) -> list[int]:
        agreed = [lent | {"half_days_per_week": half_days}]
        rows = capacity(clinic(units={"clinic": unit, "other": {}}, staff=people, lending=agreed, **parts))
        return [rows[key].available if key in rows else 0 for key in (("other", "nurse", 0), ("clinic", "nurse", 0))]

    # 2400 min there, worth 1800; an hour is worth 45 min
    assert flat(5) == [900, 900]
    assert flat(100) == [0, 1800]
    # with one of five days closed: credits 2 x 240, so 1920 min there, worth 1440, and 4/5 of 1200 min lent, worth 720
    assert flat(5, calendar={"extra_holidays": [MONDAY]}) == [720, 720]


def test_need_of_a_fixed_team_is_its_part_of_a_list() -> None:
    unit = {
        "activities": {"operation": {}},
        "sessions": {"list": {"activities": ["operation"], "team": {"nurse": 2}, "yield": {"am": 4, "pm": 3}}},
    }
    rows = capacity(clinic(units={"clinic": unit}, production_plan={"clinic": {"operation": (10,)}}))
    # both half-days of a day: 480 min, 7 items, 2 nurses: 10 x 2 x 480 / 7 = 1371.4
    assert rows["clinic", "nurse", 0].need == 1372


# -- overtime, stages -------------------------------------------------------------------------


def test_overtime_lies_on_the_latest_shifts() -> None:
    staff = [{"id": "anna", "competences": ["nurse"], "contract_minutes": 500}, {"id": "bo", "competences": ["nurse"]}]
    rows = Roster((shift(2), shift(0), shift(1, staff="bo"), shift(1, "half"), shift(9)))
    # 480 + 480 + 240 of 500: 700 over, 480 on day 2, 220 of 240 on day 1; the unknown date counts for nothing
    assert overtime_by_shift(rows, Facts(clinic(staff=staff))) == (480, 0, 0, 220, 0)


def test_booking_stages() -> None:
    assert booking_stages([]) == {}
    assert booking_stages([5, 1, 2, 2]) == {1: 0, 2: 1, 5: 0}
    assert booking_blocks([0, 1, 3]) == [range(2), range(3, 4)]


def test_a_new_block_starts_the_ramp_again() -> None:
    offer = {"id": "locum", "competence": "nurse", "cost_per_hour": 1, "ramp": ["0.5", "0.75"]}
    scenario = clinic(weeks=5, agency=[offer], production_plan={})
    rows = capacity(scenario, *(shift(7 * week, "half", "locum-1") for week in (0, 1, 2, 4)))
    assert {week: row.capacity for (_, _, week), row in rows.items()} == {0: 120, 1: 180, 2: 180, 4: 120}


# -- any roster -------------------------------------------------------------------------------

_STAFF = st.sampled_from(["anna", "sara", "nora", "nils", "dana", "locum-1", "locum-2", "nobody", ""])
_DATES = st.dates(dt.date(2027, 2, 27), dt.date(2027, 3, 24))
_SHIFTS = st.sampled_from(["day", "half", "late", "early", "evening", "off", ""])
_PERIODS = st.sampled_from(["am", "pm", "night"])
_UNITS = st.sampled_from(["clinic", "theatre", "ward", "doctors", "nowhere"])
_COMPETENCES = st.sampled_from(["nurse", "doctor", "surgeon", "pilot"])
_SESSIONS = st.sampled_from(["visits", "whole", "morning", "list", "mixed", ""])
_ACTIVITIES = st.sampled_from(["visit", "operation", "squint", ""])
_NUMBERS = st.none() | st.integers(-1, 3)
_ROSTERS = st.builds(
    Roster,
    st.lists(st.builds(ShiftAssignment, _STAFF, _DATES, _SHIFTS, _UNITS, _COMPETENCES), max_size=30).map(tuple),
    st.none()
    | st.lists(
        st.builds(SessionPlace, _STAFF, _DATES, _PERIODS, _UNITS, _SESSIONS, _COMPETENCES, _NUMBERS), max_size=30
    ).map(tuple),
    st.none()
    | st.lists(
        st.builds(ItemCount, _DATES, _PERIODS, _UNITS, _SESSIONS, _ACTIVITIES, st.integers(-2, 50)), max_size=20
    ).map(tuple),
)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(NAMES), _ROSTERS)
def test_any_roster_is_judged(name: str, broken: Roster) -> None:
    scenario = read_golden(name).scenario
    found = evaluate(scenario, broken)
    assert tuple(found.terms) == TERMS
    assert all(value is None or value >= 0 for value in found.terms.values())
    assert all(violation.size >= 1 and violation.text for violation in found.violations)
    assert sum(overtime_by_shift(broken, Facts(scenario))) == sum(found.over_minutes.values())
    for row in found.production or ():
        assert row.planned + row.carried_in + row.surplus == row.produced + row.shortfall


@pytest.mark.parametrize("name", NAMES)
def test_the_order_of_rows_says_nothing(name: str) -> None:
    golden = read_golden(name)
    turned = Roster(golden.roster.shifts[::-1], (golden.roster.places or ())[::-1], (golden.roster.items or ())[::-1])
    assert evaluate(golden.scenario, turned) == evaluate(golden.scenario, golden.roster)

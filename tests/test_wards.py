"""The reference wards: people round the clock, tight but coverable, after a month that kept the same rules."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest

from bemanna.need import check
from models.calendar import Horizon
from models.checks import warnings
from models.evaluation import evaluate
from models.loading import load
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario

FOLDER = Path(__file__).resolve().parents[1] / "scenarios"
WARDS = ("ward", "emergency")


@pytest.fixture(params=WARDS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load(FOLDER / request.param)


def loads(scenario: Scenario) -> dict[tuple[str, str, str], Fraction]:
    """Return need over contract time by unit, competence and week."""
    return {(row.unit, row.resource, row.week): Fraction(row.need, row.even) for row in check(scenario) if row.even}


def test_nothing_looks_like_a_mistake(scenario: Scenario) -> None:
    assert warnings(scenario) == []


def test_cover_has_prices_that_rise_and_least_numbers(scenario: Scenario) -> None:
    assert any(len(set(row.under_cost)) > 1 for row in scenario.cover)
    assert any(0 < row.min < row.wanted for row in scenario.cover)
    assert any(row.max is not None and row.max > row.wanted for row in scenario.cover)
    assert any(row.dates for row in scenario.cover)
    assert all(any(row.under_cost) and any(row.over_cost) for row in scenario.cover)


def test_some_people_have_two_competences_that_cover_asks_for(scenario: Scenario) -> None:
    asked = {(row.unit, row.competence) for row in scenario.cover}
    several = [person for person in scenario.staff if len(person.competences) > 1]
    assert 4 <= len(several) <= len(scenario.staff) // 3
    units = list(scenario.units)
    assert all((person.home or units[0], c) in asked for person in several for c in person.competences)


def test_the_month_is_tight_and_no_week_is_out_of_reach(scenario: Scenario) -> None:
    rows = check(scenario)
    need: Counter[str] = Counter()
    there: Counter[str] = Counter()
    mains = {person.competences[0] for person in scenario.staff}
    for row in rows:
        need[row.unit] += row.need
        there[row.unit] += row.even if row.resource in mains else 0
    assert all(Fraction(85, 100) <= Fraction(need[unit], there[unit]) <= Fraction(105, 100) for unit in need)
    assert not any(row.impossible for row in rows)


def test_rules_of_weekends_nights_and_fairness_are_in_force(scenario: Scenario) -> None:
    keys = {rule.key for rule in scenario.rules_in_force}
    assert keys >= {"weekends", "consecutive_shifts", "consecutive_days", "rest_after", "free_days", "fairness"}
    assert keys >= {"weekly_rest", "average_hours", "overtime_cap"}
    assert keys & {"daily_rest", "daily_rest_period"}


def test_the_ward() -> None:
    ward = load(FOLDER / "ward")
    assert len(ward.staff) >= 40
    assert ward.horizon.weeks == 5
    assert set(ward.shifts) == {"day", "evening", "night"}
    assert len(ward.agency) == 1
    # Good Friday and Easter Monday; the weeks in which they lie are the shortest of hands
    assert {str(day) for day in ward.calendar.holidays(ward.horizon.days)} >= {"2027-03-26", "2027-03-29"}
    by_week = loads(ward)
    for competence in ("registered_nurse", "assistant_nurse"):
        weeks = [by_week["ward", competence, f"2027-W{week:02d}"] for week in (9, 10, 11, 12, 13)]
        assert min(weeks[3:]) > max(weeks[1:3])


def test_the_emergency_department() -> None:
    emergency = load(FOLDER / "emergency")
    assert len(emergency.staff) == 150
    assert emergency.horizon.weeks == 4
    assert len(emergency.shifts) == 12
    assert {shift.duty for shift in emergency.shifts.values()} == {"work", "on_call", "stand_by"}


def test_the_history_of_the_ward_keeps_the_rules_of_the_ward() -> None:
    """The month before is judged as a roster of its own; everybody who was there is in it."""
    ward = load(FOLDER / "ward")
    start = ward.horizon.start - dt.timedelta(days=28)
    assert ward.history_from == start
    before = ward.model_copy(
        update={
            "horizon": Horizon(start=start, weeks=4),
            "planned_on": None,
            "history": (),
            "history_from": None,
            "absences": (),
            "requests": (),
            "cover": tuple(row for row in ward.cover if not row.dates),
        }
    )
    people = {person.id: person for person in ward.staff}
    rows = (ShiftAssignment(r.staff, r.date, r.shift, "ward", people[r.staff].competences[0]) for r in ward.history)
    evaluation = evaluate(before, Roster(tuple(rows)))
    assert evaluation.violations == ()
    assert (evaluation.kpis["cover_share"] or 0) > 0.9
    long_away = {absence.staff for absence in ward.absences if (absence.last - absence.start).days >= 34}
    assert {row.staff for row in ward.history} == set(people) - long_away

"""Pinned session places in a roster whose shifts are given."""

from __future__ import annotations

from typing import Any

from models.result import Result, Status
from models.roster import Roster, SessionPlace, ShiftAssignment
from solver.settings import Settings
from solver.solve import complete
from tests.support.rosters import MONDAY, clinic, place, shift

SETTINGS = Settings(time_limit=60.0, workers=2, deterministic_limit=2.0)
LIST = {"activities": ["visit"], "team": {"nurse": 1, "doctor": 1}, "yield": 1}


def pin(staff: str, session: str, period: str = "am") -> dict[str, Any]:
    """Return a pinned place on Monday."""
    return {"staff": staff, "date": str(MONDAY), "period": period, "session": session}


def completed(pins: list[dict[str, Any]], *shifts: ShiftAssignment) -> Result:
    """Complete a roster of a clinic in which nothing is planned, so that nobody needs a place."""
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}}},
        "sessions": {"visits": {"activities": ["visit"]}, "list": LIST},
    }
    parts: dict[str, Any] = {"units": {"clinic": unit}, "production_plan": {"visit": 0}, "pins": pins}
    return complete(clinic(**parts), Roster(shifts), SETTINGS)


def told(result: Result) -> tuple[tuple[SessionPlace, ...], list[tuple[str, str | None]]]:
    """Return the places of a completed roster, and rule and person of what it breaks."""
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    assert result.evaluation is not None
    return result.roster.places or (), [(found.rule, found.staff) for found in result.evaluation.violations]


def test_a_pinned_place_is_kept() -> None:
    places, broken = told(completed([pin("anna", "visits")], shift(0), shift(0, staff="bo")))
    assert places == (place(0),)
    assert broken == []


def test_nobody_has_a_place_without_a_pin() -> None:
    assert told(completed([], shift(0))) == ((), [])


def test_a_place_without_a_shift_that_covers_it_is_told() -> None:
    places, broken = told(completed([pin("anna", "visits"), pin("bo", "visits", "pm")], shift(0, "half", "bo")))
    assert places == ()
    assert broken == [("pin", "anna"), ("pin", "bo")]


def test_a_place_in_a_list_without_its_team_is_told_and_others_are_kept() -> None:
    pins = [pin("anna", "list"), pin("bo", "visits")]
    places, broken = told(completed(pins, shift(0), shift(0, staff="bo")))
    assert places == (place(0, staff="bo"),)
    assert broken == [("pin", "anna")]


def test_of_two_places_at_once_one_is_kept() -> None:
    pins = [pin("anna", "visits"), {**pin("anna", "visits"), "competence": "nurse"}, pin("anna", "list")]
    places, broken = told(completed(pins, shift(0)))
    assert places == (place(0),)
    assert broken == [("pin", "anna")]

"""Planted causes: something is taken away from a small clinic, and just that is named."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.base import ticks
from models.scenario import Scenario
from solver.explain.explanation import explain
from solver.explain.levers.lever import Lever, Together
from solver.explain.levers.limits import Lent, Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.levers.people import Agency, Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms
from solver.explain.shortages import Cover, Production
from solver.search.cpsat import Stop
from tests.support.explaining import FAST, best, explained, helping, theatre
from tests.support.rosters import MONDAY, clinic
from tests.support.scenarios import randomly

NOW = (0,)
DOCTOR, NURSE = Hours("clinic", "doctor", NOW), Hours("clinic", "nurse", NOW)
ANNA = {"id": "anna", "competences": ["nurse"]}
PLANNED = {"production_plan": {"clinic": {"visit": (40,)}}, "staff": [ANNA]}
PAID = ANNA | {"contract_minutes": 1440, "cost_per_hour": 100, "fraction": 1}
AWAY = [{"staff": "dora", "start": "2027-03-01", "end": "2027-03-07"}]


def visits(**parts: Any) -> Scenario:
    """Return one nurse with forty visits of an hour planned: as many as she can do in five days."""
    unit = {
        "activities": {"visit": {"team": {"nurse": 60}, "shortfall_cost": 900}},
        "sessions": {"visits": {"activities": ["visit"]}},
    }
    return clinic(**(PLANNED | {"units": {"clinic": unit | parts.pop("unit", {})}} | parts))


LENT = {
    "units": {
        "clinic": {
            "activities": {"visit": {"team": {"nurse": 60}, "shortfall_cost": 900}},
            "sessions": {"visits": {"activities": ["visit"]}},
        },
        "ward": {},
    },
    "staff": [ANNA | {"home": "ward"}],
    "lending": [{"from": "ward", "to": "clinic", "competence": "nurse", "half_days_per_week": 3}],
}

PLANTED: dict[str, tuple[Scenario, set[Lever]]] = {
    "a doctor on leave": (theatre(absences=AWAY), {DOCTOR, Present("dora", NOW)}),
    "a theatre that is closed": (theatre(room={"count": 0}), {Rooms("clinic", "theatre", NOW)}),
    "a theatre that opens one day": (
        theatre(room={"count": 1, "open": {"mon": ["am", "pm"]}}),
        {RoomHours("clinic", "theatre", NOW)},
    ),
    "one list at once": (
        theatre(
            lists={"max_parallel": 1},
            room={"count": 2},
            production_plan={"clinic": {"operation": (24,)}},
            staff=[{"id": f"{kind}{n}", "competences": [kind]} for kind in ("doctor", "nurse") for n in range(2)],
        ),
        {Lists("clinic", "lists", NOW)},
    ),
    "an overtime budget": (
        visits(staff=[PAID | {"contract_minutes": 2000}], budget={"overtime": 0}),
        {NURSE, Money("overtime", NOW)},
    ),
    "a limit to the hours a week": (
        visits(staff=[PAID | {"week_max_minutes": 1440}]),
        {NURSE, WeekLimits(NOW)},
    ),
    "a rule": (
        visits(rules={"presets": ["none"], "overrides": {"consecutive_days": {"max": 2}}}),
        {NURSE, WithoutRule("consecutive_days", NOW)},
    ),
    "an agreement": (visits(**LENT), {NURSE, Lent("ward", "clinic", "nurse", NOW)}),
    "short opening hours": (visits(unit={"open": {"mon-wed": ["am", "pm"]}}), {NURSE, Opening("clinic", NOW)}),
    "a pin": (visits(pins=[{"staff": "anna", "date": "2027-03-02", "shift": "off"}]), {NURSE, Unpinned(NOW)}),
    "too few from the agency": (
        visits(
            production_plan={"clinic": {"visit": (80,)}},
            agency=[
                {"id": "temp", "competence": "nurse", "cost_per_hour": 10, "book": {"lead_days": 200}},
            ],
        ),
        {NURSE, Agency("temp", NOW)},
    ),
    "a doctor on leave and a theatre that is closed": (
        theatre(room={"count": 0}, absences=AWAY),
        {Together((DOCTOR, Rooms("clinic", "theatre", NOW)))},
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_planted_cause_is_named(name: str) -> None:
    scenario, levers = PLANTED[name]
    found = explained(scenario)
    (cause,) = found.causes
    assert isinstance(cause.shortage, Production)
    named = {frozenset(lever.parts) if isinstance(lever, Together) else lever for lever in helping(cause)}
    assert named == {frozenset(lever.parts) if isinstance(lever, Together) else lever for lever in levers}
    for effect in cause.effects:
        again = best(effect.lever.apply(scenario))
        assert again.objective == found.base.objective - effect.gain
        assert effect.certain
        assert effect.at_most is not None
        assert effect.gain <= effect.at_most


@randomly(4)
@given(st.sampled_from(["dora", "nils"]), st.integers(0, 1), st.integers(1, 4), st.integers(0, 2))
def test_somebody_on_leave(who: str, week: int, days: int, spare: int) -> None:
    """Each day away is two lists of two operations less; there is just enough for everything, or a bit more."""
    start = MONDAY + dt.timedelta(days=7 * week)
    away = [{"staff": who, "start": start, "end": start + dt.timedelta(days=days - 1)}]
    plan = tuple(20 - spare for _ in range(2))
    found = explained(theatre(weeks=2, absences=away, production_plan={"clinic": {"operation": plan}}))
    (cause,) = found.causes
    assert cause.shortage == Production("clinic", "operation", week)
    assert cause.missing == 4 * days - spare
    competence = {"dora": "doctor", "nils": "nurse"}[who]
    assert helping(cause) == {Present(who, (week,)), Hours("clinic", competence, (week,))}
    assert {effect.gain for effect in cause.effects} == {cause.missing * ticks_of(5000)}


def test_cover_with_somebody_on_leave() -> None:
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "days": "mon,tue", "target": 2, "under_cost": 700}
    away = [{"staff": "bo", "start": "2027-03-02"}]
    found = explained(clinic(units={"clinic": {}}, production_plan={}, cover=[row], absences=away))
    (cause,) = found.causes
    assert cause.shortage == Cover("clinic", "duty", "nurse", 0)
    assert (cause.missing, cause.price) == (1, ticks_of(700))
    assert helping(cause) == {NURSE, Present("bo", NOW)}
    assert {effect.gain for effect in cause.effects} == {ticks_of(700)}


def test_extra_people_need_not_work_a_least_number_of_shifts() -> None:
    """Everybody has to work three days in the two weeks; one more nurse in the first has only to do what is missing."""
    row = {"unit": "clinic", "shift": "duty", "competence": "nurse", "days": "mon", "target": 3, "under_cost": 700}
    least = {"shift_count": {"shifts": ["duty"], "min": 3, "per": "horizon"}}
    rules = {"presets": ["none"], "overrides": least}
    found = explained(clinic(weeks=2, units={"clinic": {}}, production_plan={}, cover=[row], rules=rules))
    assert {cause.shortage.week: helping(cause) for cause in found.causes} == {
        0: {NURSE},
        1: {Hours("clinic", "nurse", (1,))},
    }


def test_nothing_falls_short() -> None:
    found = explained(visits(production_plan={"clinic": {"visit": (30,)}}))
    assert found.causes == ()
    assert found.usages[0].lever == NURSE
    assert (found.usages[0].used, found.usages[0].rate) == (1800, pytest.approx(1800 / found.usages[0].limit))


def test_what_cannot_be_helped() -> None:
    """An item takes longer than two nurses have in a half-day: one more of anything does not help."""
    found = explained(visits(unit={"activities": {"visit": {"team": {"nurse": 600}, "shortfall_cost": 900}}}))
    (cause,) = found.causes
    assert cause.effects == ()
    assert cause.joint


def test_only_later_weeks_of_what_carries_over() -> None:
    """Who waits in the first week is seen in the second: one more nurse then saves the waiting too."""
    unit = {
        "activities": {
            "visit": {
                "team": {"nurse": 60},
                "shortfall_cost": 900,
                "carry_over": True,
                "waiting_cost": 10,
                "backlog": 9,
            }
        }
    }
    found = explained(visits(unit=unit, weeks=2, production_plan={"clinic": {"visit": (40, 31)}}))
    (cause,) = found.causes
    assert (cause.shortage, cause.missing, cause.price) == (Production("clinic", "visit", 0), 9, ticks_of(10))
    (effect,) = cause.effects
    assert (effect.lever, effect.gain, effect.fewer) == (NURSE, 9 * ticks_of(10), {cause.shortage: 9})


def test_who_comes_back_may_cost_more_than_they_bring() -> None:
    """Back at work, somebody has contract time of which half cannot be used: that costs more than a visit brings.

    The absence is behind the shortage all the same, and what it would cost is told.
    """
    bo = {"id": "bo", "competences": ["nurse"], "contract_minutes": 2400, "cost_per_hour": 500, "shifts": ["half"]}
    away = [{"staff": "bo", "start": "2027-03-01", "end": "2027-03-05"}]
    found = explained(visits(staff=[ANNA, bo], absences=away, production_plan={"clinic": {"visit": (41,)}}))
    (cause,) = found.causes
    gains = {effect.lever: effect.gain for effect in cause.effects}
    assert gains.keys() == {NURSE, Present("bo", NOW)}
    assert gains[NURSE] == ticks_of(900)
    # twenty hours of contract time at 500 are not used, and a visit is worth 900
    assert gains[Present("bo", NOW)] == ticks_of(900) - 20 * ticks_of(500)


def test_a_stop_keeps_what_is_known_by_then() -> None:
    scenario = visits(production_plan={"clinic": {"visit": (60,)}})
    result = best(scenario)
    assert result.roster is not None
    tried: list[Lever] = []
    stop = Stop(None)

    def step(lever: Lever) -> None:
        tried.append(lever)
        if len(tried) == 2:
            stop.event.set()

    found = explain(scenario, result.roster, result.bound, FAST, stop, step)
    assert found is not None
    assert not found.complete
    assert found.solves == 1
    assert helping(found.causes[0]) == {tried[0]}


def ticks_of(amount: int) -> int:
    return ticks(Decimal(amount))

"""Causes planted in a reference clinic: without them nothing falls short, and just what was planted helps."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from models.demand import Lending, Unit
from models.loading import load
from models.rules.counts import ShiftCount
from models.scenario import Scenario
from models.staff import Absence
from solver.explain.bench import Bench
from solver.explain.levers.changing import with_settings, with_unit
from solver.explain.levers.lever import Lever
from solver.explain.levers.limits import Lent, Money, WithoutRule
from solver.explain.levers.people import Hours, Present
from solver.explain.levers.places import Rooms
from solver.explain.shortages import Production, shortages
from solver.search.cpsat import Stop
from solver.settings import Settings
from solver.solve import solve

EYE = Path(__file__).parents[3] / "scenarios" / "eye_clinic"
QUICK = Settings(time_limit=1000.0, workers=1, deterministic_limit=0.5)
WEEK = (1,)


def easy(part: float) -> Scenario:
    """Return two weeks' worth of the eye clinic: a part of its plan, no backlog, no agency, nobody on long leave."""
    scenario = load(EYE)
    plan = {
        unit: {activity: tuple(round(part * n) for n in weeks) for activity, weeks in rows.items()}
        for unit, rows in scenario.production_plan.items()
    }
    eye = scenario.units["eye"]
    activities = {name: spec.model_copy(update={"backlog": 0}) for name, spec in eye.activities.items()}
    update: Mapping[str, Any] = {
        "production_plan": plan,
        "units": {"eye": eye.model_copy(update={"activities": activities})},
        "agency": (),
        "absences": tuple(row for row in scenario.absences if row.staff != "oph_04"),
    }
    return scenario.model_copy(update=update)


def closed_theatre() -> Scenario:
    scenario = easy(0.6)
    theatre = scenario.units["eye"].rooms["theatre"].model_copy(update={"count": 0})
    return with_unit(scenario, "eye", rooms={"theatre": theatre})


def lent_doctors() -> Scenario:
    """Return the clinic whose doctors belong to a department of their own, which lends ten half-days a week."""
    scenario = easy(0.6)
    staff = (
        person.model_copy(update={"home": "doctors" if "ophthalmologist" in person.competences else "eye"})
        for person in scenario.staff
    )
    agreement = Lending.model_validate(
        {"from": "doctors", "to": "eye", "competence": "ophthalmologist", "half_days_per_week": 10}
    )
    units = scenario.units | {"doctors": Unit()}
    return scenario.model_copy(update={"staff": tuple(staff), "units": units, "lending": (agreement,)})


def overtime_budget() -> Scenario:
    """Return the clinic with more children than the orthoptists' contracts have time for, and no money for overtime."""
    scenario = easy(0.6)
    children = load(EYE).production_plan["eye"]["orthoptist_child"]
    plan = scenario.production_plan["eye"] | {"orthoptist_child": tuple(round(1.15 * n) for n in children)}
    budget = scenario.budget.model_copy(update={"overtime": Decimal(0)})
    return scenario.model_copy(update={"production_plan": {"eye": plan}, "budget": budget})


def orthoptists_on_leave() -> Scenario:
    """Return the clinic in whose second week three of the four orthoptists are on leave."""
    scenario, week = easy(0.6), {"start": dt.date(2027, 3, 8), "end": dt.date(2027, 3, 12)}
    away = tuple(Absence.model_validate({"staff": f"ort_0{number}"} | week) for number in (1, 2, 3))
    return scenario.model_copy(update={"absences": (*scenario.absences, *away)})


def few_shifts() -> Scenario:
    """Return the clinic whose orthoptists may have no more than one shift in the second week, by a rule."""
    scenario = easy(0.6)
    scope = {"competences": ["orthoptist"], "from": dt.date(2027, 3, 8), "to": dt.date(2027, 3, 14)}
    rule = ShiftCount.model_validate({"per": "week", "max": 1, "scope": scope})
    return scenario.model_copy(update={"rules": with_settings(scenario.rules, {rule.key: (rule,)})})


@dataclass(frozen=True)
class Plant:
    """What is planted, what then falls short, what helps and what does not."""

    scenario: Callable[[], Scenario]
    activity: str
    helps: Lever
    useless: Lever
    work: float = 0.5
    """Deterministic limit of the solve."""


ORTHOPTIST, NURSE = (Hours("eye", competence, WEEK) for competence in ("orthoptist", "eye_nurse"))
LENDING = Lent("doctors", "eye", "ophthalmologist", WEEK)
PLANTED: Mapping[str, Plant] = {
    "a closed theatre": Plant(closed_theatre, "cataract", Rooms("eye", "theatre", WEEK), ORTHOPTIST),
    "doctors who are not lent": Plant(lent_doctors, "follow_up", LENDING, ORTHOPTIST),
    "people on leave": Plant(orthoptists_on_leave, "orthoptist_child", Present("ort_02", WEEK), NURSE),
    "an overtime budget": Plant(overtime_budget, "orthoptist_child", Money("overtime", WEEK), NURSE, work=2.0),
    "a rule": Plant(few_shifts, "orthoptist_child", WithoutRule("shift_count", WEEK), NURSE),
}


@pytest.mark.parametrize("name", PLANTED)
def test_just_the_planted_cause_helps(name: str) -> None:
    plant = PLANTED[name]
    scenario = plant.scenario()
    result = solve(scenario, replace(QUICK, deterministic_limit=plant.work))
    assert result.roster is not None
    bench = Bench(scenario, result.roster, result.bound, QUICK, Stop(None))
    assert bench.prepare(WEEK)
    assert bench.base is not None
    short = Production("eye", plant.activity, WEEK[0])
    missing = shortages(bench.base.evaluation)[short]
    effect = bench.effect(plant.helps, quick=True)
    assert effect is not None
    assert effect.fewer[short] >= missing / 3
    assert effect.gain > 0
    other = bench.effect(plant.useless, quick=True)
    assert other is not None
    assert short not in other.fewer

"""Causes planted in a reference clinic: without them nothing falls short, and just what was planted helps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from models.demand import Lending, Unit
from models.loading import load
from models.scenario import Scenario
from solver.explain.bench import Bench
from solver.explain.levers.changing import with_unit
from solver.explain.levers.lever import Lever
from solver.explain.levers.limits import Lent
from solver.explain.levers.people import Hours
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


PLANTED: Mapping[str, tuple[Callable[[], Scenario], str, Lever]] = {
    "a closed theatre": (closed_theatre, "cataract", Rooms("eye", "theatre", WEEK)),
    "doctors who are not lent": (lent_doctors, "follow_up", Lent("doctors", "eye", "ophthalmologist", WEEK)),
}


@pytest.mark.parametrize("name", PLANTED)
def test_just_the_planted_cause_helps(name: str) -> None:
    plant, activity, lever = PLANTED[name]
    scenario = plant()
    result = solve(scenario, QUICK)
    assert result.roster is not None
    bench = Bench(scenario, result.roster, result.bound, QUICK, Stop(None))
    assert bench.prepare(WEEK)
    assert bench.base is not None
    short = Production("eye", activity, WEEK[0])
    missing = shortages(bench.base.evaluation)[short]
    effect = bench.effect(lever, quick=True)
    assert effect is not None
    assert effect.fewer[short] >= missing / 3
    assert effect.gain > 0
    other = bench.effect(Hours("eye", "orthoptist", WEEK), quick=True)
    assert other is not None
    assert short not in other.fewer

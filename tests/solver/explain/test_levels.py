"""With a lexicographic objective what is found out is told level by level."""

from __future__ import annotations

from models.scenario import Scenario
from solver.explain.explanation import explain
from solver.explain.levers.limits import WeekLimits
from solver.explain.levers.people import Hours, Present
from solver.explain.weighing import NEXT, first_weight, weigh, weights
from solver.search.cpsat import Stop
from solver.solve import solve
from tests.solver.explain.test_causes import NOW, ticks_of, visits
from tests.support.explaining import FAST, helping

LEVELS = {"mode": "lexicographic", "levels": ("production", "cost", "wishes")}
PAID = {"id": "anna", "competences": ["nurse"], "contract_minutes": 1440, "cost_per_hour": 100, "fraction": 1}


def short(**parts: object) -> Scenario:
    """Return a nurse who may work 24 hours a week, and 40 visits of an hour; further hours would be overtime."""
    return visits(staff=[PAID | {"week_max_minutes": 1440}], objective=LEVELS, **parts)


def test_weights() -> None:
    scenario = short()
    assert first_weight(scenario) == weights(scenario)["shortfall"] == NEXT**2
    assert weights(scenario)["overtime"] == NEXT
    assert weigh(scenario, {name: int(name == "requests") * 7 for name in weights(scenario)}) == 7
    assert set(weights(visits()).values()) == {1}


def test_what_is_saved_by_level() -> None:
    """Without the limit the 16 missing visits are done in overtime, at 180 an hour: that is worth it in its level."""
    scenario = short()
    result = solve(scenario, FAST)
    assert result.roster is not None
    assert result.levels[0].bound == 16 * ticks_of(900)
    found = explain(scenario, result.roster, result.levels[0].bound, FAST, Stop(None))
    assert found is not None
    (cause,) = found.causes
    assert helping(cause) == {Hours("clinic", "nurse", NOW), WeekLimits(NOW)}
    effects = {type(effect.lever): effect for effect in cause.effects}
    assert effects[Hours].levels == {"production": 16 * ticks_of(900), "cost": 0, "wishes": 0}
    assert effects[WeekLimits].levels == {
        "production": 16 * ticks_of(900),
        "cost": -16 * ticks_of(180),
        "wishes": 0,
    }
    assert all(effect.certain and effect.at_most is None for effect in cause.effects)
    (hours,) = [value for value in found.values if isinstance(value.lever, Hours)]
    assert round(hours.value) == ticks_of(900)


def test_an_absence_is_worth_more_than_it_costs_in_a_lower_level() -> None:
    """Who is back works in overtime, which no price of a lower level outweighs."""
    dear = PAID | {"contract_minutes": 480, "cost_per_hour": 2000, "week_max_minutes": 2400}
    away = [{"staff": "anna", "start": "2027-03-01"}]
    scenario = visits(staff=[dear], absences=away, objective=LEVELS)
    result = solve(scenario, FAST)
    assert result.roster is not None
    found = explain(scenario, result.roster, result.levels[0].bound, FAST, Stop(None))
    assert found is not None
    effect = next(one for one in found.causes[0].effects if isinstance(one.lever, Present))
    assert effect.levels["production"] == 8 * ticks_of(900)
    assert effect.levels["cost"] < -8 * ticks_of(900)

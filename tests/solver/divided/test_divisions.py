"""Divisions of a hospital: what falls apart, what does not, and that their costs sum up."""

from __future__ import annotations

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.roster import Roster
from solver.divided.division import cut_out, find_divisions
from solver.divided.prices import Limits, Prices, can_price
from solver.divided.workshop import Plan, Workshop
from solver.settings import Settings
from solver.solve import solve
from tests.support.hospitals import hospital, person

CLINICS, WARD = frozenset({"west", "east"}), frozenset({"ward"})
COUNTED = Settings(workers=1, deterministic_limit=2.0)


def test_units_that_lend_people_are_one_division() -> None:
    assert set(find_divisions(Facts(hospital()))) == {CLINICS, WARD}
    apart = find_divisions(Facts(hospital(lending=[])))
    assert set(apart) == {frozenset({"west"}), frozenset({"east"}), WARD}


def test_a_rule_about_several_people_ties_their_units() -> None:
    pair = ["vera", "nina"]
    tied = {"presets": ["none"], "overrides": {"apart": {"people": pair, "scope": {"people": pair}}}}
    assert set(find_divisions(Facts(hospital(rules=tied)))) == {CLINICS | WARD}


@pytest.mark.parametrize(
    ("budget", "priced"),
    [
        ({"overtime": 6000}, True),
        ({"agency_share": {"target": "0.1", "cost": "0.5"}}, True),
        ({"agency_share": {"target": "0.1", "hard": True}}, False),
        ({"agency": 5000}, False),
    ],
)
def test_hard_limits_of_agency_are_not_priced(budget: dict[str, object], priced: bool) -> None:
    assert can_price(hospital(budget=budget)) == priced


def test_the_whole_costs_what_its_divisions_and_the_agency_share_do() -> None:
    scenario = hospital()
    result = solve(scenario, COUNTED)
    assert result.roster is not None
    assert result.evaluation is not None
    assert result.evaluation.terms["agency_share"], "the budget is passed, so that its term counts"
    divisions = find_divisions(Facts(scenario))
    workshop = Workshop(scenario, divisions, 0.1)
    plans = [judged(workshop, number, result.roster, units) for number, units in enumerate(divisions)]
    share = Limits.of(scenario.budget).share_term(sum(p.agency for p in plans), sum(p.own for p in plans))
    assert sum(p.cost for p in plans) + share == result.evaluation.objective
    over = (result.evaluation.terms["additional_hours"] or 0) + (result.evaluation.terms["overtime"] or 0)
    assert sum(p.overtime for p in plans) == over


def judged(workshop: Workshop, number: int, roster: Roster, units: frozenset[str]) -> Plan:
    """Return the rows of a division's people, as the workshop judges them."""
    ids = set(Facts(cut_out(workshop.scenario, units)).workers)
    shifts = tuple(row for row in roster.shifts if row.staff in ids)
    places = tuple(row for row in roster.places or () if row.staff in ids)
    items = tuple(row for row in roster.items or () if row.unit in units)
    plan = workshop.judged(number, Roster(shifts, places, items))
    assert plan is not None
    return plan


@pytest.mark.parametrize("number", [0, 1])
def test_a_division_is_planned_within_its_overtime(number: int) -> None:
    scenario = hospital()
    divisions = find_divisions(Facts(scenario))
    workshop = Workshop(scenario, divisions, 0.1)
    limit = 1800 * 6000
    plan, idle = workshop.plan(number, limit, Prices(0.2, 0.1), 6.0, 0), workshop.idle(number)
    assert plan is not None
    assert idle is not None
    assert plan.overtime <= limit
    assert plan.cost < idle.cost
    assert not evaluate(cut_out(scenario, divisions[number]), plan.roster).violations


def test_a_single_division_keeps_the_budgets_as_they_are() -> None:
    scenario = hospital(units={name: hospital().units[name] for name in ("west", "east")}, cover=[], staff=doctors())
    workshop = Workshop(scenario, [CLINICS], 0.1)
    plan = workshop.plan(0, 0, Prices(0.0, 0.0), 6.0, 0)
    assert plan is not None
    whole = evaluate(scenario, plan.roster)
    assert not whole.violations
    assert whole.objective == solve(scenario, COUNTED).objective


def doctors() -> list[dict[str, object]]:
    return [person(name, home, shifts=["day"]) for name, home in (("vera", "west"), ("olof", "east"))]

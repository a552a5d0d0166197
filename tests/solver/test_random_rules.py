"""Random rules over the whole catalogue: the solver never crashes, breaks nothing, and every term is what it costs."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from models.checks import check
from models.evaluation import evaluate
from models.facts import Facts
from models.result import TERMS, Status
from models.rules.catalogue import CATALOGUE
from models.scenario import Scenario
from solver.assignment import assign
from solver.linear import evaluate_at, total
from solver.model import build
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.settle import settle
from solver.solution import Shifts, read_solution
from tests.support.rosters import clinic
from tests.support.rule_sets import Names, rule_sets, settings_of
from tests.support.rules import SHIFTS, compare
from tests.support.scenarios import randomly, scenarios

PEOPLE = ("anna", "bo", "cy")
MONDAY = dt.date(2027, 3, 1)
FREE = {"week_max_minutes": 10_080}
"""No limit of a week, so that the rules decide."""


@st.composite
def wards(draw: st.DrawFn) -> Scenario:
    """Return a ward without cover: three people, three shifts of all kinds, two weeks, with all that rules look at."""
    chance = random.Random(draw(st.integers(0, 1_000_000)))
    shifts = chance.sample(sorted(SHIFTS), 3)
    days = [MONDAY + dt.timedelta(days=n) for n in range(-10, 14)]
    cells = [(staff, day) for staff in PEOPLE for day in days]

    def rows(cells: list[tuple[str, dt.date]], number: int) -> list[dict[str, Any]]:
        chosen = chance.sample(cells, number)
        return [{"staff": staff, "date": day, "shift": chance.choice(shifts)} for staff, day in chosen]

    past, future = [c for c in cells if c[1] < MONDAY], [c for c in cells if c[1] >= MONDAY]
    wishes = [row | {"kind": chance.choice(["on", "off"]), "cost": chance.randint(0, 5)} for row in rows(future, 5)]
    for wish in wishes[:2]:
        wish |= {"end": wish["date"] + dt.timedelta(days=3), "shift": None}
    staff = [
        {"id": "anna", "competences": ["nurse"], "contract": "part", "contract_minutes": 1200, "fraction": "0.75"}
        | FREE,
        {"id": "bo", "competences": ["nurse", "doctor"], "overtime_before_minutes": 60},
        {"id": "cy", "competences": ["doctor"], "contract_minutes": 900, "valid_until": {"doctor": days[14]}} | FREE,
    ]
    scenario = clinic(
        weeks=2,
        shifts={name: SHIFTS[name] for name in shifts},
        units={"clinic": {}},
        production_plan={},
        planned_on=MONDAY - dt.timedelta(days=chance.randint(0, 10)),
        staff=staff,
        history=rows(past, chance.choice([0, 5, 12])),
        history_from=chance.choice([None, days[0], days[5]]),
        published=rows(future, chance.choice([0, 6])),
        previous=rows(future, chance.choice([0, 6])),
        requests=wishes,
        absences=[{"staff": "bo", "start": chance.choice(days[10:])}],
        rules={"presets": ["none"], "overrides": draw(rule_sets(Names(PEOPLE, shifts, days[10:])))},
    )
    assume(not check(scenario))
    return scenario


def rosters(scenario: Scenario, number: int) -> list[Shifts]:
    """Return random shifts on days on which people are there, from a few to many."""
    chance, facts = random.Random(0), Facts(scenario)
    cells = [
        (staff, day) for staff, w in facts.workers.items() for day in range(14) if day not in facts.absent_days(w.id)
    ]
    return [
        frozenset((s, d, chance.choice(list(scenario.shifts))) for s, d in cells if chance.random() < n / number)
        for n in range(number)
    ]


def test_every_rule_of_the_catalogue_is_among_them() -> None:
    names = Names(PEOPLE, ["early", "night"], [MONDAY])
    assert [key for key in CATALOGUE if settings_of(key, names).is_empty] == []


@randomly(40)
@given(wards())
def test_given_shifts_cost_what_they_cost(scenario: Scenario) -> None:
    compare(scenario, rosters(scenario, 6))


@randomly(25)
@given(scenarios())
def test_terms_are_those_of_the_roster(scenario: Scenario) -> None:
    facts = Facts(scenario)
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    outcome = run(model.cp, Limits(60.0, 2, deterministic=1.0), Stop(None))
    if outcome.values is None:
        assert outcome.status in (Status.INFEASIBLE, Status.UNKNOWN)
        return
    solution = read_solution(model, evaluate_at(outcome.values))
    values = settle(model, solution).values
    assert values is not None
    value = evaluate_at(values)
    judged = evaluate(scenario, assign(model, read_solution(model, value)), facts)
    assert judged.violations == ()
    assert {name: value(model.terms[name]) for name in TERMS} == judged.terms

"""Ways through a person's days keep every hard rule, and with enough of them kept the cheapest is found."""

from __future__ import annotations

import numpy as np
import pytest

from models.evaluation import evaluate
from models.facts import Facts
from solver.kernel.graph import build_graph
from solver.kernel.program import OFF, person_program
from solver.sketch import checks
from solver.sketch.bits import PersonBits
from solver.sketch.ways import Care, cheap_way
from tests.solver.kernel.test_kernel import RULES as KERNEL_RULES
from tests.support.rules import before, ward
from tests.support.solving import of_shifts

SHIFTS = "early late night"
RULES = KERNEL_RULES | {"consecutive_weekends": {"max": 1}}
REQUESTS = [
    {"staff": "anna", "date": "2027-03-02", "kind": "off", "cost": 70},
    {"staff": "anna", "date": "2027-03-03", "end": "2027-03-05", "kind": "on", "shift": "late", "cost": 90},
]
ALL = Care(10**6, 0.0, fair=True)
"""Everything is kept."""
USUAL = 600_000


@pytest.mark.parametrize("known", ["", "NN.EELN"], ids=["no history", "history"])
@pytest.mark.parametrize("rule", RULES)
def test_the_cheapest_way_under_each_rule(rule: str, known: str) -> None:
    facts = Facts(ward({rule: RULES[rule] | {"mode": "hard"}}, SHIFTS, requests=REQUESTS, **before(known)))
    program = person_program(facts, facts.workers["anna"])
    best = build_graph(program)
    chance = np.random.default_rng(1)
    for _ in range(5):
        prices = [chance.integers(-USUAL, USUAL, len(options)) for options in program.options]
        exact = best.cheapest(prices)
        way = cheap_way(PersonBits(program), prices, ALL, USUAL)
        assert (way is None) == (exact is None)
        if way is None or exact is None:
            continue
        shifts = [options[option] for options, option in zip(program.options, way, strict=True)]
        worked = frozenset(("anna", day, shift) for day, shift in enumerate(shifts) if shift != OFF)
        judged = evaluate(facts.scenario, of_shifts(facts, worked), facts)
        assert judged.violations == ()
        assert judged.objective + sum(int(p[o]) for p, o in zip(prices, way, strict=True)) == exact.cost


def test_a_horizon_of_several_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of one week each: runs, counts and weekends go on from one to the next."""
    monkeypatch.setattr(checks, "WORD_DAYS", 7)
    monkeypatch.setattr("solver.sketch.bits.WORD_DAYS", 7)
    monkeypatch.setattr("solver.sketch.ways.WORD_DAYS", 7)
    rules = {
        "consecutive_days": {"min": 2, "max": 4},
        "consecutive_days_off": {"min": 2},
        "weekends": {"max": 1},
        "working_minutes": {"per": "horizon", "min": 480 * 11, "max": 480 * 14},
    }
    facts = Facts(ward(rules, SHIFTS, weeks=3))
    person = PersonBits(person_program(facts, facts.workers["anna"]))
    prices = [np.zeros(len(day.options), dtype=np.int64) for day in person.days]
    way = cheap_way(person, prices, Care(100, 1.0, fair=True), USUAL)
    assert way is not None
    worked = frozenset(
        ("anna", number, day.options[option])
        for number, (day, option) in enumerate(zip(person.days, way, strict=True))
        if day.options[option] != OFF
    )
    assert evaluate(facts.scenario, of_shifts(facts, worked), facts).violations == ()

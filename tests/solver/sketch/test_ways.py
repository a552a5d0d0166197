"""Ways through a person's days keep every hard rule, and with enough of them kept the cheapest is found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.evaluation import evaluate
from models.facts import Facts
from solver.kernel.graph import build_graph
from solver.kernel.program import OFF, person_program
from solver.sketch import checks
from solver.sketch.bits import PersonBits
from solver.sketch.ways import Care, cheap_way
from tests.support.rules import before, ward
from tests.support.solving import of_shifts

SHIFTS = "early late night"
RULES: dict[str, dict[str, Any]] = {
    "daily_rest": {"hours": 11},
    "weekly_rest": {"hours": 60},
    "daily_rest_period": {"hours": 11, "boundary": "07:00"},
    "rest_after": {"shifts": ["night"], "after": 2, "hours": 46},
    "forbidden_successions": {"pairs": {"late": ["early"]}},
    "isolated_days": {"of": "work"},
    "consecutive_days": {"min": 2, "max": 3},
    "consecutive_days_off": {"min": 2, "end": "closed"},
    "consecutive_shifts": {"shifts": ["night"], "min": 2, "max": 3},
    "weekends": {"max": 0, "weeks": 1},
    "consecutive_weekends": {"max": 1},
    "complete_weekends": {"same_shift": True},
    "working_minutes": {"per": "3 days", "max": 1000, "min": 500},
    "shift_count": {"shifts": ["late"], "max": 2, "min": 1},
    "free_days": {"per": "week", "min": 3},
}
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

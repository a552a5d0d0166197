"""The person kernel: it allows and prices every roster of a person as the evaluation does, and finds the cheapest."""

from __future__ import annotations

import random
from itertools import product
from typing import Any

import numpy as np
import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.scenario import Scenario
from solver.kernel import graph
from solver.kernel.contexts import TooRichError
from solver.kernel.graph import Graph, build_graph
from solver.kernel.program import OFF, person_program
from solver.solution import Shifts
from tests.support.rules import MODES, before, ward
from tests.support.solving import of_shifts

SHIFTS = "early late night"
RULES: dict[str, dict[str, Any]] = {
    "daily_rest": {"hours": 11},
    "weekly_rest": {"hours": 60},
    "daily_rest_period": {"hours": 11, "boundary": "07:00"},
    "rest_after": {"shifts": ["night"], "after": 2, "hours": 46},
    "forbidden_successions": {"pairs": {"late": ["early"]}},
    "same_shift": {},
    "isolated_days": {"of": "work"},
    "consecutive_days": {"min": 2, "max": 3},
    "consecutive_days_off": {"min": 2, "end": "closed"},
    "consecutive_shifts": {"shifts": ["night"], "min": 2, "max": 3},
    "weekends": {"max": 0, "weeks": 1},
    "complete_weekends": {"same_shift": True},
    "working_minutes": {"per": "3 days", "max": 1000, "min": 500},
    "shift_count": {"shifts": ["late"], "max": 2, "min": 1},
    "free_days": {"per": "week", "min": 3},
    "average_hours": {"hours": 30, "weeks": 2},
    "full_time_measure": {"steps": [{"night_share": 0.3, "minutes": 2000}], "nights": ["night"]},
    "wishes_granted": {"share": 1},
}
CONTRACT = {"contract_minutes": 1900, "fraction": "0.8", "cost_per_hour": 300, "week_max_minutes": 2700}
REQUESTS = [
    {"staff": "anna", "date": "2027-03-02", "kind": "off", "cost": 70},
    {"staff": "anna", "date": "2027-03-03", "end": "2027-03-05", "kind": "on", "shift": "late", "cost": 90},
]
LARGE = 10**12
"""A price in ticks that decides by itself."""


def anna_graph(scenario: Scenario) -> tuple[Facts, Graph]:
    facts = Facts(scenario)
    return facts, build_graph(person_program(facts, facts.workers["anna"]))


def rosters(scenario: Scenario, number: int, seed: int) -> list[tuple[str, ...]]:
    """Return random weeks, from nearly empty ones to full ones."""
    chance = random.Random(seed)
    shifts = list(scenario.shifts)
    days = len(scenario.horizon.days)
    return [
        tuple(chance.choice(shifts) if chance.random() < n / number else OFF for _ in range(days))
        for n in range(1, number + 1)
    ]


def forced(found: Graph, days: tuple[str, ...]) -> int | None:
    """Return the cost of a person's days by their graph; None where they are not legal."""
    if any(shift not in options for shift, options in zip(days, found.program.options, strict=True)):
        return None
    wanted = [options.index(shift) for shift, options in zip(days, found.program.options, strict=True)]
    prices = [np.full(len(options), LARGE, dtype=np.int64) for options in found.program.options]
    for price, option in zip(prices, wanted, strict=True):
        price[option] = 0
    way = found.cheapest(prices)
    return way.cost if way is not None and way.options == tuple(wanted) else None


def judged(facts: Facts, days: tuple[str, ...]) -> int | None:
    """Return the cost of a person's days by the evaluation; None where they are not legal."""
    shifts: Shifts = frozenset(("anna", day, shift) for day, shift in enumerate(days) if shift != OFF)
    result = evaluate(facts.scenario, of_shifts(facts, shifts), facts)
    return None if result.violations else result.objective


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("known", ["", "NN.EELN"], ids=["no history", "history"])
@pytest.mark.parametrize("rule", RULES)
def test_each_rule(rule: str, known: str, mode: str) -> None:
    parts: dict[str, Any] = {"staff": [{"id": "anna", "competences": ["nurse"], **CONTRACT}], "requests": REQUESTS}
    facts, found = anna_graph(ward({rule: RULES[rule] | MODES[mode]}, SHIFTS, **parts, **before(known)))
    costs = [(forced(found, days), judged(facts, days)) for days in rosters(facts.scenario, 60, seed=1)]
    assert [by_graph for by_graph, _ in costs] == [by_evaluation for _, by_evaluation in costs]


@pytest.mark.parametrize("seed", range(12))
def test_several_rules_with_contract_and_requests(seed: int) -> None:
    chance = random.Random(seed)
    chosen = chance.sample(sorted(RULES), 4)
    rules = {rule: RULES[rule] | MODES[chance.choice(["soft", "tiered"])] for rule in chosen}
    person = {"id": "anna", "competences": ["nurse"], **CONTRACT}
    scenario = ward(rules, SHIFTS, weeks=2, staff=[person], requests=REQUESTS, **before("N.EE"))
    facts, found = anna_graph(scenario)
    for days in rosters(scenario, 60, seed):
        assert forced(found, days) == judged(facts, days), days


@pytest.mark.parametrize("seed", range(3))
def test_the_cheapest_of_all_weeks(seed: int) -> None:
    """At random prices no legal week is cheaper than the one that the graph finds."""
    rules = {
        "daily_rest": {"hours": 11},
        "consecutive_days": {"max": 3},
        "shift_count": {"max": 4, "mode": "soft", "cost": 5},
    }
    facts, found = anna_graph(ward(rules, "early night", requests=REQUESTS[:1]))
    chance = np.random.default_rng(seed)
    prices = [chance.integers(-60_000, 60_000, len(options)) for options in found.program.options]
    costs = {days: judged(facts, days) for days in product((OFF, "early", "night"), repeat=7)}
    weeks = [
        cost
        + sum(
            int(price[options.index(k)]) for k, options, price in zip(days, found.program.options, prices, strict=True)
        )
        for days, cost in costs.items()
        if cost is not None
    ]
    way = found.cheapest(prices)
    assert way is not None
    assert way.cost == min(weeks)


def test_no_legal_roster() -> None:
    _, found = anna_graph(ward({"shift_count": {"min": 8}}, SHIFTS))
    assert found.cheapest([np.zeros(4, dtype=np.int64)] * 7) is None


def test_too_rich(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph, "MOST_STATES", 1)
    with pytest.raises(TooRichError, match="anna"):
        anna_graph(ward({"consecutive_days": {"max": 5}}, SHIFTS))

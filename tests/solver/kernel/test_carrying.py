"""Sums that ways carry along: the same rosters at the same costs as where states tell them apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from models.facts import Facts
from models.scenario import Scenario
from solver.kernel import counters, graph
from solver.kernel.bound import Pricing
from solver.kernel.compiled import FAR, adopt
from solver.kernel.crew import Staffing, staffing
from solver.kernel.graph import build_graph
from solver.kernel.implied import follows
from solver.kernel.program import OFF, person_program
from solver.primitives import Count, Event
from tests.solver.kernel.test_kernel import CONTRACT, REQUESTS, forced, judged
from tests.support.rules import before, ward

RULES: dict[str, Any] = {
    "daily_rest": {"hours": 11},
    "consecutive_days": {"max": 4},
    "average_hours": {"hours": 34, "weeks": 2},
    "full_time_measure": {"steps": [{"night_share": 0.3, "minutes": 2000}], "nights": ["night"]},
    "shift_count": {"shifts": ["night"], "max": 2, "mode": "soft", "cost": 30},
}


def scenario(seed: int) -> Scenario:
    """Return three weeks of one person with sums of minutes, some of which end before the last day."""
    person = {"id": "anna", "competences": ["nurse"], **CONTRACT, "contract_minutes": 1700 + 60 * seed}
    return ward(RULES, "early late night", weeks=3, staff=[person], requests=REQUESTS, **before("N.EE"))


def people(facts: Facts) -> Staffing:
    found = staffing(facts, list(facts.workers.values()), lambda: False)
    assert found is not None
    return found


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry minutes along: those of two weeks, of all, and the share of nights."""
    monkeypatch.setattr(graph, "FEW_STATES", 0)
    monkeypatch.setattr(counters, "MANY_AMOUNTS", 40)


def random_offers(made: Staffing, seed: int) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    chance = np.random.default_rng(seed)
    price = chance.integers(-3_000_000, 1_000_000, len(made.crew.keys))
    return price, np.zeros(len(price), dtype=np.int64)


def exact(facts: Facts, made: Staffing, price: np.ndarray[Any, Any]) -> int:
    """Return what the cheapest days cost by a graph that tells all sums apart."""
    found = build_graph(person_program(facts, facts.workers["anna"]))
    assert not found.carried.sums
    crew = made.crew
    rows = [slice(first, first + count) for first, count in zip(crew.row[0], crew.options[0], strict=True)]
    way = found.cheapest([price[row] for row in rows])
    assert way is not None
    return way.cost


def days_of(made: Staffing, options: list[int]) -> tuple[str, ...]:
    return tuple(own[option] for own, option in zip(made.options[0], options, strict=True))


@pytest.mark.parametrize("most", [3, 2_000])
@pytest.mark.parametrize("seed", range(4))
def test_the_cheapest_days_and_what_bounds_them(
    most: int, seed: int, carried: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With room for all ways the cheapest is found; with little room what is found is legal, and the bound holds."""
    facts = Facts(scenario(seed))
    made = people(facts)
    assert made.load.sums[0] > 1
    pricing = Pricing(made)
    price, key = random_offers(made, seed)
    least = np.zeros(1)
    pricing._carrying.cheapest(price, key, most, pricing.ways, least)
    monkeypatch.undo()
    cheapest = exact(facts, made, price)
    assert least[0] <= cheapest + 1e-3
    assert cheapest <= pricing.ways.own[0] < FAR
    if most > 3:
        assert pricing.ways.own[0] == cheapest
    chosen = pricing.ways.option[0]
    own = judged(facts, days_of(made, chosen.tolist()))
    assert own == pricing.ways.own[0] - price[made.crew.row[0] + chosen].sum()


@pytest.mark.parametrize("seed", range(3))
def test_what_is_near_the_cheapest_is_legal_and_costs_what_it_costs(seed: int, carried: None) -> None:
    facts = Facts(scenario(seed))
    made = people(facts)
    pricing = Pricing(made)
    price, key = random_offers(made, seed)
    pricing._carrying.cheapest(price, key, 2_000, pricing.ways, np.zeros(1))
    layers = pricing._carrying.near(0, price, 600_000, pricing.ways)
    whole = made.whole({0: layers})
    assert not whole.load.sums.any()
    plan = whole.new_plan(1)
    adopt(whole.crew, whole.demand, plan, pricing.ways)
    assert plan.own[0] == judged(facts, days_of(made, pricing.ways.option[0].tolist()))
    chance = np.random.default_rng(seed)
    for _ in range(20):
        chosen, state, cost = [], 0, int(whole.crew.constant[0])
        for day, count in enumerate(whole.crew.options[0]):
            first = whole.crew.entry[0, day] + state * count
            entry = first + chance.choice(np.flatnonzero(whole.crew.target[first : first + count] >= 0))
            chosen.append(int(entry - first))
            state, cost = whole.crew.target[entry], cost + int(whole.crew.cost[entry])
        assert judged(facts, days_of(made, chosen)) == cost


def test_a_graph_alone_knows_all_where_nothing_is_carried() -> None:
    """The default carries nothing where few states do."""
    facts = Facts(ward({"consecutive_days": {"max": 3}}, "early night", requests=REQUESTS[:1]))
    found = build_graph(person_program(facts, facts.workers["anna"]))
    assert not found.carried.sums
    assert forced(found, ("early", OFF, OFF, OFF, OFF, OFF, OFF)) is not None


def minutes(days: range, most: int, **parts: Any) -> Count:
    terms = tuple((480, Event((day,), frozenset(("early",)))) for day in days)
    return Count(terms, days[-1], most=most, **parts)


def test_limits_that_follow_from_those_of_parts() -> None:
    weeks = [minutes(range(7), 960), minutes(range(7, 14), 960)]
    assert follows(minutes(range(14), 1920), weeks)
    assert not follows(minutes(range(14), 1919), weeks)
    assert follows(minutes(range(15), 2400), weeks)
    assert not follows(minutes(range(15), 2399), weeks)
    assert not follows(minutes(range(14), 1920, least=1), weeks)
    assert not follows(weeks[0], weeks)

"""Rosters of people whose ways carry sums: legal, as cheap as they say, and found within what is trimmed."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest

from models.facts import Facts
from solver.kernel import counters, graph
from solver.kernel.bound import Climb, Pricing
from solver.kernel.crew import Staffing, staffing
from solver.kernel.seats import seated
from solver.search.anytime import Clock
from solver.search.chain import Chain, Heats, Overseer
from solver.search.cooling import prepare
from solver.search.windows import WindowChain
from tests.support.wards import ward


@pytest.fixture
def carried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Carry minutes along however few amounts there are."""
    monkeypatch.setattr(graph, "FEW_STATES", 0)
    monkeypatch.setattr(counters, "MANY_AMOUNTS", 3)


def people(facts: Facts) -> Staffing:
    found = staffing(facts, list(facts.workers.values()), lambda: False)
    assert found is not None
    return found


def priced(made: Staffing) -> Pricing:
    pricing = Pricing(made)
    climb = Climb(pricing)
    climb.run(20, 1.0, lambda bound: False)
    pricing.bound(climb.prices)
    return pricing


def options_of(made: Staffing, chain: Chain) -> np.ndarray:
    """Return the chain's shifts as options of other graphs of the same people."""
    worked = {(staff, day): shift for staff, day, shift in chain.shifts}
    return np.array(
        [
            [here.index(worked.get((staff, day), "")) for day, here in enumerate(own)]
            for staff, own in zip(made.staff, made.options, strict=True)
        ]
    )


def test_a_roster_keeps_all_and_costs_what_it_says(carried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(ward())
    made = people(facts)
    assert made.load.sums.all()
    pricing = priced(made)
    prices = np.zeros(len(made.keys))
    chain = WindowChain(made, made.guide(prices, pricing.sum_prices), pricing.sum_prices, 1)
    monkeypatch.undo()
    told_apart = people(facts)
    assert not told_apart.load.sums.any()
    assert chain.possible
    first = chain.cost
    costs: list[int] = []

    def better(found: Chain) -> None:
        cost, plan = seated(told_apart, options_of(told_apart, found))
        assert (plan.own >= 0).all()
        assert cost == found.cost
        costs.append(cost)

    looks = itertools.count()
    heats = Heats(0.3, 0.01).times(made.usual_saving)
    chain.cool(1000.0, heats, Overseer(Clock(1000.0), lambda: next(looks) >= 20, better))
    assert costs[-1] == chain.cost < first
    assert chain.again(2).possible


def test_what_is_trimmed_holds_the_cheapest_days(carried: None) -> None:
    """Of sums, too: at prices at which they are worth something fewer ways are near."""
    made = people(Facts(ward()))
    pricing = priced(made)
    prices, sums = np.zeros(len(made.keys)), pricing.sum_prices
    small = made.trimmed(prices, 600_000, sums)
    assert len(small.crew.target) < len(made.crew.target)
    assert len(small.load.kind) == len(small.crew.target)
    whole, rest = made.guide(prices, sums), small.guide(prices, sums)
    for p in range(len(made.staff)):
        assert rest.rest[rest.start[p, 0]] == whole.rest[whole.start[p, 0]]


def test_whoever_carries_nothing_beside_others_has_kinds_too(carried: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Kinds of entries are read of everybody: those that a trimmed graph had left unset pointed anywhere."""
    made = people(Facts(ward()))
    sums = made.load.sums.copy()
    sums[0] = 0
    mixed = replace(made, load=made.load._replace(sums=sums))
    monkeypatch.setattr(np, "empty_like", lambda array: np.full_like(array, 99))
    pricing = priced(made)
    small = mixed.trimmed(np.zeros(len(made.keys)), 600_000, pricing.sum_prices)
    assert small.load.kind.max() < small.load.adds.shape[1]
    assert not small.load.kind[: small.crew.entry[1, 0]].any()


@pytest.mark.parametrize("written_out", [False, True])
def test_the_kernel_cools_such_rosters_down(carried: None, written_out: bool) -> None:
    kernel = prepare(Facts(ward()), lambda: False)
    assert kernel is not None
    assert kernel.carries
    kernel.written_out = written_out
    bounds: list[int] = []
    kernel.bound(Clock(1000.0), 60.0, lambda bound: bool(bounds.append(bound)))  # type: ignore[func-returns-value]
    looks = itertools.count()
    kernel.cool(Clock(1000.0), 1000.0, 0, lambda: next(looks) >= 60, lambda shifts: None)
    assert bounds[-1] <= kernel.cost <= 1.1 * bounds[-1]

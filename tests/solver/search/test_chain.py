"""A roster that cools down never costs more than it is said to, and each next one takes its time."""

from __future__ import annotations

import itertools
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.facts import Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.compiled import adopt
from solver.kernel.crew import Staffing, staffing
from solver.search.anytime import Clock
from solver.search.chain import Chain, Heats, Overseer, PlainChain, doubling
from tests.support.wards import ward


def people_and_prices() -> tuple[Staffing, np.ndarray]:
    facts = Facts(ward())
    people = staffing(facts, list(facts.workers.values()), lambda: False)
    assert people is not None
    climb = Climb(Pricing(people))
    climb.run(20, 1.0, lambda bound: False)
    return people, climb.prices


def test_what_is_told_gets_better_and_costs_what_it_says() -> None:
    people, prices = people_and_prices()
    chain = PlainChain(people, people.guide(prices), 1)
    told: list[int] = []

    def better(found: Chain) -> None:
        plan = people.new_plan(len(people.staff))
        assert adopt(people.crew, people.demand, plan, found.best) == found.cost
        told.append(found.cost)

    looks = itertools.count()
    usual = people.usual_saving
    chain.cool(1000.0, Heats(0.3, 0.01).times(usual), Overseer(Clock(1000.0), lambda: next(looks) >= 40, better))
    assert told
    assert all(later < earlier for earlier, later in pairwise(told))
    assert told[-1] == chain.cost
    assert chain.pace > 0.0
    assert len({(staff, day) for staff, day, _ in chain.shifts}) == len(chain.shifts)


def test_a_roster_is_told_of_even_where_there_is_no_time() -> None:
    people, prices = people_and_prices()
    told: list[int] = []
    chain = PlainChain(people, people.guide(prices), 1)
    chain.cool(0.0, Heats(1.0, 0.1), Overseer(Clock(0.0), lambda: True, lambda found: told.append(found.cost)))
    assert told == [chain.cost]


@given(st.floats(0.0, 1e3), st.floats(0.001, 1e3), st.floats(0.01, 1e3))
def test_lengths_double_and_the_last_takes_the_rest(now: float, left: float, first: float) -> None:
    times = [now]
    for end in doubling(lambda: times[-1], now + left, first):
        times.append(end)
    assert times[-1] == now + left
    lengths = [end - begin for begin, end in pairwise(times)]
    assert all(length > 0.0 for length in lengths)
    assert all(later == pytest.approx(2 * earlier) for earlier, later in pairwise(lengths[:-1]))
    assert len(lengths) < 2 or lengths[-1] >= lengths[-2]

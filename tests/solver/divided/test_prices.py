"""Common budgets as prices: bounds that hold, and mixtures worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from models.facts import Facts
from solver.divided.division import cut_out, find_divisions
from solver.divided.prices import Limits, Prices, Use, mix
from solver.divided.relaxing import Relaxation
from solver.settings import Settings
from solver.solve import solve
from tests.support.hospitals import hospital

TICKS = 6000
PRICES = [Prices(0.0, 0.0), Prices(0.7, 0.0), Prices(0.0, 0.5), Prices(2.0, 0.25), Prices(5.0, 0.5)]


@pytest.mark.parametrize("prices", PRICES)
def test_a_bound_never_exceeds_the_best_roster(prices: Prices) -> None:
    scenario = hospital()
    best = solve(scenario, Settings(workers=1, deterministic_limit=2.0)).objective
    assert best is not None
    limits = Limits.of(scenario.budget)
    relaxations = [
        Relaxation(cut_out(scenario, units), float(limits.target)) for units in find_divisions(Facts(scenario))
    ]
    relaxed = [relaxation.solve(prices, 10.0, 0) for relaxation in relaxations]
    bounds = [row.bound for row in relaxed if row.bound is not None]
    sharper = [found for relaxation in relaxations if (found := relaxation.bound(prices, 10.0, 0, 0.0)) is not None]
    assert len(bounds) == len(sharper) == 2
    assert limits.bound(prices, bounds) <= limits.bound(prices, sharper) <= best
    for row in relaxed:
        assert row.use is not None
        assert row.bound is not None
        assert row.bound <= row.use.priced(prices, float(limits.target)) + 1


def test_prices_of_a_mixture_by_hand() -> None:
    # The first division saves 3 a unit of overtime, the second 2; 150 units are there: the first has all of its 100,
    # the second half of its 100, so that one more is worth 2.
    known = [
        [Use(1000.0 * TICKS, 0.0, 0.0, 0.0), Use(700.0 * TICKS, 100.0 * TICKS, 0.0, 0.0)],
        [Use(500.0 * TICKS, 0.0, 0.0, 0.0), Use(300.0 * TICKS, 100.0 * TICKS, 0.0, 0.0)],
    ]
    found = mix(known, Limits(150 * TICKS, Fraction(0), Fraction(0)))
    assert found.cost == pytest.approx((700 + 400) * TICKS)
    assert found.prices.overtime == pytest.approx(2.0)
    assert found.overtime == pytest.approx((100 * TICKS, 50 * TICKS))


def test_agency_has_a_price_before_its_target_is_passed() -> None:
    # A tenth of 1,000 is free; the locum saves 150 at 200, above the target each unit costs 1: half of the locum.
    known = [[Use(900.0 * TICKS, 0.0, 0.0, 1000.0 * TICKS), Use(750.0 * TICKS, 0.0, 200.0 * TICKS, 1000.0 * TICKS)]]
    found = mix(known, Limits(None, Fraction(1, 10), Fraction(1)))
    assert found.cost == pytest.approx(825 * TICKS)
    assert found.prices.agency == pytest.approx(0.75)


def test_the_agency_share_is_rounded_up_to_a_hundredth() -> None:
    limits = Limits(None, Fraction(1, 10), Fraction(1, 3))
    assert limits.share_term(100, 1000) == 0
    assert limits.share_term(101, 1000) == TICKS // 100

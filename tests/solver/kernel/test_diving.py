"""Dives make legal rosters at the cost that they say, keep their limit and what is not open, and bound nothing away."""

from __future__ import annotations

import numpy as np
import pytest

from models.facts import Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.columns import generate
from solver.kernel.compiled import Plan, adopt
from solver.kernel.crew import Staffing, staffing
from solver.kernel.diving import Dive, Root, Task, find_root
from solver.kernel.generating import OutOfTimeError
from solver.linear import total
from solver.model import build
from solver.search.cpsat import Limits, Stop, run, set_objective
from tests.support.wards import ward

MIX = {"skill_mix": {"shifts": ["late"], "any_of": {"people": ["n0", "n1"]}, "only_when_staffed": False}}
SOFT = {"mode": "soft", "cost": 37}


def scenario(rules: dict[str, dict[str, object]]) -> Facts:
    plain = ward()
    overrides = dict(plain.model_dump(mode="json", exclude_unset=True)["rules"]["overrides"])
    return Facts(
        ward(rules={"presets": [], "overrides": overrides | {key: rule | SOFT for key, rule in rules.items()}})
    )


def root_of(facts: Facts) -> Root:
    people = staffing(facts, list(facts.workers.values()), lambda: False)
    assert people is not None
    pricing = Pricing(people)
    climb = Climb(pricing)
    climb.run(10, 1.0, lambda bound: False)
    generated = generate(pricing, climb, lambda: 60.0, lambda bound: False)
    return find_root(people, climb.prices, generated.columns, lambda: 60.0)


def optimum_of(facts: Facts) -> int:
    """Return the least cost in ticks."""
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    found = run(model.cp, Limits(60.0, 8), Stop(None)).objective
    assert found is not None
    return found * model.unit


def dived(root: Root, task: Task, seed: int) -> tuple[int, Plan] | None:
    return Dive(root, task, seed, lambda: 60.0, noise=0.1).run()


def whole(root: Root, limit: float) -> Task:
    return Task(np.ones(root.staffing.crew.options.shape, dtype=np.bool_), None, limit)


def cost_of(people: Staffing, plan: Plan) -> int:
    copy = people.new_plan(len(people.staff))
    cost = int(adopt(people.crew, people.demand, copy, plan))
    assert (copy.own >= 0).all()  # legal
    return cost


@pytest.mark.parametrize("rules", [{}, MIX], ids=["cover", "skill mix"])
def test_dives_find_good_rosters_and_none_below_the_optimum(rules: dict[str, dict[str, object]]) -> None:
    facts = scenario(rules)
    root, optimum = root_of(facts), optimum_of(facts)
    limit = np.inf
    for seed in range(8):
        found = dived(root, whole(root, limit), seed)
        if found is not None:
            cost, plan = found
            assert cost == cost_of(root.staffing, plan)
            assert optimum <= cost <= limit
            limit = cost
    assert limit <= 1.1 * optimum
    assert dived(root, whole(root, optimum - 6000), 0) is None


def test_a_dive_around_a_roster_keeps_what_is_not_open() -> None:
    root = root_of(scenario({}))
    # so much noise that days are settled as it comes
    cost, base = Dive(root, whole(root, np.inf), 0, lambda: 60.0, noise=9.0).run() or pytest.fail("no roster")
    people, days = base.option.shape
    chance = np.random.default_rng(0)
    better = 0
    for seed in range(12):
        is_open = np.zeros((people, days), dtype=np.bool_)
        is_open[chance.permutation(people)[:3]] = True
        found = dived(root, Task(is_open, base, cost + 100 * 6000), seed)
        assert found is not None  # the base keeps the limit
        assert (found[1].option == base.option)[~is_open].all()
        assert found[0] == cost_of(root.staffing, found[1])
        better += found[0] < cost
        cost, base = min(found, (cost, base), key=lambda pair: pair[0])
    assert better


def test_people_whose_days_are_not_known_stay_as_they_are() -> None:
    root = root_of(scenario({}))
    cost, base = Dive(root, whole(root, np.inf), 0, lambda: 60.0).run() or pytest.fail("no roster")
    base.option[0], base.key[0], base.own[0] = 1, root.staffing.crew.nothing, -1  # works all days, which is forbidden
    is_open = np.ones(base.option.shape, dtype=np.bool_)
    is_open[0] = False
    found = dived(root, Task(is_open, base, 10 * cost), 0)
    assert found is not None
    assert (found[1].option[0] == 1).all()


def test_a_dive_without_time_says_so() -> None:
    root = root_of(scenario({}))
    with pytest.raises(OutOfTimeError):
        Dive(root, whole(root, np.inf), 0, lambda: 0.0).run()

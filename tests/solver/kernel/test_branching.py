"""Branch and price: never a bound above the optimum, and at the end the optimum, on small wards of all kinds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.facts import Facts
from solver.kernel.branching import Tree, sums_of
from solver.kernel.compiled import adopt
from solver.kernel.diving import Root
from solver.kernel.generating import OutOfTimeError
from solver.kernel.pieces import pieces_of
from tests.solver.kernel.test_diving import optimum_of, root_of
from tests.support.wards import ward

UNIT = 6000
MOST_STEPS = 3000


def costs_of(under: int, over: int, competence: str = "nurse") -> dict[str, object]:
    return {"unit": "clinic", "competence": competence, "under_cost": under, "over_cost": over}


def grown(root: Root, limit: float, optimum: int) -> tuple[Tree, int | None]:
    """Split until nothing is left; return the tree and the cost of the best roster that was found."""
    tree, best = Tree(root, limit, UNIT, lambda: 600.0), None
    for _ in range(MOST_STEPS):
        if tree.done:
            return tree, best
        assert tree.bound <= max(optimum, limit + UNIT)
        found = tree.step()
        if found is not None:
            cost, plan = found
            copy = root.staffing.new_plan(len(root.staffing.staff))
            assert cost == adopt(root.staffing.crew, root.staffing.demand, copy, plan)
            assert (copy.own >= 0).all()  # legal
            assert best is None or cost < best
            best = cost
    pytest.fail("not proven")


@pytest.mark.parametrize("distance", [20, 3, 0, -1], ids=["far", "near", "the best", "below"])
def test_the_best_roster_within_a_limit_is_found_and_proven(distance: int) -> None:
    facts = Facts(ward())
    root, optimum = root_of(facts), optimum_of(facts)
    limit = optimum + distance * UNIT
    tree, best = grown(root, limit, optimum)
    assert best == (optimum if distance >= 0 else None)
    assert tree.bound == min(optimum, limit + UNIT)


@settings(max_examples=15, deadline=None)
@given(
    under=st.integers(1, 60),
    over=st.integers(0, 30),
    targets=st.tuples(*[st.integers(0, 3)] * 3),
    least=st.booleans(),
    two=st.booleans(),
    most_minutes=st.sampled_from([2400, 3360, 4320]),
)
def test_random_wards_are_proven(
    under: int, over: int, targets: tuple[int, ...], least: bool, two: bool, most_minutes: int
) -> None:
    """Also hard least cover, and people of two competences, who count for one of them."""
    skills = [["nurse", "head"], ["nurse"], ["head", "nurse"], ["nurse"]] if two else [["nurse"]] * 4
    cover = [
        {**costs_of(under, over), "shift": shift, "target": target, "days": "mon-sat"}
        for shift, target in zip(("early", "late", "night"), targets, strict=True)
    ]
    cover[0] |= {"min": 1} if least and targets[0] else {}
    if two:
        cover.append({**costs_of(under + 3, 1, "head"), "shift": "early", "target": 1, "days": "mon-sun"})
    rules = {
        "consecutive_days": {"max": 5},
        "consecutive_shifts": {"shifts": ["night"], "min": 2, "mode": "soft", "cost": 15},
        "working_minutes": {"per": "horizon", "max": most_minutes},
    }
    facts = Facts(
        ward(
            competences=["nurse", "head"],
            staff=[{"id": f"n{number}", "competences": own} for number, own in enumerate(skills)],
            cover=cover,
            requests=[],
            rules={"presets": [], "overrides": rules},
        )
    )
    root, optimum = root_of(facts), optimum_of(facts)
    tree, best = grown(root, 2 * optimum + 50 * UNIT, optimum)
    assert best == optimum == tree.bound


def test_people_are_counted_by_what_demand_pays_for_them_and_in_all() -> None:
    staffing = root_of(Facts(ward())).staffing
    sums = sums_of(staffing)
    pieces = pieces_of(staffing.demand, staffing.crew.nothing)
    slopes = [set(pieces.slope[chosen].tolist()) for chosen in sums]
    assert slopes == [{-100.0 * UNIT}, {7.0 * UNIT}, {-100.0 * UNIT, 7.0 * UNIT}]
    amounts = pieces.filled(sums[0], staffing.demand.shape)
    assert (amounts == np.minimum(np.arange(staffing.demand.shape[1]), staffing.demand.argmin(axis=1)[:, None])).all()


def test_without_time_nothing_is_proven_and_nothing_lost() -> None:
    facts = Facts(ward())
    root, optimum = root_of(facts), optimum_of(facts)
    left = 600.0
    tree = Tree(root, optimum + 20 * UNIT, UNIT, lambda: left)
    left = 0.0
    with pytest.raises(OutOfTimeError):
        tree.step()
    assert tree.bound == -np.inf
    assert not tree.done
    left = 600.0
    tree.step()
    bound, left = tree.bound, 0.0
    assert 0 < bound <= optimum
    with pytest.raises(OutOfTimeError):
        tree.step()
    assert tree.bound == bound


def test_parts_that_the_solver_fails_on_keep_their_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(ward())
    root, optimum = root_of(facts), optimum_of(facts)
    tree = Tree(root, optimum + 20 * UNIT, UNIT, lambda: 600.0)
    tree.step()
    bound = tree.bound
    monkeypatch.setattr("solver.kernel.master.Master.solve", lambda *arguments: None)
    for _ in range(10):
        if tree.done:
            break
        tree.step()
    assert tree.done
    assert tree.bound == bound

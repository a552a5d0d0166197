"""Column generation: its bound holds, and what is left of the graphs near its prices has the cheapest ways."""

from __future__ import annotations

import numpy as np
import pytest
from pybind11_abseil.status import Status, StatusCode, StatusNotOk

from models.facts import Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.columns import generate
from solver.kernel.crew import Floats, Staffing, staffing
from solver.kernel.diving import Dive, Root, Task
from solver.kernel.generating import OutOfTimeError
from solver.kernel.pieces import hull
from solver.linear import total
from solver.model import build
from solver.search.cpsat import Limits, Stop, run, set_objective
from tests.support.wards import ward

TIERED = [
    {
        "unit": "clinic",
        "shift": "early",
        "competence": "nurse",
        "target": 3,
        "under_cost": [20, 40, 90],
        "over_cost": 5,
    },
    {"unit": "clinic", "shift": "late", "competence": "nurse", "target": 2, "max": 3, "under_cost": 60, "over_cost": 9},
]


def small_ward(**parts: object) -> tuple[Facts, Staffing]:
    facts = Facts(ward(**parts))
    found = staffing(facts, list(facts.workers.values()), lambda: False)
    assert found is not None
    return facts, found


def best_bound(people: Staffing) -> tuple[float, Floats, bool]:
    """Return bound, prices, and whether they are the best."""
    pricing = Pricing(people)
    climb = Climb(pricing)
    climb.run(10, 1.0, lambda bound: False)
    generated = generate(pricing, climb, lambda: 60.0, lambda bound: False)
    return climb.best, climb.prices, generated.best


@pytest.mark.parametrize("parts", [{}, {"cover": TIERED}], ids=["one price", "rising prices"])
def test_the_bound_is_the_best_and_holds(parts: dict[str, object]) -> None:
    facts, people = small_ward(**parts)
    bound, _, done = best_bound(people)
    assert done
    climb = Climb(Pricing(people))
    for pace in (1.0, 0.3, 0.1):
        climb.run(300, pace, lambda bound: False)
    assert climb.best <= bound + 6
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    optimum = run(model.cp, Limits(60.0, 8), Stop(None)).objective
    assert optimum is not None
    assert 0 < bound <= optimum * model.unit


def test_a_bound_that_is_stopped_is_the_best_so_far() -> None:
    _, people = small_ward()
    pricing = Pricing(people)
    climb = Climb(pricing)
    climb.run(10, 1.0, lambda bound: False)
    heard: list[float] = []

    def stopped(bound: float) -> bool:
        heard.append(bound)
        return True

    generate(pricing, climb, lambda: 60.0, stopped)
    assert heard == [climb.best]
    assert pricing.bound(climb.prices) == climb.best


@pytest.mark.parametrize("most", [0, 6000, 10**9])
def test_trimmed_graphs_have_the_cheapest_ways(most: int) -> None:
    _, people = small_ward()
    bound, prices, _ = best_bound(people)
    small = people.trimmed(prices, most)
    assert Pricing(small).bound(prices) == bound
    assert small.crew.states.sum() <= people.crew.states.sum()
    assert (most < 10**9) == (np.sum(small.crew.target >= 0) < np.sum(people.crew.target >= 0))


@pytest.mark.parametrize(
    ("table", "pieces"),
    [([9, 5, 1, 1, 3], [(2, -4.0), (1, 0.0), (1, 2.0)]), ([6, 6, 0, 1], [(2, -3.0), (1, 1.0)]), ([4], [])],
    ids=["convex", "not convex", "nobody"],
)
def test_the_convex_hull_of_costs(table: list[int], pieces: list[tuple[int, float]]) -> None:
    assert list(hull(table)) == pieces


def test_where_glop_ends_abnormally_the_bound_so_far_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    """GLOP did so after 48 seconds of dives on a public instance, and all was lost."""

    class Broken:
        def update(self, update: object) -> bool:
            return True

        def solve(self, *arguments: object) -> None:
            raise StatusNotOk(Status(StatusCode.INTERNAL, "ABNORMAL"))

    _, people = small_ward()
    best, *_ = best_bound(people)
    monkeypatch.setattr("solver.kernel.master.solver.new", lambda *arguments: Broken())
    bound, _, done = best_bound(people)
    assert not done
    assert bound <= best
    root = Root(people, people, np.zeros(len(people.demand)), ())
    everything = np.ones(people.crew.options.shape, dtype=np.bool_)
    with pytest.raises(OutOfTimeError):
        Dive(root, Task(everything, None, np.inf), 0, lambda: 60.0).run()

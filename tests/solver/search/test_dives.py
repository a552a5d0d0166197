"""Dives as neighbourhoods: better rosters of the model's own cost; what others have changed meanwhile is kept."""

from __future__ import annotations

import numpy as np

from models.facts import Facts
from solver.kernel.diving import Dive, Task
from solver.kernel.program import OFF
from solver.linear import total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch, prepare
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.dives import Diver
from solver.search.settle import with_shifts
from solver.solution import Shifts
from tests.support.wards import ward


def kernel_and_model() -> tuple[KernelSearch, Model]:
    facts = Facts(ward())
    kernel = prepare(facts, lambda: False)
    assert kernel is not None
    kernel.bound(Clock(1000.0), 60.0, lambda bound: False)
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    return kernel, model


def cost(model: Model, shifts: Shifts) -> int:
    """Return what a roster costs in ticks."""
    found = run(with_shifts(model, shifts), Limits(60.0, 1), Stop(None)).objective
    assert found is not None  # legal
    return found * model.unit


def test_dives_better_a_roster_and_merge() -> None:
    kernel, model = kernel_and_model()
    root = kernel.root(lambda: 60.0)
    assert root is not None
    diver = Diver(root, model.unit, 0)
    # so much noise that days are settled as it comes
    everything = np.ones(root.staffing.crew.options.shape, dtype=np.bool_)
    poor = Dive(root, Task(everything, None, np.inf), 0, lambda: 60.0, noise=9.0).run()
    assert poor is not None
    first = frozenset(
        (staff, day, own[day][option])
        for staff, own, options in zip(root.staffing.staff, root.staffing.options, poor[1].option.tolist(), strict=True)
        for day, option in enumerate(options)
        if own[day][option] != OFF
    )
    known = first
    for number in range(30):
        found = diver.around(diver.kinds[number % len(diver.kinds)], known, lambda: 60.0)
        if found is not None:
            assert cost(model, found) < cost(model, known)
            known = found
    optimum = run(model.cp, Limits(60.0, 8), Stop(None)).objective
    assert optimum is not None
    assert optimum * model.unit <= cost(model, known) <= 1.05 * optimum * model.unit
    assert cost(model, known) < cost(model, first)
    assert diver.merged(known, first, first) == known
    assert diver.merged(first, first, known) is None


def test_without_good_prices_or_time_there_are_no_dives() -> None:
    kernel, _ = kernel_and_model()
    assert kernel.root(lambda: 0.0) is None
    facts = Facts(ward())
    fresh = prepare(facts, lambda: False)
    assert fresh is not None
    assert fresh.root(lambda: 60.0) is None

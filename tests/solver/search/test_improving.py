"""The best solution that several searchers know: each is credited with what it has found itself."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from models.facts import Facts
from solver.linear import total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.construction import construct
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.improving import Best
from solver.search.parts import Numbers, Parts
from solver.search.relaxation import shift_variables
from tests.support.wards import ward


def two_rosters(model: Model, parts: Parts) -> tuple[Numbers, Numbers]:
    """Return the values of a roster and of a better one."""
    first = construct(model, parts, Clock(60.0), 60.0, 0, Stop(None))
    found = run(model.cp, Limits(60.0, 2), Stop(None)).values
    assert first is not None
    assert found is not None
    return first, np.array(found, dtype=np.int64)


def test_a_gain_counts_for_the_thread_that_offers_it() -> None:
    model = build(Facts(ward()))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    parts = Parts(model.cp, shift_variables(model))
    first, better = two_rosters(model, parts)
    best = Best(parts, first)
    before = best.cost
    with ThreadPoolExecutor(1) as other:
        assert other.submit(best.offer, better).result()
        assert best.cost < before
        assert best.gained == 0
        assert other.submit(lambda: best.gained).result() == before - best.cost
    assert not best.offer(first)
    assert best.gained == 0

"""Neighbourhoods of clinics: blocks that share a budget come to the optimum together, and sizes follow their times."""

from __future__ import annotations

import pytest

from solver.search.anytime import Clock
from solver.search.blocks import find_blocks, members_of
from solver.search.cpsat import Limits, Stop, run
from solver.search.mip import to_program
from solver.search.neighbourhoods import CELLS, GROW, LEAP, SHRINK, NeighbourhoodSearch, _Kind
from solver.search.remote import RemoteProgram
from solver.search.shared import Shared
from tests.solver.search.test_clinics import coarse, optimum
from tests.support.hospitals import hospital


def test_two_blocks_come_to_the_optimum() -> None:
    model = coarse(hospital())
    poor = model.cp.clone()
    poor.minimize(0)
    first = run(poor, Limits(20.0, 2, deterministic=5.0), Stop(None)).values
    assert first is not None
    shared, best, clock, stop = Shared(model, first), optimum(model), Clock(60.0), Stop(None)
    assert shared.best().objective > best
    program = to_program(model)
    remote = RemoteProgram(program, stop, members_of(model, program))
    try:
        search = NeighbourhoodSearch(model, remote, shared, clock, stop, 0)
        search.run(40.0, lambda objective: objective <= best)
    finally:
        remote.close()
    assert shared.best().objective == best


@pytest.mark.parametrize(
    ("solved", "part", "factor"), [(True, 0.05, LEAP), (True, 0.3, GROW), (True, 0.9, 1.0), (False, 1.0, SHRINK)]
)
def test_the_size_follows_the_time(solved: bool, part: float, factor: float) -> None:
    blocks = find_blocks(coarse(hospital()).facts)
    kind = _Kind(blocks, 1, None)
    kind.follow(solved=solved, part=part)
    assert kind.cells == pytest.approx(CELLS * factor)

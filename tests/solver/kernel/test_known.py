"""Graphs that are known are those that would be built."""

from __future__ import annotations

import numpy as np

from models.facts import Facts
from solver.kernel.graph import build_graph
from solver.kernel.known import KnownGraphs
from solver.kernel.program import person_program
from tests.support.hospitals import hospital


def test_people_alike_share_a_graph() -> None:
    facts, known = Facts(hospital()), KnownGraphs()
    programs = [person_program(facts, facts.workers[staff]) for staff in ("nina", "nils", "vera")]
    nina, nils, vera = (known.graph(program) for program in programs)
    assert nils.layers is nina.layers
    assert nils.program.staff == "nils"
    assert vera.layers is not nina.layers
    for program, graph in zip(programs, (nina, nils, vera), strict=True):
        prices = [np.arange(len(options), dtype=np.int64) * -7000 for options in program.options]
        assert graph.cheapest(prices) == build_graph(program).cheapest(prices)

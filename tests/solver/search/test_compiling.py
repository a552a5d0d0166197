"""All that the kernel compiles is compiled ahead."""

from __future__ import annotations

from typing import Any

import pytest

from solver.kernel.annealing import anneal
from solver.kernel.compiled import adopt, construct
from solver.kernel.labels import cheapest_carrying, entries_of, grow
from solver.kernel.pricing import all_rest_costs, cheapest_days, trim
from solver.kernel.sums import set_bounds
from solver.search import compiling
from solver.search.compiling import compile_all, compiled_ahead

CARRYING = [cheapest_carrying, entries_of, grow, set_bounds]


@pytest.mark.parametrize("function", [anneal, adopt, construct, all_rest_costs, cheapest_days, trim, *CARRYING])
def test_what_python_calls_is_compiled(function: Any) -> None:
    compile_all()
    assert function.signatures


def test_what_is_compiled_is_kept() -> None:
    compile_all()
    assert compiled_ahead(lambda: True)


def test_compiling_does_not_outlast_a_time_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "_is_kept", lambda: False)
    assert not compiled_ahead(lambda: True)

"""All that the kernel compiles is compiled ahead."""

from __future__ import annotations

from typing import Any

import pytest

from solver.kernel.annealing import anneal
from solver.kernel.compiled import adopt, construct
from solver.kernel.pricing import all_rest_costs, cheapest_days, trim
from solver.search.compiling import compile_all


@pytest.mark.parametrize("function", [anneal, adopt, construct, all_rest_costs, cheapest_days, trim])
def test_what_python_calls_is_compiled(function: Any) -> None:
    compile_all()
    assert function.signatures

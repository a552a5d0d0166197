"""All that the kernel compiles is compiled ahead."""

from __future__ import annotations

import math
import os
from pathlib import Path
from typing import Any

import pytest

from solver.kernel import sums
from solver.kernel.annealing import anneal
from solver.kernel.compiled import adopt, construct
from solver.kernel.labels import cheapest_carrying, entries_of, grow
from solver.kernel.pricing import all_rest_costs, cheapest_days, trim
from solver.kernel.sums import set_bounds
from solver.long import ways
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


def test_what_is_older_than_the_sources_is_forgotten(tmp_path: Path) -> None:
    old, new = tmp_path / "steps.anneal-1.nbi", tmp_path / "ways.regrow-1.nbc"
    for file, moment in ((old, 100.0), (new, 300.0)):
        file.touch()
        os.utime(file, (moment, moment))
    compiling._remove_older([old, new], 200.0)
    assert not old.exists()
    assert new.exists()


def test_a_change_of_any_compiled_source_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiling._changed(compiling.KERNEL) >= Path(sums.__file__).stat().st_mtime
    assert compiling._changed(compiling.LONG) >= Path(ways.__file__).stat().st_mtime
    monkeypatch.setattr(compiling, "_changed", lambda folders: math.inf)
    assert not compiling._is_kept()

"""Equal rows of columns: what is found does not depend on how many there are."""

from __future__ import annotations

import numpy as np
import pytest

from solver.kernel import rows
from solver.kernel.rows import distinct


@pytest.mark.parametrize("size", [0, 1, 7, 50])
def test_few_rows_are_told_apart_as_many_are(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = np.random.default_rng(size)
    columns = [random.integers(-2, 2, size=size), random.integers(0, 3, size=size), np.zeros(size, dtype=np.int64)]
    few = distinct(columns)
    monkeypatch.setattr(rows, "FEW", -1)
    many = distinct(columns)
    for one, other in zip(few, many, strict=True):
        assert one.tolist() == other.tolist()
        assert one.dtype == other.dtype == np.int64
    first, kind = few
    table = np.stack(columns, axis=1)
    assert (table[first[kind]] == table).all()

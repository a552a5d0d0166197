"""Independent parts of a model: each constraint in one of them, and only those that are wanted."""

from __future__ import annotations

from ortools.sat.python import cp_model

from solver.search.components import split
from solver.search.cpsat import Limits, Stop, run


def test_parts_are_solved_on_their_own() -> None:
    cp = cp_model.CpModel()
    a, b, c, d, e = (cp.new_int_var(0, 5, name) for name in "abcde")
    known = cp.new_int_var(2, 2, "known")
    cp.add(a + b == 7)
    cp.add(a - known >= 3)  # what is fixed ties nothing
    cp.add(c + known == 4)
    cp.add(d == e)
    parts = list(split(cp, {a.index, c.index, known.index}))
    assert [set(part.variables) - {known.index} for part in parts] == [{a.index, b.index}, {c.index}]
    found: dict[int, int] = {}
    for part in parts:
        values = run(part.cp, Limits(10.0, 1), Stop(None)).values
        assert values is not None
        found.update(zip(part.variables, values, strict=True))
    assert found == {a.index: 5, b.index: 2, c.index: 2, known.index: 2}

"""Contract time in whole shifts: rows that hold for every roster, and cut off what no roster is."""

from __future__ import annotations

from itertools import product

import pytest

from solver.divided.rounding import rounded

DAY, LATE, HALF = 480, 360, 240


@pytest.mark.parametrize("due", [-120, 0, 1800, 2280, 5400, 7201])
def test_rows_hold_for_whatever_is_worked(due: int) -> None:
    for days, lates, halves in product(range(8), range(8), range(8)):
        worked = DAY * days + LATE * lates + HALF * halves
        over, under = max(0, worked - due), max(0, due - worked)
        for row in rounded([(DAY, days), (LATE, lates), (HALF, halves)], due, over, under):
            assert isinstance(row, int)
            assert row <= 0


def test_a_half_day_more_than_whole_ones_takes_half_a_half_day_of_overtime() -> None:
    due = 22 * HALF + HALF // 2
    rows = [row for over in (119, 120) for row in rounded([(HALF, 23)], due, over, 0)]
    assert [row for row in rows if isinstance(row, int) and row > 0] == [rows[0]]
    assert not any(row for row in rounded([(HALF, 22)], due, 0, HALF // 2) if isinstance(row, int) and row > 0)

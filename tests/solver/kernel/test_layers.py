"""Graphs made smaller: the same rosters at the same costs."""

from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from solver.kernel.layers import Layer, in_order, smallest
from solver.kernel.rows import codes, distinct

Arc = tuple[int, int, int, int]
"""Source, option, cost, target."""


@st.composite
def graphs(draw: st.DrawFn) -> list[list[Arc]]:
    """Return the arcs of a few days, every state of which is reached."""
    days: list[list[Arc]] = []
    states = 1
    for _ in range(draw(st.integers(1, 4))):
        slots = list(product(range(states), range(2)))
        used = draw(st.lists(st.sampled_from(slots), min_size=1, unique=True))
        targets = [draw(st.integers(0, 3)) for _ in used]
        number = {target: i for i, target in enumerate(sorted(set(targets)))}
        costs = [draw(st.integers(-3, 3)) for _ in used]
        days.append([(s, o, c, number[t]) for (s, o), c, t in zip(used, costs, targets, strict=True)])
        states = len(number)
    return days


def layers_of(days: list[list[Arc]]) -> list[Layer]:
    """Return the layers of some arcs."""
    columns = [np.array(arcs, dtype=np.int64).T for arcs in days]
    return [in_order(source, option, cost, np.zeros_like(cost), target) for source, option, cost, target in columns]


def ways(layers: list[Layer]) -> dict[tuple[int, ...], int]:
    """Return the cost of each way through some layers, by its options."""
    found: dict[tuple[tuple[int, ...], int], int] = {((), 0): 0}
    for layer in layers:
        target = layer.target
        found = {
            ((*options, int(layer.option[arc])), int(target[arc])): cost + int(layer.cost[arc])
            for (options, state), cost in found.items()
            for arc in np.flatnonzero(layer.source == state)
        }
    return {options: cost for (options, _), cost in found.items()}


@given(graphs())
def test_smaller_layers_hold_the_same_ways_at_the_same_costs(days: list[list[Arc]]) -> None:
    """Also where some states lead nowhere."""
    before = layers_of(days)
    after = smallest(before)
    assert (ways(after) if after else {}) == ways(before)
    assert all(len(a.starts) <= len(b.starts) for a, b in zip(after, before, strict=False))


def test_states_that_cost_alike_but_for_a_constant_become_one() -> None:
    """What the second day costs more after one of the options is charged on the first."""
    before = layers_of([[(0, 0, 0, 0), (0, 1, 0, 1)], [(0, 0, 1, 0), (0, 1, 4, 0), (1, 0, 3, 0), (1, 1, 6, 0)]])
    after = smallest(before)
    assert [len(layer.starts) for layer in before] == [2, 1]
    assert [len(layer.starts) for layer in after] == [1, 1]
    assert ways(after) == {(0, 0): 1, (0, 1): 4, (1, 0): 3, (1, 1): 6}


def test_no_layers_are_left_where_nothing_leads_to_the_end() -> None:
    """The only state of the first day has no arc on the second."""
    nothing = np.zeros(0, dtype=np.int64)
    dead_end = Layer(nothing, nothing, nothing, nothing, np.zeros(1, dtype=np.int64))
    assert smallest([*layers_of([[(0, 0, 0, 0)]]), dead_end]) == []


@given(st.lists(st.tuples(*(st.sampled_from((-(1 << 45), -1, 0, 1, 1 << 45)) for _ in range(3))), min_size=1))
def test_rows_have_the_same_code_only_where_they_are_equal(rows: list[tuple[int, ...]]) -> None:
    """Also where the numbers are too large to be packed into one."""
    columns = list(np.array(rows, dtype=np.int64).T)
    code = codes(columns).tolist()
    assert all((a == b) == (c == d) for a, c in zip(rows, code, strict=True) for b, d in zip(rows, code, strict=True))
    first, kind = distinct(columns)
    assert [rows[first[k]] for k in kind] == rows

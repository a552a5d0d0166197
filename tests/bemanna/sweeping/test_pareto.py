"""Cost against shortfall: the front by its definition, and the chart to scale."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bemanna.store.records import RunRecord
from bemanna.sweeping.grid import Axis
from bemanna.sweeping.page import render, table_figures
from bemanna.sweeping.pareto import front, pareto_chart
from bemanna.sweeping.sweep import Point, Sweep
from bemanna.sweeping.writing import table, write_sweep
from tests.support import clinics
from tests.support.browser import CHROMIUM, complaints

SETTINGS = {"time_limit": 60, "gap": 0.001, "workers": 1, "seed": 0, "deterministic_limit": None}
Pair = tuple[float, float] | None


def record(number: int, cost: float, short: float) -> RunRecord:
    kpis = {"staffing_cost": cost, "shortfall_items": short, "planned_items": 100, "placement": {"continuity": 1}}
    now = dt.datetime(2027, 1, 1, tzinfo=dt.UTC)
    return RunRecord(
        f"run-{number}", "Clinic", "0" * 64, None, "feasible", 2 * cost, cost, 0.5, 1.0, False, kpis, now, "0" * 64
    )


def sweep_of(pairs: list[Pair], path: str = "a.b") -> Sweep:
    """Return a sweep over one axis with these costs and shortfalls; None is not solved."""
    axis = Axis(path, tuple(map(str, range(len(pairs)))))
    points = (
        Point(number + 1, (str(number),), None if pair is None else record(number, *pair))
        for number, pair in enumerate(pairs)
    )
    return Sweep(clinics.clinic(), (axis,), {"settings": SETTINGS}, Path("runs"), tuple(points))


numbers = st.integers(0, 6).map(float)


@given(st.lists(st.none() | st.tuples(numbers, numbers), max_size=12))
def test_the_front_is_what_nothing_beats(pairs: list[Pair]) -> None:
    best = {point.number for point in front(sweep_of(pairs))}
    for number, pair in enumerate(pairs, start=1):
        if pair is None:
            assert number not in best
            continue
        beaten = any(o and o != pair and o[0] <= pair[0] and o[1] <= pair[1] for o in pairs)
        assert (number in best) == (not beaten)


def test_the_chart_is_to_scale() -> None:
    chart = pareto_chart(sweep_of([(1000, 30), (2000, 10), (3000, 20), None]))
    assert chart is not None
    one, two, three = chart.dots
    assert three.x - two.x == pytest.approx(two.x - one.x, abs=0.2)
    assert chart.base - one.y == pytest.approx(3 * (chart.base - two.y), abs=0.5)
    assert [dot.best for dot in chart.dots] == [True, True, False]
    # the front goes to the right first: until the next one is paid for, the shortfall stays
    assert chart.line == f"{one.x},{one.y} {two.x},{one.y} {two.x},{two.y}"
    assert all(chart.left <= dot.x <= chart.width and 0 <= dot.y <= chart.base for dot in chart.dots)


@given(st.lists(st.tuples(st.floats(0, 1e9), numbers), min_size=1, max_size=5))
def test_every_dot_is_in_the_picture(pairs: list[Pair]) -> None:
    chart = pareto_chart(sweep_of(pairs))
    assert chart is not None
    assert all(chart.left <= dot.x <= chart.width and 0 <= dot.y <= chart.base for dot in chart.dots)
    assert len(chart.x_ticks) < 20


def test_numbers_that_would_touch_are_left_out_but_for_the_front() -> None:
    chart = pareto_chart(sweep_of([(2000, 10.2), (2000, 10), (1000, 30)]))
    assert chart is not None
    assert [dot.named for dot in chart.dots] == [False, True, True]


def test_nothing_is_solved_yet() -> None:
    sweep = sweep_of([None, None])
    assert (pareto_chart(sweep), front(sweep), table_figures(sweep)) == (None, (), ())
    assert "0 of 2 are solved" in render(sweep)


def test_the_table_for_other_programs(tmp_path: Path) -> None:
    sweep = sweep_of([(1000, 30), None])
    found = table(sweep)
    assert found.columns[:4] == ("number", "a.b", "status", "objective")
    first, second = (dict(zip(found.columns, row, strict=True)) for row in found.rows)
    assert (first["objective"], first["staffing_cost"], first["on_front"], first["run"]) == (2000, 1000, 1, "run-0")
    assert (second["number"], second["status"], second["staffing_cost"], second["on_front"]) == (2, None, None, 0)
    assert "placement" not in first
    page = write_sweep(tmp_path / "out", sweep)
    assert {path.name for path in page.parent.iterdir()} == {"sweep.html", "sweep.csv", "sweep.json"}


def test_the_page_is_escaped_and_asks_the_network_for_nothing() -> None:
    html = render(sweep_of([(1000, 30), (2000, 10)], path="<script>alert(1)</script>.x"))
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert not re.search(r"(src|href|srcset|action)=|url\(", html)
    assert "default-src 'none'" in html


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    page = tmp_path / "sweep.html"
    page.write_text(render(sweep_of([(1000, 30), (2000, 10), None])), "utf-8")
    assert complaints(page, tmp_path) == []

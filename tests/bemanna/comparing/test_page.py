"""The page of a comparison: self-contained, escaped, and true to the figures."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bemanna.comparing.charts import cost_chart, week_charts
from bemanna.comparing.page import counts_text, headline, render
from models.base import TICKS_PER_MONEY
from models.loading import dump, parse
from tests.bemanna.comparing.support import comparison_of, run_of
from tests.support import clinics
from tests.support.browser import CHROMIUM, complaints

CLINIC = clinics.clinic()
DEARER = parse(dump(CLINIC), overrides=["production_plan.visit=[12, 19]", "name=Dearer"])
NONE = {"roster": None, "evaluation": None}


def two(money: int) -> tuple[str, ...]:
    """Return what is said of the clinic and of one with ten visits more (9000), which has a room of so much money."""
    dearer = run_of(DEARER)
    bound = (dearer.result.objective or 0) - money * TICKS_PER_MONEY
    return tuple(headline(comparison_of(run_of(CLINIC), run_of(DEARER, bound=bound))))


def test_what_it_comes_to() -> None:
    (surely,), (perhaps,) = two(8999), two(9001)
    assert surely.startswith("B costs 9\N{NARROW NO-BREAK SPACE}000 SEK more than A: more than the gaps leave open")
    assert "a longer search may turn it round" in perhaps
    (cheaper,) = headline(comparison_of(run_of(DEARER), run_of(CLINIC)))
    assert "SEK less than A" in cheaper
    (same,) = headline(comparison_of(run_of(CLINIC), run_of(CLINIC)))
    assert same.startswith("Nothing differs")
    (missing,) = headline(comparison_of(run_of(CLINIC), run_of(DEARER, **NONE)))
    assert missing == "B: there is no roster to compare with A."
    assert counts_text(comparison_of(run_of(CLINIC), run_of(DEARER))).startswith("1 input, ")


def test_the_cost_chart_is_to_scale() -> None:
    found = comparison_of(run_of(CLINIC), run_of(DEARER), run_of(CLINIC, **NONE))
    chart = cost_chart(found)
    assert chart is not None
    assert [lane.letter for lane in chart.lanes] == ["A", "B"]
    for lane, run in zip(chart.lanes, found.runs, strict=False):
        assert lane.end - chart.left == pytest.approx(sum(part.width for part in lane.parts), abs=0.5)
        assert run.result.bound is not None
        share = run.result.bound / (run.result.objective or 1)
        assert (lane.bound or 0) - chart.left == pytest.approx(share * (lane.end - chart.left), abs=0.5)
    costs = [run.result.objective or 0 for run in found.runs[:2]]
    lengths = [lane.end - chart.left for lane in chart.lanes]
    assert lengths[1] / lengths[0] == pytest.approx(costs[1] / costs[0], rel=0.01)
    assert cost_chart(comparison_of(run_of(CLINIC, **NONE), run_of(CLINIC, **NONE))) is None


def test_weeks_are_to_scale() -> None:
    items, people = week_charts(comparison_of(run_of(CLINIC), run_of(DEARER)))
    # first week: 2 + 2 - 3 operations wait; second week: 1 + 3 of them, and 9 or 19 visits are short
    assert [bar.title for bar in items.bars] == ["A, W12: 1", "B, W12: 1", "A, W13: 13", "B, W13: 23"]
    assert items.bars[3].height / items.bars[2].height == pytest.approx(23 / 13, rel=0.02)
    assert sum("1" in bar.title.split(": ")[1] for bar in people.bars) == 2


def test_a_page_asks_the_network_for_nothing_and_is_escaped() -> None:
    hostile = [clinics.clinic(person=text, session=text, shift=text, name=text) for text in clinics.HOSTILE[:3]]
    html = render(comparison_of(*(run_of(scenario) for scenario in hostile)))
    assert "<script" not in html
    assert "<img" not in html
    assert not re.search(r"(src|href|srcset|action)=", re.sub(r"&[^;]*;[^<]*", "", html))
    assert "url(" not in html
    assert "default-src 'none'" in html


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    page = tmp_path / "compare.html"
    runs = (run_of(CLINIC), run_of(DEARER), run_of(CLINIC, **NONE))
    page.write_text(render(comparison_of(*runs)), "utf-8")
    assert complaints(page, tmp_path) == []

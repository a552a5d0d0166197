"""What an explanation adds to the report."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from bemanna.explaining.told import EXPLANATION_SCHEMA, Told, ToldEffect, ToldShortage, ToldValue
from bemanna.report.page import render
from bemanna.runs.run import Solved
from tests.bemanna.report.test_report import Page
from tests.support import clinics
from tests.support.browser import CHROMIUM, complaints

EFFECT = ToldEffect(
    binds="absence",
    what="cy back at work",
    fewer=3,
    saves=2700.0,
    saves_at_most=2900.0,
    levels={},
    worth="saves 2 700 SEK in all",
    items="+3 Visit",
    certain=True,
    proof="proven: no roster without it is as good",
    seconds=0.5,
    changes=(),
)


def shortage(text: str, *causes: ToldEffect) -> ToldShortage:
    nothing = "" if causes else "nothing found: 4 things tried one by one"
    return ToldShortage(text, "eye", "visit", None, None, "2027-W12", 3, 900.0, causes, nothing, 4, 0, None)


def explained(*shortages: ToldShortage) -> Solved:
    """Return the solved clinic with an explanation."""
    value = ToldValue("an hour of Doctor, W12", "", "hour", 540.0, 12, 40, EFFECT)
    explanation = Told(
        schema=EXPLANATION_SCHEMA,
        scenario_sha256="",
        roster_sha256="",
        currency="SEK",
        objective=1.0,
        compared_with=1.0,
        bound=None,
        levels=(),
        shortages=shortages,
        values=(value,),
        usages=(),
        solves=9,
        seconds=4.0,
        complete=True,
        footnote="9 changed scenarios solved in 4.0 s.",
    )
    found = dataclasses.replace(clinics.solved().run, explanation=explanation).solved
    assert found is not None
    return found


def test_without_an_explanation_there_is_nothing_of_it() -> None:
    html = render(clinics.solved())
    assert "Why does it fall short?" not in html
    assert "What is one more worth?" not in html


def test_causes_and_values_stand_in_the_report() -> None:
    page = Page(render(explained(shortage("Visit, W12: 3 items", *[EFFECT] * 4), shortage("Operation, W13: 1 item"))))
    assert not page.wrong
    for words in (
        "Visit, W12: 3 items",
        "cy back at work",
        "3 fewer",
        "saves 2 700 SEK in all",
        "proven: no roster without it is as good",
        "1 more that would help",
        "nothing found: 4 things tried one by one",
        "an hour of Doctor, W12",
        "9 changed scenarios solved in 4.0 s.",
    ):
        assert words in page.text


def test_text_of_an_explanation_is_escaped() -> None:
    html = render(explained(*(shortage(text, dataclasses.replace(EFFECT, what=text)) for text in clinics.HOSTILE)))
    assert "<script>alert(1)" not in html
    assert "<img/src" not in html
    assert "{{7*7}}" in html


def test_how_far_a_value_holds_is_not_told_where_it_is_not_known() -> None:
    value = ToldValue("an hour of Doctor, W12", "", "hour", 540.0, None, 40, None)
    solved = explained(shortage("Visit, W12: 3 items"))
    assert solved.run.explanation is not None
    told = dataclasses.replace(solved.run.explanation, values=(value,))
    found = dataclasses.replace(solved.run, explanation=told).solved
    assert found is not None
    assert "<td>540</td><td>–</td>" in render(found)


@pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium")
def test_a_browser_finds_nothing_to_complain_of(tmp_path: Path) -> None:
    page = tmp_path / "report.html"
    page.write_text(render(explained(shortage("Visit, W12: 3 items", EFFECT))), "utf-8")
    assert complaints(page, tmp_path) == []

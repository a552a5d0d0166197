"""The page of an explanation: one file, offline, printable."""

from __future__ import annotations

from pathlib import Path

from bemanna.explaining import telling
from bemanna.explaining.finding import Impossible
from bemanna.explaining.words import Words
from bemanna.report.environment import environment
from models.facts import Facts
from solver.explain.explanation import Explanation

_NEAR = 12


def render(facts: Facts, found: Explanation) -> str:
    """Return the page about a roster."""
    say = Words(facts)
    template = environment(Path(__file__).parent / "templates").get_template("explain.html")
    most = max((value.value * value.holds_for for value in found.values), default=1.0)
    return template.render(
        scenario=facts.scenario,
        found=found,
        say=say,
        usages=found.usages[:_NEAR],
        most=most,
        nothing_text=telling.nothing_text,
        footnote=telling.footnote(say, found),
    )


def render_impossible(facts: Facts, found: Impossible, place: telling.Place) -> str:
    """Return the page about a scenario that has no roster."""
    template = environment(Path(__file__).parent / "templates").get_template("impossible.html")
    return template.render(
        scenario=facts.scenario, found=found, say=Words(facts), located=telling.located, bent=telling.bent, place=place
    )

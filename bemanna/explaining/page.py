"""The page of an explanation: one file, offline, printable."""

from __future__ import annotations

from pathlib import Path

from bemanna.explaining import telling
from bemanna.explaining.finding import Impossible
from bemanna.explaining.told import Told
from bemanna.explaining.words import Words
from bemanna.report.environment import environment
from models.facts import Facts


def render(facts: Facts, told: Told) -> str:
    """Return the page about a roster."""
    template = environment(Path(__file__).parent / "templates").get_template("explain.html")
    return template.render(scenario=facts.scenario, told=told)


def render_impossible(facts: Facts, found: Impossible, place: telling.Place) -> str:
    """Return the page about a scenario that has no roster."""
    template = environment(Path(__file__).parent / "templates").get_template("impossible.html")
    return template.render(
        scenario=facts.scenario, found=found, say=Words(facts), located=telling.located, bent=telling.bent, place=place
    )

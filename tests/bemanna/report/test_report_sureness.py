"""What a simulation adds to the report."""

from __future__ import annotations

import dataclasses

from bemanna.report.page import render
from bemanna.report.sections import capacity_charts
from bemanna.report.sureness import sureness
from bemanna.report.wording import leeway
from bemanna.runs.run import Solved
from bemanna.simulating.assumptions import Assumptions
from bemanna.simulating.simulation import simulate
from models.scenario import Scenario
from tests.bemanna.report.test_report import Page
from tests.support import clinics


def simulated(scenario: Scenario | None = None) -> Solved:
    """Return the solved clinic with a simulation."""
    solved = clinics.solved(scenario)
    simulation = simulate(solved.scenario, solved.roster, Assumptions(days_sick=60, draws=200))
    found = dataclasses.replace(solved.run, simulation=simulation).solved
    assert found is not None
    return found


def test_without_a_simulation_there_is_nothing_of_it() -> None:
    assert sureness(clinics.solved()) is None
    html = render(clinics.solved())
    assert "How sure is it?" not in html
    assert "5–95 %" not in html


def test_chances_stand_by_activity_and_week() -> None:
    solved = simulated()
    found = sureness(solved)
    assert found is not None
    (unit,) = found.units
    assert [(row.name, [week is not None for week in row.weeks]) for row in unit.activities] == [
        ("Visit", [True, True]),
        ("Operation", [True, True]),
    ]
    (night,) = found.cover
    assert (night.shift, night.competence) == ("Night", "Nurse")
    page = Page(render(solved))
    assert not page.wrong
    assert "Chance that the plan of the week is met" in page.text
    titles = [attributes.get("title") or "" for tag, attributes in page.tags if tag == "td"]
    visit = found.units[0].activities[0].weeks[0]
    assert visit is not None
    told = f"plan 12; seen {visit.aided.seen.low} to {visit.aided.seen.high}, on average {visit.aided.seen.mean:.1f}"
    assert any(title.startswith(told) for title in titles)


def test_each_person_is_told_once_with_the_worst_week() -> None:
    solved = simulated()
    found = sureness(solved)
    assert found is not None
    assert solved.run.simulation is not None
    names = [missed.name for missed in found.people]
    assert len(set(names)) == len(names) > 1
    for missed in found.people:
        weeks = [row.cost_aided for row in solved.run.simulation.people if row.staff == missed.row.staff]
        assert missed.row.cost_aided == max(weeks)


def test_capacity_has_bands() -> None:
    (charts,) = capacity_charts(simulated()).values()
    for chart in charts:
        for bar in chart.panel.bars:
            if bar.left is not None:
                assert bar.band is not None
                low, high = bar.band
                assert low >= high >= bar.capacity_y  # pixels grow downwards: a band ends at the capacity at best
    assert any(bar.left for chart in charts for bar in chart.panel.bars)
    (plain,) = capacity_charts(clinics.solved()).values()
    assert not any(bar.band for chart in plain for bar in chart.panel.bars)


def test_text_from_input_is_escaped() -> None:
    for text in clinics.HOSTILE:
        scenario = clinics.clinic(person=text, session=text, shift=text, name=text)
        hostile, ordinary = Page(render(simulated(scenario))), Page(render(simulated()))
        assert [tag for tag, _ in hostile.tags] == [tag for tag, _ in ordinary.tags]
        assert not hostile.wrong


def test_what_a_gap_leaves_open_in_words() -> None:
    assert leeway(0, 0, 0, "SEK", "production").startswith("The gap of the level production leaves nothing open")
    assert leeway(0, 0, 0, "SEK") == "The gap leaves nothing open: no roster costs less."
    text = leeway(6000 * 250, 2, 1, "SEK").replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert text == (
        "The gap leaves at most 250.00 SEK open, which is worth at most 2 more items or 1 more person on shifts, "
        "if every other cost stayed the same."
    )
    assert leeway(6000, 0, 0, "SEK").endswith("1.00 SEK open, and no item that falls short.")

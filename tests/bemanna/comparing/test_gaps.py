"""What the gaps say of a difference, worked out by hand."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from bemanna.comparing.figures import FIGURES, FigureRow, figure_rows, shown
from bemanna.comparing.gaps import Verdict, most_improvement, room
from bemanna.runs.run import Run
from models.base import TICKS_PER_MONEY, money
from models.loading import dump, parse
from models.result import Level
from models.roster import ItemCount, Roster
from tests.bemanna.comparing.support import run_of
from tests.support import clinics

CLINIC = clinics.clinic()
OBJECTIVE = run_of(CLINIC).result.objective or 0
BY_KEY = {figure.key: figure for figure in FIGURES}


def with_room(money: int, **changes: Any) -> Run:
    """Return the usual run, with a bound so much below its cost."""
    return run_of(CLINIC, bound=OBJECTIVE - money * TICKS_PER_MONEY, **changes)


def with_visits(number: int, money: int) -> Run:
    """Return a run with so many visits on the first Monday, and a room of so much money."""
    usual = clinics.roster(CLINIC)
    assert usual.items is not None
    items = (ItemCount(dt.date(2027, 3, 22), "am", "eye", "clinic", "visit", number), *usual.items[1:])
    roster = Roster(usual.shifts, usual.places, items)
    run = run_of(CLINIC, roster)
    return run_of(CLINIC, roster, bound=(run.result.objective or 0) - money * TICKS_PER_MONEY)


def row(key: str, *runs: Run) -> FigureRow:
    (found,) = [row for row in figure_rows(runs) if row.figure.key == key]
    return found


@pytest.mark.parametrize(
    ("money", "expected"),
    [(1799, Verdict.EXCEEDS), (1800, Verdict.WITHIN), (5000, Verdict.WITHIN)],
)
def test_the_worse_one_may_catch_up_by_its_room(money: int, expected: Verdict) -> None:
    # two visits more are short: 2 x 900 = 1800 more
    better, worse = with_visits(12, 100_000), with_visits(10, money)
    for key in ("objective", "terms.shortfall"):
        assert row(key, better, worse).differences == (1800,)
        assert row(key, better, worse).verdicts == (expected,)
        assert row(key, worse, better).differences == (-1800,)
        assert row(key, worse, better).verdicts == (expected,)


@pytest.mark.parametrize(("money", "expected"), [(1799, Verdict.EXCEEDS), (1800, Verdict.WITHIN)])
def test_items_have_the_price_of_the_cheapest_one(money: int, expected: Verdict) -> None:
    # a visit costs 900; an operation that waits to the end 5000 + 100
    better, worse = with_visits(12, 0), with_visits(10, money)
    for key, difference in (("shortfall_items", 2), ("produced_items", -2)):
        assert row(key, better, worse).differences == (difference,)
        assert row(key, better, worse).verdicts == (expected,)


def test_what_a_better_roster_may_improve() -> None:
    run = with_room(1020)
    improvements = {
        key: most_improvement(BY_KEY[key], run) for key in ("backlog_end", "agency_minutes", "requests_granted")
    }
    # 1020 / (5000 + 100) operations; 1020 / 1400 hours; two requests at 50 each
    assert improvements == pytest.approx(
        {"backlog_end": 0.2, "agency_minutes": 1020 / 1400 * 60, "requests_granted": 10.2}
    )
    assert most_improvement(BY_KEY["mismatch"], run) is None
    assert most_improvement(BY_KEY["objective"], run) == 1020


def test_more_than_planned_has_no_price() -> None:
    free = parse(dump(CLINIC), overrides=["units.eye.activities.visit.over_production=true"])
    assert most_improvement(BY_KEY["produced_items"], run_of(free)) is None
    assert most_improvement(BY_KEY["shortfall_items"], run_of(free)) is not None


def test_no_bound_decides_nothing() -> None:
    found = row("terms.shortfall", with_visits(12, 0), run_of(CLINIC, with_visits(10, 0).result.roster, bound=None))
    assert found.verdicts == (Verdict.UNDECIDED,)


def test_equal_is_equal() -> None:
    assert {verdict for found in figure_rows((with_room(5), with_room(9))) for verdict in found.verdicts} == {
        Verdict.EQUAL
    }


def test_figures_of_the_scenario_alone_are_not_open() -> None:
    fewer = parse(dump(CLINIC), overrides=["production_plan.visit=10"])
    found = row("planned_items", with_room(10**6), run_of(fewer, bound=None))
    assert found.verdicts == (Verdict.EXCEEDS,)


def test_levels_have_rooms_of_their_own() -> None:
    levels = (Level("production", 900 * TICKS_PER_MONEY, 800 * TICKS_PER_MONEY, 1.0), Level("cost", 50, None, 1.0))
    scenario = parse(dump(CLINIC), overrides=["objective.mode=lexicographic"])
    run = run_of(scenario, levels=levels, bound=None)
    assert room(run, "shortfall") == 100 * TICKS_PER_MONEY
    assert room(run, "overtime") is None
    assert room(run, "requests") is None
    assert room(run, "objective") is None


def test_a_run_without_a_roster_has_dashes() -> None:
    found = row("objective", with_room(1), run_of(CLINIC, roster=None, evaluation=None))
    assert (found.values[1], found.differences, found.verdicts) == (None, (None,), (Verdict.UNDECIDED,))


@pytest.mark.parametrize(
    ("key", "value", "text", "difference"),
    [
        ("objective", 1234.5, "1 234", "+1 234"),
        ("produced_share", 0.123, "12.3 %", "+12.3 points"),
        ("overtime_minutes", 90, "1.5", "+1.5"),
        ("shortfall_items", 3, "3", "+3"),
        ("drg_points", 3.26, "3.3", "+3.3"),
        ("agency_cost", None, "–", "–"),
    ],
)
def test_values_in_words(key: str, value: float | None, text: str, difference: str) -> None:
    figure = BY_KEY[key]
    plain = [shown(figure, value), shown(figure, value, signed=True)]
    assert [one.replace("\N{NARROW NO-BREAK SPACE}", " ") for one in plain] == [text, difference]
    if value is not None:
        assert shown(figure, -value, signed=True).startswith("−")


def test_every_figure_has_a_key_of_its_own() -> None:
    assert len(BY_KEY) == len(FIGURES)
    usual = run_of(CLINIC)
    assert usual.solved is not None
    values = {found.figure.key: found.values[0] for found in figure_rows((usual, usual))}
    terms = {f"terms.{name}": money(ticks) for name, ticks in usual.solved.evaluation.terms.items() if ticks}
    assert {key: value for key, value in values.items() if key.startswith("terms.")} == terms
    assert values["agency_share"] == usual.solved.evaluation.kpis["agency_share"]

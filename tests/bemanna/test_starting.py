"""A roster from before: how it is read, and what it costs to differ from it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest

from bemanna.runs.run import RunError
from bemanna.runs.writing import write_run
from bemanna.starting import Before, kept_close, read_before
from models.evaluation import evaluate
from models.loading import dump, parse
from models.roster import Roster
from models.scenario import Scenario
from solver.settings import Settings
from solver.solve import solve
from tests.support import clinics
from tests.support.golden import read_golden
from tests.support.rosters import MONDAY, roster, shift
from tests.support.wards import ward


def test_of_a_run_folder(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    made = clinics.roster(scenario)
    write_run(tmp_path / "run", scenario, clinics.result(scenario, made))
    for path in (tmp_path / "run", tmp_path / "run" / "roster.csv"):
        before = read_before(path, scenario)
        assert set(before.roster.shifts) == set(made.shifts)
        assert before.roster.places is not None
        assert before.roster.items == made.items
    assert read_before(tmp_path / "run", scenario).until == dt.date(2027, 4, 4)
    assert before.until == max(row.date for row in made.shifts)


def test_of_a_run_without_roster(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    write_run(tmp_path / "run", scenario, clinics.result(scenario, None))
    with pytest.raises(RunError, match="holds no roster"):
        read_before(tmp_path / "run", scenario)


def told(scenario: Scenario) -> list[tuple[str, int, str]]:
    return [(row.staff, (row.date - MONDAY).days, row.shift) for row in scenario.previous]


def test_what_names_nothing_of_the_scenario_is_left_out() -> None:
    rows = roster(shift(0, "early", "n1"), shift(3, "late", "zoe"), shift(20, "late", "n1"), shift(2, "day", "n1"))
    close = kept_close(ward(), Before(rows, MONDAY + dt.timedelta(days=30)), Decimal("2.5"))
    assert told(close) == [("n1", 0, "early")]
    assert parse(dump(close)) == close
    assert close.rules_in_force[-1].cost == (Decimal("2.5"),)


def test_each_day_that_differs_costs() -> None:
    made = roster(shift(0, "early", "n1"), shift(1, "early", "n1"), shift(2, "early", "n1"))
    close = kept_close(ward(), Before(made, MONDAY + dt.timedelta(days=9)), Decimal(50))
    other = roster(shift(0, "early", "n1"), shift(1, "late", "n1"), shift(9, "late", "n2"), shift(10, "late", "n2"))
    assert evaluate(close, made).terms["changes"] == 0
    assert evaluate(close, other).terms["changes"] == 3 * 50 * 6000  # changed, removed, added; day 10 comes after


def test_of_no_day_of_the_horizon() -> None:
    for until in (None, MONDAY - dt.timedelta(days=1)):
        with pytest.raises(RunError, match="no day in the horizon"):
            kept_close(ward(), Before(Roster(()), until), Decimal(1))


def test_a_high_price_keeps_a_roster_that_is_not_the_best() -> None:
    golden = read_golden("requests")
    start = roster(*golden.roster.shifts[1:])
    until = golden.scenario.horizon.days[-1]
    settings = Settings(time_limit=20.0, workers=2)
    kept = solve(kept_close(golden.scenario, Before(start, until), Decimal(10**6)), settings, start=start)
    free = solve(kept_close(golden.scenario, Before(start, until), Decimal(0)), settings, start=start)
    assert kept.roster is not None
    assert {(r.staff, r.date, r.shift) for r in kept.roster.shifts} == {
        (r.staff, r.date, r.shift) for r in start.shifts
    }
    assert free.objective == golden.expected["objective"] * 6000
    assert kept.objective is not None
    assert free.objective is not None
    assert kept.objective > free.objective

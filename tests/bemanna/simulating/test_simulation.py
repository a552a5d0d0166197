"""The simulation: spells as assumed, chances at their extremes, the same draws from the same seed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bemanna.runs.run import RunError
from bemanna.runs.writing import write_run
from bemanna.simulating.absences import draw_absence
from bemanna.simulating.assumptions import AssumptionError, Assumptions
from bemanna.simulating.counting import spread
from bemanna.simulating.outcome import Simulation
from bemanna.simulating.simulation import BATCH, repeat, simulate
from bemanna.simulating.storing import read_simulation, simulation_json, with_simulation, write_simulation
from tests.bemanna.simulating.test_production import department, roster
from tests.support import clinics


def simulated(**assumptions: object) -> Simulation:
    return simulate(department(), roster(), Assumptions(**assumptions))  # type: ignore[arg-type]


@pytest.mark.parametrize(("days_sick", "spell_days"), [(22, 4), (73, 1), (200, 10), (365, 3), (0, 5)])
def test_absence_has_the_share_and_the_spells_that_are_assumed(days_sick: float, spell_days: float) -> None:
    assumptions = Assumptions(days_sick=days_sick, spell_days=spell_days)
    flags = draw_absence(np.random.default_rng(5), assumptions, 400, 20, 60)
    assert flags.mean() == pytest.approx(days_sick / 365, abs=0.01)
    by_day = flags.mean(axis=(0, 2))
    assert by_day[0] == pytest.approx(by_day[-1], abs=0.03)  # the first day is like any other
    if 0 < days_sick < 365:
        # absent again tomorrow: the spell goes on, or ends and a new one starts
        start = assumptions.start_chance
        again = flags[:, 1:][flags[:, :-1]].mean()
        assert again == pytest.approx(1 - (1 - start) / spell_days, abs=0.02)
        fresh = flags[:, 1:][~flags[:, :-1]].mean()
        assert fresh == pytest.approx(start, abs=0.01)


def test_without_sickness_and_no_shows_it_is_the_plan_itself() -> None:
    found = simulated(days_sick=0, no_show=0, draws=3)
    assert found.share_sick == 0
    by_name = {row.activity: row for row in found.activities}
    # Visits: 10 of 6 planned. Calls: 11 of 10. Scans: 5 of 5. Operations: 4 of 8, and 3 waited.
    assert {name: row.alone.seen.mean for name, row in by_name.items()} == {
        "visit": 10,
        "call": 11,
        "operation": 4,
        "scan": 5,
    }
    assert {name: row.alone.met for name, row in by_name.items()} == {"visit": 1, "call": 1, "operation": 0, "scan": 1}
    assert {name: row.alone.shortfall for name, row in by_name.items()} == {
        "visit": 0,
        "call": 0,
        "operation": 7,
        "scan": 0,
    }
    assert all(row.alone == row.aided for row in found.activities)
    assert all(row.left.low == row.left.high == row.rostered for row in found.capacity)
    (unit,) = found.units
    assert (unit.met_alone, unit.share_alone) == (0, round((6 + 10 + 4 + 5) / 29, 6))
    (cover,) = found.cover
    assert (cover.least, cover.wanted, cover.missing) == (7, 14, 13)
    assert (cover.min_met, cover.target_met, cover.every_min_met) == (round(1 / 7, 6), 0, 0)


def test_with_everybody_sick_nothing_is_met() -> None:
    found = simulated(days_sick=365, draws=3)
    assert found.share_sick == 1
    assert all(row.aided.met == 0 and row.aided.seen.high == 0 for row in found.activities)
    assert [row.aided.shortfall for row in found.activities] == [6, 10, 11, 5]


def test_where_nobody_comes_nothing_is_seen() -> None:
    found = simulated(days_sick=0, no_show=1, draws=3)
    assert all(row.aided.seen.high == 0 for row in found.activities)
    mostly = simulated(days_sick=0, no_shows={"call": 1.0}, draws=3)
    assert {row.activity for row in mostly.activities if row.alone.met == 0} == {"call", "operation"}


def test_no_shows_have_their_share() -> None:
    found = simulated(days_sick=0, no_show=0.25, draws=4000)
    (visits,) = [row for row in found.activities if row.activity == "visit"]
    assert visits.no_show == 0.25
    assert visits.alone.seen.mean == pytest.approx(7.5, abs=0.1)
    # P(at least 6 of 10 come, each with 0.75) = 0.9219 (binomial distribution)
    assert visits.alone.met == pytest.approx(0.9219, abs=0.015)


def test_the_same_seed_draws_the_same() -> None:
    first, again, other = (simulated(days_sick=60, draws=300, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    assert repeat(department(), roster(), first) == first


def test_draws_are_made_in_batches() -> None:
    seen: list[int] = []
    simulate(department(), roster(), Assumptions(draws=2 * BATCH + 5), seen.append)
    assert seen == [BATCH, 2 * BATCH, 2 * BATCH + 5]


def test_colleagues_never_make_it_worse() -> None:
    found = simulated(days_sick=100, draws=500)
    assert any(row.aided.met > row.alone.met for row in found.activities)
    for row in found.activities:
        assert row.aided.met >= row.alone.met
        assert row.aided.shortfall <= row.alone.shortfall
        assert row.aided.seen.mean >= row.alone.seen.mean


def test_whom_one_would_miss() -> None:
    rows = {row.staff: row for row in simulated(draws=1).people}
    # Without eve: 7 of 10 visits, and the operations, are lost. fay steps in for the list, which takes 240 of his 480
    # min; the 3 visits that are left take 90, so 150 of the 210 min are there that the 7 need: 5 of them are saved.
    assert (rows["eve"].items_alone, rows["eve"].items_aided) == (7 + 4, 2)
    assert (rows["eve"].cost_alone, rows["eve"].cost_aided) == (7 * 1000 + 4 * 5000, 2000)
    # di is the one person on the late shift: 90 for the second below target, 500 for the first below min
    assert (rows["di"].cost_alone, rows["di"].cost_aided) == (590, 590)
    assert "cy" not in rows
    assert list(rows)[:2] == ["eve", "di"]


def test_a_spread_is_of_values_that_were_drawn() -> None:
    numbers = np.arange(1, 101)
    assert (spread(numbers).low, spread(numbers).high, spread(numbers).mean) == (5, 95, 50.5)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"days_sick": 366}, "days_sick: must lie between 0 and 365 (got 366)"),
        ({"spell_days": 0.5}, "spell_days: must lie between 1 and 365 (got 0.5)"),
        ({"no_show": 1.5}, "no_show: must lie between 0 and 1 (got 1.5)"),
        ({"no_shows": {"visit": -0.1}}, "no_shows.visit: must lie between 0 and 1 (got -0.1)"),
        ({"draws": 0}, "draws: must lie between 1 and 1,000,000 (got 0)"),
        ({"no_shows": {"visits": 0.1}}, "no_shows: no activity has this id (got visits): did you mean 'visit'?"),
        ({"days_sick": float("nan")}, "days_sick: must lie between 0 and 365 (got nan)"),
    ],
)
def test_assumptions_that_cannot_be(wrong: dict[str, object], told: str) -> None:
    with pytest.raises(AssumptionError) as caught:
        simulated(**wrong)
    assert str(caught.value).startswith(told)


def test_it_is_kept_in_the_run_folder(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    result = clinics.result(scenario, clinics.roster(scenario))
    folder = write_run(tmp_path / "run", scenario, result)
    assert read_simulation(folder) is None
    assert result.roster is not None
    found = simulate(scenario, result.roster, Assumptions(draws=10))
    write_simulation(folder, found)
    assert read_simulation(folder) == found
    assert json.loads(simulation_json(found))["schema"] == "bemanna/simulation-1"
    run = clinics.solved(scenario).run
    assert with_simulation(folder, run).simulation == found
    shorter = clinics.result(scenario, clinics.hand_made(scenario).roster)
    other = type(run)(scenario, shorter, run.summary)
    assert with_simulation(folder, other).simulation is None  # of another roster


@pytest.mark.parametrize("text", ["{", '{"schema": "bemanna/simulation-1"}', "[]"])
def test_a_damaged_simulation_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "simulation.json").write_text(text, "utf-8")
    with pytest.raises(RunError, match=r"simulation.json: is damaged .*: delete it"):
        read_simulation(tmp_path)

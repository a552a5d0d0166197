"""A roster to begin from: kept where it fits, mended where not, and never lost."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from models.facts import Facts
from models.result import Incumbent, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.linear import evaluate_at, total
from solver.model import build
from solver.recalled import with_lines_in_order
from solver.search.cpsat import Limits, Stop, set_objective
from solver.search.warm import WarmStart, warm_start
from solver.settings import Settings
from solver.solve import solve
from tests.solver.test_solve import ward as clinic_of_six
from tests.support.golden import NAMES, read_golden
from tests.support.rosters import clinic, roster, shift
from tests.support.rules import ward
from tests.support.solving import Oracle, of_shifts
from tests.support.wards import ward as ward_of_six

LIMITS = Limits(seconds=30.0, workers=1)
WEEKS = list(product((None, "early", "late"), repeat=7))


def begin(scenario: Scenario, start: Roster) -> tuple[WarmStart | None, int]:
    """Return what a search begins with, and its cost in ticks."""
    model = build(Facts(scenario))
    set_objective(model.cp, total(model.terms.values()), model.unit)
    warm = warm_start(model, start, LIMITS, Stop(None))
    return warm, 0 if warm is None else evaluate_at(warm.values)(total(model.terms.values()))


@pytest.mark.parametrize("name", NAMES)
def test_a_roster_that_fits_is_kept_as_it_is(name: str) -> None:
    golden = read_golden(name)
    warm, cost = begin(golden.scenario, golden.roster)
    assert warm is not None
    assert warm.changed == frozenset()
    assert cost == golden.expected["objective"] * 6000


def test_agency_lines_are_interchangeable() -> None:
    offer = {"id": "locum", "competence": "nurse", "people": 3, "cost_per_hour": 1}
    scenario = clinic(staff=[], agency=[offer], weeks=3, production_plan={})
    weeks = {"locum-1": [2], "locum-2": [], "locum-3": [0, 1]}
    start = roster(*(shift(7 * week, staff=line) for line, booked in weeks.items() for week in booked))
    told = with_lines_in_order(Facts(scenario), start)
    assert {(row.staff, row.date) for row in told.shifts} == {
        (line, start.shifts[number].date) for number, line in enumerate(["locum-2", "locum-1", "locum-1"])
    }
    assert begin(scenario, start)[0] is not None


def test_rows_that_fit_no_more_are_left_out() -> None:
    absent = {"staff": "anna", "start": "2027-03-02"}
    scenario = ward({}, "early late", absences=[absent], units={"clinic": {}})
    gone = [shift(0, "night"), shift(1, "early"), shift(9, "late"), shift(2, "early", "zoe"), shift(-3, "early")]
    kept = [shift(0, "early"), shift(3, "late")]
    warm, _ = begin(scenario, roster(*kept, *gone, shift(3, "early")))
    assert warm is not None
    assert warm.changed == {("anna", 1)}


RULES: dict[str, Any] = {"consecutive_days": {"max": 3}, "forbidden_successions": {"pairs": {"late": ["early"]}}}


@pytest.mark.parametrize("seed", range(12))
def test_a_roster_that_breaks_rules_is_mended_with_the_fewest_changes(seed: int) -> None:
    scenario = ward(RULES, "early late")
    oracle = Oracle(scenario)
    weeks = {w: frozenset(("anna", d, k) for d, k in enumerate(w) if k) for w in WEEKS[seed::12]}
    legal = [shifts for shifts in weeks.values() if oracle.cost(shifts) is not None]
    chosen = random.Random(seed).choice([shifts for shifts in weeks.values() if shifts not in legal])
    warm, _ = begin(scenario, of_shifts(oracle.facts, chosen))
    assert warm is not None
    model = build(oracle.facts)
    value = evaluate_at(warm.values)
    found = {(s, d, k) for (s, d), own in model.variables.by_day.items() for k, x in own.items() if value(x)}
    assert oracle.cost(frozenset(found)) is not None
    assert len(found ^ chosen) <= min(len(shifts ^ chosen) for shifts in legal)


def test_where_only_others_can_mend_it_everybody_is_freed() -> None:
    """Nobody breaks a rule of their own, but somebody has to be there on Monday."""
    row = {"unit": "clinic", "shift": "early", "competence": "nurse", "days": "mon", "min": 1, "target": 1}
    scenario = ward({}, "early late", cover=[row | {"min_mode": "hard"}])
    warm, _ = begin(scenario, roster(shift(2, "late")))
    assert warm is not None
    assert warm.changed == {("anna", 0)}


def test_without_any_legal_roster_there_is_none() -> None:
    row = {"unit": "clinic", "shift": "early", "competence": "nurse", "days": "mon", "min": 2, "target": 2}
    scenario = ward({}, "early late", cover=[row | {"min_mode": "hard"}])
    assert begin(scenario, roster(shift(2, "late")))[0] is None
    assert solve(scenario, Settings(time_limit=20.0, workers=2), start=roster(shift(2, "late"))).status is (
        Status.INFEASIBLE
    )


SEARCHES = {"plain": (clinic_of_six, 10**9), "layered": (clinic_of_six, 0), "covering": (ward_of_six, 0)}
SETTINGS = Settings(time_limit=20.0, workers=4)


@pytest.mark.parametrize(("make", "variables"), SEARCHES.values(), ids=SEARCHES)
def test_every_search_begins_with_it(make: Any, variables: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.solving.PLAIN_VARIABLES", variables)
    scenario = make()
    best = solve(scenario, replace(SETTINGS, gap=0.5), stop=None)
    assert best.roster is not None
    stop = threading.Event()
    seen: list[Incumbent] = []

    def look(row: Incumbent) -> None:
        seen.append(row)
        if row.objective is not None:
            stop.set()

    again = solve(scenario, SETTINGS, look, stop, best.roster)
    first = next(row.objective for row in seen if row.objective is not None)
    assert again.evaluation is not None
    assert again.evaluation.violations == ()
    assert again.objective is not None
    assert best.objective is not None
    assert again.objective <= first <= best.objective


def test_an_optimal_roster_is_not_left() -> None:
    golden = read_golden("agency_blocks")
    result = solve(golden.scenario, SETTINGS, start=golden.roster)
    assert result.incumbents[0].objective == result.objective == golden.expected["objective"] * 6000
    assert result.roster is not None
    assert {(r.staff, r.date) for r in result.roster.shifts} == {(r.staff, r.date) for r in golden.roster.shifts}

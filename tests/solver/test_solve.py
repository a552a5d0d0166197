"""Solves as callers see them: repeatable, stoppable, reporting, and clear about why there is no roster."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from models.result import Incumbent, Status
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario
from solver.settings import Settings
from solver.solve import complete, solve
from tests.support.golden import read_golden
from tests.support.rosters import MONDAY, clinic, shift
from tests.support.wards import ward as small_ward

STAFF = [
    {
        "id": f"p{n}",
        "competences": ["nurse"],
        "contract_minutes": 1440,
        "cost_per_hour": 300 + n,
        "bookable_share": "0.7",
    }
    for n in range(6)
]
FAST = Settings(time_limit=60.0, workers=2)


def ward(**parts: Any) -> Scenario:
    """Return six nurses with visits and cover over two weeks: many rosters cost nearly the same."""
    units = {
        "clinic": {
            "activities": {"visit": {"team": {"nurse": 37}, "shortfall_cost": 100}},
            "sessions": {"visits": {"activities": ["visit"]}},
        }
    }
    cover = [{"unit": "clinic", "shift": "duty", "competence": "nurse", "target": 1, "under_cost": 900}]
    requests = [{"staff": f"p{n}", "date": f"2027-03-0{n + 1}", "kind": "off", "cost": 50 + n} for n in range(6)]
    base = {"weeks": 2, "units": units, "production_plan": {"visit": [60, 40]}, "staff": STAFF, "cover": cover}
    return clinic(**(base | {"requests": requests, "rules": {"presets": ["basic"]}} | parts))


def test_same_seed_same_roster() -> None:
    settings = Settings(time_limit=120.0, workers=3, seed=5, deterministic_limit=0.6)
    first, second = (solve(ward(), settings) for _ in range(2))
    assert first.roster is not None
    assert first.roster == second.roster
    assert (first.bound, first.status) == (second.bound, second.status)


def test_progress_only_improves() -> None:
    seen: list[Incumbent] = []
    result = solve(ward(), replace(FAST, deterministic_limit=1.0), on_progress=seen.append)
    assert tuple(seen) == result.incumbents
    objectives = [row.objective for row in seen if row.objective is not None]
    bounds = [row.bound for row in seen if row.bound is not None]
    assert objectives == sorted(objectives, reverse=True)
    assert bounds == sorted(bounds)
    assert [row.seconds for row in seen] == sorted(row.seconds for row in seen)
    assert objectives[-1] == result.objective
    assert bounds[-1] == result.bound


@pytest.mark.parametrize("variables", [10**9, 0], ids=["plain", "layered"])
def test_stopped_at_the_first_roster(variables: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.solving.PLAIN_VARIABLES", variables)
    stop = threading.Event()

    def look(row: Incumbent) -> None:
        if row.objective is not None:
            stop.set()

    result = solve(ward(), Settings(time_limit=250.0, workers=2), on_progress=look, stop=stop)
    assert result.stopped
    assert result.roster is not None
    assert result.evaluation is not None
    assert result.evaluation.violations == ()


def test_stopped_before_it_starts() -> None:
    stop = threading.Event()
    stop.set()
    result = solve(ward(), Settings(time_limit=250.0, workers=2), stop=stop)
    assert result.stopped
    assert result.status in (Status.UNKNOWN, Status.FEASIBLE, Status.OPTIMAL)
    assert (result.roster is None) == (result.status is Status.UNKNOWN)


@pytest.mark.parametrize("name", ["agency_share", "agency_blocks", "competences", "no_show"])
def test_gap_that_is_good_enough(name: str) -> None:
    result = solve(read_golden(name).scenario, replace(FAST, gap=0.9))
    assert result.gap is not None
    assert result.gap <= 0.9
    assert (result.status is Status.OPTIMAL) == (result.gap == 0)


def pin(day: int, kind: str, staff: str = "p0") -> dict[str, Any]:
    return {"staff": staff, "date": f"2027-03-0{day + 1}", "shift": kind}


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        (
            {"absences": [{"staff": "p0", "start": "2027-03-01"}], "pins": [pin(0, "day")]},
            ["p0", "absent", "2027-03-01"],
        ),
        ({"pins": [pin(5, "day")]}, ["p0", "2027-03-06", "closed"]),
        ({"pins": [pin(n, "day") for n in range(5)] + [pin(5, "duty"), pin(6, "duty")]}, ["p0", "Days in a row"]),
        (
            {
                "staff": [{"id": "p0", "competences": ["nurse"], "contract_minutes": 960, "week_max_minutes": 960}],
                "requests": [],
                "pins": [pin(0, "day"), pin(2, "day"), pin(4, "day")],
            },
            ["cannot all be kept", "p0 on shift day on 2027-03-01", "2027-03-03", "2027-03-05"],
        ),
        (
            {
                "pins": [
                    pin(0, "off"),
                    {"staff": "p0", "date": "2027-03-01", "period": "am", "session": "visits"},
                ]
            },
            ["cannot all be kept", "p0 off on 2027-03-01", "p0 in session visits on 2027-03-01 am"],
        ),
        (
            {"staff": [STAFF[0] | {"week_min_minutes": 1500, "week_max_minutes": 1510}], "requests": []},
            ["cannot be kept", "week limits", "p0 works 25 to 25.1667 h a week"],
        ),
    ],
)
def test_why_there_is_no_roster(parts: dict[str, Any], words: list[str]) -> None:
    result = solve(ward(**parts), FAST)
    assert (result.status, result.roster, result.evaluation) == (Status.INFEASIBLE, None, None)
    text = " ".join(result.conflicts)
    assert [word for word in words if word not in text] == []


def test_nobody_there() -> None:
    result = solve(ward(staff=[], requests=[], cover=[]), FAST)
    assert (result.status, result.roster) == (Status.OPTIMAL, Roster((), (), ()))
    assert result.objective == result.bound == 100 * 100 * 6000


def test_nothing_to_do() -> None:
    result = solve(clinic(units={"clinic": {}}, production_plan={}), FAST)
    assert (result.status, result.objective, result.bound) == (Status.OPTIMAL, 0, 0)


def test_complete_keeps_shifts_that_break_rules() -> None:
    scenario = ward(pins=[pin(0, "off")], absences=[{"staff": "p1", "start": "2027-03-01"}])
    rows = (*(shift(day, staff="p0") for day in range(8)), shift(0, staff="p1"))
    result = complete(scenario, Roster(rows), FAST)
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    assert result.evaluation is not None
    assert {(row.staff, row.date) for row in result.roster.shifts} == {(row.staff, row.date) for row in rows}
    broken = {found.rule for found in result.evaluation.violations}
    assert {"pin", "absence", "consecutive_days"} <= broken
    assert not broken & {"session_time", "bookable_share", "place", "lists"}
    assert sum(row.items for row in result.roster.items or ()) > 0


def test_complete_leaves_out_rows_that_mean_nothing() -> None:
    stray = ShiftAssignment("nobody", MONDAY, "day", "clinic", "nurse")
    result = complete(
        ward(), Roster((stray, shift(0, "no shift", "p0"), shift(30, staff="p0"), shift(0, staff="p0"))), FAST
    )
    assert result.roster is not None
    assert [(row.staff, row.date, row.shift) for row in result.roster.shifts] == [("p0", MONDAY, "day")]


def test_what_cp_sat_does_not_prove_at_once_goes_to_the_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Curtois 4, of ten people, was left to CP-SAT and kept a gap of 7 %; its kernel's bound is the optimum."""
    scenario = small_ward()
    optimum = solve(scenario, Settings(time_limit=60.0)).objective
    monkeypatch.setattr("solver.solving.MOMENT", 1e-3)
    result = solve(scenario, Settings(time_limit=60.0))
    assert result.status is Status.OPTIMAL
    assert result.objective == result.bound == optimum

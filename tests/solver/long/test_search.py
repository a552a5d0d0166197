"""Long horizons: rosters that keep every rule, from the first one on, and a bound."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from models.roster import Roster
from models.scenario import Scenario
from solver.long.search import LongSearch
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.settings import Settings
from solver.solving import Solve
from solver.stopping import Watch
from tests.support.wards import ward

LIMITS = {
    "consecutive_days": {"min": 2, "max": 4},
    "consecutive_days_off": {"min": 2},
    "forbidden_successions": {"pairs": {"late": ["early"], "night": ["early", "late"]}},
    "shift_count": {"shifts": ["night"], "per": "horizon", "max": 20},
    "weekends": {"max": 9},
    "working_minutes": {"per": "horizon", "min": 480 * 60, "max": 480 * 64},
}
PINS = [{"staff": "n0", "date": "2027-03-02", "shift": "early"}, {"staff": "n1", "date": "2027-05-02", "shift": "off"}]
ABSENCES = [{"staff": "n2", "start": "2027-04-05", "end": "2027-04-18"}]
HISTORY = [{"staff": "n3", "date": f"2027-02-{day}", "shift": "night"} for day in (26, 27, 28)]
SOFT = {**LIMITS, "consecutive_shifts": {"shifts": ["night"], "min": 2, "mode": "soft", "cost": 15}}
TOGETHER = {"presets": [], "overrides": {"together": {"people": ["n0", "n1"]}}}


def long_ward(rules: dict[str, Any], **parts: Any) -> Scenario:
    return ward(**({"weeks": 18, "requests": [], "rules": {"presets": [], "overrides": rules}} | parts))


def searched(facts: Facts, number: int, workers: int = 2) -> tuple[Status, Roster | None, Track, LongSearch]:
    """Search until so many better rosters are found."""
    ended = threading.Event()
    told: list[int | None] = []

    def count(incumbent: Any) -> None:
        if incumbent.objective is not None:
            told.append(incumbent.objective)
        if len(told) >= number:
            ended.set()

    clock = Clock(300.0)
    track = Track(clock, count)
    search = LongSearch(facts, Settings(time_limit=300.0, workers=workers), clock, track, Stop(ended))
    status, roster = search.run()
    return status, roster, track, search


@pytest.mark.parametrize(
    "parts",
    [{}, {"pins": PINS, "absences": ABSENCES, "history": HISTORY, "history_from": "2027-02-22"}],
    ids=["limits", "pins, absences and history"],
)
def test_the_first_roster_keeps_every_limit(parts: dict[str, Any]) -> None:
    facts = Facts(long_ward(SOFT, **parts))
    status, roster, track, _ = searched(facts, 1)
    assert status is Status.FEASIBLE
    assert roster is not None
    judged = evaluate(facts.scenario, roster, facts)
    assert not judged.violations
    assert judged.objective == track.objective
    assert track.bound is not None
    assert 0 < track.bound <= track.objective


@pytest.mark.parametrize("workers", [1, 2])
def test_it_becomes_better_and_keeps_every_limit(workers: int) -> None:
    facts = Facts(long_ward(LIMITS))
    _, roster, track, _ = searched(facts, 2, workers)
    costs = [incumbent.objective for incumbent in track.incumbents if incumbent.objective is not None]
    assert costs[-1] < costs[0]
    assert roster is not None
    judged = evaluate(facts.scenario, roster, facts)
    assert not judged.violations
    assert judged.objective == costs[-1]


def test_it_is_said_where_somebody_has_no_roster() -> None:
    facts = Facts(long_ward({"shift_count": {"shifts": ["early"], "per": "day", "min": 2}}))
    status, roster, _, search = searched(facts, 1)
    assert (status, roster) == (Status.UNKNOWN, None)
    assert search.declined


@pytest.mark.parametrize(
    ("parts", "long"),
    [({}, True), ({"weeks": 16}, False), ({"budget": {"overtime": 1000}}, False), ({"rules": TOGETHER}, False)],
    ids=["long", "too short", "a budget", "a rule about several people"],
)
def test_it_is_for_long_horizons_that_the_kernel_sees_as_a_whole(
    parts: dict[str, Any], long: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = Facts(ward(**({"weeks": 18, "requests": []} | parts)))
    clock = Clock(1.0)
    solve = Solve(facts, Settings(), clock, Track(clock, None), Watch(None, None))
    assert not solve._long()  # so few people are planned as a whole, by the model
    monkeypatch.setattr("solver.solving.MANY_DAYS", facts.day_count * len(facts.workers))
    assert solve._long() is long

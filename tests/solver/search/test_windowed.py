"""Long horizons are planned window by window, into rosters that keep every rule."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Status
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Stop
from solver.search.windowed import WindowSearch
from solver.settings import Settings
from solver.solve import _Solve
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
TOGETHER = {"presets": [], "overrides": {"together": {"people": ["n0", "n1"]}}}


def test_a_long_horizon_gets_a_roster_that_keeps_its_limits() -> None:
    facts = Facts(ward(weeks=18, requests=[], rules={"presets": [], "overrides": LIMITS}))
    found = threading.Event()
    track = Track(Clock(300.0), lambda incumbent: found.set())
    search = WindowSearch(facts, Settings(time_limit=300.0), Clock(300.0), track, Stop(found))
    status, roster = search.run()
    assert status is Status.FEASIBLE
    assert roster is not None
    judged = evaluate(facts.scenario, roster, facts)
    assert not judged.violations
    assert judged.objective == track.objective


def test_it_is_said_where_a_window_has_no_roster() -> None:
    rules = {"presets": [], "overrides": {"shift_count": {"shifts": ["early"], "per": "day", "min": 2}}}
    facts = Facts(ward(weeks=18, requests=[], rules=rules))
    clock = Clock(300.0)
    search = WindowSearch(facts, Settings(time_limit=300.0), clock, Track(clock, None), Stop(None))
    assert search.run() == (Status.UNKNOWN, None)
    assert search.declined


@pytest.mark.parametrize(
    ("parts", "windows"),
    [({}, True), ({"weeks": 16}, False), ({"budget": {"overtime": 1000}}, False), ({"rules": TOGETHER}, False)],
    ids=["long", "too short", "a budget", "a rule about several people"],
)
def test_it_is_for_long_horizons_that_the_kernel_sees_as_a_whole(
    parts: dict[str, Any], windows: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = Facts(ward(**({"weeks": 18, "requests": []} | parts)))
    solve = _Solve(facts, Settings(), None, Watch(None, None))
    assert not solve._long()  # so few people are planned as a whole, with a bound
    monkeypatch.setattr("solver.solve.MANY_DAYS", facts.day_count * len(facts.workers))
    assert solve._long() is windows

"""What ends a solve before its limits: a request at any moment, or memory that runs out."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable

import pytest

from models.facts import Facts
from models.result import Incumbent, Status
from solver.model import Model, build
from solver.settings import Settings
from solver.solve import solve
from solver.stopping import Watch, memory_in_use
from tests.solver.test_solve import ward as clinic_of_six
from tests.support.wards import ward as ward_of_six

LIMIT = 1000


def grows(*amounts: int) -> Callable[[], int]:
    """Return a reader of memory that tells one amount after the other, and stays at the last."""
    left = list(amounts)
    return lambda: left.pop(0) if len(left) > 1 else left[0]


def test_memory_that_runs_out_ends_the_search_with_its_roster(monkeypatch: pytest.MonkeyPatch) -> None:
    found, noticed = threading.Event(), threading.Event()

    def read() -> int:
        if not found.is_set():
            return 0
        noticed.set()
        return LIMIT

    def look(row: Incumbent) -> None:
        if row.objective is not None:
            found.set()
            noticed.wait(20.0)

    monkeypatch.setattr("solver.stopping.memory_in_use", read)

    asked = threading.Event()
    result = solve(clinic_of_six(), Settings(time_limit=250.0, workers=2, memory_limit=LIMIT), look, asked)
    assert (result.stopped, result.out_of_memory, asked.is_set()) == (True, True, False)
    assert result.evaluation is not None
    assert result.evaluation.violations == ()


def test_memory_is_looked_at_before_anything_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.stopping.memory_in_use", lambda: LIMIT)
    result = solve(clinic_of_six(), Settings(time_limit=250.0, workers=2, memory_limit=LIMIT))
    assert (result.stopped, result.out_of_memory) == (True, True)
    assert result.bound is None or result.evaluation is not None


@pytest.mark.parametrize(("amount", "reached"), [(LIMIT * 84 // 100, False), (LIMIT * 86 // 100, True)])
def test_some_memory_is_kept_for_the_end(amount: int, reached: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.stopping.memory_in_use", grows(0, 0, amount))
    with Watch(None, LIMIT) as watch:
        assert watch.event.wait(20.0 if reached else 1.0) == reached
    assert watch.out_of_memory == reached


def test_stopped_while_the_model_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = threading.Event()

    def slowly(facts: Facts, given: None) -> Model:
        asked.set()
        time.sleep(0.5)
        return build(facts, given)

    monkeypatch.setattr("solver.solving.build", slowly)
    result = solve(clinic_of_six(), Settings(time_limit=250.0, workers=2), stop=asked)
    assert (result.status, result.roster, result.stopped) == (Status.UNKNOWN, None, True)


def test_memory_of_processes_counts_too() -> None:
    assert memory_in_use() > 20_000_000


@pytest.mark.parametrize("make", [clinic_of_six, ward_of_six], ids=["clinic", "ward"])
@pytest.mark.parametrize("seed", range(6))
def test_stopped_at_any_moment(make: Callable[[], object], seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("solver.solving.PLAIN_VARIABLES", 0)
    stop = threading.Event()
    timer = threading.Timer(random.Random(seed).uniform(0.0, 2.0), stop.set)
    timer.start()
    began = time.monotonic()
    result = solve(make(), Settings(time_limit=250.0, workers=2), stop=stop)  # type: ignore[arg-type]
    timer.cancel()
    assert time.monotonic() - began < 60.0
    assert result.stopped or result.status is Status.OPTIMAL
    if result.evaluation is not None:
        assert result.evaluation.violations == ()
    else:
        assert result.status is Status.UNKNOWN

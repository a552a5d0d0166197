"""An error in one searcher is told; it is all that comes out only where no roster is known."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from benchmarks.curtois import read
from models.facts import Facts
from solver.model import build
from solver.search.anytime import Clock, Track
from solver.search.covering import CoverSearch
from solver.search.cpsat import Stop
from solver.search.layered import LayeredSearch
from solver.search.mishaps import tell
from solver.search.preparing import Preparation
from solver.settings import Settings
from tests.solver.search.test_clinics import two_professions

TINY = Path(__file__).parents[2] / "benchmarks" / "data" / "Tiny.txt"
KEPT = "part of the search ended early (ZeroDivisionError: planted): the best roster so far is kept"


def fail(*_: object) -> None:
    raise ZeroDivisionError("planted")


def test_without_a_roster_the_first_error_is_raised() -> None:
    with pytest.raises(ZeroDivisionError, match="planted"):
        tell([None, ZeroDivisionError("planted"), ValueError("later")], known=False)


def test_with_a_roster_every_error_is_told(caplog: pytest.LogCaptureFixture) -> None:
    tell([None, ZeroDivisionError("planted"), ValueError("later")], known=True)
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "part of the search ended early (ZeroDivisionError",
        "part of the search ended early (ValueError",
    ]


def test_a_clinic_keeps_its_roster(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(LayeredSearch, "_prove", fail)
    model = build(Facts(two_professions()))
    clock = Clock(5.0)
    track = Track(clock, None)
    _, solution = LayeredSearch(model, Settings(time_limit=5.0, workers=2), clock, track, Stop(None)).run()
    assert solution is not None
    assert track.objective is not None
    assert KEPT in caplog.text


def test_a_ward_keeps_its_roster(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail_later(search: CoverSearch, *_: object) -> None:
        while search._best is None:
            time.sleep(0.01)
        fail()

    monkeypatch.setattr(CoverSearch, "_prove", fail_later)
    model = build(Facts(read(TINY)))
    clock, stop = Clock(4.0), Stop(None)
    search = CoverSearch(
        model, Settings(time_limit=4.0, workers=2), clock, Track(clock, None), stop, Preparation(model.facts, stop, 4.0)
    )
    assert search.run()[1] is not None
    assert KEPT in caplog.text

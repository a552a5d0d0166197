"""The kernel is the same wherever it is made ready, and nothing is left behind."""

from __future__ import annotations

import pytest

from models.facts import Facts
from solver.search import preparing
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch, prepare
from solver.search.cpsat import Stop
from solver.search.preparing import Preparation
from tests.support.wards import ward


def bound_of(kernel: KernelSearch | None) -> int:
    assert kernel is not None
    bounds: list[int] = []
    kernel.bound(Clock(1000.0), 60.0, lambda bound: bool(bounds.append(bound)))  # type: ignore[func-returns-value]
    return max(bounds)


def test_another_process_makes_the_same_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = Facts(ward())
    monkeypatch.setattr(preparing, "QUICK", 0)
    preparation = Preparation(facts, Stop(None), 60.0)
    kernel = preparation.kernel(lambda: False)
    preparation.close()
    assert bound_of(kernel) == bound_of(prepare(facts, lambda: False))


def test_what_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "QUICK", 0)
    preparation = Preparation(Facts(ward()), Stop(None), 0.0)
    assert preparation.kernel(lambda: False) is None
    preparation.close()


def test_a_stop_gives_it_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "QUICK", 0)
    preparation = Preparation(Facts(ward()), Stop(None), 60.0)
    assert preparation.kernel(lambda: True) is None
    preparation.close()


def test_what_nobody_may_work_leaves_no_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "QUICK", 0)
    preparation = Preparation(Facts(ward(staff=[])), Stop(None), 60.0)
    assert preparation.kernel(lambda: False) is None
    preparation.close()

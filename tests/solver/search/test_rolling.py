"""Rosters made week by week: with the rules that mean the same in a week, and mended where the others are broken."""

from __future__ import annotations

from itertools import pairwise

import pytest

import solver.solving
from models.facts import Facts
from models.result import Status
from solver.linear import Values
from solver.search.cpsat import Limits, Stop
from solver.search.plain import PlainSearch
from solver.search.rolling import roll, targets_by_need
from solver.settings import Settings
from solver.solve import solve
from tests.support.wards import ward


def test_limits_over_the_horizon_do_not_bind_a_week() -> None:
    """8 or 9 shifts in two weeks cannot be worked in one, nor one weekend of two be counted in it."""
    facts = Facts(ward())
    shifts = roll(facts, targets_by_need(facts), Limits(60.0, 1, deterministic=2.0), Stop(None))
    assert shifts is not None
    worked = {(staff, day): shift for staff, day, shift in shifts}
    assert len(worked) == len(shifts) > 0
    for staff in facts.workers:
        days = sorted(day for who, day in worked if who == staff)
        for first, second in pairwise(days):
            if second == first + 1:
                assert (worked[staff, first], worked[staff, second]) not in {("late", "early"), ("night", "early")}
        assert not any(set(range(day, day + 5)) <= set(days) for day in days), "over the end of the week too"


def test_a_rolled_roster_that_breaks_a_rule_is_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cover for 4 shifts a person does not make the 8 that are asked for over the horizon."""
    starts: list[Values | None] = []

    class Spy(PlainSearch):
        def run(self, start: Values | None) -> tuple[Status, Values | None]:
            starts.append(start)
            return super().run(start)

    monkeypatch.setattr(solver.solving, "PLAIN_VARIABLES", 0)
    monkeypatch.setattr(solver.solving, "PlainSearch", Spy)
    cover = [{"unit": "clinic", "shift": "early", "competence": "nurse", "target": 2, "under_cost": 9, "over_cost": 5}]
    result = solve(ward(cover=cover, requests=[]), Settings(workers=2, deterministic_limit=8.0))
    assert result.evaluation is not None
    assert not result.evaluation.violations
    assert starts[0] is not None

"""Whose shifts a lever has to do with."""

from __future__ import annotations

import pytest

from models.facts import Facts
from solver.explain.effects import bound_by
from solver.explain.levers.lever import Lever, Together
from solver.explain.levers.limits import WeekLimits, WithoutRule
from solver.explain.levers.people import Hours
from tests.support.rosters import clinic

NOW = (0,)
STAFF = [
    {"id": who, "competences": [what]} for who, what in {"dora": "doctor", "anna": "nurse", "nils": "nurse"}.items()
]
RULE = {"max": 2, "per": "week", "scope": {"competences": ["nurse"]}}
COUNTED, REST = WithoutRule("shift_count", NOW), WithoutRule("daily_rest", NOW)
EVERYBODY = {frozenset({"dora"}), frozenset({"anna", "nils"})}


@pytest.mark.parametrize(
    ("lever", "groups"),
    [
        (COUNTED, {frozenset({"anna", "nils"})}),
        (REST, set()),
        (WeekLimits(NOW), EVERYBODY),
        (Together((COUNTED, WeekLimits(NOW))), EVERYBODY),
        (Hours("clinic", "doctor", NOW), set()),
    ],
)
def test_those_whom_lifted_limits_bind_are_free(lever: Lever, groups: set[frozenset[str]]) -> None:
    scenario = clinic(staff=STAFF, rules={"presets": ["none"], "overrides": {"shift_count": RULE}})
    assert set(bound_by(Facts(scenario), lever)) == groups

"""Rosters of the kernel cost in the whole model what the kernel says, and keep what is hard."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from models.facts import Facts
from solver.linear import total
from solver.model import build
from solver.search.anytime import Clock
from solver.search.cooling import KernelSearch, prepare
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.settle import with_shifts
from solver.solution import Shifts
from tests.support.wards import ward

LOOKS = 60
MIX = {"skill_mix": {"shifts": ["late", "night"], "any_of": {"people": ["n0", "n1"]}, "only_when_staffed": False}}
APART = {"apart": {"people": ["n2", "n3", "n4"]}}
SOFT = {"mode": "soft", "cost": 37}


def with_rules(rules: dict[str, dict[str, Any]], **more: Any) -> Facts:
    plain = ward()
    overrides = dict(plain.model_dump(mode="json", exclude_unset=True)["rules"]["overrides"])
    return Facts(
        ward(rules={"presets": [], "overrides": overrides | {key: rule | more for key, rule in rules.items()}})
    )


def cooled(kernel: KernelSearch) -> Shifts:
    """Return the last roster that is offered in a set number of looks at the clock."""
    looks = itertools.count()
    offered: list[Shifts] = []
    kernel.cool(Clock(1000.0), 1000.0, 0, lambda: next(looks) >= LOOKS, offered.append)
    return offered[-1]


@pytest.mark.parametrize(
    "facts",
    [with_rules({}), with_rules(MIX, **SOFT), with_rules(APART, **SOFT), with_rules(MIX | APART, **SOFT)],
    ids=["cover", "skill mix", "apart", "both"],
)
def test_a_roster_costs_what_the_kernel_says(facts: Facts) -> None:
    kernel = prepare(facts, lambda: False)
    assert kernel is not None
    bounds: list[int] = []
    kernel.bound(Clock(1000.0), 60.0, lambda bound: bounds.append(bound) or False)  # type: ignore[func-returns-value]
    shifts = cooled(kernel)
    model = build(facts)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    found = run(with_shifts(model, shifts), Limits(60.0, 1), Stop(None)).objective
    optimum = run(model.cp, Limits(60.0, 8), Stop(None)).objective
    assert found is not None
    assert optimum is not None
    assert kernel.cost == found * model.unit
    assert bounds[-1] <= optimum * model.unit <= kernel.cost <= 1.1 * optimum * model.unit


def test_a_hard_mix_is_kept() -> None:
    able = ["n0", "n1", "n2", "n3"]
    facts = with_rules({"skill_mix": {"shifts": ["early"], "any_of": {"people": able}}})
    kernel = prepare(facts, lambda: False)
    assert kernel is not None
    kernel.bound(Clock(1000.0), 60.0, lambda bound: False)
    shifts = cooled(kernel)
    for day in range(facts.day_count):
        assert any((staff, day, "early") in shifts for staff in able)

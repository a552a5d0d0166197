"""Shifts that no rule tells apart are one option."""

from __future__ import annotations

from typing import Any

from models.facts import Facts
from solver.kernel.program import person_program
from solver.long.alike import Merged, merged
from tests.support.wards import SHIFTS, ward

TWO = {**SHIFTS, "early2": SHIFTS["early"]}


def of_nurse(rules: dict[str, Any], **parts: Any) -> Merged:
    rules = {"presets": [], "overrides": {"forbidden_successions": {"pairs": {"late": ["early", "early2"]}}, **rules}}
    facts = Facts(ward(**({"weeks": 6, "shifts": TWO, "requests": [], "rules": rules} | parts)))
    return merged(person_program(facts, facts.workers["n0"]))


def test_shifts_that_count_alike_are_one_option() -> None:
    found = of_nurse({"working_minutes": {"per": "horizon", "max": 480 * 20}})
    assert found.members[7] == (("",), ("early", "early2"), ("late",), ("night",))
    assert found.program.options[7] == ("", "early", "late", "night")
    (minutes,) = found.program.counts
    assert len(minutes.terms) == 42


def test_a_request_or_a_succession_tells_them_apart_on_its_day() -> None:
    wish = {"staff": "n0", "date": "2027-03-09", "kind": "off", "shift": "early2", "cost": 10}
    found = of_nurse({}, requests=[wish])
    assert [len(found.members[day]) for day in (7, 8, 9)] == [4, 5, 4]


def test_a_limit_of_a_shift_is_left_to_whoever_decides() -> None:
    found = of_nurse({"shift_count": {"shifts": ["early2"], "per": "horizon", "max": 5}})
    assert found.members[7] == (("",), ("early", "early2"), ("late",), ("night",))
    assert [(cap.shifts, cap.most) for cap in found.caps] == [(frozenset({"early2"}), 5)]
    assert not found.program.counts


def test_a_limit_with_a_least_number_stays_a_sum() -> None:
    found = of_nurse({"shift_count": {"shifts": ["early2"], "per": "horizon", "min": 2, "max": 5}})
    assert not found.caps
    assert ("early2",) in found.members[7]

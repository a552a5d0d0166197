"""Forbidden successions and the same shift in a run, against pairs of letters."""

from __future__ import annotations

import itertools

import pytest
from pydantic import ValidationError

from models.facts import Facts
from models.rules.base import PersonRule
from models.rules.successions import ForbiddenSuccessions, SameShift
from tests.support.rosters import breaks, shift
from tests.support.rules import before, found, ward

WEEKS = tuple("".join(row) for row in itertools.product(".ELNR", repeat=7))
RULES: dict[str, tuple[PersonRule, set[str]]] = {
    "shifts": (
        ForbiddenSuccessions.model_validate({"pairs": {"late": ["early"], "night": ["early", "late"]}}),
        {"LE", "NE", "NL"},
    ),
    # the only late shift is of the kind "late", and a shift may be barred from following itself
    "kinds": (ForbiddenSuccessions.model_validate({"pairs": {"night": ["late", "night"]}}), {"NL", "NN"}),
    "stand-by": (ForbiddenSuccessions.model_validate({"pairs": {"reserve": ["early"]}}), {"RE"}),
    "twice the same": (
        ForbiddenSuccessions.model_validate({"pairs": {"night": ["early"], "early": ["night", "night"]}}),
        {"NE", "EN"},
    ),
    "same shift": (SameShift(), {"EL", "EN", "LE", "LN", "NE", "NL"}),
    "same of two": (SameShift(shifts=("early", "night")), {"EN", "NE"}),
}
"""The rule, and the pairs of days that break it."""


@pytest.mark.parametrize("known", ["", ".", "E", "N", "R", "NL", "LE", ".L."])
@pytest.mark.parametrize("what", RULES)
def test_every_week(what: str, known: str) -> None:
    rule, pairs = RULES[what]
    facts = Facts(ward({}, "early late night reserve", **before(known)))
    for week in WEEKS[::97]:
        days = known + week
        wrong = [n - len(known) for n in range(1, len(days)) if days[n - 1 : n + 1] in pairs]
        findings = found(rule, facts, week)
        assert [each.days for each in findings] == [(day - 1, day) for day in wrong if day >= 0], week
        assert {each.size for each in findings} <= {1}


def test_two_shifts_on_a_day_count_once() -> None:
    rule = {"forbidden_successions": {"pairs": {"late": ["early", "night"]}}}
    rows = [shift(0, "late"), shift(1, "early"), shift(1, "night")]
    assert ("forbidden_successions", 1) in breaks(ward(rule, "early late night"), *rows)


def test_texts() -> None:
    facts = Facts(ward({}, "early late"))
    (each,) = found(ForbiddenSuccessions.model_validate({"pairs": {"late": ["early"]}}), facts, "LE")
    assert each.text == "early on the day after late"


def test_dates_of_the_scope() -> None:
    rule = {"pairs": {"late": ["late"]}, "scope": {"from": "2027-03-03", "to": "2027-03-04"}}
    rows = [shift(day, "late") for day in range(7)]
    assert breaks(ward({"forbidden_successions": rule}, "late"), *rows) == [("forbidden_successions", 1)] * 2


def test_refused() -> None:
    with pytest.raises(ValidationError, match="pairs"):
        ForbiddenSuccessions.model_validate({"pairs": {}})

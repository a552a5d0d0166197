"""Rules about who is on a shift together, against counting by hand, on every pattern of three people and two days."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

import pytest
from pydantic import ValidationError

from models.evaluation import evaluate
from models.facts import Facts
from models.judge.rules import judge_rules
from models.judge.sheet import Sheet
from models.scenario import Scenario
from tests.support.rosters import breaks, roster, shift, violations
from tests.support.rules import ward

PEOPLE = ("anna", "bo", "cy")
STAFF: list[dict[str, Any]] = [
    {"id": "anna", "competences": ["nurse"], "contract": "trainee"},
    {"id": "bo", "competences": ["nurse", "doctor"]},
    {"id": "cy", "competences": ["nurse"], "contract": "trainee", "home": "clinic"},
]
Day = dict[str, str | None]
"""The shift of each of the people, or none."""


def days() -> Iterator[Day]:
    """Yield every pattern of a day."""
    for row in product((None, "early", "late"), repeat=3):
        yield dict(zip(PEOPLE, row, strict=True))


def on(day: Day, shift: str, *people: str) -> int:
    """Count those of some people who are on a shift."""
    return sum(day[person] == shift for person in people)


def each_shift(count: Callable[[Day, str], int]) -> Callable[[Day], int]:
    return lambda day: count(day, "early") + count(day, "late")


def short_of_seniors(day: Day, shift: str) -> int:
    # anna and cy are trainees, bo is a doctor; one for every two trainees
    needed = {0: 0, 1: 1, 2: 1}[on(day, shift, "anna", "cy")]
    return max(0, needed - on(day, shift, "bo"))


RULES: dict[str, tuple[dict[str, Any], Callable[[Day], int]]] = {
    "together": ({"people": ["anna", "bo"]}, each_shift(lambda day, k: int(on(day, k, "anna", "bo") == 1))),
    "together, three": (
        {"people": ["anna", "bo", "cy"]},
        each_shift(lambda day, k: int(on(day, k, *PEOPLE) in (1, 2))),
    ),
    "together on late shifts": (
        {"people": ["anna", "cy"], "shifts": ["late"]},
        lambda day: int(on(day, "late", "anna", "cy") == 1),
    ),
    "apart": ({"people": ["anna", "bo"]}, each_shift(lambda day, k: max(0, on(day, k, "anna", "bo") - 1))),
    "apart, two of three": (
        {"people": ["anna", "bo", "cy"], "most": 2},
        each_shift(lambda day, k: int(on(day, k, *PEOPLE) == 3)),
    ),
    "supervision": (
        {"juniors": {"contracts": ["trainee"]}, "seniors": {"competences": ["doctor"]}, "ratio": 2},
        each_shift(short_of_seniors),
    ),
    "supervision by anybody else": (
        {"juniors": {"people": ["anna"]}, "seniors": {"competences": ["nurse"]}},
        each_shift(lambda day, k: int(day["anna"] == k and on(day, k, "bo", "cy") == 0)),
    ),
    "skill_mix": (
        {"any_of": {"competences": ["doctor"]}},
        each_shift(lambda day, k: int(on(day, k, "anna", "cy") > 0 and day["bo"] != k)),
    ),
    "skill_mix of two": (
        {"any_of": {"contracts": ["trainee"]}, "min": 2, "shifts": ["early"]},
        lambda day: 2 - on(day, "early", "anna", "cy") if on(day, "early", *PEOPLE) else 0,
    ),
    "skill_mix always": (
        {"any_of": {"people": ["anna", "bo"]}, "shifts": ["late"], "only_when_staffed": False},
        lambda day: int(on(day, "late", "anna", "bo") == 0),
    ),
    "skill_mix of those in scope": (
        {"any_of": {"competences": ["nurse"]}, "scope": {"contracts": ["trainee"]}, "min": 2},
        each_shift(lambda day, k: int(on(day, k, "anna", "cy") == 1)),
    ),
}


def scenario_of(name: str, settings: dict[str, Any], **parts: Any) -> Scenario:
    """Return a ward with one rule; what follows the key in a name only tells cases apart."""
    key = name.replace(",", "").split()[0]
    return ward({key: settings}, "early late", **({"staff": STAFF} | parts))


@pytest.mark.parametrize("name", RULES)
def test_every_pattern_of_a_day(name: str) -> None:
    settings, by_hand = RULES[name]
    others = 6 * by_hand(dict.fromkeys(PEOPLE))
    scenario = scenario_of(name, settings)
    facts = Facts(scenario)
    for number, pattern in ((n, p) for n in (0, 6) for p in days()):
        rows = [shift(number, worked, person) for person, worked in pattern.items() if worked]
        found = judge_rules(Sheet(roster(*rows), facts)).violations
        assert sum(v.size for v in found) == by_hand(pattern) + others, pattern


@pytest.mark.parametrize("name", RULES)
def test_days_stand_for_themselves(name: str) -> None:
    settings, by_hand = RULES[name]
    scenario = scenario_of(name, settings | {"mode": "soft", "cost": 5})
    facts = Facts(scenario)
    others = 5 * by_hand(dict.fromkeys(PEOPLE))
    for first, second in list(product(days(), repeat=2))[::19]:
        pair = ((2, first), (3, second))
        rows = [shift(n, worked, person) for n, day in pair for person, worked in day.items() if worked]
        cost = judge_rules(Sheet(roster(*rows), facts)).terms["soft_rules"]
        assert cost == 6000 * 5 * (by_hand(first) + by_hand(second) + others), (first, second)


def test_excess_of_a_shift_has_rising_prices() -> None:
    settings = {"people": list(PEOPLE), "mode": "soft", "cost": [1, 10]}
    scenario = scenario_of("apart", settings)
    three = [shift(0, "late", person) for person in PEOPLE]
    assert evaluate(scenario, roster(*three)).terms["soft_rules"] == 11 * 6000
    assert evaluate(scenario, roster(*three[:2], *(shift(1, "late", p) for p in PEOPLE[:2]))).objective == 2 * 6000


def test_weekdays_of_a_skill_mix() -> None:
    settings = {"any_of": {"competences": ["doctor"]}, "days": "sat,sun", "only_when_staffed": False}
    scenario = scenario_of("skill_mix", settings)
    assert breaks(scenario) == [("skill_mix", 1)] * 4
    kept = [shift(day, k, staff) for day in (5, 6) for k, staff in (("early", "bo"), ("late", "dr"))]
    both = scenario_of("skill_mix", settings, staff=[*STAFF, {"id": "dr", "competences": ["doctor"]}])
    rows = [
        row if row.staff == "bo" else shift((row.date.weekday()), row.shift, "dr", competence="doctor") for row in kept
    ]
    assert breaks(both, *rows) == []


def test_dates_of_the_scope_and_history() -> None:
    settings = {"people": ["anna", "bo"], "scope": {"from": "2027-03-02", "to": "2027-03-03"}}
    past = [{"staff": "anna", "date": "2027-02-28", "shift": "late"}]
    scenario = scenario_of("together", settings, history=past)
    found = violations(scenario, *(shift(day, "late") for day in range(5)))
    assert [v.dates[0].day for v in found] == [2, 3]
    assert found[0].staff is None
    assert found[0].text == "anna on late without bo"


def test_agency_lines_by_their_offer() -> None:
    offer = [{"id": "locum", "competence": "nurse", "people": 2, "cost_per_hour": 1}]
    scenario = scenario_of("apart", {"people": ["locum"]}, agency=offer)
    assert breaks(scenario, shift(0, "late", "locum-1"), shift(0, "late", "locum-2")) == [("apart", 1)]


def test_an_expired_competence_is_none() -> None:
    staff = [STAFF[0], STAFF[1] | {"valid_until": {"doctor": "2027-03-02"}}]
    rules = {"skill_mix": {"any_of": {"competences": ["doctor"]}}, "competence_validity": {}}
    scenario = ward(rules, "late", staff=staff)
    rows = [shift(day, "late", person) for day in (1, 2) for person in ("anna", "bo")]
    assert [(v.rule, v.dates[0].day) for v in violations(scenario, *rows)] == [("skill_mix", 3)]
    dates_only = ward({"skill_mix": rules["skill_mix"]}, "late", staff=staff)
    assert breaks(dates_only, *rows) == []


def test_a_group_says_who_it_is() -> None:
    with pytest.raises(ValidationError, match="says nothing of who they are"):
        scenario_of("skill_mix", {"any_of": {}})

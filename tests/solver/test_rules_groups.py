"""Rules about who is on a shift together: the solver allows and prices what the evaluation does, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

from models.result import Status
from models.scenario import Scenario
from solver.settings import Settings
from solver.solution import Shifts
from solver.solve import solve
from tests.support.rules import HARD, MODES, SOFT, compare, ward

PEOPLE = ("anna", "bo", "cy")
STAFF: list[dict[str, Any]] = [
    {"id": "anna", "competences": ["nurse"], "contract": "trainee"},
    {"id": "bo", "competences": ["nurse", "doctor"]},
    {"id": "cy", "competences": ["nurse"], "contract": "trainee", "shifts": ["late"]},
]
JUNIORS = {"juniors": {"contracts": ["trainee"]}, "seniors": {"competences": ["doctor"]}}
RULES: dict[str, tuple[str, dict[str, Any]]] = {
    "together": ("together", {"people": ["anna", "bo"]}),
    "together, one of whom cannot": ("together", {"people": ["anna", "bo", "cy"]}),
    "apart": ("apart", {"people": list(PEOPLE)}),
    "apart, two of three": ("apart", {"people": list(PEOPLE), "most": 2}),
    "supervision": ("supervision", JUNIORS),
    "supervision of two": ("supervision", JUNIORS | {"ratio": 2}),
    "skill mix": ("skill_mix", {"any_of": {"competences": ["doctor"]}}),
    "skill mix of two": ("skill_mix", {"any_of": {"contracts": ["trainee"]}, "min": 2}),
    "skill mix always": (
        "skill_mix",
        {"any_of": {"people": ["anna", "bo"]}, "only_when_staffed": False, "days": "tue", "shifts": ["late"]},
    ),
    "dates": ("apart", {"people": ["anna", "bo"], "scope": {"from": "2027-03-02", "to": "2027-03-02"}}),
}


def days(*numbers: int) -> Iterator[Shifts]:
    """Yield every pattern of three people on some days."""
    cells = tuple(product(PEOPLE, numbers))
    for row in product((None, "early", "late"), repeat=len(cells)):
        yield frozenset((person, day, k) for (person, day), k in zip(cells, row, strict=True) if k is not None)


@pytest.mark.parametrize("mode", MODES.values(), ids=MODES)
@pytest.mark.parametrize("case", RULES.values(), ids=RULES)
def test_every_pattern_of_a_day(case: tuple[str, dict[str, Any]], mode: dict[str, Any]) -> None:
    key, settings = case
    scenario = ward({key: settings | mode}, "early late", staff=STAFF)
    assert min(compare(scenario, days(1))) >= 1 or settings.get("only_when_staffed") is False


def test_days_add_up() -> None:
    rules = {"together": {"people": ["anna", "bo"]} | SOFT, "apart": {"people": ["bo", "cy"]} | SOFT}
    scenario = ward(rules, "early late", staff=STAFF)
    assert min(compare(scenario, list(days(0, 6))[::5])) >= 3


def wanting(target: int, rules: dict[str, Any], **parts: Any) -> Scenario:
    """Return a ward that wants so many on the late shift of Monday, with two agency lines."""
    cover = {"unit": "clinic", "shift": "late", "competence": "nurse", "days": "mon", "target": target}
    offer = {"id": "locum", "competence": "nurse", "people": 2, "cost_per_hour": 1}
    base = {"cover": [cover | {"under_cost": 100}], "agency": [offer], "staff": STAFF[:1]}
    return ward(rules, "late", **(base | parts))


@pytest.mark.parametrize("first", ["locum-1", "locum-2"])
def test_lines_that_a_rule_names_are_not_alike(first: str) -> None:
    """Where one line may not work with anna, the other can be booked, whichever comes first in the offer."""
    result = solve(wanting(2, {"apart": {"people": ["anna", first]} | HARD}), Settings(time_limit=60.0, workers=2))
    assert result.status is Status.OPTIMAL
    assert result.roster is not None
    assert {row.staff for row in result.roster.shifts} == {"anna", "locum-1", "locum-2"} - {first}


def test_pins_that_break_a_rule_are_told_in_words() -> None:
    pins = [{"staff": person, "date": "2027-03-01", "shift": "late"} for person in ("anna", "bo")]
    rules = {"apart": {"people": ["anna", "bo"]}, "supervision": JUNIORS}
    result = solve(ward(rules, "late", staff=STAFF, pins=pins), Settings(time_limit=60.0, workers=1))
    assert result.status is Status.INFEASIBLE
    assert result.conflicts == ("pinned shifts on 2027-03-01 break Apart: anna, bo together on late, at most 1",)


def test_what_others_can_mend_is_no_conflict() -> None:
    """anna alone breaks supervision, but bo can join her: only her day without bo collides."""
    pins = [{"staff": "anna", "date": "2027-03-01", "shift": "late"}]
    scenario = ward({"supervision": JUNIORS}, "late", staff=STAFF, pins=pins)
    assert solve(scenario, Settings(time_limit=60.0, workers=1)).status is Status.OPTIMAL
    gone = [{"staff": "bo", "date": "2027-03-01", "shift": "off"}]
    result = solve(ward({"supervision": JUNIORS}, "late", staff=STAFF, pins=pins + gone), Settings(time_limit=60.0))
    assert result.conflicts == (
        "pinned shifts on 2027-03-01 break Supervision: anna on late with 0 to supervise, 1 needed",
    )

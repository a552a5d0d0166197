"""Each rule, hard and soft: the solver allows and prices exactly what the evaluation, from its definition, does."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from models.evaluation import evaluate
from models.result import Status
from models.scenario import Scenario
from solver.settings import Settings
from solver.solution import Shifts
from solver.solve import solve
from tests.support.rosters import clinic
from tests.support.solving import Oracle, of_shifts

SHIFTS = {
    "early": {"from": "07:00", "to": "15:00", "days": "mon-sun"},
    "late": {"from": "13:00", "to": "21:00", "days": "mon-sun", "kind": "late"},
    "night": {"from": "21:00", "to": "07:00", "days": "mon-sun"},
    "course": {"minutes": 480, "days": "mon-sun"},
    "watch": {"from": "09:00", "to": "09:00", "days": "mon-sun"},
}
ANNA = [{"id": "anna", "competences": ["nurse"]}]
SUNDAY, SATURDAY, FRIDAY = "2027-02-28", "2027-02-27", "2027-02-26"
SETTINGS = Settings(time_limit=60.0, workers=1)


def scenario_of(rule: str, settings: dict[str, Any], shifts: str, **parts: Any) -> Scenario:
    """Return a ward with one rule and one nurse (unless parts say otherwise), who may work some shifts on any day."""
    base: dict[str, Any] = {
        "shifts": {name: SHIFTS[name] for name in shifts.split()},
        "units": {"clinic": {}},
        "production_plan": {},
        "staff": ANNA,
        "rules": {"presets": ["none"], "overrides": {rule: settings}},
    }
    return clinic(**(base | parts))


def worked(shift: str, *dates: str) -> list[dict[str, str]]:
    return [{"staff": "anna", "date": date, "shift": shift} for date in dates]


WEEKEND_COVER = [{"unit": "clinic", "shift": "late", "competence": "nurse", "days": "sat,sun", "target": 1}]
LATE_COVER = [{"unit": "clinic", "shift": "late", "competence": "nurse", "days": "mon-wed", "target": 1}]
TWO = [*ANNA, {"id": "bo", "competences": ["nurse"], "fraction": "0.5"}]


@dataclass(frozen=True)
class Case:
    """A rule with settings, in a ward."""

    rule: str
    settings: dict[str, Any]
    shifts: str
    parts: dict[str, Any]

    def scenario(self, mode: str) -> Scenario:
        return scenario_of(
            self.rule, self.settings | {"mode": mode, "cost": 3 if mode == "soft" else 0}, self.shifts, **self.parts
        )


MARCH = {"horizon": {"start": "2027-03-22", "weeks": 1}}
OCTOBER = {"horizon": {"start": "2027-10-25", "weeks": 1}}
CASES = {
    "daily rest": Case("daily_rest", {"hours": 11}, "early late night", {}),
    "daily rest, no clock times": Case("daily_rest", {"hours": 11}, "early night course", {}),
    "daily rest after a late shift": Case(
        "daily_rest", {"hours": 11}, "early late", {"history": worked("late", SUNDAY)}
    ),
    "daily rest after a night": Case("daily_rest", {"hours": 14}, "late night", {"history": worked("night", SUNDAY)}),
    "daily rest, clocks forward": Case("daily_rest", {"hours": 10}, "early late night", MARCH),
    "daily rest, clocks back": Case("daily_rest", {"hours": 11}, "early late night", OCTOBER),
    "daily rest of days": Case("daily_rest", {"hours": 60}, "early night", {"history": worked("night", SATURDAY)}),
    "daily rest over a day": Case(
        "daily_rest", {"hours": 24}, "early watch course", {"history": worked("watch", SUNDAY)}
    ),
    "weekly rest": Case("weekly_rest", {"hours": 36}, "early night", {}),
    "weekly rest, no clock times": Case("weekly_rest", {"hours": 60}, "night course", {}),
    "weekly rest after a night": Case(
        "weekly_rest", {"hours": 41}, "early night", {"history": worked("night", SUNDAY)}
    ),
    "weekly rest, clocks forward": Case("weekly_rest", {"hours": 40}, "early late", MARCH),
    "weekly rest, clocks back": Case("weekly_rest", {"hours": 41}, "early late", OCTOBER),
    "weekly rest, two weeks": Case("weekly_rest", {"hours": 48}, "early night", {"weeks": 2}),
    "weekly rest, rolling": Case("weekly_rest", {"hours": 48, "rolling": True}, "early night", {"weeks": 2}),
    "days in a row": Case("consecutive_days", {"max": 3}, "early late", {}),
    "days in a row with history": Case(
        "consecutive_days", {"max": 3}, "early late", {"history": worked("late", FRIDAY, SATURDAY, SUNDAY)}
    ),
    "days in a row with broken history": Case(
        "consecutive_days", {"max": 2}, "early late", {"history": worked("late", FRIDAY, SUNDAY)}
    ),
    "weekends": Case("fairness", {"kind": "weekend"}, "early late", {"cover": WEEKEND_COVER, "staff": TWO}),
    "late shifts": Case(
        "fairness",
        {"kind": "late"},
        "early late",
        {"cover": LATE_COVER, "staff": TWO, "absences": [{"staff": "bo", "start": "2027-03-03"}]},
    ),
    "shares of one": Case("fairness", {"kind": "late", "scope": {"people": ["bo"]}}, "early late", {"staff": TWO}),
}


def patterns(scenario: Scenario, number: int) -> Iterator[Shifts]:
    """Yield random rosters, from nearly empty ones to full ones."""
    chance = random.Random(0)
    cells = [(person.id, day) for person in scenario.staff for day in range(len(scenario.horizon.days))]
    for n in range(number):
        density = n / (number - 1)
        busy = [cell for cell in cells if chance.random() < density]
        yield frozenset((staff, day, chance.choice(list(scenario.shifts))) for staff, day in busy)


@pytest.mark.parametrize("mode", ["hard", "soft"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_random_rosters(case: Case, mode: str) -> None:
    scenario = case.scenario(mode)
    oracle = Oracle(scenario)
    broken = kept = 0
    for shifts in patterns(scenario, 50):
        judged = evaluate(scenario, of_shifts(oracle.facts, shifts), oracle.facts)
        assert oracle.cost(shifts) == (None if judged.violations else judged.objective), sorted(shifts)
        is_broken = bool(judged.violations or judged.objective)
        broken, kept = broken + is_broken, kept + (not is_broken)
    assert min(broken, kept) >= 5, "the patterns do not show both sides of the rule"


@pytest.mark.parametrize("history", [[], worked("night", SUNDAY)], ids=["no history", "history"])
def test_all_short_rosters(history: list[dict[str, str]]) -> None:
    """Every roster of the first and last two days, with all rules at once."""
    overrides = {
        "daily_rest": {"hours": 11, "mode": "soft", "cost": 1},
        "weekly_rest": {"hours": 150, "mode": "soft", "cost": 7},
        "consecutive_days": {"max": 1, "mode": "soft", "cost": 5},
        "fairness": {"kind": "late", "cost": 11},
    }
    rules = {"presets": ["none"], "overrides": overrides}
    scenario = scenario_of("", {}, "early late night", rules=rules, history=history)
    oracle = Oracle(scenario)
    for row in product((None, *scenario.shifts), repeat=4):
        shifts = frozenset(("anna", day, k) for day, k in zip((0, 1, 5, 6), row, strict=True) if k is not None)
        assert oracle.cost(shifts) == evaluate(scenario, of_shifts(oracle.facts, shifts), oracle.facts).objective, row


def pinned(scenario: Scenario, *days: tuple[int, str]) -> Scenario:
    pins = [{"staff": "anna", "date": scenario.horizon.days[day], "shift": shift} for day, shift in days]
    return Scenario.model_validate(scenario.model_dump(by_alias=True) | {"pins": pins})


@pytest.mark.parametrize(
    ("rule", "settings", "parts", "allowed", "forbidden"),
    [
        ("daily_rest", {"hours": 16}, {}, [(0, "early"), (1, "early")], [(0, "late"), (1, "early")]),
        ("daily_rest", {"hours": 11}, {"history": worked("late", SUNDAY)}, [(0, "late")], [(0, "early")]),
        (
            "daily_rest",
            {"hours": 24},
            {},
            [(0, "watch"), (1, "course"), (2, "early")],
            [(0, "watch"), (1, "off"), (2, "early")],
        ),
        ("weekly_rest", {"hours": 100}, {}, [(4, "early")], [(3, "early")]),
        ("consecutive_days", {"max": 1}, {}, [(0, "late"), (2, "late")], [(0, "late"), (1, "late")]),
        ("consecutive_days", {"max": 1}, {"history": worked("late", SUNDAY)}, [(1, "late")], [(0, "late")]),
        (
            "fairness",
            {"kind": "late"},
            {"cover": LATE_COVER, "staff": TWO},
            [(0, "late"), (1, "late")],
            [(0, "late"), (1, "late"), (2, "late")],
        ),
    ],
)
def test_smallest_cases(
    rule: str,
    settings: dict[str, Any],
    parts: dict[str, Any],
    allowed: list[tuple[int, str]],
    forbidden: list[tuple[int, str]],
) -> None:
    shifts = " ".join(SHIFTS)
    scenario = scenario_of(rule, settings | {"mode": "hard"}, shifts, **parts)
    kept = solve(pinned(scenario, *allowed), SETTINGS)
    assert kept.status is Status.OPTIMAL
    assert kept.evaluation is not None
    assert kept.evaluation.violations == ()
    broken = solve(pinned(scenario, *forbidden), SETTINGS)
    assert (broken.status, broken.roster) == (Status.INFEASIBLE, None)
    (title,) = (found.title for found in scenario.rules_in_force)
    assert f"break {title}" in broken.conflicts[0]
    assert "anna" in broken.conflicts[0]
    soft = scenario_of(rule, settings | {"mode": "soft", "cost": 1}, shifts, **parts)
    priced = solve(pinned(soft, *forbidden), SETTINGS)
    assert priced.status is Status.OPTIMAL
    assert priced.objective is not None
    assert priced.objective > 0
    assert priced.bound == priced.objective

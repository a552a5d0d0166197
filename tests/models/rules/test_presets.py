"""Presets: each number is that of the law or agreement, each has its source, and the version of the day holds."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import defaultdict
from typing import Any

import pytest

from models.calendar import public_holidays
from models.checks import warnings
from models.facts import Facts
from models.rules.catalogue import CATALOGUE, settings_of
from models.rules.hours import AverageHours
from models.rules.presets import Version, preset, preset_names
from models.rules.ruleset import OVERRIDE, RuleSet
from models.scenario import Scenario
from tests.support.clinics import clinic

ON_CALL_CAP = {"duties": ("on_call",), "per": "4 weeks", "max": 48 * 60}
CAPS: list[dict[str, Any]] = [
    {"kind": "overtime", "hours": 48, "per": "4 weeks"},
    {"kind": "overtime", "hours": 200, "per": "year"},
    {"kind": "additional", "hours": 200, "per": "year"},
]
RESIDENT_REST: list[dict[str, Any]] = [
    {"shifts": ("long", "long_late", "night"), "after": 5, "hours": 48},
    {"shifts": ("long_late",), "after": 4, "hours": 48},
    {"shifts": None, "after": 8, "hours": 48},
]
RESIDENT: dict[str, list[dict[str, Any]]] = {
    "daily_rest": [{"hours": 11}],
    "consecutive_days": [{"max": 8}],
    "consecutive_shifts": [
        {"shifts": ("night",), "max": 4},
        {"shifts": ("long", "long_late", "night"), "max": 5},
        {"shifts": ("long_late",), "max": 4},
    ],
    "weekends": [{"max": 1, "weeks": 2}],
    "working_minutes": [{"per": "7 days", "max": 72 * 60}, {"per": "day", "max": 13 * 60, "duties": ("work",)}],
    "average_hours": [{"hours": 48, "weeks": 26}],
}

NUMBERS: dict[tuple[str, str], dict[str, list[dict[str, Any]]]] = {
    ("none", "2027-03-01"): {},
    ("basic", "2027-03-01"): {
        "daily_rest": [{"hours": 11}],
        "weekly_rest": [{"hours": 36}],
        "consecutive_days": [{"max": 6}],
        "competence_validity": [{}],
    },
    ("eu-wtd", "2027-03-01"): {
        "daily_rest": [{"hours": 11}],
        "weekly_rest": [{"hours": 24 + 11, "rolling": False}],
        "average_hours": [{"hours": 48, "weeks": 16, "duties": ("work", "on_call")}],
    },
    ("se-atl", "2027-03-01"): {
        "daily_rest": [{"hours": 11}],
        "weekly_rest": [{"hours": 36}],
        "working_minutes": [ON_CALL_CAP],
        "average_hours": [{"hours": 48, "weeks": 16}],
        "overtime_cap": CAPS,
    },
    ("se-ab", "2027-03-01"): {
        "daily_rest": [{"mode": "off"}],
        "daily_rest_period": [{"hours": 11, "boundary": "19:00", "reduced_hours": None, "long_shift_hours": None}],
        "weekly_rest": [{"hours": 36}],
        "free_days": [{"min": 9, "max": None, "per": "4 weeks", "blocks": True}],
        "working_minutes": [ON_CALL_CAP],
        "average_hours": [{"hours": 48, "weeks": 16}],
        "overtime_cap": CAPS,
        "full_time_measure": [
            {"sundays_minutes": 38 * 60 + 15, "nights": ("night",)},
            {"sundays_minutes": None, "nights": ("night",)},
        ],
    },
    ("nhs-afc", "2027-03-01"): {
        "daily_rest": [{"hours": 11}],
        "weekly_rest": [{"hours": 24 + 11}],
        "average_hours": [{"hours": 48, "weeks": 17}],
    },
    ("nhs-resident", "2018-01-01"): {
        **RESIDENT,
        "rest_after": [{"shifts": ("night",), "after": 3, "hours": 46}, *RESIDENT_REST],
    },
    ("nhs-resident", "2027-03-01"): {
        **RESIDENT,
        "rest_after": [{"shifts": ("night",), "after": 1, "hours": 46}, *RESIDENT_REST],
    },
}
"""Written here from the laws and agreements, not from the files."""


def version(name: str, date: str) -> Version:
    found = preset(name).on(dt.date.fromisoformat(date))
    assert found is not None
    return found


def every_version() -> list[tuple[str, Version]]:
    return [(name, found) for name in preset_names() for found in preset(name).versions]


@pytest.mark.parametrize(("name", "date"), NUMBERS, ids=lambda value: value)
def test_each_number_is_that_of_the_source(name: str, date: str) -> None:
    rules = {key: settings_of(version(name, date).rules, key) for key in CATALOGUE}
    expected = NUMBERS[name, date]
    assert {key for key, rows in rules.items() if rows} == set(expected)
    for key, rows in expected.items():
        found = rules[key] or ()
        assert len(found) == len(rows), key
        for rule, numbers in zip(found, rows, strict=True):
            assert {name: getattr(rule, name) for name in numbers} == numbers
            assert rule.mode == numbers.get("mode", "hard")


def test_no_version_is_forgotten() -> None:
    dates = {(name, version(name, date).start) for name, date in NUMBERS}
    assert dates == {(name, found.start) for name, found in every_version()}


def test_night_steps_of_the_full_time_measures() -> None:
    rows = settings_of(version("se-ab", "2027-03-01").rules, "full_time_measure") or ()
    steps = {rule.scope.contracts: [(float(s.night_share), s.minutes) for s in rule.steps] for rule in rows}  # type: ignore[attr-defined]
    assert steps == {
        ("vardforbundet-rotation",): [(0.2, 36 * 60 + 20), (0.3, 34 * 60 + 20)],
        ("kommunal-rotation",): [(0.8, 34 * 60 + 20)],
    }


def test_what_binds_one_union_is_scoped() -> None:
    (free,) = settings_of(version("se-ab", "2027-03-01").rules, "free_days") or ()
    assert free.scope.contracts == ("vardforbundet-rotation",)


def test_every_setting_names_its_source() -> None:
    for name, found in every_version():
        sources = [rule.source for key in CATALOGUE for rule in settings_of(found.rules, key) or ()]
        sources += [window.source for window in found.unsocial_hours]
        assert all(source and len(source) > 5 for source in sources), name


def test_versions_follow_one_another() -> None:
    for name in preset_names():
        versions = preset(name).versions
        for earlier, later in itertools.pairwise(versions):
            assert earlier.end is not None
            assert later.start == earlier.end + dt.timedelta(days=1)


def test_bands_of_agenda_for_change() -> None:
    parts: dict[str, dict[str, float]] = defaultdict(dict)
    for window in version("nhs-afc", "2027-03-01").unsocial_hours:
        for contract in window.contracts or ():
            parts[contract][window.name] = float(window.cost_factor or 0)
    low = {"band-1": (0.47, 0.94), "band-2": (0.41, 0.83), "band-3": (0.35, 0.69)}
    expected = low | {f"band-{n}": (0.30, 0.60) for n in range(4, 10)}
    assert parts == {
        band: {"nights": week, "saturdays": week, "sundays": sunday, "holidays": sunday}
        for band, (week, sunday) in expected.items()
    }


@pytest.mark.parametrize("year", range(2024, 2036))
def test_holidays_that_windows_name_are_in_the_calendar(year: int) -> None:
    named = {name for window in version("se-ab", "2027-03-01").unsocial_hours for name in window.holidays}
    assert named
    assert named <= set(public_holidays("SE", None, (year,)).values())


@pytest.mark.parametrize(("start", "after"), [("2019-12-02", 3), ("2019-12-09", 1)])
def test_the_version_of_the_first_day_holds(start: str, after: int) -> None:
    rules = RuleSet.model_validate({"presets": ["nhs-resident"]})
    (nights, *_) = [r for r in rules.in_force(dt.date.fromisoformat(start)) if r.key == "rest_after"]
    assert nights.model_dump()["after"] == after


def test_as_of_holds_instead_of_the_first_day() -> None:
    rules = RuleSet.model_validate({"presets": ["nhs-resident"], "as_of": "2018-01-01"})
    (nights, *_) = [r for r in rules.in_force(dt.date(2027, 3, 1)) if r.key == "rest_after"]
    assert nights.model_dump()["after"] == 3


def test_the_last_preset_that_sets_a_rule_wins_and_an_override_above_all() -> None:
    date = dt.date(2027, 3, 1)
    rules = RuleSet.model_validate({"presets": ["se-atl", "eu-wtd"], "overrides": {"average_hours": {"hours": 40}}})
    found = {placed.rule.key: placed for placed in rules.placed(date)}
    assert found["weekly_rest"].origin == "eu-wtd"
    assert found["weekly_rest"].rule.model_dump()["hours"] == 35
    assert found["working_minutes"].origin == "se-atl"
    assert found["average_hours"].origin == OVERRIDE
    turned = RuleSet.model_validate({"presets": ["eu-wtd", "se-atl"]}).placed(date)
    assert {placed.origin for placed in turned} == {"se-atl"}


def test_ab_counts_daily_rest_in_periods_only() -> None:
    rules = RuleSet.model_validate({"presets": ["se-atl", "se-ab"]}).in_force(dt.date(2027, 3, 1))
    assert "daily_rest_period" in {rule.key for rule in rules}
    assert "daily_rest" not in {rule.key for rule in rules}


def test_who_has_the_contract_is_bound() -> None:
    scenario = with_rules(clinic(), {"presets": ["se-ab"]})
    (free,) = [rule for rule in scenario.rules_in_force if rule.key == "free_days"]
    workers = Facts(scenario).workers.values()
    assert [w.id for w in workers if free.binds(w)] == ["bo"]


def test_kinds_of_shift_that_are_missing_are_told() -> None:
    told = [str(problem) for problem in warnings(with_rules(clinic(), {"presets": ["nhs-resident"]}))]
    (kinds,) = [line for line in told if line.startswith("rules.presets.0: ")]
    assert "counts shifts of the kinds long, long_late, and no shift is of them (got 'nhs-resident')" in kinds
    told = [str(problem) for problem in warnings(with_rules(clinic(), {"presets": ["se-ab"]}))]
    assert not [line for line in told if line.startswith("rules.presets")]


def with_rules(scenario: Scenario, rules: dict[str, Any]) -> Scenario:
    """Return a scenario with other rules, in which one person has the contract that se-ab asks for."""
    data = scenario.model_dump(by_alias=True) | {"rules": rules}
    (bo,) = [person for person in data["staff"] if person["id"] == "bo"]
    bo["contract"] = "vardforbundet-rotation"
    return Scenario.model_validate(data)


@pytest.mark.parametrize("name", ["se-atl", "se-ab", "eu-wtd"])
def test_the_average_of_night_workers_is_that_of_everybody(name: str) -> None:
    # 8 hours in 24 over the weeks of the average, without 24 hours in every seven days
    (rule,) = settings_of(version(name, "2027-03-01").rules, "average_hours") or ()
    assert isinstance(rule, AverageHours)
    assert rule.weeks * rule.hours == 8 * (7 * rule.weeks - rule.weeks)

"""Whatever is given, loading ends with a scenario or with located problems; and what is dumped loads again."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models.checks import warnings
from models.evaluation import evaluate
from models.loading import ScenarioError, dump, load, parse, scenario_hash
from models.problems import Problem
from models.reading.nodes import plain
from models.reading.yaml_text import parse_yaml
from models.roster import Roster
from models.scenario import Scenario

CLINIC = (Path(__file__).parent.parent / "errors" / "clinic.yaml").read_text("utf-8")
FULL = (
    CLINIC
    + """
absences:
  - {staff: nurse_01, start: 2027-03-08, end: 2027-03-10}
requests:
  - {staff: nurse_02, date: 2027-03-05, kind: 'off', cost: 250.5}
pins:
  - {staff: locum-1, date: 2027-03-15, period: am, session: clinic}
history:
  - {staff: nurse_02, date: 2027-02-26, shift: late}
lending:
  - {from: ward, to: eye, competence: nurse, half_days_per_week: 3}
budget: {agency_share: {target: 0.02, cost: 2}}
unsocial_hours:
  - {days: holidays, from: 19:00, to: 06:00, cost_per_hour: 55.5}
rules:
  overrides:
    daily_rest: {hours: 10, mode: soft, cost: 100, scope: {people: [nurse_01]}}
    fairness: [{kind: late, cost: 50}, {kind: weekend, cost: 20}]
"""
)
FULL = FULL.replace("units:\n", "units:\n  ward: {open: {mon-sun: [am]}}\n").replace(
    "competences: [nurse],", "competences: [nurse], home: eye,"
)
FULL = FULL.replace("[doctor], contract", "[doctor], home: eye, contract").replace(
    "id: locum,", "id: locum, unit: eye,"
)
FULL = FULL.replace("period: am, session", "period: am, unit: eye, session")

NUMBERS = (-1, 0, 7, 1e9, 10**30, 0.5, float("nan"), float("inf"), 20270301)
TEXTS = ("", "off", "a,b", "2027-03-02", "2027-99-99", "24:00", "99:99", "mon-fri", "eye", "nurse_01", "ö", "x" * 300)
ODD: tuple[Any, ...] = (None, True, *NUMBERS, *TEXTS, [], {}, [[]], {"": 1}, {"id": "x"})
scalars = st.sampled_from(ODD)
fuzz = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


def assert_told(error: ScenarioError) -> None:
    """Each problem has a place and takes one line."""
    assert error.problems
    assert all(problem.file and "\n" not in str(problem) for problem in error.problems)


def outcome(text: str, overrides: Sequence[str] = ()) -> Scenario | None:
    """Return the scenario of a text; None where there are problems instead, which can be shown."""
    try:
        return parse(text, "x.yaml", overrides)
    except ScenarioError as error:
        assert_told(error)
        return None


def test_the_full_clinic_is_sound() -> None:
    scenario = parse(FULL)
    assert parse(dump(scenario)) == scenario
    assert all(isinstance(warning, Problem) for warning in warnings(scenario))


@fuzz
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    outcome(text)


@fuzz
@given(st.text(alphabet="ab:-[]{}&*!#'\"\n ,?|>%@~<", max_size=80))
def test_any_punctuation(text: str) -> None:
    outcome(text)


def _places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    keys = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, below in keys for place in _places(below, (*path, key)))]


def _changed(value: Any, path: tuple[Any, ...], change: str, odd: Any) -> Any:
    """Return a copy with the value at a path replaced, dropped, doubled or renamed."""
    if not path:
        return odd
    key, rest = path[0], path[1:]
    items = list(value.items() if isinstance(value, dict) else enumerate(value))
    result = []
    for name, below in items:
        if name != key or rest:
            result.append((name, _changed(below, rest, change, odd) if name == key else below))
        elif change == "replace":
            result.append((name, odd))
        elif change == "double":
            result += [(name, below), (f"{name}", below)]
        elif change == "rename":
            result.append((f"{name}x", below))
    return dict(result) if isinstance(value, dict) else [below for _, below in result]


@settings(fuzz, max_examples=250)
@given(st.data())
def test_a_sound_scenario_with_a_few_mistakes(data: st.DataObject) -> None:
    value = plain(parse_yaml(FULL, "x.yaml", []))
    for _ in range(data.draw(st.integers(1, 4))):
        path = data.draw(st.sampled_from(_places(value)))
        change = data.draw(st.sampled_from(["replace", "drop", "double", "rename"]))
        value = _changed(value, path, change, data.draw(scalars))
        if not isinstance(value, dict):
            break
    result = outcome(yaml.safe_dump(value, sort_keys=False))
    if result is not None:
        assert parse(dump(result)) == result
        warnings(result)
        evaluate(result, Roster((), (), ()))


@settings(fuzz, max_examples=200)
@given(st.data())
def test_settings_lead_anywhere(data: st.DataObject) -> None:
    value = plain(parse_yaml(FULL, "x.yaml", []))
    path = data.draw(st.sampled_from(_places(value)))
    steps = [
        *map(str, path),
        *data.draw(st.lists(st.sampled_from(["0", "9", "id", "x", "eye", "nurse_01"]), max_size=2)),
    ]
    text = yaml.safe_dump(data.draw(scalars), default_flow_style=True).removesuffix("...\n").strip()
    outcome(FULL, [f"{'.'.join(steps)}={data.draw(st.sampled_from([text, '!remove', '', '[', '*a']))}"])


@settings(fuzz, max_examples=150)
@given(st.binary(max_size=120) | st.text(alphabet="id,;\t\n\"'competences|nurse0.5 ", max_size=120).map(str.encode))
def test_any_table(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("table")
    for name in ("table.csv", "table.xlsx"):
        (folder / name).write_bytes(data)
        (folder / "scenario.yaml").write_text(FULL.replace("absences:", f"history: {{table: {name}}}\nabsences:"))
        try:
            load(folder)
        except ScenarioError as error:
            assert_told(error)


@settings(fuzz, max_examples=100)
@given(st.binary(max_size=200))
def test_any_file(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("file") / "scenario.yaml"
    file.write_bytes(data)
    with pytest.raises(ScenarioError):
        load(file)


def _clinic(rng: random.Random) -> dict[str, Any]:
    """Return a sound scenario in which most things are said, by chance."""
    weeks = rng.randint(1, 6)
    units = [f"unit {i}" for i in range(rng.randint(1, 3))]
    jobs = [f"job_{i}" for i in range(rng.randint(1, 4))]
    people = [f"{rng.choice(['p', 'p.', '0', 'å'])}{i}" for i in range(rng.randint(len(jobs), 8))]
    plan = {u: {"visit": [rng.randint(0, 90) for _ in range(weeks)]} for u in units}
    spec = {
        "name": rng.choice([None, "Clinic: one", "off"]),
        "open": rng.choice([{}, {"mon-thu": ["am", "pm"], "sat,sun": ["am"]}]),
        "rooms": {"exam": rng.randint(1, 5), "lab": {"count": 2, "open": {"mon-fri": ["am"]}}},
        "activities": {
            "visit": {"team": {job: rng.randint(1, 60) for job in jobs}, "no_show": rng.choice([0, "0.05"])}
        },
        "sessions": {
            "clinic": {"activities": ["visit"], "lead": rng.choice([None, jobs[0]])},
            "list": {
                "activities": ["visit"],
                "team": {jobs[0]: 1},
                "yield": rng.choice([3, {"am": 2}]),
                "span": ["am", "pm"],
            },
        },
    }
    return {
        "schema": "bemanna/1",
        "name": rng.choice(["x", "No: 7", "22:00", "2027-03-01", "ö" * 150]),
        "horizon": {"start": "2027-05-03", "weeks": weeks},
        "calendar": {"country": rng.choice(["SE", "NO", None]), "extra_holidays": ["2027-05-07"]},
        "periods": {"am": {"from": "8:00", "to": "12:00"}, "pm": {"from": "13:00", "to": "17:00"}},
        "shifts": {
            "day": {"from": "08:00", "to": "17:00", "break": 60, "covers": ["am", "pm"]},
            "night": {"minutes": 600},
        },
        "competences": jobs,
        "units": dict.fromkeys(units, spec),
        "production_plan": plan,
        "cover": [
            {"unit": units[0], "shift": "night", "competence": jobs[0], "target": 1, "under_cost": [100, "250.25"]}
        ],
        "staff": [
            {
                "id": person,
                "competences": [jobs[i % len(jobs)]],
                "home": rng.choice(units),
                "contract_minutes": rng.choice([None, 2400, 1337]),
                "fraction": rng.choice([1, "0.125", "0.5"]),
                "cost_per_hour": rng.choice([0, "411.55", 300]),
                "holiday_reduction": rng.choice([True, False]),
            }
            for i, person in enumerate(people)
        ],
        "absences": [{"staff": person, "start": "2027-05-04", "end": None} for person in people[::2]],
        "agency": [{"id": "locum", "unit": units[0], "competence": jobs[0], "cost_per_hour": 1500, "ramp": ["0.7", 1]}],
        "rules": {
            "presets": [rng.choice(["basic", "none"])],
            "overrides": {"consecutive_days": {"max": rng.randint(3, 6)}},
        },
    }


@pytest.mark.parametrize("seed", range(40))
def test_what_is_dumped_loads_again(seed: int) -> None:
    scenario = parse(yaml.safe_dump(_clinic(random.Random(seed)), sort_keys=False))
    again = parse(dump(scenario))
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)

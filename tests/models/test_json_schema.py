"""The JSON Schema accepts what loads, in all its short forms, and refuses what an editor should mark."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from models.loading import dump, json_schema, load
from models.reading.nodes import plain
from models.reading.yaml_text import parse_yaml
from models.rules.catalogue import CATALOGUE
from models.rules.presets import preset_names

ROOT = Path(__file__).parent.parent.parent
CLINIC = ROOT / "tests" / "errors" / "clinic.yaml"
SOURCES = [*sorted((ROOT / "scenarios").glob("*/*.yaml")), CLINIC]
VALIDATOR = Draft202012Validator(json_schema())

SHORT_FORMS = """
extends: clinic.yaml
units: {eye: {rooms: {exam: 5, theatre: {count: 1, open: {mon-fri: [am]}}}}}
production_plan: {visit: {2027-W09: 60}, eye: {operation: [1, 2], visit: 3}}
cover: [{unit: eye, shift: late, competence: nurse, days: [mon, tue], target: 1, under_cost: 500}]
staff: {table: staff.csv, rows: [{id: a, competences: nurse|phone}]}
absences: {table: book.xlsx, sheet: Away}
rules: {overrides: {daily_rest: {hours: 10}, fairness: [{kind: late}, {kind: weekend}]}}
"""


def as_editor(value: Any) -> Any:
    """Return a value as an editor reads it from YAML: true, false and decimals are no text."""
    if isinstance(value, dict):
        return {key: as_editor(below) for key, below in value.items()}
    if isinstance(value, list):
        return [as_editor(below) for below in value]
    if isinstance(value, str) and re.fullmatch(r"-?\d+\.\d+", value):
        return float(value)
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


def complaints(text: str) -> list[str]:
    """Return what the schema has against a YAML text."""
    value = as_editor(plain(parse_yaml(text, "x.yaml", [])))
    return [f"{list(error.absolute_path)}: {error.message[:200]}" for error in VALIDATOR.iter_errors(value)]


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_scenarios_and_what_is_dumped_of_them_pass(file: Path) -> None:
    assert complaints(file.read_text("utf-8")) == []
    assert complaints(dump(load(file))) == []


def test_short_forms_tables_and_overlays_pass() -> None:
    assert complaints(SHORT_FORMS) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Clinic", "nmae: Clinic"),
        ("weeks: 4", "weeks: four"),
        ("weeks: 4", "weeks: 400"),
        ("exam: 5", "exam: -5"),
        ("lead: doctor", "leed: doctor"),
        ("days: mon-fri", "days: 3"),
        ("visit: 60", "visit: -1"),
        ("people: 2", "people: 0"),
        ("competences: [doctor, nurse]", "competences: []"),
    ],
)
def test_mistakes_are_marked(old: str, new: str) -> None:
    text = CLINIC.read_text("utf-8")
    assert old in text
    assert complaints(text.replace(old, new, 1))


RULES = """
schema: bemanna/1
extends: clinic.yaml
unsocial_hours: {preset: se-ab, amounts: {weekday_evening: 25.3}}
rules:
  presets: [se-atl, se-ab]
  overrides:
    weekends: {max: 1, weeks: 2, mode: soft, cost: [500, 1000]}
    working_minutes: [{per: 4 weeks, max: 9600}, {per: month, max: 9600, scope: {contracts: [night]}}]
"""


def test_rules_pass() -> None:
    assert complaints(RULES) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("se-atl", "se-alt"),
        ("preset: se-ab", "preset: eu-wtd"),  # has no windows
        ("weekends:", "weekend:"),
        ("weeks: 2", "week: 2"),
        ("mode: soft", "mode: softly"),
        ("max: 1,", "max: one,"),
        ("per: 4 weeks", "per: 4 fortnights"),
        ("per: month, ", ""),
        ("contracts:", "contract:"),
    ],
)
def test_mistakes_in_rules_are_marked(old: str, new: str) -> None:
    assert old in RULES
    assert complaints(RULES.replace(old, new, 1))


def test_rules_are_chosen_from_those_there_are() -> None:
    """What an editor offers, with what each rule asks in one line."""
    schema = json_schema()["$defs"]
    offered = schema["Overrides"]["properties"]
    assert set(offered) == set(CATALOGUE)
    assert all(rule.formula in offered[key]["description"] for key, rule in CATALOGUE.items())
    assert schema["RuleSet"]["properties"]["presets"]["items"] == {"enum": list(preset_names())}


def test_every_key_says_what_it_means() -> None:
    """Descriptions are what an editor shows beside a key."""
    schema = json_schema()
    owners = {"Scenario": schema, **schema["$defs"]}
    silent = [
        f"{o}.{k}"
        for o, owner in owners.items()
        for k, spec in owner.get("properties", {}).items()
        if not spec.keys() & {"description", "$ref"}
    ]
    assert silent == []

"""The JSON Schema of scenario files, by which an editor completes and checks as one types."""

from __future__ import annotations

from typing import Any, Final

from models.reading.describing import describe_schema
from models.reading.tables import PLAN, ROW_MODELS
from models.rules.presets import preset, preset_names
from models.scenario import Scenario

_JsonObject = dict[str, Any]

_MERGED: Final = frozenset(
    ("Activity", "AgencyOffer", "Booking", "Horizon", "Period", "Person", "Room", "Session", "ShareBudget", "Shift")
)
"""What merges key by key with the scenario that an overlay extends, so that an overlay may give a part of it."""


def json_schema() -> _JsonObject:
    """Return the JSON Schema of a scenario file: its sections, tables in their place, and overlays."""
    describe_schema()
    schema = Scenario.model_json_schema()
    sections: _JsonObject = schema["properties"]
    for key in ROW_MODELS:
        sections[key] = _or_table(sections[key])
    sections[PLAN] = _plan(sections[PLAN])
    for name in _MERGED.intersection(schema["$defs"]):
        schema["$defs"][name].pop("required", None)
    for rule in schema["$defs"]["Overrides"]["properties"].values():
        rule["anyOf"] += [kind["items"] for kind in rule["anyOf"] if "items" in kind]
    _name_presets(schema["$defs"])
    for model in (schema, *schema["$defs"].values()):
        _drop_empty_defaults(model.get("properties", {}))
    overlay = {"type": "string", "description": "The scenario (file or folder) on which this one lies as an overlay."}
    schema["properties"] = {**sections, "extends": overlay}
    required = schema.pop("required")
    schema["anyOf"] = [{"required": ["extends"]}, {"required": required}]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Bemanna scenario", **schema}


def _name_presets(models: _JsonObject) -> None:
    """Let the presets be chosen from those there are."""
    models["RuleSet"]["properties"]["presets"]["items"] = {"enum": list(preset_names())}
    with_hours = [name for name in preset_names() if any(v.unsocial_hours for v in preset(name).versions)]
    models["UnsocialPay"]["properties"]["preset"] |= {"anyOf": [{"enum": with_hours}, {"type": "null"}]}


def _drop_empty_defaults(properties: _JsonObject) -> None:
    """Drop what an editor would show, or fill in, as a default and says nothing: whole objects of nulls."""
    for spec in properties.values():
        if isinstance(spec.get("default"), dict):
            del spec["default"]


def _text(description: str) -> _JsonObject:
    return {"type": "string", "description": description}


def _or_table(section: _JsonObject) -> _JsonObject:
    """Return the schema of a list that may stand in a table instead."""
    rows = {key: value for key, value in section.items() if key in ("type", "items")}
    table = {
        "type": "object",
        "properties": {
            "table": _text("A CSV file or XLSX workbook, beside this file."),
            "sheet": _text("The sheet of the workbook; by default the first."),
            "rows": {**rows, "description": "Further rows."},
        },
        "required": ["table"],
        "additionalProperties": False,
    }
    rest = {key: value for key, value in section.items() if key not in rows}
    return {**rest, "anyOf": [rows, table]}


def _plan(section: _JsonObject) -> _JsonObject:
    """Return the schema of the plan: per activity (below its unit or not) a number, a list, or numbers by week."""
    count = {"type": "integer", "minimum": 0}
    numbers = {"anyOf": [count, {"type": "array", "items": count}, {"type": "object", "additionalProperties": count}]}
    entry = {"anyOf": [*numbers["anyOf"], {"type": "object", "additionalProperties": numbers}]}
    table = {
        "table": _text("A CSV file or XLSX workbook with columns activity, week, planned and perhaps unit."),
        "sheet": _text("The sheet of the workbook."),
    }
    return {
        **{k: v for k, v in section.items() if k in ("description", "default")},
        "type": "object",
        "properties": table,
        "additionalProperties": entry,
    }

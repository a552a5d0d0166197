"""Every field of a scenario says what it means, in the JSON Schema too."""

from __future__ import annotations

from models.reading.describing import describe
from models.reading.json_schema import json_schema
from models.rules.groups import Group, SkillMix
from models.scenario import Scenario


def test_fields_have_the_texts_below_them() -> None:
    describe()
    assert Scenario.model_fields["calendar"].description == "Country, time zone, currency."
    assert SkillMix.model_fields["scope"].description, "a parent's"


def test_so_has_the_schema() -> None:
    models = json_schema()["$defs"]
    for name in ("Person", "SkillMix", Group.__name__, "NightStep"):
        for key, spec in models[name]["properties"].items():
            assert "description" in spec, f"{name}.{key}"

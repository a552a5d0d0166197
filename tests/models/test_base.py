"""The base class of everything in a scenario."""

from __future__ import annotations

from models.rules.ruleset import RuleSet
from tests.support.rosters import clinic


def test_a_changed_copy_remembers_nothing_of_the_original() -> None:
    scenario = clinic(rules={"presets": ["basic"]})
    assert len(scenario.rules_in_force) == 4
    assert scenario.model_copy(update={"rules": RuleSet(presets=("none",))}).rules_in_force == ()
    assert scenario.horizon.model_copy(update={"weeks": 2}).days[: len(scenario.horizon.days)] == scenario.horizon.days
    assert len(scenario.horizon.days) == 7

"""All rules by key, and the rule section of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field, create_model, model_validator

from models.base import Base
from models.rules.base import Rule
from models.rules.counts import FreeDays, ShiftCount, WorkingMinutes
from models.rules.fairness import Fairness
from models.rules.presets import PRESETS
from models.rules.rest import DailyRest, WeeklyRest
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts

RULES: tuple[type[Rule], ...] = (
    DailyRest,
    WeeklyRest,
    ConsecutiveDays,
    ConsecutiveDaysOff,
    ConsecutiveShifts,
    WorkingMinutes,
    ShiftCount,
    FreeDays,
    Fairness,
)
CATALOGUE: Mapping[str, type[Rule]] = MappingProxyType({rule.key: rule for rule in RULES})


def _as_rows(value: Any) -> Any:
    return [value] if isinstance(value, (dict, Base)) else value


def _override(rule: type[Rule]) -> Any:
    """Return the field of a rule: one setting of it, or a list to bind several scopes."""
    rows = Annotated[tuple[rule, ...] | None, BeforeValidator(_as_rows)]  # type: ignore[valid-type]
    return rows, Field(default=None, description=f"{rule.title}: {rule.formula}.")


if TYPE_CHECKING:

    class Overrides(Base):
        """Settings of single rules, on top of the presets: a field for each rule of the catalogue."""

else:
    Overrides = create_model("Overrides", __base__=Base, **{rule.key: _override(rule) for rule in RULES})


class RuleSet(Base):
    """The rules of a scenario: presets, and what differs from them.

    A rule that an override names replaces the preset's; it may be a list, to bind several scopes.
    """

    presets: tuple[str, ...] = ("basic",)
    """Names of presets, later ones win: ``basic`` (11 h daily rest, 36 h weekly rest, 6 days in a row) or ``none``."""
    overrides: Overrides = Overrides()
    """Rules by key."""

    def overriding(self, key: str) -> tuple[Rule, ...] | None:
        """Return the settings by which a rule replaces that of the presets; None where it does not."""
        rows: tuple[Rule, ...] | None = getattr(self.overrides, key)
        return rows

    @model_validator(mode="after")
    def _known(self) -> RuleSet:
        unknown = [p for p in self.presets if p not in PRESETS]
        if unknown:
            raise ValueError(f"names an unknown preset '{unknown[0]}'; known are {', '.join(PRESETS)}")
        return self

    @cached_property
    def in_force(self) -> tuple[Rule, ...]:
        """The rules that hold, in the order of the catalogue."""
        preset = {key: rows for name in self.presets for key, rows in PRESETS[name].items()}
        rules: list[Rule] = []
        for key, rule_class in CATALOGUE.items():
            override = self.overriding(key)
            if override is not None:
                rules.extend(override)
            else:
                rules.extend(rule_class.model_validate(row) for row in preset.get(key, ()))
        return tuple(rule for rule in rules if rule.mode != "off")

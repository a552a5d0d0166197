"""All rules by key, the presets, and the rule section of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Annotated, Any

from pydantic import BeforeValidator, model_validator

from models.base import Base
from models.rules.base import Rule
from models.rules.fairness import Fairness
from models.rules.rest import DailyRest, WeeklyRest
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts

RULES: tuple[type[Rule], ...] = (
    DailyRest,
    WeeklyRest,
    ConsecutiveDays,
    ConsecutiveDaysOff,
    ConsecutiveShifts,
    Fairness,
)
CATALOGUE: Mapping[str, type[Rule]] = MappingProxyType({rule.key: rule for rule in RULES})

PRESETS: Mapping[str, Mapping[str, Mapping[str, Any]]] = MappingProxyType(
    {
        "none": {},
        "basic": {
            "daily_rest": {"hours": 11, "source": "Directive 2003/88/EC art. 3; Arbetstidslagen 13 §"},
            "weekly_rest": {"hours": 36, "source": "Arbetstidslagen 14 §"},
            "consecutive_days": {"max": 6, "source": "Directive 2003/88/EC art. 5 leaves one day of seven free"},
        },
    }
)
"""Named sets of rules: rule key -> settings."""


def _as_rows(value: Any) -> Any:
    return [value] if isinstance(value, (dict, Base)) else value


class _Overrides(Base):
    """Settings of single rules, on top of the presets."""

    daily_rest: Annotated[tuple[DailyRest, ...] | None, BeforeValidator(_as_rows)] = None
    """Hours between shifts."""
    weekly_rest: Annotated[tuple[WeeklyRest, ...] | None, BeforeValidator(_as_rows)] = None
    """Free hours in one piece each week."""
    consecutive_days: Annotated[tuple[ConsecutiveDays, ...] | None, BeforeValidator(_as_rows)] = None
    """Working days in a row."""
    consecutive_days_off: Annotated[tuple[ConsecutiveDaysOff, ...] | None, BeforeValidator(_as_rows)] = None
    """Days off in a row."""
    consecutive_shifts: Annotated[tuple[ConsecutiveShifts, ...] | None, BeforeValidator(_as_rows)] = None
    """Shifts of a kind in a row."""
    fairness: Annotated[tuple[Fairness, ...] | None, BeforeValidator(_as_rows)] = None
    """Fair shares of kinds of shifts."""


class RuleSet(Base):
    """The rules of a scenario: presets, and what differs from them.

    A rule that an override names replaces the preset's; it may be a list, to bind several scopes.
    """

    presets: tuple[str, ...] = ("basic",)
    """Names of presets, later ones win: ``basic`` (11 h daily rest, 36 h weekly rest, 6 days in a row) or ``none``."""
    overrides: _Overrides = _Overrides()
    """Rules by key."""

    @model_validator(mode="after")
    def _known(self) -> RuleSet:
        unknown = [p for p in self.presets if p not in PRESETS]
        if unknown:
            raise ValueError(f"names an unknown preset '{unknown[0]}'; known are {', '.join(PRESETS)}")
        return self

    @cached_property
    def in_force(self) -> tuple[Rule, ...]:
        """The rules that hold, in the order of the catalogue."""
        preset = {key: settings for name in self.presets for key, settings in PRESETS[name].items()}
        rules: list[Rule] = []
        for key, rule_class in CATALOGUE.items():
            override: tuple[Rule, ...] | None = getattr(self.overrides, key)
            if override is not None:
                rules.extend(override)
            elif key in preset:
                rules.append(rule_class.model_validate(preset[key]))
        return tuple(rule for rule in rules if rule.mode != "off")

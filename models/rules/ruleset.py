"""The rule section of a scenario, and which rules are in force."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import AfterValidator

from models.base import Base, Date
from models.rules.base import Rule
from models.rules.catalogue import CATALOGUE, Overrides, settings_of
from models.rules.presets import Version, known_preset, preset

OVERRIDE: Final = "override"
"""The origin of rules that the scenario itself sets."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A setting of a rule, and where it comes from: the name of a preset, or ``override``."""

    rule: Rule
    origin: str


class RuleSet(Base):
    """The rules of a scenario: presets, and what differs from them.

    A rule that an override names replaces the presets' settings of it; it may be a list, to bind several scopes.
    """

    presets: tuple[Annotated[str, AfterValidator(known_preset)], ...] = ("basic",)
    """Laws and agreements by name; ``bemanna rules`` lists them. Where several set the same rule, the last one's
    settings hold."""
    as_of: Date | None = None
    """The date whose versions of the presets hold; by default the first day of the horizon."""
    overrides: Overrides = Overrides()
    """Rules by key."""

    def date(self, start: dt.date) -> dt.date:
        """Return the date whose versions of the presets hold for a horizon from ``start``."""
        return self.as_of or start

    def versions(self, start: dt.date) -> dict[str, Version | None]:
        """Return the version of each preset that holds for a horizon from ``start``; None where there was none yet."""
        return {name: preset(name).on(self.date(start)) for name in self.presets}

    def placed(self, start: dt.date) -> tuple[Placed, ...]:
        """Return all settings that hold for a horizon from ``start``, in the order of the catalogue; also those off."""
        versions = self.versions(start)
        result: list[Placed] = []
        for key in CATALOGUE:
            origin, rows = OVERRIDE, settings_of(self.overrides, key)
            for name, version in reversed(versions.items()):
                if rows is None and version is not None:
                    origin, rows = name, settings_of(version.rules, key)
            result.extend(Placed(rule, origin) for rule in rows or ())
        return tuple(result)

    def in_force(self, start: dt.date) -> tuple[Rule, ...]:
        """Return the rules that are in force over a horizon from ``start``, in the order of the catalogue."""
        return tuple(placed.rule for placed in self.placed(start) if placed.rule.mode != "off")

"""What is assumed of absence and no-shows, with the sources of the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from models.problems import did_you_mean
from models.scenario import Scenario

DAYS_SICK: Final = 22.0
"""Days a year: 6 % of 365. Sick leave in Swedish regions was 5.7 % (2019), 7.1 % (2020) and 6.4 % (2021)
(Läkartidningen, March 2022). It counts long leave too, which a scenario mostly knows as absence."""

SPELL_DAYS: Final = 4.0
"""Days of a spell: 5,279 days in 1,364 leaves of at most 30 days among 965 nursing staff of a university hospital
in a year ("Factors related to sickness absenteeism among nursing personnel", Revista de Saúde Pública)."""

DRAWS: Final = 10_000
YEAR: Final = 365


class AssumptionError(ValueError):
    """An assumption that cannot be; the text says what is wrong and what to do."""

    def __init__(self, name: str, what: str, got: object, remedy: str) -> None:
        super().__init__(f"{name}: {what} (got {got}): {remedy}")
        self.name, self.what, self.got, self.remedy = name, what, got, remedy


@dataclass(frozen=True, slots=True)
class Assumptions:
    """Chances of absence and no-shows, and how often they are drawn."""

    days_sick: float = DAYS_SICK
    """Days of short-notice absence of one person in a year of 365 days, days off included."""
    spell_days: float = SPELL_DAYS
    """Mean length of a spell of absence in days."""
    no_show: float | None = None
    """Part of the booked items that do not come, of all activities; by default each activity's own."""
    no_shows: Mapping[str, float] = field(default_factory=dict)
    """The same for single activities, by id; goes before ``no_show``."""
    draws: int = DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        shares = {"no_show": self.no_show or 0.0, **{f"no_shows.{a}": share for a, share in self.no_shows.items()}}
        _within("days_sick", self.days_sick, 0, YEAR)
        _within("spell_days", self.spell_days, 1, YEAR)
        _within("draws", self.draws, 1, 1_000_000)
        _within("seed", self.seed, 0, 2**31 - 1)
        for name, share in shares.items():
            _within(name, share, 0, 1)

    @property
    def share_sick(self) -> float:
        """The part of all days on which somebody is absent."""
        return self.days_sick / YEAR

    @property
    def start_chance(self) -> float:
        """The chance that a spell starts on a day that no earlier spell reaches.

        A day is absent with chance s where the day before was absent and the spell goes on (chance 1 - 1/L), or where
        a new one starts (chance a): s = a + s (1 - a)(1 - 1/L), so a = s / (L - s (L - 1)).
        """
        share, length = self.share_sick, self.spell_days
        return share / (length - share * (length - 1))

    def no_show_of(self, scenario: Scenario, unit: str, activity: str) -> float:
        """Return the part of the booked items of an activity that do not come."""
        if activity in self.no_shows:
            return self.no_shows[activity]
        return float(scenario.units[unit].activities[activity].no_show) if self.no_show is None else self.no_show

    def check_names(self, scenario: Scenario) -> None:
        """Check that activities with a no-show of their own are in the scenario. Raises AssumptionError."""
        known = {activity for unit in scenario.units.values() for activity in unit.activities}
        for name in self.no_shows:
            if name not in known:
                remedy = did_you_mean(name, sorted(known), "name an activity of the scenario")
                raise AssumptionError("no_shows", "no activity has this id", name, remedy)


def _within(name: str, value: float, least: float, most: float) -> None:
    if not least <= value <= most:
        what = f"must lie between {least:g} and {most:,.10g}"
        raise AssumptionError(name, what, f"{value:g}", "give a number in these limits")

"""What a simulation says, as it stands in simulation.json. Weeks are ISO weeks; money is in the currency."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

SIMULATION_SCHEMA: Final = "bemanna/simulation-1"


@dataclass(frozen=True, slots=True)
class Spread:
    """A number over all draws: mean, and the values that 5 % of the draws stay below and above."""

    mean: float
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Chance:
    """How an activity fares in a week."""

    met: float
    """Part of the draws in which as many items as the plan has are seen."""
    shortfall: float
    """Mean number of items that are missing at the end of the week (of a queue: that wait)."""
    seen: Spread
    """Items that are booked, done and come."""


@dataclass(frozen=True, slots=True)
class ActivityWeek:
    """An activity in a week; what is seen where nobody steps in, and where colleagues do."""

    unit: str
    activity: str
    week: str
    plan: int
    """Items of the plan, without those that are booked for no-shows."""
    rostered: int
    """Items of the roster, booked ones for no-shows too."""
    no_show: float
    alone: Chance
    aided: Chance


@dataclass(frozen=True, slots=True)
class UnitWeek:
    """All activities of a unit in a week."""

    unit: str
    week: str
    met_alone: float
    """Part of the draws in which every activity meets its plan, where nobody steps in."""
    met_aided: float
    """The same where colleagues step in."""
    share_alone: float
    """Mean part of the planned items that is seen, each activity at most up to its plan."""
    share_aided: float


@dataclass(frozen=True, slots=True)
class CapacityWeek:
    """Bookable minutes of a competence in a week."""

    unit: str
    competence: str
    week: str
    rostered: int
    left: Spread


@dataclass(frozen=True, slots=True)
class CoverWeek:
    """People on a shift over the days of a week that ask for them."""

    unit: str
    shift: str
    competence: str
    week: str
    least: int
    """People asked for at least (min), summed over the days."""
    wanted: int
    """People wanted at best (target), summed over the days."""
    missing: float
    """Mean number of people below target, summed over the days."""
    min_met: float
    """Chance that a day has its least number of people: mean of the days."""
    target_met: float
    """Chance that a day has all people wanted: mean of the days."""
    every_min_met: float
    """Part of the draws in which every day has its least number."""


@dataclass(frozen=True, slots=True)
class PersonWeek:
    """What one person's absence for a whole week costs, where everybody else is there."""

    staff: str
    week: str
    items_alone: int
    """Items that are lost where nobody steps in."""
    items_aided: int
    cost_alone: float
    """What they are worth at their shortfall cost, and people missing on cover."""
    cost_aided: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """How a roster stands absence and no-shows."""

    schema: str
    scenario_sha256: str
    roster_sha256: str
    """Of the roster's rows: says whether the simulation is of this roster."""
    numpy: str
    """Version of what draws: another may draw otherwise."""
    days_sick: float
    spell_days: float
    no_show: float | None
    no_shows: Mapping[str, float]
    draws: int
    seed: int
    share_sick: float
    """Part of the days of work on which people were absent, over all draws."""
    units: tuple[UnitWeek, ...]
    activities: tuple[ActivityWeek, ...]
    capacity: tuple[CapacityWeek, ...]
    cover: tuple[CoverWeek, ...]
    people: tuple[PersonWeek, ...]
    """The dearest first; without those that nobody misses."""

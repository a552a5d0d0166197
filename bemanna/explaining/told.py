"""What is found out about a roster, in words and numbers: as it is told, printed as JSON and kept in a run folder.

Money is in the currency of the scenario, weeks are ISO weeks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

EXPLANATION_SCHEMA: Final = "bemanna/explanation-1"


@dataclass(frozen=True, slots=True)
class Change:
    """By how much something is missing less than before: items of an activity, or people on a shift."""

    unit: str
    activity: str | None
    shift: str | None
    competence: str | None
    week: str
    fewer: int


@dataclass(frozen=True, slots=True)
class ToldEffect:
    """What comes of one thing, or several together, that are otherwise."""

    binds: str
    """What kind of thing: hours, absence, room, ..."""
    what: str
    fewer: int
    """Of the shortage that it is told for; 0 where it is told for none."""
    saves: float
    """In all costs together."""
    saves_at_most: float | None
    levels: Mapping[str, float]
    """With a lexicographic objective: what is saved in each level."""
    worth: str
    """What is saved, in words."""
    items: str
    """What more is produced and covered, in words."""
    certain: bool
    proof: str
    """What is known, in words."""
    seconds: float
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ToldShortage:
    """Something that falls short, and what would help."""

    text: str
    unit: str
    activity: str | None
    shift: str | None
    competence: str | None
    week: str
    missing: int
    price: float
    causes: tuple[ToldEffect, ...]
    """What would help, the most helpful first."""
    nothing: str
    """Where nothing was found to help, what is known, in words."""
    tried: int
    not_tried: int
    none_alone_saves_more_than: float | None


@dataclass(frozen=True, slots=True)
class ToldValue:
    """What one more of something is worth."""

    one_more: str
    text: str
    """The whole in words."""
    unit: Literal["hour", "half_day", "person", "week"]
    estimate: float
    holds_for: int | None
    """Units that are each worth about as much; None where there was no time to find out."""
    units_solved: int
    confirmed: ToldEffect | None

    @property
    def matters(self) -> bool:
        """Whether it is worth anything."""
        return self.estimate > 0 or (self.confirmed is not None and self.confirmed.saves > 0)

    @property
    def whole(self) -> float:
        """What all the units are worth for which the estimate is known to hold."""
        return self.estimate * (self.holds_for or 1)


@dataclass(frozen=True, slots=True)
class ToldUsage:
    """How much is used of something that is limited."""

    what: str
    used: float


@dataclass(frozen=True, slots=True)
class Told:
    """Everything that is found out about a roster."""

    schema: str
    scenario_sha256: str
    roster_sha256: str
    """Of the roster that is explained."""
    currency: str
    objective: float
    compared_with: float
    """What the roster costs that everything is compared with: the given one, perhaps improved on the way."""
    bound: float | None
    """Of the first level, with a lexicographic objective."""
    levels: tuple[str, ...]
    """Names of the levels; none where money is what counts."""
    shortages: tuple[ToldShortage, ...]
    values: tuple[ToldValue, ...]
    usages: tuple[ToldUsage, ...]
    solves: int
    seconds: float
    complete: bool
    footnote: str

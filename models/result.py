"""What is said of a roster (Evaluation) and of a solve (Result): small, frozen, None where there is nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from models.roster import Roster

PRODUCTION_TERMS = ("shortfall", "waiting", "cover_under", "cover_over", "cover_min")
COST_TERMS = ("additional_hours", "overtime", "undertime", "unsocial_hours", "agency", "travel", "agency_share")
RULE_TERMS = ("soft_rules", "fairness", "changes")
"""The terms to which rules add."""
WISH_TERMS = ("soft_rules", "requests", "fairness", "changes")
TERMS = (*PRODUCTION_TERMS, *COST_TERMS, *WISH_TERMS)
"""The names of all terms of the objective, in the order of reports."""

LEVELS: Mapping[str, tuple[str, ...]] = {"production": PRODUCTION_TERMS, "cost": COST_TERMS, "wishes": WISH_TERMS}
"""The terms of each level of a lexicographic objective."""


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    UNKNOWN = "unknown"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Violation:
    """A hard rule or limit that a roster breaks."""

    rule: str
    """Its key, for example ``daily_rest``."""
    title: str
    """Its name for people."""
    staff: str | None
    """Whose; None where it is about a session, room, unit or budget."""
    dates: tuple[dt.date, ...]
    """When."""
    size: int
    """By how much, in ``unit``."""
    unit: str
    """What size counts: minutes, days, people, items, ..."""
    text: str
    """What is wrong, in words."""
    source: str | None = None
    """Law or agreement."""


@dataclass(frozen=True, slots=True)
class Production:
    """An activity in a week. planned + carried_in + surplus = produced + shortfall."""

    unit: str
    activity: str
    week: int
    planned: int
    carried_in: int
    produced: int
    surplus: int
    shortfall: int


@dataclass(frozen=True, slots=True)
class Capacity:
    """A competence of a unit in a week, in minutes.

    need: minutes of the planned items (without what is carried in). available: bookable minutes if
    everybody worked their contract time evenly. rostered: minutes credited. capacity: share x
    productivity x credited. direct: minutes of the items produced. agency: the agency part of
    rostered; overtime: the part of rostered above contract time.
    """

    unit: str
    competence: str
    week: int
    need: int
    available: int
    rostered: int
    capacity: int
    direct: int
    agency: int
    overtime: int


@dataclass(frozen=True, slots=True)
class Cover:
    """People who cover a shift of a day as a competence in a unit, against what its cover rows ask.

    Of several rows for the same the largest min and target count. ``most`` is the number above which somebody costs
    extra. Where the rows are shared, people in sessions count as staffed too.
    """

    day: int
    unit: str
    shift: str
    competence: str
    min: int
    target: int
    most: int
    staffed: int

    @property
    def missing(self) -> int:
        """People below target."""
        return max(0, self.target - self.staffed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a roster costs and breaks. Amounts are ticks (models.base). None means: not judged."""

    violations: tuple[Violation, ...]
    terms: Mapping[str, int | None]
    """Ticks by name of term; production terms are None for a roster without items."""
    production: tuple[Production, ...] | None
    capacity: tuple[Capacity, ...]
    over_minutes: Mapping[str, int]
    """Minutes above due over the horizon, by staff id, of employees with contract time."""
    kpis: Mapping[str, float | int | None]
    cover: tuple[Cover, ...] = ()

    @property
    def objective(self) -> int:
        """The sum of all terms that are judged, in ticks."""
        return sum(value for value in self.terms.values() if value is not None)


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a lexicographic solve; amounts in ticks."""

    name: str
    objective: int | None
    bound: int | None
    """Proven lower bound, given that the levels above cost at most what they do."""
    seconds: float
    incumbents: tuple[Incumbent, ...] = ()
    """Its time line, in seconds since the start of the solve."""

    @property
    def gap(self) -> float | None:
        """Distance to the bound as a fraction of the objective."""
        return relative_gap(self.objective, self.bound)


@dataclass(frozen=True, slots=True)
class Incumbent:
    """The best known at a moment of a solve; amounts in ticks."""

    seconds: float
    objective: int | None
    bound: int | None

    @property
    def gap(self) -> float | None:
        """Distance to the bound as a fraction of the objective."""
        return relative_gap(self.objective, self.bound)


def relative_gap(objective: int | None, bound: int | None) -> float | None:
    """Return (objective - bound) / max(1, |objective|) with both in the currency; None where one is unknown."""
    from models.base import TICKS_PER_MONEY

    if objective is None or bound is None:
        return None
    return max(0, objective - bound) / max(TICKS_PER_MONEY, abs(objective))


@dataclass(frozen=True, slots=True)
class Result:
    """How a solve ended, and with what."""

    status: Status
    roster: Roster | None
    evaluation: Evaluation | None
    bound: int | None
    """Proven lower bound of the objective in ticks."""
    seconds: float
    incumbents: tuple[Incumbent, ...]
    seed: int
    workers: int
    levels: tuple[Level, ...] = ()
    """Of a lexicographic solve."""
    conflicts: tuple[str, ...] = ()
    """Infeasible: what collides, in words."""
    stopped: bool = False
    """Whether it was stopped before its limits: by somebody, or for want of memory."""
    out_of_memory: bool = False
    """Whether it was stopped because its memory limit was near."""
    placement: Mapping[str, float | int] = field(default_factory=dict)
    """Quality of stage two (who sits where): never part of objective or gap."""

    @property
    def objective(self) -> int | None:
        """The cost of the roster in ticks."""
        return None if self.evaluation is None else self.evaluation.objective

    @property
    def gap(self) -> float | None:
        """Distance to the bound as a fraction of the objective; None where unknown."""
        return relative_gap(self.objective, self.bound)

"""What every rule has: a mode, a price, a scope, and a judgement from its own definition."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Protocol

from pydantic import Field, field_validator, model_validator

from models.base import Base, Date, Id, Money, ticks

if TYPE_CHECKING:
    from models.rules.wishes import Wish
    from models.staff import Person

Mode = Literal["hard", "soft", "off"]
Duty = Literal["work", "on_call", "stand_by"]
"""Work, on-call at the workplace, stand-by at home."""


class Scope(Base):
    """Whom a rule binds, and when; what is left out does not restrict."""

    people: tuple[Id, ...] | None = None
    """Staff ids (for agency the offer's id)."""
    competences: tuple[Id, ...] | None = None
    """Main competences."""
    contracts: tuple[Id, ...] | None = None
    """Contracts, as named by ``contract`` of people."""
    units: tuple[Id, ...] | None = None
    """Home units."""
    start: Annotated[Date | None, Field(alias="from")] = None
    """First date on which a break counts: each rule says on which day a break of it is settled."""
    end: Annotated[Date | None, Field(alias="to")] = None
    """Last date on which a break counts."""

    @model_validator(mode="after")
    def _forward(self) -> Scope:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"ends on {self.end}, before its start {self.start}")
        return self

    def includes(self, subject: Subject) -> bool:
        """Whether a person is among those whom it names."""
        return (
            (self.people is None or subject.id in self.people or subject.group in self.people)
            and (self.competences is None or subject.main in self.competences)
            and (self.contracts is None or subject.contract in self.contracts)
            and (self.units is None or subject.home in self.units)
        )

    def holds_on(self, date: dt.date) -> bool:
        """Whether a break that is settled on a date counts."""
        return (self.start is None or date >= self.start) and (self.end is None or date <= self.end)


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """One shift of one person, in history or horizon.

    ``day`` counts from the first day of the horizon (history is negative); ``start`` and ``end`` are
    true minutes since 1970, None without clock times; ``minutes`` are true minutes without the break,
    ``paid`` those that count as contract time.
    """

    day: int
    shift: str
    start: int | None
    end: int | None
    minutes: int = 0
    duty: Duty = "work"
    paid: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken: whose, on which days, by how much, in words.

    ``settled`` is the day that decides whether the dates of the scope hold; by default the last of ``days``.
    ``before`` is excess of the same break that was charged earlier: with prices that rise, ``size`` comes on top of it.
    """

    staff: str
    days: tuple[int, ...]
    size: int
    text: str
    settled: int | None = None
    before: int = 0


class Role(NamedTuple):
    """As what somebody works: a shift that a cover row asks for, or a session place, in words."""

    staff: str
    day: int
    competence: str
    text: str


class Subject(Protocol):
    """The person that a rule looks at."""

    @property
    def id(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def main(self) -> str: ...
    @property
    def competences(self) -> tuple[str, ...]: ...
    @property
    def home(self) -> str: ...
    @property
    def contract(self) -> str | None: ...
    @property
    def person(self) -> Person | None: ...


class Setting(Protocol):
    """What a rule may know beside the shifts: the calendar, the shifts there are, and what is known of whom."""

    @property
    def workers(self) -> Mapping[str, Subject]: ...
    @property
    def day_count(self) -> int: ...
    @property
    def shift_names(self) -> Collection[str]: ...
    def date(self, day: int) -> dt.date: ...
    def midnight(self, day: int) -> int: ...
    def instant(self, day: int, clock: int) -> int: ...
    def is_weekend(self, day: int) -> bool: ...
    def is_holiday(self, day: int) -> bool: ...
    def kind_of(self, shift: str) -> str | None: ...
    def shifts_named(self, names: tuple[str, ...] | None) -> frozenset[str]: ...
    def worked_shift(self, shift: str, day: int) -> WorkedShift: ...
    def known_from(self, staff: str) -> int: ...
    def absent_days(self, staff: str) -> frozenset[int]: ...
    def days_ahead(self, day: int) -> int: ...
    def published(self, staff: str) -> Mapping[int, str | None]: ...
    def previous(self, staff: str) -> Mapping[int, str | None]: ...
    def wishes(self, staff: str) -> Sequence[Wish]: ...
    def expired(self, staff: str, competence: str, day: int) -> bool: ...
    def fair_share(self, rule: Rule, kind: str, staff: str) -> int | None: ...


class Rule(Base):
    """A rule about people's shifts."""

    key: ClassVar[str]
    """Its name in scenario files."""
    title: ClassVar[str]
    """Its name for people."""
    formula: ClassVar[str]
    """What must hold, in one line."""
    size_unit: ClassVar[str]
    """What its excess is counted in."""
    term: ClassVar[str] = "soft_rules"
    """The term of the objective to which its cost belongs."""

    mode: Mode = "hard"
    """Forbidden to break, broken at a price, or not in force."""
    cost: tuple[Money, ...] = (Decimal(0),)
    """Soft: cost of each unit of excess; a list prices the first, second ... step, the last repeats."""
    step: Annotated[int, Field(ge=1, le=100_000)] = 1
    """Units of excess that each price of a list is for."""
    scope: Scope = Scope()
    """Whom it binds, and when."""
    source: str | None = None
    """Law, agreement or decision that it comes from."""

    @field_validator("cost", mode="before", json_schema_input_type=Money | tuple[Money, ...])
    @classmethod
    def _tiers(cls, value: Any) -> Any:
        return value if isinstance(value, (list, tuple)) else (value,)

    @field_validator("cost")
    @classmethod
    def _rising(cls, value: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        if not value or list(value) != sorted(value):
            raise ValueError("needs costs that do not fall: each further step costs at least as much as the last")
        return value

    def binds(self, subject: Subject) -> bool:
        """Whether the rule holds for a person."""
        return self.mode != "off" and self.scope.includes(subject)

    def named(self) -> frozenset[str]:
        """Return the people (or agency offers) whom it names one by one: they are not like others of their kind."""
        return frozenset(self.scope.people or ())

    def settles(self, day: int, setting: Setting) -> bool:
        """Whether a break that is settled on a day counts; what is settled after the horizon counts on its last day."""
        return self.scope.holds_on(setting.date(min(day, setting.day_count - 1)))

    def price(self, size: int) -> int:
        """Return the ticks of an excess; 0 for a hard rule."""
        if self.mode != "soft":
            return 0
        cost, left = 0, max(0, size)
        for step in self.cost[:-1]:
            cost += ticks(step) * min(left, self.step)
            left -= min(left, self.step)
        return cost + ticks(self.cost[-1]) * left

    def charge(self, finding: Finding) -> int:
        """Return the ticks of a break; 0 for a hard rule."""
        return self.price(finding.before + finding.size) - self.price(finding.before)


def check_bounds(least: int | None, most: int | None) -> None:
    """Raise ValueError where a rule has neither a least nor a most number, or a least one above the most."""
    if least is None and most is None:
        raise ValueError("needs max or min")
    if least is not None and most is not None and least > most:
        raise ValueError(f"has a min of {least} above its max of {most}")


class PersonRule(Rule):
    """A rule about one person's shifts, whatever the others do."""

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        """Yield where a person's shifts (history included, in order of days) break the rule.

        Only what is settled in the horizon is found: a break wholly in history is not.
        """
        raise NotImplementedError


class OverMinutes(Protocol):
    """Minutes above contract time of one employee over the horizon."""

    @property
    def additional(self) -> int: ...
    @property
    def overtime(self) -> int: ...


class Judged(Protocol):
    """A roster as rules about several people, or about hours, see it."""

    @property
    def workers(self) -> Mapping[str, Subject]: ...
    @property
    def worked(self) -> Mapping[str, Sequence[WorkedShift]]: ...
    @property
    def balances(self) -> Mapping[str, OverMinutes]: ...
    @property
    def roles(self) -> Iterable[Role]: ...


class RosterRule(Rule):
    """A rule about the roster as a whole: about several people together, or about more than shifts."""

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        """Yield where a roster breaks the rule; ``staff`` of a finding is empty where it is about nobody alone."""
        raise NotImplementedError

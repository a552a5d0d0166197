"""What every rule has: a mode, a price, a scope, and a judgement from its own definition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Literal, Protocol

from models.base import Base, Id, Money, ticks


class Scope(Base):
    """Whom a rule binds; what is left out does not restrict."""

    people: tuple[Id, ...] | None = None
    """Staff ids (for agency the offer's id)."""
    competences: tuple[Id, ...] | None = None
    """Main competences."""
    units: tuple[Id, ...] | None = None
    """Home units."""


@dataclass(frozen=True, slots=True)
class WorkedShift:
    """One shift of one person, in history or horizon.

    ``day`` counts from the first day of the horizon (history is negative); ``start`` and ``end`` are
    true minutes since 1970, None without clock times.
    """

    day: int
    shift: str
    start: int | None
    end: int | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One place where a rule is broken: whose, on which days of the horizon, by how much."""

    staff: str
    days: tuple[int, ...]
    size: int
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
    def home(self) -> str: ...


class Setting(Protocol):
    """What a rule may know beside the shifts: the horizon and what is expected of whom."""

    @property
    def day_count(self) -> int: ...
    def midnight(self, day: int) -> int: ...
    def is_weekend(self, day: int) -> bool: ...
    def kind_of(self, shift: str) -> str | None: ...
    def fair_share(self, rule: Rule, kind: str, staff: str) -> int | None: ...


class Rule(Base):
    """A rule about one person's shifts."""

    key: ClassVar[str]
    """Its name in scenario files."""
    title: ClassVar[str]
    """Its name for people."""
    size_unit: ClassVar[str]
    """What its excess is counted in."""

    mode: Literal["hard", "soft", "off"] = "hard"
    """Forbidden to break, broken at a price, or not in force."""
    cost: Money = Decimal(0)
    """Soft: cost of each unit of excess."""
    scope: Scope = Scope()
    """Whom it binds."""
    source: str | None = None
    """Law, agreement or decision that it comes from."""

    def binds(self, subject: Subject) -> bool:
        """Whether the rule holds for a person."""
        people, competences, units = self.scope.people, self.scope.competences, self.scope.units
        return (
            self.mode != "off"
            and (people is None or subject.id in people or subject.group in people)
            and (competences is None or subject.main in competences)
            and (units is None or subject.home in units)
        )

    @property
    def price(self) -> int:
        """Ticks for each unit of excess; 0 for a hard rule."""
        return ticks(self.cost) if self.mode == "soft" else 0

    def judge(self, staff: str, worked: Sequence[WorkedShift], setting: Setting) -> Iterator[Finding]:
        """Yield where a person's shifts (history included, in order of days) break the rule.

        Only what lies in the horizon is found: a break wholly in history is not.
        """
        raise NotImplementedError


Catalogue = Mapping[str, type[Rule]]

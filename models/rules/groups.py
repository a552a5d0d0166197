"""Who is on a shift together: pairs, supervision, and the mix of skills."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from models.base import Base, Id
from models.calendar import Weekdays, parse_weekdays
from models.rules.base import Finding, Judged, RosterRule, Setting, Subject

Number = Annotated[int, Field(ge=1, le=1000)]
Several = Annotated[tuple[Id, ...], Field(min_length=1)]


class Group(Base):
    """People of a kind. Each key restricts it; what is left out does not."""

    people: tuple[Id, ...] | None = None
    """Staff ids (for agency the offer's id, or that of a line)."""
    competences: tuple[Id, ...] | None = None
    """Competences of which they hold one that has not expired, main or not."""
    contracts: tuple[Id, ...] | None = None
    """Contracts, as named by ``contract`` of people."""
    units: tuple[Id, ...] | None = None
    """Home units."""

    @model_validator(mode="after")
    def _restricts(self) -> Group:
        if not self.model_dump(exclude_none=True):
            raise ValueError("says nothing of who they are; give people, competences, contracts or units")
        return self

    def includes(self, subject: Subject, day: int, setting: Setting) -> bool:
        """Whether a person is of the group on a day."""
        return (
            (self.people is None or is_named(subject, self.people))
            and (self.competences is None or any(_holds(subject, c, day, setting) for c in self.competences))
            and (self.contracts is None or subject.contract in self.contracts)
            and (self.units is None or subject.home in self.units)
        )


def _holds(subject: Subject, competence: str, day: int, setting: Setting) -> bool:
    return competence in subject.competences and not setting.expired(subject.id, competence, day)


def is_named(subject: Subject, people: Sequence[str]) -> bool:
    """Whether a person is among some ids of people and agency offers."""
    return subject.id in people or subject.group in people


class ShiftRule(RosterRule):
    """A rule about who works the same shift on the same day.

    It sees only people in its scope, wherever they work; history does not matter, since each day and shift stands for
    itself. It counts by the day on which the shift starts.
    """

    shifts: tuple[Id, ...] | None = None
    """Shifts, or kinds of shift; by default all but stand-by."""

    def bound(self, setting: Setting) -> tuple[Subject, ...]:
        """Return the people that the rule sees."""
        return tuple(subject for subject in setting.workers.values() if self.binds(subject))

    def present(self, roster: Judged, setting: Setting) -> Mapping[tuple[int, str], Mapping[str, Subject]]:
        """Return who of those that the rule sees is on each shift of each day, by id, where there is anybody."""
        shifts = setting.shifts_named(self.shifts)
        result: dict[tuple[int, str], dict[str, Subject]] = defaultdict(dict)
        for subject in self.bound(setting):
            for worked in roster.worked.get(subject.id, ()):
                if worked.day >= 0 and worked.shift in shifts:
                    result[worked.day, worked.shift][subject.id] = subject
        return {key: result[key] for key in sorted(result)}


class PeopleRule(ShiftRule):
    """A rule about some people by name."""

    people: Several
    """Who: staff ids (for agency the offer's id, or that of a line)."""

    def members(self, setting: Setting) -> tuple[Subject, ...]:
        """Return those of the people that the rule sees."""
        return tuple(subject for subject in self.bound(setting) if is_named(subject, self.people))

    def named(self) -> frozenset[str]:
        return super().named().union(self.people)


class Together(PeopleRule):
    """Some people work the same shifts: all of them, or none.

    Each day and shift worked by some of them and not by all is one unit of excess. A day of absence of one is no
    exception: leave it out by the dates of the scope, or give the rule a price.
    """

    key: ClassVar[str] = "together"
    title: ClassVar[str] = "Together"
    formula: ClassVar[str] = "each day and shift is worked by all of the people or by none"
    size_unit: ClassVar[str] = "shifts"

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        members = self.members(setting)
        for (day, shift), present in self.present(roster, setting).items():
            there = [member.id for member in members if member.id in present]
            missing = [member.id for member in members if member.id not in present]
            if there and missing:
                yield Finding("", (day,), 1, f"{', '.join(there)} on {shift} without {', '.join(missing)}")


class Apart(PeopleRule):
    """Of some people at most so many work the same shift on the same day; each one above it is a unit of excess."""

    key: ClassVar[str] = "apart"
    title: ClassVar[str] = "Apart"
    formula: ClassVar[str] = "people of the list on a shift <= most"
    size_unit: ClassVar[str] = "people"
    most: Number = 1
    """Most of them on the same shift of a day."""

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        for (day, shift), present in self.present(roster, setting).items():
            there = [subject.id for subject in present.values() if is_named(subject, self.people)]
            if len(there) > self.most:
                text = f"{', '.join(there)} together on {shift}, at most {self.most}"
                yield Finding("", (day,), len(there) - self.most, text)


class Supervision(ShiftRule):
    """Juniors work where there are seniors: one for every ``ratio`` juniors on the same shift of a day.

    excess = max(0, ceil(juniors / ratio) - seniors). Who is of both groups is a junior.
    """

    key: ClassVar[str] = "supervision"
    title: ClassVar[str] = "Supervision"
    formula: ClassVar[str] = "seniors on a shift >= ceil(juniors / ratio)"
    size_unit: ClassVar[str] = "people"
    juniors: Group
    """Who is supervised."""
    seniors: Group
    """Who supervises."""
    ratio: Number = 1
    """Juniors whom one senior can supervise."""

    def named(self) -> frozenset[str]:
        return super().named().union(self.juniors.people or (), self.seniors.people or ())

    def is_junior(self, subject: Subject, day: int, setting: Setting) -> bool:
        """Whether somebody is to be supervised on a day."""
        return self.juniors.includes(subject, day, setting)

    def is_senior(self, subject: Subject, day: int, setting: Setting) -> bool:
        """Whether somebody supervises on a day."""
        return self.seniors.includes(subject, day, setting) and not self.is_junior(subject, day, setting)

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        for (day, shift), present in self.present(roster, setting).items():
            juniors = [subject.id for subject in present.values() if self.is_junior(subject, day, setting)]
            seniors = sum(self.is_senior(subject, day, setting) for subject in present.values())
            missing = -(-len(juniors) // self.ratio) - seniors
            if missing > 0:
                text = f"{', '.join(juniors)} on {shift} with {seniors} to supervise, {seniors + missing} needed"
                yield Finding("", (day,), missing, text)


class SkillMix(ShiftRule):
    """At least so many people of a kind on a shift, for example one of those who can ventilate.

    excess = max(0, min - people of the group on the shift), on each of ``days`` (public holidays too) where anybody is
    on the shift, or on all of them with ``only_when_staffed: false``.
    """

    key: ClassVar[str] = "skill_mix"
    title: ClassVar[str] = "Skill mix"
    formula: ClassVar[str] = "people of the group on a shift >= min"
    size_unit: ClassVar[str] = "people"
    any_of: Group
    """Who counts."""
    min: Number = 1
    """Fewest of them."""
    days: Weekdays | None = None
    """Weekdays; by default all."""
    only_when_staffed: bool = True
    """Whether a shift that nobody works needs none of them."""

    def named(self) -> frozenset[str]:
        return super().named().union(self.any_of.people or ())

    def holds_on_day(self, day: int) -> bool:
        """Whether a day of the horizon is among the weekdays."""
        return self.days is None or day % 7 in parse_weekdays(self.days)

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        present = self.present(roster, setting)
        days = (day for day in range(setting.day_count) if self.holds_on_day(day))
        shifts = sorted(setting.shifts_named(self.shifts))
        for day, shift in ((day, shift) for day in days for shift in shifts):
            there = present.get((day, shift), {})
            able = sum(self.any_of.includes(subject, day, setting) for subject in there.values())
            if able < self.min and (there or not self.only_when_staffed):
                text = f"{able} of those who are needed on {shift}, at least {self.min}"
                yield Finding("", (day,), self.min - able, text)

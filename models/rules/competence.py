"""Competences that expire."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from models.rules.base import Finding, Judged, RosterRule, Setting


class CompetenceValidity(RosterRule):
    """Nobody works as a competence after its last valid day (``valid_until`` of people).

    Each shift row whose unit and competence a cover row asks for on that shift, and each session place, as a
    competence that has expired by that day is one unit of excess. Whatever somebody does without being needed as
    anything, a course for example, is allowed. Where the rule is not in force, the dates are not looked at.
    """

    key: ClassVar[str] = "competence_validity"
    title: ClassVar[str] = "Competence validity"
    formula: ClassVar[str] = "nobody covers or holds a session place as a competence that has expired"
    size_unit: ClassVar[str] = "rows"

    def judge_roster(self, roster: Judged, setting: Setting) -> Iterator[Finding]:
        for role in roster.roles:
            subject = setting.workers[role.staff]
            person = subject.person
            last = None if person is None else person.valid_until.get(role.competence)
            if last is not None and setting.date(role.day) > last and self.binds(subject):
                yield Finding(role.staff, (role.day,), 1, f"{role.text} as {role.competence}, valid until {last}")

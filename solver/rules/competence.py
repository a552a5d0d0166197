"""Competences that expire. Where a hard rule holds, what it forbids has no variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from models.facts import Worker
from models.rules.competence import CompetenceValidity
from solver.linear import Linear
from solver.people import Hours
from solver.variables import Variables


def competence_validity(v: Variables, rule: CompetenceValidity, hours: Mapping[str, Hours]) -> Iterator[Linear]:
    """Heads in sessions and in cover as what has expired, at a price.

    People whose competences expire are each a profile of their own. Who has no valid competence left counts for
    the cover of home unit and main competence, whatever they do.
    """
    if rule.mode == "hard":
        return
    facts, price = v.facts, rule.price(1)
    people = {number: worker for number, worker in _expiring(v) if rule.binds(worker)}

    def broken(profile: int, competence: str, day: int) -> bool:
        return profile in people and facts.validity.breaks(rule, people[profile], competence, day)

    for head, heads in v.heads.items():
        if broken(head.profile, head.competence, head.place.day):
            yield price * len(v.periods_of(head.place)) * heads
    for duty, covering in v.duties.items():
        counted = broken(duty.profile, duty.competence, duty.day)
        if counted and not _always_covers(v, people[duty.profile], duty.day, duty.shift):
            yield price * covering
    for (profile, day, shift), present in v.present.items():
        worker = people.get(profile)
        if worker and broken(profile, worker.main, day) and _always_covers(v, worker, day, shift):
            yield price * present


def _expiring(v: Variables) -> Iterator[tuple[int, Worker]]:
    """Yield the profile and the worker of everybody who has a competence that expires: nobody else is of it."""
    for profile in v.profiles:
        if v.facts.validity.matters(profile.worker.id):
            yield profile.number, profile.worker


def _always_covers(v: Variables, worker: Worker, day: int, shift: str) -> bool:
    """Whether somebody on a shift counts for the cover of home and main competence, since nothing else is valid."""
    at_home = (day, shift, worker.home, worker.main)
    return at_home in v.facts.cover and v.facts.validity.all_expired(worker, day)

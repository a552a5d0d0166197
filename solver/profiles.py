"""Profiles: people who are interchangeable in a half-day, so that sessions count heads instead of naming them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.facts import Facts, Worker


@dataclass(frozen=True, slots=True)
class Member:
    """A worker in a profile; of an agency line one stage of its ramp."""

    worker: Worker
    stage: int = 0


@dataclass(frozen=True, slots=True)
class Profile:
    """A set of interchangeable members."""

    number: int
    members: tuple[Member, ...]
    productivity: int
    """In thousandths."""
    share: int
    """Bookable share in thousandths."""

    @property
    def worker(self) -> Worker:
        """One of them, to ask what all of them may do."""
        return self.members[0].worker

    @property
    def weight(self) -> int:
        """Bookable minutes of a credited minute, in millionths."""
        return self.share * self.productivity


def ramp_stages(worker: Worker) -> tuple[int, ...]:
    """Return the productivity (thousandths) of each stage of a worker: one, but for agency lines with a ramp."""
    if worker.offer is None:
        return (worker.productivity,)
    ramp = [int(factor * 1000) for factor in worker.offer.ramp]
    while len(ramp) > 1 and ramp[-1] == ramp[-2]:
        ramp.pop()
    return tuple(ramp)


def group_profiles(facts: Facts, apart: bool = False) -> Sequence[Profile]:
    """Return the profiles of a scenario; everybody in one of their own where they are kept ``apart``.

    The key holds all that sessions, cover, lending and the bookable share ask of a person. Somebody
    with a pinned session place stands alone, so that the place can be counted as a head; so does somebody with a
    competence that expires, since rules say whom that binds.
    """
    pinned = {pin.staff for pin in facts.scenario.pins if pin.session is not None}
    groups: dict[tuple[object, ...], list[Member]] = {}
    for worker in facts.workers.values():
        away = worker.person.may_work_in if worker.person else ()
        for stage, productivity in enumerate(ramp_stages(worker)):
            single = apart or worker.id in pinned or facts.validity.matters(worker.id)
            alone = worker.id if single else None
            kind = worker.offer.id if worker.offer else None
            key = (worker.main, frozenset(worker.competences), worker.home, frozenset(away), worker.share, productivity)
            groups.setdefault((*key, kind, stage, alone), []).append(Member(worker, stage))
    return [
        Profile(number, tuple(members), ramp_stages(members[0].worker)[members[0].stage], members[0].worker.share)
        for number, members in enumerate(groups.values())
    ]


def profile_of(profiles: Sequence[Profile]) -> Mapping[tuple[str, int], Profile]:
    """Return the profile of each worker id and stage."""
    return {(member.worker.id, member.stage): profile for profile in profiles for member in profile.members}

"""What to plan anew where something has changed: those who can step in, in the weeks around it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator

from models.facts import Facts, Worker
from solver.recalled import Cell

FEW = 0.2
"""Part of all days of people: where more has changed, no place is better than another to begin with."""
MOST_CELLS = 800
"""Days of people that are planned anew at once, at most."""

Tries = deque[frozenset[Cell]]
"""Sets of days of people to be freed one after the other, whoever of several searchers comes first."""


def around(facts: Facts, changed: frozenset[Cell]) -> Tries:
    """Return what to free around some changes: first the nearest, then more people, then more weeks."""
    everything = facts.day_count * len(facts.workers)
    if len(changed) > FEW * everything:
        return deque()
    found = (cells for cells in _around(facts, changed) if 0 < len(cells) <= MOST_CELLS)
    return deque(dict.fromkeys(found))


def _around(facts: Facts, changed: frozenset[Cell]) -> Iterator[frozenset[Cell]]:
    concerned = [facts.workers[staff] for staff in sorted({staff for staff, _ in changed})]
    deputies = _like(facts, {(worker.home, worker.main) for worker in concerned})
    colleagues = [worker for worker in facts.workers.values() if worker.home in {one.home for one in concerned}]
    close = {day + shift for _, day in changed for shift in (-1, 0, 1)}
    weeks = {day // 7 for _, day in changed}
    here, ahead, back = (_days({week + shift for week in weeks} | weeks) for shift in (0, 1, -1))
    # what is not done now can be done by others, next week (mostly), or in the week before
    for people, when in (
        (deputies, here),
        (colleagues, close),
        (colleagues, ahead),
        (deputies, ahead | back),
        (colleagues, back),
        (colleagues, here),
        (deputies, set(range(facts.day_count))),
    ):
        yield frozenset((worker.id, day) for worker in people for day in when if 0 <= day < facts.day_count)


def _days(weeks: set[int]) -> set[int]:
    return {7 * week + day for week in weeks for day in range(7)}


def _like(facts: Facts, kinds: set[tuple[str, str]]) -> list[Worker]:
    """Return who is at home in some unit with some main competence."""
    return [worker for worker in facts.workers.values() if (worker.home, worker.main) in kinds]

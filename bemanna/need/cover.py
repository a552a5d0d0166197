"""People on cover: what a week's shifts ask of each competence, and what can be there, in paid minutes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Set

from bemanna.need.rows import WeekNeed
from models.facts import Facts, Worker

_Asked = dict[tuple[str, str], list[dict[int, dict[str, int]]]]
"""Unit and competence -> a table for each week: day -> shift -> people wanted."""


def cover(facts: Facts, without: Set[tuple[str, str]]) -> Iterator[WeekNeed]:
    """Yield need against capacity of the competences that cover asks for, without some units and competences."""
    for (unit, competence), weeks in _asked(facts).items():
        if (unit, competence) in without:
            continue
        pool = _pool(facts, unit, competence)
        for week, asked in enumerate(weeks):
            need = sum(facts.paid[k, day] * people for day, shifts in asked.items() for k, people in shifts.items())
            if need:
                even = sum(_contract(facts, worker, week) for worker in pool)
                most = _most(facts, unit, competence, week, asked)
                yield WeekNeed(unit, competence, "cover", facts.week_label(week), need, even, most)


def _asked(facts: Facts) -> _Asked:
    result: _Asked = defaultdict(lambda: [defaultdict(dict) for _ in range(facts.week_count)])
    for (day, shift, unit, competence), rows in facts.cover.items():
        result[unit, competence][day // 7][day][shift] = max(row.wanted for row in rows)
    return result


def _pool(facts: Facts, unit: str, competence: str) -> list[Worker]:
    """Return the employees of a unit whose main competence it is; where it is nobody's, all who have it."""
    own = [worker for worker in facts.workers.values() if worker.person is not None and worker.home == unit]
    return [w for w in own if w.main == competence] or [w for w in own if competence in w.competences]


def _contract(facts: Facts, worker: Worker, week: int) -> int:
    """Return the contract minutes of a week that no leave or holiday credits; none without contract time."""
    contract = facts.contract_time.get(worker.id)
    if contract is None or worker.person is None:
        return 0
    return max(0, (worker.person.contract_minutes or 0) - contract.credits[week])


def _most(facts: Facts, unit: str, competence: str, week: int, asked: dict[int, dict[str, int]]) -> int:
    """Return the minutes on these shifts that all who may cover them can give at most."""
    own, lent = 0, dict[tuple[str, str, str], int]()
    for worker in facts.workers.values():
        if not facts.may_work(worker, unit, competence):
            continue
        minutes = _longest(facts, worker, week, asked)
        agreement = facts.agreement(worker, unit, competence)
        if agreement is None:
            own += minutes
        else:
            key = (agreement.source, agreement.target, agreement.competence)
            agreed = agreement.half_day_minutes * agreement.half_days_per_week
            lent[key] = min(agreed, lent.get(key, 0) + minutes)
    return own + sum(lent.values())


def _longest(facts: Facts, worker: Worker, week: int, asked: dict[int, dict[str, int]]) -> int:
    """Return the minutes of the longest shift of each day, within the worker's limit for the week."""
    days = (
        max((facts.paid[shift, day] for shift in shifts if facts.available(worker, shift, day)), default=0)
        for day, shifts in asked.items()
    )
    if worker.offer is not None:
        return min(sum(days), facts.weekly_minutes(worker.offer, week)[1])
    contract = facts.contract_time.get(worker.id)
    return sum(days) if contract is None else min(sum(days), contract.week_max[week])

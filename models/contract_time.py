"""Days of absence, and the contract time that they and public holidays leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from models.base import ticks_per_minute
from models.staff import Person

if TYPE_CHECKING:
    from models.facts import Facts

LONGEST_MEMORY: Final = 371
"""Days before the horizon beyond which absence is forgotten: no rule looks back further."""

AbsentDays = Mapping[int, int | None]
"""Days of absence of somebody, negative before the horizon, with the minutes that they credit where these are given."""


@dataclass(frozen=True, slots=True)
class ContractTime:
    """Contract time of one employee over the horizon, in minutes; weeks in order."""

    due: int
    credits: tuple[int, ...]
    week_min: tuple[int, ...]
    week_max: tuple[int, ...]
    additional: int
    """Minutes above due that are additional hours; beyond them it is overtime."""
    additional_rate: int
    """Ticks a minute, as are the next two."""
    overtime_rate: int
    undertime_rate: int


def absent_days(facts: Facts) -> Mapping[str, AbsentDays]:
    """Return the days of absence by staff id, of those who have some."""
    result: dict[str, dict[int, int | None]] = {}
    for absence in facts.scenario.absences:
        days = result.setdefault(absence.staff, {})
        first = max(-LONGEST_MEMORY, facts.day_of(absence.start))
        last = min(facts.day_count - 1, facts.day_of(absence.last))
        for day in range(first, last + 1):
            known, own = days.get(day), absence.minutes
            days[day] = own if known is None else max(known, own or 0)
    return result


def contract_time(facts: Facts, person: Person, contract: int) -> ContractTime:
    """Return the contract time of somebody with so many contract minutes a week."""
    credited = tuple(_credit(facts, person, contract, week) for week in range(facts.week_count))
    present = [max(0, contract - credit) for credit in credited]
    full_time = person.full_time_minutes or contract
    pay = facts.scenario.pay
    return ContractTime(
        due=max(0, contract * facts.week_count - sum(credited) + person.balance_minutes),
        credits=credited,
        week_min=tuple(person.week_min_minutes * p // contract for p in present),
        week_max=tuple(person.week_max_minutes * p // contract for p in present),
        additional=sum(present) * (full_time - contract) // contract,
        additional_rate=ticks_per_minute(person.cost_per_hour, pay.additional_factor),
        overtime_rate=ticks_per_minute(person.cost_per_hour, pay.overtime_factor),
        undertime_rate=ticks_per_minute(person.cost_per_hour, pay.undertime_factor),
    )


def _credit(facts: Facts, person: Person, contract: int, week: int) -> int:
    """Return the minutes that absences and public holidays of a week credit."""
    absences = facts.absences.get(person.id, {})
    fifths, own = 0, 0
    for day in range(7 * week, 7 * week + 7):
        minutes = absences.get(day)
        if minutes is not None:
            own += minutes
        elif not facts.is_weekend(day):
            fifths += day in absences or (person.holiday_reduction and facts.is_holiday(day))
    return contract * fifths // 5 + own

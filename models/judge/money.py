"""Contract time, hours that are paid extra, requests, the agency share and the budgets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from math import ceil

from models.base import TICKS_PER_CENT, TICKS_PER_MONEY, money, ticks
from models.judge.limits import broken
from models.judge.sheet import Sheet
from models.result import Violation
from models.rules.wishes import Wish


def contract_costs(sheet: Sheet) -> dict[str, int]:
    """Return the ticks of additional hours, overtime and undertime by term."""
    costs = {"additional_hours": 0, "overtime": 0, "undertime": 0}
    for staff, balance in sheet.balances.items():
        time = sheet.facts.contract_time[staff]
        costs["additional_hours"] += balance.additional * time.additional_rate
        costs["overtime"] += balance.overtime * time.overtime_rate
        costs["undertime"] += balance.under * time.undertime_rate
    return costs


def place_overtime(sheet: Sheet) -> dict[int, int]:
    """Return the over minutes of shift rows by their number: those of each employee lie on the latest shifts."""
    result: dict[int, int] = {}
    for staff, balance in sheet.balances.items():
        left = balance.over
        for row in reversed(sheet.by_person.get(staff, ())):
            if left <= 0:
                break
            result[row.number] = min(left, row.minutes)
            left -= result[row.number]
    return result


def unsocial_hours(sheet: Sheet) -> int:
    """Return the ticks of unsocial hours of everybody."""
    facts = sheet.facts
    return sum(facts.unsocial_ticks(facts.workers[row.staff], row.shift, row.day) for row in sheet.shifts)


def own_staff_cost(sheet: Sheet) -> int:
    """Return the ticks of all minutes that employees work."""
    workers = sheet.facts.workers
    return sum(workers[s].rate * minutes for s, minutes in sheet.person_minutes.items() if workers[s].person)


def requests(sheet: Sheet) -> int:
    """Return the ticks of requests that are not met: of one not to work for each day worked."""
    return sum(wish.cost * missed for wish, missed in wishes_missed(sheet))


def wishes_missed(sheet: Sheet) -> Iterator[tuple[Wish, int]]:
    """Yield every request with what is missed of it: nothing where it is granted."""
    for staff, wishes in sheet.facts.wishes_by_staff.items():
        worked = {(row.day, row.shift) for row in sheet.by_person.get(staff, ())}
        for wish in wishes:
            yield wish, wish.missed(worked)


def share_excess(sheet: Sheet, agency: int) -> Fraction:
    """Return the ticks of agency hours and travel above the target share; 0 without a target."""
    share = sheet.facts.scenario.budget.agency_share
    if share is None:
        return Fraction(0)
    return max(Fraction(0), agency - Fraction(share.target) * own_staff_cost(sheet))


def agency_share(sheet: Sheet, agency: int) -> int:
    """Return the ticks that a soft agency share costs, rounded up to a hundredth of the currency.

    ``agency`` is hours and travel.
    """
    share = sheet.facts.scenario.budget.agency_share
    if share is None or share.hard:
        return 0
    return ceil(Fraction(share.cost) * share_excess(sheet, agency) / TICKS_PER_CENT) * TICKS_PER_CENT


def budgets(sheet: Sheet, terms: Mapping[str, int | None]) -> Iterator[Violation]:
    """Agency (hours and travel), additional hours with overtime, and a hard agency share within their budgets."""
    budget = sheet.facts.scenario.budget
    agency = (terms["agency"] or 0) + (terms["travel"] or 0)
    if budget.agency is not None:
        yield from _above(sheet, "agency costs", agency, ticks(budget.agency))
    if budget.overtime is not None:
        over = (terms["additional_hours"] or 0) + (terms["overtime"] or 0)
        yield from _above(sheet, "additional hours and overtime cost", over, ticks(budget.overtime))
    if budget.agency_share is not None and budget.agency_share.hard:
        yield from _above(sheet, "agency costs", agency, agency - ceil(share_excess(sheet, agency)))


def _above(sheet: Sheet, what: str, amount: int, limit: int) -> Iterator[Violation]:
    if amount > limit:
        text = f"{what} {money(amount):.2f} of at most {money(limit):.2f} {sheet.facts.scenario.calendar.currency}"
        yield broken(sheet.facts, "budget", text, size=-(-(amount - limit) // TICKS_PER_MONEY))

"""The objective: one list of costs for each named term, in ticks."""

from __future__ import annotations

from collections.abc import Mapping
from math import gcd

from ortools.sat.python import cp_model

from models.base import TICKS_PER_CENT, permille, ticks, ticks_per_minute
from solver.encoding import Encoder
from solver.linear import Linear, flatten, most, total
from solver.people import Hours
from solver.primitives import Event
from solver.variables import Variables

Terms = Mapping[str, list[Linear]]


def hour_costs(v: Variables, hours: Mapping[str, Hours]) -> dict[str, list[Linear]]:
    """Costs of additional hours, overtime and undertime."""
    contracts = v.facts.contract_time
    return {
        "additional_hours": [contracts[s].additional_rate * h.additional for s, h in hours.items()],
        "overtime": [contracts[s].overtime_rate * h.overtime for s, h in hours.items()],
        "undertime": [contracts[s].undertime_rate * h.under for s, h in hours.items()],
    }


def unsocial_costs(v: Variables) -> list[Linear]:
    """Unsocial hours of every shift that has some."""
    facts = v.facts
    found = (
        (facts.unsocial_ticks(facts.workers[staff], shift, day), x)
        for (staff, day), shifts in v.by_day.items()
        for shift, x in shifts.items()
    )
    return [amount * x for amount, x in found if amount]


def request_costs(v: Variables) -> list[Linear]:
    """A request to work costs when it is not met, one not to work for each day on which it is broken."""
    costs: list[Linear] = []
    for staff, wishes in v.facts.wishes_by_staff.items():
        encoder = Encoder(v, staff)
        for wish in wishes:
            if wish.on and wish.days:
                costs.append(wish.cost * encoder.value(Event(wish.days, wish.shifts, absent=True)))
            elif not wish.on:
                costs.extend(wish.cost * encoder.value(Event((day,), wish.shifts)) for day in wish.days)
    return costs


def agency_costs(v: Variables) -> tuple[list[Linear], list[Linear]]:
    """Price of the hours worked by agency lines, and travel of the weeks booked."""
    hours: list[Linear] = []
    travel: list[Linear] = []
    for worker in v.facts.workers.values():
        if worker.offer is not None:
            hours.append(worker.rate * v.minutes(worker.id))
            price = ticks(worker.offer.travel_per_week)
            travel.extend(price * v.book.get((worker.id, week), 0) for week in range(v.facts.week_count))
    return hours, travel


def add_budgets(v: Variables, terms: Terms) -> list[Linear]:
    """Keep the hard budgets; return the price of agency cost above its target share.

    cost x (agency + travel - target x own-staff cost) is rounded up to a hundredth of the currency.
    """
    budget = v.facts.scenario.budget
    agency = total(terms["agency"]) + total(terms["travel"])
    if budget.agency is not None and not v.given:
        v.cp.add(agency <= ticks(budget.agency))
    if budget.overtime is not None and not v.given:
        v.cp.add(total(terms["additional_hours"]) + total(terms["overtime"]) <= ticks(budget.overtime))
    share = budget.agency_share
    if share is None or not v.facts.scenario.agency:
        return []
    own = sum(worker.rate * v.minutes(worker.id) for worker in v.facts.workers.values() if worker.person is not None)
    above = 1000 * agency - permille(share.target) * own
    if share.hard:
        if not v.given:
            v.cp.add(above <= 0)
        return []
    return [TICKS_PER_CENT * _rounded_up(v, ticks_per_minute(share.cost) * above, 100_000 * TICKS_PER_CENT)]


def _rounded_up(v: Variables, amount: Linear, divisor: int) -> Linear:
    """Return a variable that is at least amount / divisor and at least 0, for an amount with large coefficients."""
    variables, coefficients, constant = flatten(amount)
    common = gcd(divisor, constant, *coefficients)
    result = v.cp.new_int_var(0, max(0, -(-most(amount) // divisor)), "agency_share")
    terms = cp_model.LinearExpr.weighted_sum(variables, [c // common for c in coefficients])
    v.cp.add(divisor // common * result >= terms + constant // common)
    return result

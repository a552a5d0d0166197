"""The CP-SAT model of a scenario. ``build`` is its table of contents; docs/meaning.md is what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import gcd

from ortools.sat.python import cp_model

from models.facts import Facts
from models.result import RULE_TERMS, TERMS
from models.roster import Roster
from solver.agency import add_bookings
from solver.collecting import not_collecting
from solver.cover import add_cover_costs, add_duties, exclusive
from solver.linear import Linear, flatten, total
from solver.mismatch import Mismatch, add_mismatch, needed_keys
from solver.objective import add_budgets, agency_costs, hour_costs, request_costs, unsocial_costs
from solver.people import Hours, add_contract_time, add_one_shift_a_day, add_pins, add_week_limits
from solver.production import (
    add_balance,
    add_bookable_share,
    add_leads,
    add_lending,
    add_lists,
    add_pooled_rooms,
    add_pooled_time,
    add_rooms,
    add_session_time,
)
from solver.rules.catalogue import add_rules
from solver.seating import Seat, add_busy_or_covering, add_seats
from solver.totals import add_list_counts
from solver.variables import Variables


@dataclass(frozen=True)
class Model:
    """A built model: variables, and the linear cost of each term in ticks."""

    facts: Facts
    cp: cp_model.CpModel
    variables: Variables
    terms: Mapping[str, Linear]
    hours: Mapping[str, Hours]
    """Contract time of each employee."""
    seats: Mapping[Seat, Linear]
    produced: Mapping[tuple[str, str, int], Linear]
    """Items by unit, activity and week."""
    mismatch: Mismatch | None
    """Of a coarse model."""

    @cached_property
    def unit(self) -> int:
        """The greatest common divisor of all coefficients of the objective, in ticks."""
        common = 0
        for term in self.terms.values():
            _, coefficients, constant = flatten(term)
            common = gcd(common, constant, *coefficients)
        return common or 1


@not_collecting()
def build(
    facts: Facts, given: Roster | None = None, coarse: bool = False, pinned: bool = True, apart: bool = False
) -> Model:
    """Build the whole model; with given shifts only sessions, items and cover are decided.

    A coarse model leaves out in which half-day the items of fluid sessions are done. It is a relaxation: its
    bound holds for the whole, and its shifts mostly carry a full solution of the same cost. Without ``pinned`` the
    pins are left out. People kept ``apart`` are not pooled in profiles: sessions name people and not heads.
    """
    cp = cp_model.CpModel()
    v = Variables(cp, facts, given, coarse, apart)

    rules: Mapping[str, list[Linear]] = {term: [] for term in RULE_TERMS}
    if given is None:
        add_one_shift_a_day(v)
        add_week_limits(v)
        add_bookings(v)
        if pinned:
            add_pins(v)
    hours = add_contract_time(v)
    if given is None:
        rules = add_rules(v, hours)

    add_duties(v)
    covering = exclusive(v)
    add_seats(v, covering)
    seats: Mapping[Seat, Linear] = {}
    if coarse:
        add_pooled_time(v, covering)
        add_pooled_rooms(v)
        add_list_counts(v)
    else:
        seats = add_busy_or_covering(v, covering)
        add_session_time(v)
        add_leads(v)
    add_lists(v)
    add_rooms(v)
    add_lending(v)
    produced, production = add_balance(v)
    capacity = add_bookable_share(v, produced, needed_keys(facts) if coarse else ())
    mismatch = add_mismatch(v, capacity) if coarse else None

    cover = add_cover_costs(v)
    agency, travel = agency_costs(v)
    terms: dict[str, list[Linear]] = {
        "shortfall": production.shortfall,
        "waiting": production.waiting,
        "cover_under": cover.under,
        "cover_over": cover.over,
        "cover_min": cover.below_min,
        **hour_costs(v, hours),
        "unsocial_hours": unsocial_costs(v),
        "agency": agency,
        "travel": travel,
        "requests": request_costs(v),
        **rules,
    }
    terms["agency_share"] = add_budgets(v, terms)
    return Model(facts, cp, v, {name: total(terms[name]) for name in TERMS}, hours, seats, produced, mismatch)

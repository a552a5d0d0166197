"""What a process does for the divisions of a hospital."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from models.base import TICKS_PER_MONEY
from models.evaluation import evaluate
from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from models.staff import Budget
from solver.divided.division import Division, cut_out
from solver.divided.planning import Planning
from solver.divided.prices import Prices
from solver.divided.relaxing import Relaxation, Relaxed

if TYPE_CHECKING:
    from solver.divided.wards import WardPlanner


@dataclass(frozen=True, slots=True)
class Plan:
    """A legal roster of a division, with what it costs without budgets and takes of them; in ticks."""

    roster: Roster
    cost: int
    overtime: int
    agency: int
    own: int


class Workshop:
    """Plans and relaxes divisions, named by number. It can be pickled, to be used in another process."""

    def __init__(self, scenario: Scenario, divisions: Sequence[Division], target: float) -> None:
        """``target`` is the agency share that is free."""
        self.scenario = scenario
        self._divisions = divisions
        self._target = target
        self._relaxations: dict[int, Relaxation] = {}
        self._wards: WardPlanner | None = None

    def relax(self, number: int, prices: Prices, seconds: float, seed: int) -> Relaxed:
        """Relax a division at some prices, as Relaxation.solve does."""
        if number not in self._relaxations:
            self._relaxations[number] = Relaxation(self._own(number), self._target)
        return self._relaxations[number].solve(prices, seconds, seed)

    def bound(self, number: int, prices: Prices, seconds: float, seed: int, gap: float) -> int | None:
        """Bound a division at some prices, as Relaxation.bound does, for the last time."""
        relaxation = self._relaxations.pop(number, None) or Relaxation(self._own(number), self._target)
        return relaxation.bound(prices, seconds, seed, gap)

    def idle(self, number: int) -> Plan | None:
        """Return the roster in which nobody works; None where it is not legal."""
        return self.judged(number, Roster((), (), ()))

    def plan(self, number: int, overtime: int | None, prices: Prices, seconds: float, seed: int) -> Plan | None:
        """Look for the best roster of a division with at most so much overtime (in ticks) and agency at a price."""
        own = self._budgeted(number, overtime, prices)
        if any(unit.sessions for unit in own.units.values()):
            roster = Planning(own, seconds, seed).run()
        else:
            from solver.divided.wards import WardPlanner  # numba takes its time

            self._wards = self._wards or WardPlanner()
            roster = self._wards.plan(_with_overtime_priced(own, prices.overtime), seconds, seed)
        return None if roster is None else self.judged(number, roster)

    def _budgeted(self, number: int, overtime: int | None, prices: Prices) -> Scenario:
        """Return a division with a limit of its own overtime and a price of agency; the only one has all budgets."""
        own = self._own(number)
        if len(self._divisions) == 1:
            return own.model_copy(update={"budget": self.scenario.budget})
        if overtime is not None:
            # whole units of money, so that what is allotted to all is never more than there is
            own = own.model_copy(update={"budget": Budget(overtime=Decimal(overtime // TICKS_PER_MONEY))})
        return _with_agency_priced(own, prices.agency, self._target)

    def _own(self, number: int) -> Scenario:
        return cut_out(self.scenario, self._divisions[number])

    def judged(self, number: int, roster: Roster) -> Plan | None:
        """Return a roster of a division with what it costs; None where it breaks a rule."""
        own = self._own(number)
        facts = Facts(own)
        found = evaluate(own, roster, facts)
        if found.violations:
            return None
        terms = {name: value or 0 for name, value in found.terms.items()}
        return Plan(
            roster,
            found.objective,
            terms["additional_hours"] + terms["overtime"],
            terms["agency"] + terms["travel"],
            _own_staff_cost(facts, roster),
        )


def _own_staff_cost(facts: Facts, roster: Roster) -> int:
    """Return the cost of the hours that employees work, in ticks."""
    paid = ((facts.workers[row.staff], facts.paid[row.shift, facts.day_of(row.date)]) for row in roster.shifts)
    return sum(worker.rate * minutes for worker, minutes in paid if worker.person is not None)


def _with_agency_priced(scenario: Scenario, price: float, target: float) -> Scenario:
    """Return a scenario in which agency costs so much more a unit of money, and hours of own staff bring some back.

    It only leads a search: to three decimals is enough.
    """
    more, back = 1 + Decimal(f"{price:.3f}"), Decimal(f"{price * target:.3f}")
    agency = tuple(
        offer.model_copy(
            update={"cost_per_hour": offer.cost_per_hour * more, "travel_per_week": offer.travel_per_week * more}
        )
        for offer in scenario.agency
    )
    pay = scenario.pay
    factors = {
        "additional_factor": pay.additional_factor - back,
        "overtime_factor": pay.overtime_factor - back,
        "undertime_factor": pay.undertime_factor + back,
    }
    return scenario.model_copy(update={"agency": agency, "pay": pay.model_copy(update=factors)})


def _with_overtime_priced(scenario: Scenario, price: float) -> Scenario:
    """Return a scenario in which additional hours and overtime cost so much more a unit of money."""
    pay, more = scenario.pay, 1 + Decimal(f"{price:.3f}")
    factors = {"additional_factor": pay.additional_factor * more, "overtime_factor": pay.overtime_factor * more}
    return scenario.model_copy(update={"pay": pay.model_copy(update=factors)})

"""A model in which every element can be let go: each is kept by a literal of its own.

It decides only whether people's shifts (and pinned places) are possible: what is produced and what it costs is left
out, since nothing of that can make a scenario impossible. On days of absence there are shifts too, forbidden
by the absence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from ortools.sat.python import cp_model

from models.base import permille, ticks
from models.facts import Facts
from models.roster import Roster, ShiftAssignment
from models.rules.base import RosterRule
from models.scenario import Scenario
from solver.agency import add_bookings
from solver.cover import add_duties, exclusive
from solver.encoding import Encoder
from solver.explain.elements import Absent, Bound, Element, Least, Pinned, Spending, Week, elements
from solver.linear import Linear, most, total
from solver.objective import agency_costs, hour_costs
from solver.people import add_contract_time, add_one_shift_a_day, kept
from solver.production import (
    add_balance,
    add_bookable_share,
    add_leads,
    add_lending,
    add_lists,
    add_rooms,
    add_session_time,
)
from solver.rules.catalogue import ROSTER_RULES
from solver.rules.compiling import Timeline
from solver.rules.personal import primitives_of
from solver.search.cpsat import Limits
from solver.search.settle import fix
from solver.seating import add_busy_or_covering, add_seats
from solver.variables import Variables


class _Recallable(Facts):
    """Facts under which people can be asked for on days of absence; what these credit stays."""

    @cached_property
    def absent(self) -> Mapping[str, frozenset[int]]:
        """No day: each absence is an element of its own."""
        return {}


@dataclass(frozen=True, slots=True)
class Cheapest:
    """What is best let go."""

    chosen: Mapping[int, int]
    """Elements by their numbers, with the ticks above of budgets; nothing where nothing (else) will do."""
    proven: bool
    roster: Roster | None
    """Shifts that keep all the others; of any cost."""


class Elastic:
    """The model of a scenario with a literal for each element."""

    def __init__(self, scenario: Scenario, limits: Limits) -> None:
        """``limits`` are those of each solve."""
        self._given = Facts(scenario)
        self._facts = _Recallable(scenario)
        self._limits = limits
        self.elements = elements(self._given)
        self.cp = cp_model.CpModel()
        self._v = Variables(self.cp, self._facts)
        self._build_frame()
        self.above: dict[int, cp_model.IntVar] = {}
        """Ticks above a budget, by number of the element."""
        self.literals = tuple(self._keep(number, element) for number, element in enumerate(self.elements))

    def _build_frame(self) -> None:
        """Add what nobody can bend: one shift a day, bookings, lending, and the sessions of pinned places."""
        v = self._v
        add_one_shift_a_day(v)
        add_bookings(v)
        add_duties(v)
        add_lending(v)
        self._hours = add_contract_time(v)
        if any(pin.session is not None for pin in self._facts.scenario.pins):
            covering = exclusive(v)
            add_seats(v, covering)
            add_busy_or_covering(v, covering)
            add_session_time(v)
            add_leads(v)
            add_lists(v)
            add_rooms(v)
            produced, _ = add_balance(v)
            add_bookable_share(v, produced, ())

    def _keep(self, number: int, element: Element) -> cp_model.IntVar:
        """Add an element; return the literal that keeps it."""
        if isinstance(element, Spending):
            self._measure(number, element)
        before = len(self.cp.proto.constraints)
        if isinstance(element, Pinned):
            self.cp.add(kept(self._v, element.pin) >= 1)
        elif isinstance(element, Absent):
            self._stay_away(element)
        elif isinstance(element, Bound):
            self._obey(element)
        elif isinstance(element, Week):
            self._limit_weeks(element)
        elif isinstance(element, Least):
            self._cover(element)
        else:
            self._spend(number, element)
        literal = self.cp.new_bool_var(f"keep[{number}]")
        for index in range(before, len(self.cp.proto.constraints)):
            constraint = self.cp.proto.constraints[index]
            if not constraint.has_exactly_one():  # a choice among options, which binds nobody by itself
                constraint.enforcement_literal.append(literal.index)
        return literal

    def _stay_away(self, element: Absent) -> None:
        first, last = (self._facts.day_of(date) for date in (element.row.start, element.row.last))
        days = range(max(0, first), min(self._facts.day_count, last + 1))
        self.cp.add(total(self._v.worked(element.row.staff, day) for day in days) <= 0)

    def _obey(self, element: Bound) -> None:
        if isinstance(element.rule, RosterRule):
            list(ROSTER_RULES[type(element.rule)](self._v, element.rule, self._hours))
            return
        assert element.staff is not None
        timeline = Timeline(self._facts, self._facts.workers[element.staff])
        encoder = Encoder(self._v, element.staff)  # its own: what it defines only holds where this rule is kept
        for primitive in primitives_of(element.rule, timeline):
            encoder.add(primitive)

    def _limit_weeks(self, element: Week) -> None:
        contract = self._given.contract_time[element.staff]
        for week, (low, high) in enumerate(zip(contract.week_min, contract.week_max, strict=True)):
            self.cp.add_linear_constraint(self._v.week_minutes(element.staff, week), low, high)

    def _cover(self, element: Least) -> None:
        heads: dict[tuple[int, str, str, str], list[Linear]] = defaultdict(list)
        for duty, covering in self._v.duties.items():
            heads[duty.day, duty.shift, duty.unit, duty.competence].append(covering)
        for key, rows in self._facts.cover.items():
            if element.row in rows:
                self.cp.add(total(heads[key]) >= element.row.min)

    def _measure(self, number: int, element: Spending) -> None:
        """Let ``above`` say by how much a budget is passed, whether it is kept or not."""
        if element.budget != "agency_share":
            spent, limit = self._spent(element), ticks(getattr(self._facts.scenario.budget, element.budget))
            self.above[number] = self.cp.new_int_var(0, max(0, most(spent) - limit), f"above[{number}]")
            self.cp.add(spent <= limit + self.above[number])

    def _spend(self, number: int, element: Spending) -> None:
        """Keep a budget."""
        if element.budget != "agency_share":
            self.cp.add(self.above[number] <= 0)
            return
        share = self._facts.scenario.budget.agency_share
        workers = (worker for worker in self._facts.workers.values() if worker.person is not None)
        own = total(worker.rate * self._v.minutes(worker.id) for worker in workers)
        self.cp.add(1000 * self._spent(element) - permille(share.target if share else Decimal(0)) * own <= 0)

    def _spent(self, element: Spending) -> Linear:
        if element.budget == "overtime":
            costs = hour_costs(self._v, self._hours)
            return total([*costs["additional_hours"], *costs["overtime"]])
        return total(part for terms in agency_costs(self._v) for part in terms)

    # -- questions --------------------------------------------------------------------------

    def possible(self, kept_: Collection[int]) -> tuple[bool | None, frozenset[int]]:
        """Return whether some elements can be kept together; where not, also a part of them that cannot.

        None where the limits are too tight to tell.
        """
        cp, wanted = self.cp.clone(), set(kept_)
        for number, literal in enumerate(self.literals):
            if number not in wanted:
                fix(cp, literal, 0)  # presolve drops whatever only this element asks for
        cp.add_assumptions([self.literals[number] for number in kept_])
        solver = self._solver(workers=1)
        status = solver.solve(cp)
        if status == cp_model.INFEASIBLE:
            core = set(solver.sufficient_assumptions_for_infeasibility())
            return False, frozenset(number for number in kept_ if self.literals[number].index in core)
        return (True if status in (cp_model.OPTIMAL, cp_model.FEASIBLE) else None), frozenset()

    def cheapest(self, forbidden: Sequence[frozenset[int]]) -> Cheapest | None:
        """Return which elements are best let go. None where the limits are too tight.

        None of the ``forbidden`` sets is let go as a whole: nothing is where no other set will do.
        """
        cp = self.cp.clone()
        for letting_go in forbidden:
            cp.add_bool_or([self.literals[number] for number in sorted(letting_go)])
        costs: list[Linear] = [e.price * (1 - x) for e, x in zip(self.elements, self.literals, strict=True)]
        cp.minimize(total([*costs, *self.above.values()]))
        solver = self._solver(self._limits.workers)
        status = solver.solve(cp)
        if status == cp_model.INFEASIBLE:
            return Cheapest({}, True, None)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return None
        let_go = (number for number, literal in enumerate(self.literals) if not solver.value(literal))
        chosen = {n: solver.value(self.above[n]) if n in self.above else 0 for n in let_go}
        return Cheapest(chosen, status == cp_model.OPTIMAL, Roster(tuple(self._shifts(solver))))

    def _shifts(self, solver: cp_model.CpSolver) -> Iterator[ShiftAssignment]:
        facts = self._facts
        for (staff, day), own in self._v.by_day.items():
            worker = facts.workers[staff]
            for shift, x in own.items():
                if solver.value(x):
                    yield ShiftAssignment(staff, facts.days[day], shift, worker.home, facts.main_on(worker, day))

    def _solver(self, workers: int) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        solver.parameters.random_seed = self._limits.seed
        solver.parameters.catch_sigint_signal = False
        solver.parameters.max_time_in_seconds = self._limits.seconds
        if self._limits.deterministic is not None:
            solver.parameters.max_deterministic_time = self._limits.deterministic
            solver.parameters.interleave_search = True
        return solver

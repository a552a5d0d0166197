"""The plain model of an instance of the Second International Nurse Rostering Competition, all weeks known.

Soft rules are the windows and patterns of the usual integer programs: a slack for each day of a run that is too long,
and one for each run that is too short (Ceschia et al., Annals of Operations Research 274, 2019, has the rules).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.inrc2 import (
    ASSIGNMENT,
    DAYS_IN_A_ROW,
    OPTIMAL_COVER,
    SHIFTS_IN_A_ROW,
    WEEKEND,
    Instance,
    Pair,
    read,
)
from benchmarks.instances import START, UNIT, date
from benchmarks.peers.problem import Problem
from benchmarks.peers.runs import Runs
from models.base import TICKS_PER_MONEY
from models.roster import Roster, ShiftAssignment
from solver.linear import Linear, Values, total

Cells = dict[tuple[str, int, str, str], cp_model.IntVar]
"""1 where a nurse works a shift on a day with a skill."""


def problem(folder: Path, name: str) -> Problem:
    """Return the model of an instance. Raises InstanceError or ScenarioError where there is none."""
    instance, cp = Instance(folder, name), cp_model.CpModel()
    x: Cells = {
        (nurse, day, shift, skill): cp.new_bool_var(f"x[{nurse},{day},{shift},{skill}]")
        for nurse, (_, skills) in instance.rules.nurses.items()
        for day in range(7 * instance.weeks)
        for shift in instance.rules.shifts
        for skill in skills
    }
    costs = _cover(cp, instance, x)
    for nurse in instance.rules.nurses:
        costs += _Nurse(cp, instance, nurse, x).costs()
    cp.minimize(total(costs))
    return Problem(read(folder, name), cp, TICKS_PER_MONEY, lambda values: _roster(x, values))


def _cover(cp: cp_model.CpModel, instance: Instance, x: Cells) -> list[Linear]:
    """Keep the least cover; return the costs of what is missing to the optimal one."""
    costs: list[Linear] = []
    for (day, shift, skill), (least, optimal) in instance.cover.items():
        able = [nurse for nurse, (_, skills) in instance.rules.nurses.items() if skill in skills]
        there = total(x[nurse, day, shift, skill] for nurse in able)
        cp.add(there >= least)
        if optimal > least:
            missing = cp.new_int_var(0, optimal - least, "")
            cp.add(there + missing >= optimal)
            costs.append(OPTIMAL_COVER * missing)
    return costs


class _Nurse:
    """The rows and costs of one nurse."""

    def __init__(self, cp: cp_model.CpModel, instance: Instance, nurse: str, x: Cells) -> None:
        self._cp = cp
        self._instance = instance
        self._contract = instance.rules.contracts[instance.rules.nurses[nurse][0]]
        self._past = instance.past.runs(nurse)
        self._requests = [row for row in instance.requests if row["staff"] == nurse]
        self._days = range(7 * instance.weeks)
        skills = instance.rules.nurses[nurse][1]
        self._on: dict[str, list[Linear]] = {}
        """Work on each shift by day: a variable of its own, since many rows speak of it."""
        for shift in instance.rules.shifts:
            self._on[shift] = [self._either([x[nurse, day, shift, skill] for skill in skills]) for day in self._days]
        self._worked = [self._either([self._on[shift][day] for shift in self._on]) for day in self._days]

    def costs(self) -> list[Linear]:
        """Add all rules; return their costs."""
        self._add_successions()
        contract, past, rules = self._contract, self._past, self._instance.rules
        costs = [*self._run_costs(Runs(self._worked, past.work), contract.days, DAYS_IN_A_ROW)]
        off = Runs([1 - worked for worked in self._worked], past.off)
        costs += self._run_costs(off, contract.days_off, DAYS_IN_A_ROW)
        for shift, limits in rules.shifts.items():
            before = past.same if shift == past.last else 0
            costs += self._run_costs(Runs(self._on[shift], before), limits, SHIFTS_IN_A_ROW)
        costs += self._total_costs()
        costs += self._weekend_costs()
        for row in self._requests:
            day = (row["date"] - START).days
            costs.append(row["cost"] * (self._on[row["shift"]] if "shift" in row else self._worked)[day])
        return costs

    def _either(self, variables: list[Linear]) -> Linear:
        """Return the sum of some 0/1 variables of which at most one is 1, as a variable."""
        if len(variables) == 1:
            return variables[0]
        either = self._cp.new_bool_var("")
        self._cp.add(total(variables) == either)
        return either

    def _add_successions(self) -> None:
        for shift, after in self._instance.rules.successions.items():
            yesterday = int(self._past.work > 0 and self._past.last == shift)
            for before, day in zip([yesterday, *self._on[shift]], self._days, strict=False):
                for follower in after:
                    self._cp.add(before + self._on[follower][day] <= 1)

    def _run_costs(self, runs: Runs, limits: Pair, weight: int) -> Iterator[Linear]:
        least, most = limits
        for window in runs.windows(most):
            yield weight * self._excess(window, most, 1)
        for absent, missing in runs.short(least):
            yield weight * missing * self._excess(1 - absent, 0, 1)

    def _total_costs(self) -> Iterator[Linear]:
        least, most = self._contract.assignments
        worked = total(self._worked)
        yield ASSIGNMENT * self._excess(worked, most, len(self._days))
        yield ASSIGNMENT * self._excess(-worked, -least, least)

    def _weekend_costs(self) -> Iterator[Linear]:
        weekends = []
        for saturday in self._days[5::7]:
            both = self._worked[saturday : saturday + 2]
            weekend = self._cp.new_bool_var("")
            weekends.append(weekend)
            for day in both:
                self._cp.add(day <= weekend)
            if self._contract.complete:
                yield WEEKEND * self._excess(2 * weekend - total(both), 0, 1)
        yield WEEKEND * self._excess(total(weekends), self._contract.weekends, len(weekends))

    def _excess(self, amount: Linear, limit: int, most: int) -> Linear:
        """Return a variable that is at least what an amount lies above a limit, and at most ``most``."""
        excess = self._cp.new_int_var(0, most, "")
        self._cp.add(amount <= limit + excess)
        return excess


def _roster(x: Cells, values: Values) -> Roster:
    return Roster(
        tuple(
            ShiftAssignment(nurse, date(day), shift, UNIT, skill)
            for (nurse, day, shift, skill), variable in x.items()
            if values[variable.index]
        )
    )

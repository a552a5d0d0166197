"""The plain model of a shift-scheduling instance: the integer program of Curtois and Qu (2014), row by row."""

from __future__ import annotations

from pathlib import Path

from ortools.sat.python import cp_model

from benchmarks.curtois import COMPETENCE, Instance, limits_of, read
from benchmarks.instances import START, UNIT, Line, date
from benchmarks.peers.problem import Problem
from benchmarks.peers.runs import Runs
from models.base import TICKS_PER_MONEY
from models.roster import Roster, ShiftAssignment
from solver.linear import Linear, Values, total

Cells = dict[tuple[str, int, str], cp_model.IntVar]
"""1 where somebody works a shift on a day."""


def problem(file: Path) -> Problem:
    """Return the model of an instance file. Raises InstanceError or ScenarioError where it is none."""
    instance, cp = Instance(file), cp_model.CpModel()
    x: Cells = {
        (staff, day, shift): cp.new_bool_var(f"x[{staff},{day},{shift}]")
        for staff in instance.people
        for day in range(instance.days)
        for shift in instance.shifts
    }
    for staff, line in instance.people.items():
        _add_person(cp, instance, line, {(d, k): v for (s, d, k), v in x.items() if s == staff})
    for row in instance.absences():
        day = (row["start"] - START).days
        cp.add(total(x[row["staff"], day, shift] for shift in instance.shifts) == 0)
    cp.minimize(total([*_requests(instance, x), *_cover(cp, instance, x)]))
    return Problem(read(file), cp, TICKS_PER_MONEY, lambda values: _roster(x, values))


def _add_person(
    cp: cp_model.CpModel, instance: Instance, line: Line, x: dict[tuple[int, str], cp_model.IntVar]
) -> None:
    """Add the hard limits of a person."""
    limits, days = limits_of(line), range(instance.days)
    worked = [total(x[day, shift] for shift in instance.shifts) for day in days]
    for day in days:
        cp.add(worked[day] <= 1)
    for shift, after in instance.successions().items():
        for day in days[1:]:
            for follower in after:
                cp.add(x[day - 1, shift] + x[day, follower] <= 1)
    for shift, most in instance.most_shifts(line).items():
        cp.add(total(x[day, shift] for day in days) <= most)
    minutes = total(instance.shifts[shift] * variable for (_, shift), variable in x.items())
    cp.add_linear_constraint(minutes, limits.least_minutes, limits.most_minutes)
    work, off = Runs(worked, inner=True), Runs([1 - w for w in worked], inner=True)
    for window in work.windows(limits.most_days):
        cp.add(window <= limits.most_days)
    for runs, least in ((work, limits.least_days), (off, limits.least_off)):
        for absent, _ in runs.short(least):
            cp.add(absent >= 1)
    _add_weekends(cp, worked, limits.weekends)


def _add_weekends(cp: cp_model.CpModel, worked: list[Linear], most: int) -> None:
    weekends = []
    for saturday in range(5, len(worked), 7):
        weekend = cp.new_bool_var("")
        weekends.append(weekend)
        for day in worked[saturday : saturday + 2]:
            cp.add(day <= weekend)
    cp.add(total(weekends) <= most)


def _requests(instance: Instance, x: Cells) -> list[Linear]:
    """Return the costs of requests that are not met."""
    costs: list[Linear] = []
    for kind in ("on", "off"):
        for row in instance.requests(kind):
            cell = x[row["staff"], (row["date"] - START).days, row["shift"]]
            costs.append(row["cost"] * (1 - cell if kind == "on" else cell))
    return costs


def _cover(cp: cp_model.CpModel, instance: Instance, x: Cells) -> list[Linear]:
    """Return the costs of too few and too many people."""
    costs: list[Linear] = []
    for (day, shift), (wanted, under_cost, over_cost) in instance.asked().items():
        under = cp.new_int_var(0, wanted, "")
        over = cp.new_int_var(0, len(instance.people), "")
        cp.add(total(x[staff, day, shift] for staff in instance.people) + under - over == wanted)
        costs += [under_cost * under, over_cost * over]
    return costs


def _roster(x: Cells, values: Values) -> Roster:
    return Roster(
        tuple(
            ShiftAssignment(staff, date(day), shift, UNIT, COMPETENCE)
            for (staff, day, shift), variable in x.items()
            if values[variable.index]
        )
    )

"""The model of a scenario, asked about given shifts: feasible or not, and at what cost."""

from __future__ import annotations

from ortools.sat.python import cp_model

from models.facts import Facts
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario
from solver.linear import total
from solver.model import build
from solver.search.cpsat import set_objective
from solver.search.settle import with_shifts
from solver.solution import Shifts


class Oracle:
    """Answers about many rosters of one scenario, from one model."""

    def __init__(self, scenario: Scenario) -> None:
        self.facts = Facts(scenario)
        self._model = build(self.facts)
        set_objective(self._model.cp, total(self._model.terms.values()), self._model.unit)

    def cost(self, shifts: Shifts) -> int | None:
        """Return the least cost in ticks of a roster with exactly these shifts; None where none is allowed."""
        v = self._model.variables
        if any(shift not in v.by_day.get((staff, day), {}) for staff, day, shift in shifts):
            return None
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(with_shifts(self._model, shifts))
        assert status in (cp_model.OPTIMAL, cp_model.INFEASIBLE)
        return round(solver.objective_value) * self._model.unit if status == cp_model.OPTIMAL else None


def of_shifts(facts: Facts, shifts: Shifts) -> Roster:
    """Return the roster of some shifts, without places and items; everybody is at home in the main competence."""
    workers = facts.workers
    rows = (
        ShiftAssignment(staff, facts.days[day], shift, workers[staff].home, facts.main_on(workers[staff], day))
        for staff, day, shift in sorted(shifts)
    )
    return Roster(tuple(rows))

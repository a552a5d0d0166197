"""A roster of a division with clinics: lending first, then unit by unit, then half-days.

What layered search does for a clinic takes too long where several lend people to each other: the relaxation of all
stands in every program. Here whom they lend is settled first, and then all that is outside a unit is a number.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.divided.lent import fix_lent, whole_lending
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.blocks import decision_units
from solver.search.building import build_block
from solver.search.completion import complete_shifts
from solver.search.cpsat import Limits, Stop, set_objective
from solver.search.mip import program_of
from solver.search.relaxation import bookings_and_lists
from solver.search.remote import RemoteProgram
from solver.search.settle import settle
from solver.search.shared import with_decisions
from solver.solution import read_solution

FRAME = 0.1
"""Part of the time for each solve of the frame, at most."""
FRAME_GAP = 0.002
BUILD_UNTIL = 0.85
"""Part of the time at which all units should be made."""
LEAST_SECONDS = 3.0
"""Time for a unit at least."""
GAP = 0.0005
COMPLETION = (5.0, 0.15)
"""Seconds for half-days at least, and part of the time for them."""
_WORKERS = 2


class Planning:
    """One search for a roster of a division whose budgets are given."""

    def __init__(self, scenario: Scenario, seconds: float, seed: int) -> None:
        self._clock = Clock(seconds)
        self._facts = Facts(scenario)
        self._seed = seed
        self._coarse = build(self._facts, coarse=True)
        set_objective(self._coarse.cp, total(self._coarse.terms.values()), 1)
        self._units = decision_units(self._coarse)
        self._stop = Stop(None)

    def run(self) -> Roster | None:
        """Return a roster that keeps all rules; None where none is found in time."""
        program = RemoteProgram(program_of(self._coarse.cp, TICKS_PER_MONEY), self._stop)
        try:
            values = self._build(program)
        finally:
            program.close()
        return None if values is None else self._complete(values)

    def _build(self, program: RemoteProgram) -> Values | None:
        """Return a coarse solution, made unit by unit."""
        frame = bookings_and_lists(self._coarse)
        base = self._relaxed(program, frame, {})
        if base is None:
            return None
        lent = whole_lending(self._coarse, base)
        base = self._relaxed(program, frame, lent)
        if base is None:
            return None
        made: dict[int, int] = dict(lent)
        workers = self._facts.workers.values()
        people = {unit: sum(worker.home == unit for worker in workers) for unit in self._facts.scenario.units}
        left = sum(people.values())
        for unit in sorted(people, key=lambda name: people[name], reverse=True):
            outside = {x: made.get(x, base[x]) for x, where in self._units.items() if where != unit or x in lent}
            seconds = max(LEAST_SECONDS, (BUILD_UNTIL * self._clock.limit - self._clock.seconds) * people[unit] / left)
            left -= people[unit]
            gap = GAP / len(people)
            found = build_block(self._coarse, program, frozenset([unit]), outside, seconds, self._seed, gap)
            if found is None:
                return None
            made.update(found)
        return with_decisions(self._coarse, made)

    def _relaxed(
        self, program: RemoteProgram, whole: Collection[int], fixed: Mapping[int, float]
    ) -> Sequence[float] | None:
        seconds = FRAME * self._clock.limit
        return program.solve(seconds, FRAME_GAP, self._seed, whole=whole, fixed=fixed).values

    def _complete(self, values: Values) -> Roster | None:
        """Return the roster of a coarse solution. Lent people are given, so that units are independent here too."""
        fine: Model = build(self._facts)
        set_objective(fine.cp, total(fine.terms.values()), fine.unit)
        fix_lent(fine, self._coarse, values)
        limits = Limits(max(COMPLETION[0], COMPLETION[1] * self._clock.limit), _WORKERS, self._seed, 0.001)
        found = complete_shifts(fine, self._coarse, values, limits, self._stop)
        settled = None if found is None else settle(fine, found)
        if found is None or settled is None or settled.values is None:
            return None
        return assign(fine, read_solution(fine, evaluate_at(settled.values)))

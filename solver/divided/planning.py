"""A roster of a division with clinics: lending first, then unit by unit, then half-days.

What layered search does for a clinic takes too long where several lend people to each other: the relaxation of all
stands in every program. Here whom they lend is settled first, and then all that is outside a unit is a number.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from models.base import TICKS_PER_MONEY
from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.assignment import assign
from solver.divided.lent import fix_lent, whole_lending
from solver.divided.rounding import add_rounded_hours
from solver.linear import Values, evaluate_at, total
from solver.model import Model, build
from solver.search.anytime import Clock
from solver.search.blocks import unit_decisions
from solver.search.building import build_block
from solver.search.completion import complete_shifts
from solver.search.cpsat import Limits, Stop, set_objective
from solver.search.fixing import likely_shifts
from solver.search.inner import InnerProgram, Matrix
from solver.search.mip import program_of
from solver.search.program import Program
from solver.search.relaxation import bookings_and_lists
from solver.search.settle import settle
from solver.search.shared import with_decisions
from solver.solution import read_solution

FRAME = 0.2
"""Part of the time for each solve of the frame, at most."""
FRAME_GAP = 0.002
BUILD_UNTIL = 0.85
"""Part of the time at which all units should be made."""
LEAST_SECONDS = 2.0
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
        add_rounded_hours(self._coarse)
        set_objective(self._coarse.cp, total(self._coarse.terms.values()), 1)
        self._stop = Stop(None)

    def run(self) -> Roster | None:
        """Return a roster that keeps all rules; None where none is found in time."""
        values = self._build()
        return None if values is None else self._complete(values)

    def _build(self) -> Values | None:
        """Return a coarse solution, made unit by unit."""
        program = program_of(self._coarse.cp, TICKS_PER_MONEY)
        relaxed = self._relaxed(program, {})
        lent = {} if relaxed is None else whole_lending(self._coarse, relaxed)
        given = None if relaxed is None else self._with_lent(program, relaxed, lent)
        if given is None:
            return None
        values = [lent.get(x, value) for x, value in enumerate(given)]
        made: dict[int, int] = dict(lent)
        likely = likely_shifts(self._coarse, values, self._seed)
        for unit, part, seconds in self._units(program, values, lent):
            gap = GAP / len(self._facts.scenario.units)
            found = build_block(self._coarse, part, frozenset([unit]), seconds, self._seed, gap, likely)
            if found is None:
                return None
            made.update(found)
            # what the unit takes of the budgets is no more for those to come
            values[:] = part.solve(seconds, GAP, self._seed, whole=(), fixed=found).values or values
        return with_decisions(self._coarse, made)

    def _units(
        self, program: Program, values: Sequence[float], lent: Collection[int]
    ) -> Iterator[tuple[str, InnerProgram, float]]:
        """Yield each unit, the greatest first, with its program and the seconds for it; the rest has given values."""
        matrix = Matrix.of(program.message)
        nearest = matrix.nearest(unit_decisions(self._coarse), lent)
        workers = self._facts.workers.values()
        people = {unit: sum(worker.home == unit for worker in workers) for unit in self._facts.scenario.units}
        left = sum(people.values())
        for unit in sorted(people, key=lambda name: people[name], reverse=True):
            seconds = (BUILD_UNTIL * self._clock.limit - self._clock.seconds) * people[unit] / max(1, left)
            left -= people[unit]
            inside = [x for x, where in nearest.items() if where == unit]
            if inside:
                yield unit, InnerProgram(program, matrix, inside, values), max(LEAST_SECONDS, seconds)

    def _with_lent(self, program: Program, relaxed: Sequence[float], lent: Mapping[int, int]) -> Sequence[float] | None:
        """Return the values of a frame once it is given who is lent; mostly its bookings and lists go with it."""
        frame = {x: round(relaxed[x]) for x in bookings_and_lists(self._coarse)}
        found = program.solve(FRAME * self._clock.limit, FRAME_GAP, self._seed, whole=(), fixed={**frame, **lent})
        return found.values or self._relaxed(program, lent)

    def _relaxed(self, program: Program, lent: Mapping[int, int]) -> Sequence[float] | None:
        """Return the values of the frame: bookings and lists are whole.

        With numbers of people lent whole too, HiGHS found poorer ones (clinics of 200 people: 0.7 percent dearer after
        12 seconds than after 4 with these rounded afterwards).
        """
        seconds, frame = FRAME * self._clock.limit, bookings_and_lists(self._coarse)
        return program.solve(seconds, FRAME_GAP, self._seed, whole=frame, fixed=lent).values

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

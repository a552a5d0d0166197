"""Rosters of the search as the person kernel has them, and back."""

from __future__ import annotations

import numpy as np

from solver.kernel.compiled import Ints, Plan
from solver.kernel.crew import Staffing
from solver.kernel.program import OFF
from solver.kernel.seats import seated
from solver.solution import Shifts


class Rosters:
    """Rosters of some people."""

    def __init__(self, staffing: Staffing) -> None:
        self._staffing = staffing
        self._place: dict[tuple[str, int, str], tuple[int, int, int]] = {}
        self._off = np.zeros(staffing.crew.options.shape, dtype=np.int64)
        for p, (staff, own) in enumerate(zip(staffing.staff, staffing.options, strict=True)):
            for day, options in enumerate(own):
                for option, shift in enumerate(options):
                    self._place[staff, day, shift] = p, day, option
                    if shift == OFF:
                        self._off[p, day] = option

    def options(self, shifts: Shifts) -> Ints:
        """Return the options of people's shifts; of others nothing is known here."""
        option = self._off.copy()
        for shift in shifts:
            place = self._place.get(shift)
            if place is not None:
                p, day, option[p, day] = place[0], place[1], place[2]
        return option

    def plan(self, shifts: Shifts) -> tuple[int, Plan]:
        """Return a roster as a plan and what the kernel says it costs; own costs are -1 where it knows no such days."""
        return seated(self._staffing, self.options(shifts))

    def shifts(self, option: Ints) -> Shifts:
        """Return what everybody works."""
        staffing = self._staffing
        return frozenset(
            (staff, day, shift)
            for staff, own, chosen in zip(staffing.staff, staffing.options, option.tolist(), strict=True)
            for day, (here, number) in enumerate(zip(own, chosen, strict=True))
            if (shift := here[number]) != OFF
        )

"""Bounds and rosters by the person kernel: prices that climb, and ruin and recreate that cools down.

Both see people and cover alone: whatever several people share beside cover (rules about the roster, agency bookings,
budgets) is left to whoever takes a roster over. As these only add costs and limits, the bound holds all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np

from models.facts import Facts
from solver.kernel.bound import Climb
from solver.kernel.compiled import Ints, adopt, anneal, construct
from solver.kernel.contexts import TooRichError
from solver.kernel.crew import Staffing, staffing
from solver.kernel.program import OFF
from solver.search.anytime import Clock
from solver.solution import Shifts

STEPS = 200
"""Steps of ruin and recreate between two looks at the clock."""
HEAT, COLD = 0.3, 0.01
"""First and last heat, as parts of what the last wanted person usually saves."""
CLIMBS = ((150, 1.0), (400, 0.3), (1000, 0.1), (3000, 0.03))
"""Rounds and first step of each climb of the bound; each starts at the best prices of the one before."""


class KernelSearch:
    """People and cover of one scenario."""

    def __init__(self, everybody: Staffing, employees: int, seed: int) -> None:
        self._climb = Climb(everybody)
        self._people = everybody.first(employees)
        self._seed = seed

    def climb(self, rounds: int, pace: float, note: Callable[[int], bool]) -> None:
        """Climb to a better bound; ``note`` takes it, rounded up to a whole tick, and says whether to stop."""
        self._climb.run(rounds, pace, lambda bound: note(max(0, ceil(bound - 1e-3))))

    def cool(self, clock: Clock, until: float, stopped: Callable[[], bool], offer: Callable[[Shifts], None]) -> None:
        """Make a roster and cool it down until a time on the clock; each part of the way the best one is offered."""
        people = self._people
        plan, best = (people.new_plan(len(people.staff)) for _ in range(2))
        rows = int((people.crew.row + people.crew.options).max())
        price, choice = np.zeros((2, rows), dtype=np.int64)
        work = people.new_work()
        cost = construct(people.crew, people.demand, plan, work, price, choice, self._seed)
        if cost < 0:
            return
        adopt(people.crew, people.demand, best, plan)
        costs = np.array([cost, cost], dtype=np.int64)
        began, offered = clock.seconds, int(cost) + 1
        while not stopped() and clock.seconds < until:
            passed = (clock.seconds - began) / (until - began)
            heat = HEAT * people.usual_saving * (COLD / HEAT) ** passed
            self._seed += 1
            anneal(people.crew, people.demand, plan, best, work, price, choice, costs, heat, STEPS, self._seed)
            if costs[1] < 0.9 * offered:
                offered = int(costs[1])
                offer(_shifts(people, best.option))
        if costs[1] < offered:
            offer(_shifts(people, best.option))


def prepare(facts: Facts, seed: int, stopped: Callable[[], bool]) -> KernelSearch | None:
    """Return a search by the kernel; None where somebody's rules are too rich for it or leave no roster."""
    workers = sorted(facts.workers.values(), key=lambda worker: worker.person is None)
    employees = sum(worker.person is not None for worker in workers)
    try:
        everybody = staffing(facts, workers, stopped) if employees else None
    except TooRichError:
        return None
    return None if everybody is None else KernelSearch(everybody, employees, seed)


def _shifts(people: Staffing, options: Ints) -> Shifts:
    return frozenset(
        (staff, day, shift)
        for staff, own, chosen in zip(people.staff, people.options, options.tolist(), strict=True)
        for day, (here, option) in enumerate(zip(own, chosen, strict=True))
        if (shift := here[option]) != OFF
    )

"""Bounds and rosters by the person kernel: prices by column generation, and ruin and recreate that cools down.

Both see people and cover alone: whatever several people share beside cover (rules about the roster, agency bookings,
budgets) is left to whoever takes a roster over. As these only add costs and limits, the bound holds all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from math import ceil

import numpy as np

from models.facts import Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.columns import generate
from solver.kernel.compiled import Ints, Plan, adopt, anneal, construct
from solver.kernel.contexts import TooRichError
from solver.kernel.crew import FORBIDDEN, Staffing, staffing
from solver.kernel.program import OFF
from solver.search.anytime import Clock
from solver.solution import Shifts

STEPS = 200
"""Steps of ruin and recreate between two looks at the clock."""
SEEDS = 10**7
"""More than the looks at the clock in any stage: each has a seed of its own."""
ROUNDS, PACE = 40, 1.0
"""Rounds and first step of the climb before columns are generated: it need only find prices of the right size."""
STAGES = ((0.15, 0.3), (0.65, 0.3), (0.85, 0.1), (1.0, 0.1))
"""The part of the time at which each stage of cooling ends, and its first heat as a part of usual prices."""
COLD = 0.01
"""Last heat of each stage, as a part of usual prices."""
WIDEST, NARROWER, NARROWEST = 0.2, 1.5, 0.02
"""How much more than the cheapest a person's days may cost at the bound's prices, as a part of usual prices; and by
what it is divided until there are few enough states, or it is so narrow that less might leave no good roster."""
WIDER = 4
"""By what it is multiplied where a stage ends below a hard least number: it was too narrow."""
STATES = 20
"""States a day and person that are few enough: more are slow, and good rosters are rarely made of them."""


class KernelSearch:
    """People and cover of one scenario."""

    def __init__(self, everybody: Staffing, employees: int) -> None:
        self._pricing = Pricing(everybody)
        self._climb = Climb(self._pricing)
        self._people = everybody.first(employees)
        self._best_prices = False
        """Whether the prices are the best: where they are not, days near the cheapest need not be good ones."""
        self._width = 0

    def bound(self, clock: Clock, until: float, note: Callable[[int], bool]) -> None:
        """Look for the best bound until a time on the clock.

        ``note`` takes each better one, rounded up to a whole tick, and says whether to stop.
        """

        def stopped(bound: float) -> bool:
            return note(max(0, ceil(bound - 1e-3))) or clock.seconds >= until

        self._climb.run(ROUNDS, PACE, stopped)
        self._best_prices = generate(self._pricing, self._climb, lambda: max(0.0, until - clock.seconds), stopped)

    def cool(
        self, clock: Clock, until: float, seed: int, stopped: Callable[[], bool], offer: Callable[[Shifts], None]
    ) -> None:
        """Make a roster and cool it down, stage by stage, until a time on the clock; each better one is offered.

        Only days near the cheapest at the bound's prices are looked at, and those of the best roster: they are few,
        and good rosters are made of them.
        """
        began, best = clock.seconds, None
        for number, (part, heat) in enumerate(STAGES):
            cooling = _Cooling(self._near(best), best, seed + number * SEEDS)
            if cooling.possible:
                cooling.run(clock, began + part * (until - began), heat, stopped, offer)
                best = cooling.best
                if cooling.cost >= FORBIDDEN:
                    self._width *= WIDER

    def _near(self, best: Plan | None) -> Staffing:
        people, prices = self._people, self._climb.prices
        if not self._best_prices:
            return people
        if best is None:
            width = WIDEST * people.usual_saving
            near = people.trimmed(prices, int(width), None)
            while near.crew.states.mean() > STATES and width > NARROWEST * people.usual_saving:
                width /= NARROWER
                near = near.trimmed(prices, int(width), None)
            self._width = int(width)
            return near
        kept = people.new_plan(len(people.staff))
        adopt(people.crew, people.demand, kept, best)
        return people.trimmed(prices, self._width, kept)


class _Cooling:
    """One roster that cools down."""

    def __init__(self, people: Staffing, start: Plan | None, seed: int) -> None:
        self._people = people
        self._seed = seed
        self._plan, self.best = (people.new_plan(len(people.staff)) for _ in range(2))
        self._work = people.new_work()
        rows = int((people.crew.row + people.crew.options).max())
        self._price, self._choice = np.zeros((2, rows), dtype=np.int64)
        cost = self._first(start)
        self.possible = bool(cost >= 0)
        """Whether everybody has a roster."""
        self._costs = np.array([cost, cost], dtype=np.int64)
        if self.possible:
            adopt(people.crew, people.demand, self.best, self._plan)

    @property
    def cost(self) -> int:
        """The cost of the best roster, in ticks."""
        return int(self._costs[1])

    def _first(self, start: Plan | None) -> int:
        crew, demand = self._people.crew, self._people.demand
        if start is None:
            return int(construct(crew, demand, self._plan, self._work, self._price, self._choice, self._seed))
        return int(adopt(crew, demand, self._plan, start))

    def run(
        self, clock: Clock, until: float, heat: float, stopped: Callable[[], bool], offer: Callable[[Shifts], None]
    ) -> None:
        """Cool down from a first heat until a time on the clock; the best roster is offered on the way."""
        people, usual = self._people, self._people.usual_saving
        began, offered = clock.seconds, int(self._costs[1])
        while not stopped() and clock.seconds < until:
            passed = (clock.seconds - began) / (until - began)
            self._seed += 1
            anneal(
                people.crew,
                people.demand,
                self._plan,
                self.best,
                self._work,
                self._price,
                self._choice,
                self._costs,
                usual * heat * (COLD / heat) ** passed,
                STEPS,
                self._seed,
            )
            if self._costs[1] < 0.9 * offered:
                offered = int(self._costs[1])
                offer(_shifts(people, self.best.option))
        if self._costs[1] < offered:
            offer(_shifts(people, self.best.option))


def prepare(facts: Facts, stopped: Callable[[], bool]) -> KernelSearch | None:
    """Return a search by the kernel; None where somebody's rules are too rich for it or leave no roster."""
    workers = sorted(facts.workers.values(), key=lambda worker: worker.person is None)
    employees = sum(worker.person is not None for worker in workers)
    try:
        everybody = staffing(facts, workers, stopped) if employees else None
    except TooRichError:
        return None
    return None if everybody is None else KernelSearch(everybody, employees)


def _shifts(people: Staffing, options: Ints) -> Shifts:
    return frozenset(
        (staff, day, shift)
        for staff, own, chosen in zip(people.staff, people.options, options.tolist(), strict=True)
        for day, (here, option) in enumerate(zip(own, chosen, strict=True))
        if (shift := here[option]) != OFF
    )

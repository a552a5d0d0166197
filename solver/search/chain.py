"""One roster of the person kernel that cools down by ruin and recreate."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solver.kernel.annealing import Rooms, anneal
from solver.kernel.compiled import Guide, adopt, construct
from solver.kernel.crew import Staffing
from solver.kernel.program import OFF
from solver.search.anytime import Clock
from solver.solution import Shifts

STEPS = 200
"""Steps of ruin and recreate between two looks at the clock."""
WIDTH = 1.0
"""How far ways may lie from the most promising, as a part of usual prices."""
OFFER_GAIN, OFFER_SECONDS = 0.1, 4.0
"""A roster is offered when it is better by this part, or by less after so many seconds."""


class Chain:
    """A roster that changes step by step, and the best that it has been. All costs are in ticks."""

    def __init__(self, people: Staffing, guide: Guide, seed: int) -> None:
        self.people = people
        self.guide = guide
        self._seed = seed
        self._plan, self.best = (people.new_plan(len(people.staff)) for _ in range(2))
        self._work = people.new_work()
        rows = int((people.crew.row + people.crew.options).max())
        price, choice = np.zeros((2, rows), dtype=np.int64)
        self._rooms = Rooms(price, choice, np.zeros(len(people.staff)), np.zeros(people.crew.options.shape[1]))
        self._width = int(WIDTH * people.usual_saving)
        cost = construct(people.crew, people.demand, self._plan, guide, self._work, price, choice, seed)
        self.possible = bool(cost >= 0)
        """Whether everybody has a roster."""
        self._costs = np.array([cost, cost], dtype=np.int64)
        if self.possible:
            adopt(people.crew, people.demand, self.best, self._plan)

    @property
    def cost(self) -> int:
        """The cost of the best roster."""
        return int(self._costs[1])

    @property
    def shifts(self) -> Shifts:
        """The best roster."""
        chosen = self.best.option.tolist()
        return frozenset(
            (staff, day, shift)
            for staff, own, options in zip(self.people.staff, self.people.options, chosen, strict=True)
            for day, (here, option) in enumerate(zip(own, options, strict=True))
            if (shift := here[option]) != OFF
        )

    def cool(
        self,
        clock: Clock,
        until: float,
        hot: float,
        cold: float,
        stopped: Callable[[], bool],
        offer: Callable[[Shifts], None],
    ) -> None:
        """Cool down from one heat to another until a time on the clock; the best roster is offered on the way."""
        began, offered, last = clock.seconds, self.cost, clock.seconds
        while not stopped() and clock.seconds < until:
            self.step(hot * (cold / hot) ** ((clock.seconds - began) / (until - began)))
            waited = clock.seconds - last >= OFFER_SECONDS
            if self.cost < (offered if waited else (1 - OFFER_GAIN) * offered):
                offer(self.shifts)
                offered, last = self.cost, clock.seconds
        if self.cost < offered:
            offer(self.shifts)

    def step(self, heat: float) -> None:
        """Take some steps at a heat."""
        people = self.people
        self._seed += 1
        anneal(
            people.crew,
            people.demand,
            self._plan,
            self.best,
            self.guide,
            self._work,
            self._rooms,
            self._costs,
            heat,
            self._width,
            STEPS,
            self._seed,
        )

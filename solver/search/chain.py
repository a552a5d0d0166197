"""One roster of the person kernel that cools down by ruin and recreate."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np

from solver.kernel.annealing import Rooms, anneal
from solver.kernel.compiled import Guide, adopt, construct
from solver.kernel.crew import Staffing
from solver.kernel.program import OFF
from solver.search.anytime import Clock
from solver.solution import Shifts

WIDTH = 1.0
"""How far ways may lie from the most promising, as a part of usual prices."""
GAIN, PAUSE = 0.1, 4.0
"""A better roster is told of when it is better by this part, or by less after so many seconds."""


class Heats(NamedTuple):
    """From where to where a roster cools down."""

    hot: float
    cold: float

    def times(self, unit: float) -> Heats:
        """Return the same in another unit."""
        return Heats(self.hot * unit, self.cold * unit)


class Overseer(NamedTuple):
    """What a roster that cools down has to heed."""

    clock: Clock
    stopped: Callable[[], bool]
    """Whether to stop."""
    better: Callable[[Chain], None]
    """Is told, not too often, of a roster that has become better."""


class Chain(ABC):
    """A roster that changes step by step, and the best that it has been. All costs are in ticks."""

    steps: int
    """Steps between two looks at the clock."""
    few: int
    """Steps per person below which there is no time to cool down from high."""
    warmth: float
    """First and last heat, and how far graphs reach, against what a roster costs beyond the bound, per person."""
    cost: int
    """The cost of the best roster."""
    possible: bool
    """Whether everybody has a roster."""

    def __init__(self, people: Staffing, seed: int) -> None:
        self.people = people
        self._seed = seed
        self.best = people.new_plan(len(people.staff))
        self.pace = 0.0
        """Seconds that a step has taken."""

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

    def cool(self, until: float, heats: Heats, overseer: Overseer) -> None:
        """Cool down until a time on the clock."""
        clock = overseer.clock
        began, told, last, first = clock.seconds, float("inf"), clock.seconds, self._seed
        while not overseer.stopped() and clock.seconds < until:
            self.step(heats.hot * (heats.cold / heats.hot) ** ((clock.seconds - began) / (until - began)))
            waited = clock.seconds - last >= PAUSE
            if self.cost < (told if waited else (1 - GAIN) * told):
                overseer.better(self)
                told, last = self.cost, clock.seconds
        if self._seed > first:
            self.pace = (clock.seconds - began) / (self.steps * (self._seed - first))
        if self.cost < told:
            overseer.better(self)

    def step(self, heat: float) -> None:
        """Take some steps at a heat."""
        self._seed += 1
        self._anneal(heat)

    @abstractmethod
    def again(self, seed: int) -> Chain:
        """Return another roster of the same graphs."""

    @abstractmethod
    def _anneal(self, heat: float) -> None:
        """Take some steps at a heat, drawn by the seed."""


class PlainChain(Chain):
    """The same where states hold all that there is to know of a person's days so far."""

    steps, few, warmth = 200, 4_000, 1.0

    def __init__(self, people: Staffing, guide: Guide, seed: int) -> None:
        super().__init__(people, seed)
        self._guide = guide
        self._plan = people.new_plan(len(people.staff))
        self._work = people.new_work()
        rows = int((people.crew.row + people.crew.options).max())
        price, choice = np.zeros((2, rows), dtype=np.int64)
        self._rooms = Rooms(price, choice, np.zeros(len(people.staff)), np.zeros(people.crew.options.shape[1]))
        self._width = int(WIDTH * people.usual_saving)
        cost = construct(people.crew, people.demand, self._plan, guide, self._work, price, choice, seed)
        self.possible = bool(cost >= 0)
        self.cost = int(cost)
        self._costs = np.array([cost, cost], dtype=np.int64)
        if self.possible:
            adopt(people.crew, people.demand, self.best, self._plan)

    def again(self, seed: int) -> Chain:
        """Return another roster of the same graphs."""
        return PlainChain(self.people, self._guide, seed)

    def _anneal(self, heat: float) -> None:
        people = self.people
        anneal(
            people.crew,
            people.demand,
            self._plan,
            self.best,
            self._guide,
            self._work,
            self._rooms,
            self._costs,
            heat,
            self._width,
            self.steps,
            self._seed,
        )
        self.cost = int(self._costs[1])


def doubling(now: Callable[[], float], until: float, length: float) -> Iterator[float]:
    """Yield until when to cool the next roster down, each for twice as long; the last takes all the rest."""
    while (begun := now()) < until:
        yield begun + length if begun + 3 * length < until else until
        length *= 2

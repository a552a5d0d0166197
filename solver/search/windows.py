"""A roster that cools down where ways carry sums: people's days in a window are found anew by labels.

As for long horizons (solver/long/), whose steps these are. Graphs need not tell all amounts of a sum apart, and still
every roster keeps all limits, and costs what it says.
"""

from __future__ import annotations

import numpy as np

from solver.kernel.compiled import Guide, Ints
from solver.kernel.crew import Staffing
from solver.long.arrays import People
from solver.long.beginning import Beginning
from solver.long.cooling import new_roster, world_of
from solver.long.steps import anneal, demand_cost, new_desk, tally
from solver.long.ways import Bearings, Limits, Reach, set_reach
from solver.search.chain import Chain

LABELS = 100
"""Ways that are kept a day."""
WIDTH = 0.2
"""How far ways may lie from the most promising, as a part of usual prices."""
LONGEST = 28
"""Days of a window at most."""


class WindowChain(Chain):
    """A roster of people whose ways carry sums."""

    steps, few, warmth = 50, 500, 0.5

    def __init__(self, people: Staffing, guide: Guide, sums: Ints, seed: int) -> None:
        """Begin with a roster at good prices: those of the guide, and of the sums (person, sum -> ticks a unit)."""
        super().__init__(people, seed)
        self._guide, self._sums = guide, sums
        everybody = _people(people, guide)
        load = people.load
        self._world = world_of(everybody, guide.least)
        self._limits = Limits(load.least, load.most, everybody.room)
        self._bearings = Bearings(sums, people.worth(sums), guide.start, guide.rest, guide.price)
        self._roster = new_roster(everybody)
        self._desk = new_desk(everybody, LABELS, LONGEST)
        self._width = int(WIDTH * people.usual_saving)
        beginning = Beginning(
            everybody, self._world, self._bearings, people.usual_saving, self._roster, 1, np.random.default_rng(seed)
        )
        self.possible = beginning.run(lambda: False)
        tally(self._world, self._limits, self._roster)
        self.cost = self._cost()
        if self.possible:
            self._keep()

    def again(self, seed: int) -> Chain:
        """Return another roster of the same graphs."""
        return WindowChain(self.people, self._guide, self._sums, seed)

    def _anneal(self, heat: float) -> None:
        anneal(
            self._world,
            self._limits,
            self._bearings,
            self._roster,
            self._desk,
            0,
            self.people.crew.options.shape[1],
            heat,
            self._width,
            self.steps,
            self._seed,
        )
        cost = self._cost()
        if cost < self.cost:
            self.cost = cost
            self._keep()

    def _keep(self) -> None:
        self.best.option[:], self.best.key[:] = self._roster.plan.option, self._roster.plan.key

    def _cost(self) -> int:
        days = self.people.crew.options.shape[1]
        return int(self._roster.plan.own.sum() + demand_cost(self._world, self._roster.plan.heads, 0, days))


def _people(staffing: Staffing, guide: Guide) -> People:
    """Return people as solver/long/ has them: without limits on how often a shift may be worked."""
    crew, load = staffing.crew, staffing.load
    count, days = crew.options.shape
    reach = np.zeros((2, count, days + 1, load.adds.shape[2]), dtype=np.int64)
    set_reach(crew, load, *reach)
    rows = [shift for own in staffing.options for options in own for shift in options]
    return People(
        staff=staffing.staff,
        crew=crew,
        load=load,
        reach=Reach(*reach),
        caps=np.full(crew.keys.shape, -1, dtype=np.int32),
        room=np.zeros((count, 1), dtype=np.int64),
        shifts=tuple((shift,) * crew.keys.shape[1] for shift in rows),
        keys=staffing.keys,
        demand=staffing.demand,
        day=guide.day,
    )

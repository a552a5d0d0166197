"""Bounds and rosters by the person kernel: prices by column generation, and ruin and recreate that cools down.

The bound sees people and cover alone, rosters also rules that count people on a shift (kernel/mixes.py). What else
several people share (other rules about the roster, agency bookings, budgets) is left to whoever takes a roster over. As
all that only adds costs and limits, the bound holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from math import ceil

import numpy as np

from models.facts import Facts
from solver.kernel.annealing import Rooms, anneal
from solver.kernel.bound import Climb, Pricing
from solver.kernel.carrying import MANY_LABELS
from solver.kernel.columns import generate
from solver.kernel.compiled import FORBIDDEN, Guide, Ints, Plan, adopt, construct
from solver.kernel.contexts import TooRichError
from solver.kernel.crew import Staffing, staffing
from solver.kernel.program import OFF
from solver.search.anytime import Clock
from solver.solution import Shifts

STEPS = 200
"""Steps of ruin and recreate between two looks at the clock."""
FIRST_LOOKS = 5
"""Looks at the clock that make the first roster a fair one."""
SEEDS = 10**7
"""More than the looks at the clock in any stage: each has a seed of its own."""
ROUNDS, PACE = 40, 1.0
"""Rounds and first step of the climb before columns are generated: it need only find prices of the right size."""
HEATS = (0.1, 1.0)
"""First heats of rosters that cool down side by side, as parts of usual prices: nothing tells before which is best."""
COLD = 0.01
"""Last heat of each stage, as a part of usual prices."""
STAGES = ((0.4, 1.0), (0.7, 0.5), (1.0, 0.25))
"""The part of the time at which each stage of cooling ends, and what the first heat is multiplied by."""
NEAR = (0.3, 1.2)
"""How much more than the cheapest a person's days may cost at the bound's prices, as parts of usual prices: the second
where the first leaves no roster that keeps the hard least numbers."""
TRY_PART = 0.1
"""Part of the time to find that out."""
WIDTH = 1.0
"""How far ways may lie from the most promising, as a part of usual prices."""
OFFER_GAIN, OFFER_SECONDS = 0.1, 4.0
"""A roster is offered when it is better by this part, or by less after so many seconds."""


class KernelSearch:
    """People and cover of one scenario."""

    def __init__(self, everybody: Staffing, employees: int) -> None:
        self._pricing = Pricing(everybody)
        self._climb = Climb(self._pricing)
        self._employees = employees
        self._people = everybody.first(employees)
        self._best_prices = False
        """Whether the prices are the best: where they are not, days near the cheapest need not be good ones."""
        self._lock = threading.Lock()
        self._start: _Cooling | None = None
        self._best: Plan | None = None
        self._heat = HEATS[0]
        self.cost = 0
        """The cost of the best roster in ticks, as far as the kernel sees costs."""

    def start(self, seed: int, offer: Callable[[Shifts], None]) -> None:
        """Offer a roster at first prices, if there is one."""
        people = self._near(NEAR[-1]) if self._people.load.sums.any() else self._people
        if people is None:
            return
        cooling = _Cooling(people, people.guide(self._climb.prices), None, seed)
        if cooling.possible:
            for _ in range(FIRST_LOOKS):
                cooling.step(HEATS[0])
            offer(_shifts(people, cooling.best.option))

    def bound(self, clock: Clock, until: float, note: Callable[[int], bool]) -> None:
        """Look for the best bound until a time on the clock.

        ``note`` takes each better one, rounded up to a whole tick, and says whether to stop.
        """

        def stopped(bound: float) -> bool:
            return note(max(0, ceil(bound - 1e-3))) or clock.seconds >= until

        self._climb.run(ROUNDS, PACE, stopped)
        self._best_prices = generate(self._pricing, self._climb, lambda: max(0.0, until - clock.seconds), stopped)
        note(max(0, ceil(self._pricing.bound(self._climb.prices, MANY_LABELS) - 1e-3)))

    def cool(
        self,
        clock: Clock,
        until: float,
        seed: int,
        stopped: Callable[[], bool],
        offer: Callable[[Shifts], None],
        number: int = 0,
        elsewhere: Callable[[], int | None] = lambda: None,
    ) -> None:
        """Make a roster and cool it down until a time on the clock; each better one is offered.

        It gives up after a stage whose best is not better than what is known ``elsewhere``, in ticks.

        Several threads may do so at the same time, each with a number of its own: later stages begin at the best
        roster of all, and at its heat. Only days near the cheapest at the bound's prices are looked at: good rosters
        are made of them.
        """
        began = clock.seconds
        first = self._first(clock, began + TRY_PART * (until - began), seed, stopped, offer)
        if first is None:
            return
        start, heat, seed = None, HEATS[number % len(HEATS)], seed + (2 * number + 1) * SEEDS
        for part, factor in STAGES:
            cooling = first.again(start, seed)
            cooling.run(clock, began + part * (until - began), factor * heat, stopped, offer)
            start, heat = self._share(cooling, heat)
            seed = cooling.seed
            known = elsewhere()
            if known is not None and self.cost > known:
                return

    def _first(
        self, clock: Clock, until: float, seed: int, stopped: Callable[[], bool], offer: Callable[[Shifts], None]
    ) -> _Cooling | None:
        """Return a first roster, quickly cooled; None where there is none."""
        with self._lock:
            if self._start is None:
                for near in self._trimmed():
                    cooling = _Cooling(near, near.guide(self._climb.prices), None, seed)
                    if cooling.possible:
                        cooling.run(clock, until, HEATS[0], stopped, offer)
                        self._start = cooling
                        self._best, self.cost = cooling.best, cooling.cost
                        if cooling.cost < FORBIDDEN:
                            break
            return self._start

    def _trimmed(self) -> Iterator[Staffing]:
        if self._people.load.sums.any():
            for part in NEAR:
                near = self._near(part)
                if near is not None:
                    yield near
        elif self._best_prices:
            for part in NEAR:
                yield self._people.trimmed(self._climb.prices, int(part * self._people.usual_saving))
        else:
            yield self._people

    def _near(self, part: float) -> Staffing | None:
        """Return what lies near the cheapest at the climb's prices, by a part of usual prices."""
        prices, width = self._climb.prices, int(part * self._people.usual_saving)
        self._pricing.bound(prices, MANY_LABELS)
        near = self._pricing.near(prices, width, self._employees)
        return None if near is None else near.trimmed(prices, width)

    def _share(self, cooling: _Cooling, heat: float) -> tuple[Plan | None, float]:
        """Tell others of a roster and its first heat; return those of the best of all."""
        with self._lock:
            if cooling.cost < self.cost:
                self._best, self.cost, self._heat = cooling.best, cooling.cost, heat
            return self._best, self._heat


class _Cooling:
    """One roster that cools down."""

    def __init__(self, people: Staffing, guide: Guide, start: Plan | None, seed: int) -> None:
        self._people = people
        self._guide = guide
        self.seed = seed
        self._plan, self.best = (people.new_plan(len(people.staff)) for _ in range(2))
        self._work = people.new_work()
        rows = int((people.crew.row + people.crew.options).max())
        price, choice = np.zeros((2, rows), dtype=np.int64)
        self._rooms = Rooms(price, choice, np.zeros(len(people.staff)), np.zeros(people.crew.options.shape[1]))
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

    def again(self, start: Plan | None, seed: int) -> _Cooling:
        """Return another roster of the same people; without a start a new one is made."""
        return _Cooling(self._people, self._guide, start, seed)

    def _first(self, start: Plan | None) -> int:
        crew, demand = self._people.crew, self._people.demand
        if start is not None:
            return int(adopt(crew, demand, self._plan, start))
        price, choice = self._rooms.price, self._rooms.choice
        return int(construct(crew, demand, self._plan, self._guide, self._work, price, choice, self.seed))

    def run(
        self, clock: Clock, until: float, heat: float, stopped: Callable[[], bool], offer: Callable[[Shifts], None]
    ) -> None:
        """Cool down from a first heat until a time on the clock; the best roster is offered on the way."""
        began, offered, last = clock.seconds, self.cost, clock.seconds
        while not stopped() and clock.seconds < until:
            self.step(heat * (COLD / heat) ** ((clock.seconds - began) / (until - began)))
            waited = clock.seconds - last >= OFFER_SECONDS
            if self.cost < (offered if waited else (1 - OFFER_GAIN) * offered):
                offer(_shifts(self._people, self.best.option))
                offered, last = self.cost, clock.seconds
        if self.cost < offered:
            offer(_shifts(self._people, self.best.option))

    def step(self, heat: float) -> None:
        """Take some steps at a heat, as a part of usual prices."""
        people, usual = self._people, self._people.usual_saving
        self.seed += 1
        anneal(
            people.crew,
            people.demand,
            self._plan,
            self.best,
            self._guide,
            self._work,
            self._rooms,
            self._costs,
            usual * heat,
            int(usual * WIDTH),
            STEPS,
            self.seed,
        )


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

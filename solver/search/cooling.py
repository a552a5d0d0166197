"""Bounds and rosters by the person kernel: prices by column generation, and ruin and recreate that cools down.

The bound sees people and cover alone, rosters also rules that count people on a shift (kernel/mixes.py). What else
several people share (other rules about the roster, agency bookings, budgets) is left to whoever takes a roster over. As
all that only adds costs and limits, the bound holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from math import ceil
from typing import NamedTuple

from models.facts import Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.carrying import MANY_LABELS
from solver.kernel.columns import generate
from solver.kernel.compiled import FORBIDDEN
from solver.kernel.contexts import TooRichError
from solver.kernel.crew import Staffing, staffing
from solver.search.anytime import Clock
from solver.search.chain import Chain
from solver.solution import Shifts

FIRST_LOOKS = 5
"""Looks at the clock that make the first roster a fair one."""
SEEDS = 10**7
"""More than the looks at the clock of any roster that cools down: each has a seed of its own."""
ROUNDS, PACE = 40, 1.0
"""Rounds and first step of the climb before columns are generated: it need only find prices of the right size."""
QUICK_HEATS = (0.1, 0.01)
"""First and last heat of a quick roster, as parts of usual prices."""
QUICK_SECONDS = 5.0
"""Most seconds for it."""
TRY_PART = 0.1
"""Part of the time for a quick roster, and to find out whether few days leave one that keeps what is hard."""
QUICK_NEAR = (0.3, 1.2)
"""How much more than the cheapest a person's days may cost at the bound's prices, as parts of usual prices: the second
where the first leaves no roster that keeps the hard least numbers."""


class Plan(NamedTuple):
    """How a roster cools down. The unit is what a quick roster costs beyond the bound, per person."""

    near: float
    """How much more than the cheapest a person's days may cost at the bound's prices: good rosters have few dearer."""
    hot: float
    cold: float


PLANS = (Plan(3.0, 3.0, 0.2), Plan(1.0, 1.5, 0.12))
"""Tried side by side: where the bound is nearly reached few days are worth a look, elsewhere they leave too little."""


class KernelSearch:
    """People and cover of one scenario."""

    def __init__(self, everybody: Staffing, employees: int) -> None:
        self._pricing = Pricing(everybody)
        self._climb = Climb(self._pricing)
        self._employees = employees
        self._people = everybody.first(employees)
        self._best_prices = False
        """Whether the prices are the best: where they are not, days near the cheapest need not be good ones."""
        self._lock = threading.RLock()
        self._quick: Chain | None = None
        self.cost = 0
        """The cost of the best roster in ticks, as far as the kernel sees costs."""

    def start(self, seed: int, offer: Callable[[Shifts], None]) -> None:
        """Offer a roster at first prices, if there is one."""
        chain = self._near(QUICK_NEAR[-1] * self._people.usual_saving, seed)
        if chain is not None:
            for _ in range(FIRST_LOOKS):
                chain.step(QUICK_HEATS[0] * self._people.usual_saving)
            offer(chain.shifts)

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
    ) -> None:
        """Make a roster and cool it down until a time on the clock; each better one is offered.

        Several threads may do so at the same time, each with a number of its own.
        """
        with self._lock:
            if self._quick is None:
                self._quick = self._make_quick(clock, until, seed, stopped, offer)
        if self._quick is None:
            return
        unit, plan = self._beyond(self._quick), PLANS[number % len(PLANS)]
        hot, cold, seed = plan.hot * unit, plan.cold * unit, seed + (number + 1) * SEEDS
        chain = self._near(plan.near * unit, seed)
        if chain is not None and chain.cost >= FORBIDDEN:
            chain.cool(clock, clock.seconds + TRY_PART * (until - clock.seconds), hot, hot, stopped, offer)
        if chain is None or chain.cost >= FORBIDDEN:
            chain = Chain(self._quick.people, self._quick.guide, seed)
        chain.cool(clock, until, hot, cold, stopped, offer)
        with self._lock:
            self.cost = min(self.cost, chain.cost)

    def _make_quick(
        self, clock: Clock, until: float, seed: int, stopped: Callable[[], bool], offer: Callable[[Shifts], None]
    ) -> Chain | None:
        """Return a quickly cooled roster; None where there is none."""
        usual = self._people.usual_saving
        hot, cold = (part * usual for part in QUICK_HEATS)
        found: Chain | None = None
        for part in QUICK_NEAR:
            chain = self._near(part * usual, seed)
            if chain is not None:
                seconds = min(QUICK_SECONDS, TRY_PART * (until - clock.seconds))
                chain.cool(clock, clock.seconds + seconds, hot, cold, stopped, offer)
                found, self.cost = chain, chain.cost
                if chain.cost < FORBIDDEN:
                    break
        return found

    def _near(self, width: float, seed: int) -> Chain | None:
        """Return a roster of days that are near the cheapest, by so many ticks; None where these leave none.

        Where prices are not the best, and ways need not carry anything, all days are looked at.
        """
        prices, people = self._climb.prices, self._people
        if people.load.sums.any():
            with self._lock:
                self._pricing.bound(prices, MANY_LABELS)
                near = self._pricing.near(prices, int(width), self._employees)
            if near is None:
                return None
            people = near.trimmed(prices, int(width))
        elif self._best_prices:
            people = people.trimmed(prices, int(width))
        chain = Chain(people, people.guide(prices), seed)
        return chain if chain.possible else None

    def _beyond(self, quick: Chain) -> float:
        """Return what a roster costs beyond the bound, per person; as for prices, where it misses what is hard."""
        if quick.cost >= FORBIDDEN:
            return QUICK_HEATS[0] * self._people.usual_saving
        return max(1.0, (quick.cost - self._climb.best) / self._employees)


def prepare(facts: Facts, stopped: Callable[[], bool]) -> KernelSearch | None:
    """Return a search by the kernel; None where somebody's rules are too rich for it or leave no roster."""
    people = people_of(facts, stopped)
    return None if people is None else KernelSearch(*people)


def people_of(facts: Facts, stopped: Callable[[], bool]) -> tuple[Staffing, int] | None:
    """Return everybody, employees first, and how many these are; None where the kernel has no use for them."""
    workers = sorted(facts.workers.values(), key=lambda worker: worker.person is None)
    employees = sum(worker.person is not None for worker in workers)
    try:
        everybody = staffing(facts, workers, stopped) if employees else None
    except TooRichError:
        return None
    return None if everybody is None else (everybody, employees)

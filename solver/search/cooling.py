"""Bounds and rosters by the person kernel: prices by column generation, and ruin and recreate that cools down.

The bound sees people and cover alone, rosters also rules that count people on a shift (kernel/mixes.py). What else
several people share (other rules about the roster, agency bookings, budgets) is left to whoever takes a roster over. As
all that only adds costs and limits, the bound holds.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import ceil

import numpy as np

from models.facts import CoverKey, Facts
from solver.kernel.bound import Climb, Pricing
from solver.kernel.carrying import MANY_LABELS
from solver.kernel.columns import generate
from solver.kernel.compiled import FAR, FORBIDDEN, Ints
from solver.kernel.contexts import TooRichError
from solver.kernel.crew import Staffing, staffing
from solver.kernel.diving import Root, find_root
from solver.kernel.generating import OutOfTimeError
from solver.kernel.known import KnownGraphs
from solver.kernel.master import Column
from solver.search.anytime import Clock
from solver.search.chain import Chain, Heats, Overseer, PlainChain, doubling
from solver.search.windows import WindowChain
from solver.solution import Shifts

FIRST_LOOKS = 5
"""Looks at the clock that make the first roster a fair one."""
SEEDS = 10**7
"""More than the looks at the clock of any roster that cools down: each has a seed of its own."""
MOST_ROSTERS = 20
"""More than a thread ever makes, as each takes twice as long."""
ROUNDS, PACE = 40, 1.0
"""Rounds and first step of the climb before columns are generated: it need only find prices of the right size."""
QUICK_HEATS = Heats(0.1, 0.01)
"""First and last heat of a quick roster, as parts of usual prices."""
QUICK_SECONDS = 5.0
"""Most seconds for it."""
TRY_PART = 0.1
"""Part of the time for a quick roster, and for one of few days to keep what is hard."""
QUICK_NEAR = (0.3, 1.2)
"""How much more than the cheapest a person's days may cost at the bound's prices, as parts of usual prices: the second
where the first leaves no roster that keeps the hard least numbers."""


NEARS = (3.0, 1.0, 8.0, 0.4)
"""The same for the rosters that cool down, one after the other, as parts of what the quick one costs beyond the bound,
per person: where the bound is nearly reached few days are worth a look, elsewhere they leave too little."""
HEATS = (Heats(3.0, 0.2), Heats(1.5, 0.12))
"""Of the rosters that threads cool down side by side, in the same unit."""
FEW_PART = 0.4
"""Part of the time for another quick roster where there is no time to cool down from high."""
STEPS_PER_PERSON = 10_000
"""Steps for the first roster that a thread cools down; each next one takes twice as many, the last the time left."""


class KernelSearch:
    """People and cover of one scenario."""

    def __init__(self, everybody: Staffing, employees: int) -> None:
        self._pricing = Pricing(everybody)
        self._climb = Climb(self._pricing)
        self._employees = employees
        self._people = everybody.first(employees)
        self._best_prices = False
        """Whether the prices are the best: where they are not, days near the cheapest need not be good ones."""
        self._columns: Sequence[Column] = ()
        """Rosters of single people that the best prices come from."""
        self._lock = threading.RLock()
        self._whole: Staffing | None = None
        """People whose ways carry sums, with graphs that know all, near the cheapest."""
        self.written_out = True
        """Where ways carry sums: whether rosters are made of graphs that know all, near the cheapest, as those are good
        enough; else by labels that carry the sums (WindowChain)."""
        self._quick: Chain | None = None
        self.cost = int(FAR)
        """The cost of the best roster in ticks, as far as the kernel sees costs."""

    def start(self, seed: int, offer: Callable[[Shifts], None]) -> None:
        """Offer a roster at first prices, if there is one."""
        width = QUICK_NEAR[-1] * self._people.usual_saving
        chain = self._in_windows(width, seed) if self.carries else self._near(width, seed)
        if chain is not None:
            for _ in range(FIRST_LOOKS):
                chain.step(QUICK_HEATS.hot * self._people.usual_saving)
            offer(chain.shifts)

    @property
    def carries(self) -> bool:
        """Whether ways carry sums."""
        return bool(self._people.load.sums.any())

    @property
    def prices(self) -> Mapping[CoverKey, float]:
        """The best prices known, in ticks."""
        return dict(zip(self._people.keys, self._climb.prices.tolist(), strict=True))

    def begin_at(self, prices: Mapping[CoverKey, float]) -> None:
        """Take some prices in ticks for every cover key, as those of a place like this one, for the best known."""
        self._climb.prices = np.array([prices[key] for key in self._people.keys])
        self._climb.best = self._pricing.bound(self._climb.prices)

    def bound(self, clock: Clock, until: float, note: Callable[[int], bool]) -> None:
        """Look for the best bound until a time on the clock.

        ``note`` takes each better one, rounded up to a whole tick, and says whether to stop.
        """

        def stopped(bound: float) -> bool:
            return note(max(0, ceil(bound - 1e-3))) or clock.seconds >= until

        self._climb.run(ROUNDS, PACE, stopped)
        generated = generate(self._pricing, self._climb, lambda: max(0.0, until - clock.seconds), stopped)
        self._best_prices = generated.best
        self._columns = [column for column in generated.columns if column.person < self._employees]
        self._whole = None  # it was near at other prices
        note(max(0, ceil(self._pricing.bound(self._climb.prices, MANY_LABELS) - 1e-3)))

    def root(self, left: Callable[[], float]) -> Root | None:
        """Return where dives begin; None where there are no good prices, or not enough seconds left."""
        people = self._known_whole() if self.carries else self._people
        if people is None or not self._best_prices:
            return None
        try:
            return find_root(people, self._climb.prices, self._columns, left)
        except OutOfTimeError:
            return None

    def cool(
        self,
        clock: Clock,
        until: float,
        seed: int,
        stopped: Callable[[], bool],
        offer: Callable[[Shifts], None],
        number: int = 0,
    ) -> None:
        """Make rosters and cool them down until a time on the clock; each better one is offered.

        Several threads may do so at the same time, each with a number of its own.
        """
        for _ in self.rosters(clock, until, seed, stopped, offer, number):
            pass

    def rosters(
        self,
        clock: Clock,
        until: float,
        seed: int,
        stopped: Callable[[], bool],
        offer: Callable[[Shifts], None],
        number: int = 0,
    ) -> Iterator[None]:
        """Do the same, and yield whenever a roster has cooled down, for others to use the thread."""

        def better(chain: Chain) -> None:
            with self._lock:
                if chain.cost >= self.cost:
                    return
                self.cost = chain.cost
            offer(chain.shifts)

        overseer = Overseer(clock, stopped, better)
        with self._lock:
            if self._quick is None:
                self._quick = self._make_quick(until, seed, overseer)
        if self._quick is None:
            return
        yield
        seed += (1 + number * MOST_ROSTERS) * SEEDS
        if until - clock.seconds < self._quick.few * self._employees * self._quick.pace:
            until = clock.seconds + FEW_PART * (until - clock.seconds)
            chain = self._quick.again(seed)
            chain.cool(until, QUICK_HEATS.times(self._people.usual_saving), overseer)
        else:
            yield from self._cool_several(self._quick, until, seed, overseer, number)

    def _cool_several(self, quick: Chain, until: float, seed: int, overseer: Overseer, number: int) -> Iterator[None]:
        """Cool rosters down one after the other, each of other days and for twice as long."""
        clock, unit = overseer.clock, quick.warmth * self._beyond(quick)
        heats = HEATS[number % len(HEATS)].times(unit)
        length = max(1.0, STEPS_PER_PERSON * self._employees * quick.pace)
        for turn, end in enumerate(doubling(lambda: clock.seconds, until, length), number):
            if overseer.stopped():
                return
            chain = self._begin(quick, NEARS[turn % len(NEARS)] * unit, seed + turn * SEEDS)
            if chain.cost >= FORBIDDEN:
                chain.cool(clock.seconds + TRY_PART * (end - clock.seconds), heats, overseer)
            if chain.cost >= FORBIDDEN:
                chain = quick.again(seed + turn * SEEDS)
            chain.cool(end, heats, overseer)
            yield

    def _begin(self, quick: Chain, width: float, seed: int) -> Chain:
        """Return a new roster of days near the cheapest, or of those of the quick one where these leave none."""
        return self._near(width, seed) or quick.again(seed)

    def _make_quick(self, until: float, seed: int, overseer: Overseer) -> Chain | None:
        """Return a quickly cooled roster; None where there is none."""
        clock, usual = overseer.clock, self._people.usual_saving
        found: Chain | None = None
        for part in QUICK_NEAR:
            chain = self._near(part * usual, seed)
            if chain is not None:
                seconds = min(QUICK_SECONDS, TRY_PART * (until - clock.seconds))
                chain.cool(clock.seconds + seconds, QUICK_HEATS.times(usual), overseer)
                found = chain
                if chain.cost < FORBIDDEN:
                    break
        return found

    def _near(self, width: float, seed: int) -> Chain | None:
        """Return a roster of days that are near the cheapest, by so many ticks; None where these leave none.

        Where prices are not the best all days are looked at.
        """
        if self.carries and not self.written_out:
            return self._in_windows(width, seed)
        people = self._known_whole() if self.carries else self._people
        if people is None:
            return None
        prices, nothing = self._climb.prices, np.zeros_like(self._sums)
        if self._best_prices or self.carries:
            people = people.trimmed(prices, int(width), nothing)
        chain = PlainChain(people, people.guide(prices, nothing), seed)
        return chain if chain.possible else None

    def _in_windows(self, width: float, seed: int) -> Chain | None:
        """Return the same of people whose ways carry sums."""
        prices, people, sums = self._climb.prices, self._people, self._sums
        if self._best_prices:
            people = people.trimmed(prices, int(width), sums)
        chain = WindowChain(people, people.guide(prices, sums), sums, seed)
        return chain if chain.possible else None

    @property
    def _sums(self) -> Ints:
        """The best prices of the sums that ways carry: person, sum -> ticks a unit."""
        return self._pricing.sum_prices[: self._employees]

    def _known_whole(self) -> Staffing | None:
        """Return people whose ways carry nothing: their graphs know all, of days that are not far from the cheapest."""
        with self._lock:
            if self._whole is None:
                prices, width = self._climb.prices, int(QUICK_NEAR[-1] * self._people.usual_saving)
                self._pricing.bound(prices, MANY_LABELS)
                self._whole = self._pricing.near(prices, width, self._employees)
            return self._whole

    def _beyond(self, quick: Chain) -> float:
        """Return what a roster costs beyond the bound, per person; as for prices, where it misses what is hard."""
        if quick.cost >= FORBIDDEN:
            return QUICK_HEATS.hot * self._people.usual_saving
        return max(1.0, (quick.cost - self._climb.best) / self._employees)


def prepare(facts: Facts, stopped: Callable[[], bool], known: KnownGraphs | None = None) -> KernelSearch | None:
    """Return a search by the kernel; None where somebody's rules are too rich for it or leave no roster.

    ``known`` are graphs from before (crew.py).
    """
    people = people_of(facts, stopped, known)
    return None if people is None else KernelSearch(*people)


def people_of(
    facts: Facts, stopped: Callable[[], bool], known: KnownGraphs | None = None
) -> tuple[Staffing, int] | None:
    """Return everybody, employees first, and how many these are; None where the kernel has no use for them."""
    workers = sorted(facts.workers.values(), key=lambda worker: worker.person is None)
    employees = sum(worker.person is not None for worker in workers)
    try:
        everybody = staffing(facts, workers, stopped, known) if employees else None
    except TooRichError:
        return None
    return None if everybody is None else (everybody, employees)

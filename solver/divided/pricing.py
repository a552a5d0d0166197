"""Prices of the common budgets, found by asking the relaxations of all divisions again and again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import isclose

from models.result import Status
from solver.divided.prices import Limits, Mixture, Prices, Use, mix
from solver.divided.relaxing import Relaxed
from solver.divided.team import Team
from solver.search.anytime import Clock, Track
from solver.search.remote import Remote

ROUNDS = 7
"""Rounds of pricing, at most."""
CLOSE = 0.0005
"""Distance of the bound to the best mixture, as a part of it, at which prices are good enough."""
DEAR = 5.0
"""Price of overtime in the first round: so dear that of each division a way is known that takes little of it."""


class Pricing:
    """Looks for prices, and bounds the whole."""

    def __init__(self, team: Team, divisions: int, limits: Limits, clock: Clock, track: Track, seed: int) -> None:
        self._team = team
        self._numbers = range(divisions)
        self._limits = limits
        self._clock = clock
        self._track = track
        self._seed = seed
        self._known: list[list[Use]] = [[] for _ in self._numbers]
        self.infeasible = False
        """Whether some division has no roster at all."""

    def run(self, until: float) -> Mixture | None:
        """Return the best mixture that is found until a second of the clock, with its prices; None without any."""
        mixture: Mixture | None = None
        for turn in range(ROUNDS):
            prices = self._prices(turn, mixture)
            asked = [number for number in self._numbers if turn < 2 or not self._settled(number)]
            relaxed = self._relax(asked, prices, until, frame=False)
            if self.infeasible or any(self._use(relaxed[n]) is None for n in asked):
                return mixture
            for number in asked:
                self._known[number].append(self._use(relaxed[number]) or Use(0, 0, 0, 0))
            mixture = mix(self._known, self._limits)
            if self._clock.seconds >= until or self._reached(asked, relaxed, prices, mixture):
                break
        return mixture

    def sharpen(self, prices: Prices, until: float) -> None:
        """Bound the whole at some prices, with bookings and lists whole."""
        relaxed = self._relax(self._numbers, prices, until, frame=True)
        self._note(self._numbers, relaxed, prices)

    def _prices(self, turn: int, mixture: Mixture | None) -> Prices:
        if mixture is None:
            return Prices(DEAR if self._limits.overtime is not None else 0.0, float(self._limits.share_cost))
        return Prices(0.0, 0.0) if turn == 1 else mixture.prices

    def _settled(self, number: int) -> bool:
        """Whether a division has answered the same to the last two prices: it will hardly say anything else."""
        *_, last, now = self._known[number]
        pairs = ((last.cost, now.cost), (last.overtime, now.overtime), (last.agency, now.agency), (last.own, now.own))
        return all(isclose(before, after, rel_tol=1e-6, abs_tol=1.0) for before, after in pairs)

    def _relax(
        self, numbers: Collection[int], prices: Prices, until: float, *, frame: bool
    ) -> Sequence[Relaxed | None]:
        relaxed: list[Relaxed | None] = [None for _ in self._numbers]
        shares = max(1, -(-len(numbers) // len(self._team)))

        def ask(remote: Remote, number: int) -> bool:
            seconds = max(1.0, until - self._clock.seconds) / (shares if frame else 1)
            arguments = {"number": number, "prices": prices, "seconds": seconds, "seed": self._seed, "frame": frame}
            answer = remote.ask("relax", arguments, self._clock.left)
            if isinstance(answer, Relaxed):
                relaxed[number] = answer
                self.infeasible |= answer.status is Status.INFEASIBLE
            return False

        self._team.each_at_home(list(numbers), ask)
        return relaxed

    def _use(self, relaxed: Relaxed | None) -> Use | None:
        return None if relaxed is None else relaxed.use

    def _reached(
        self, asked: Collection[int], relaxed: Sequence[Relaxed | None], prices: Prices, mixture: Mixture
    ) -> bool:
        """Whether the prices are good enough. A division that was not asked is taken to answer as it did before."""
        bounds = [row.bound for row in relaxed if row is not None and row.bound is not None]
        if len(bounds) < len(asked):
            return False
        self._note(asked, relaxed, prices)
        target = float(self._limits.target)
        others = [self._known[n][-1].priced(prices, target) for n in self._numbers if n not in asked]
        return mixture.cost - self._limits.bound(prices, [*bounds, *others]) <= CLOSE * abs(mixture.cost)

    def _note(self, asked: Collection[int], relaxed: Sequence[Relaxed | None], prices: Prices) -> None:
        """Tell of the bound that all divisions make, if all have been asked and have one."""
        bounds = [row.bound for row in relaxed if row is not None and row.bound is not None]
        if len(asked) == len(bounds) == len(self._numbers):
            self._track.improve(None, self._limits.bound(prices, bounds))

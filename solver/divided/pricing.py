"""Prices of the common budgets, found by asking the relaxations of all divisions again and again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
        self._bounds: dict[int, int] = {}
        """Of each division, at the prices of the last round."""
        self.prices = self._prices(0, None)
        """Those of the last round."""
        self.infeasible = False
        """Whether some division has no roster at all."""

    def run(self, until: float) -> Mixture | None:
        """Return the best mixture found until a second of the clock; None without any."""
        mixture: Mixture | None = None
        for turn in range(ROUNDS):
            self.prices = self._prices(turn, mixture)
            asked = [number for number in self._numbers if turn < 2 or not self._settled(number)]
            self._bounds.clear()
            relaxed = self._relax(asked, until)
            if self.infeasible or any(number not in relaxed for number in asked):
                return mixture
            for number in asked:
                self._known[number].append(relaxed[number])
            mixture = mix(self._known, self._limits)
            if self._clock.seconds >= until or self._reached(mixture):
                break
        self._relax([number for number in self._numbers if number not in self._bounds], until)
        self._note()
        return mixture

    def sharper(self, number: int, bound: object) -> None:
        """Take a better bound of a division at the prices of the last round, if it is one."""
        if isinstance(bound, int) and bound > self._bounds.get(number, bound):
            self._bounds[number] = bound
            self._note()

    def gap(self, number: int, use: Use) -> float:
        """Return how far a division's roster is from its bound, at the prices of the last round."""
        return use.priced(self.prices, float(self._limits.target)) - self._bounds.get(number, 0)

    def _prices(self, turn: int, mixture: Mixture | None) -> Prices:
        if mixture is None:
            return Prices(DEAR if self._limits.overtime is not None else 0.0, float(self._limits.share_cost))
        return Prices(0.0, 0.0) if turn == 1 else mixture.prices

    def _settled(self, number: int) -> bool:
        """Whether a division has answered the same to the last two prices: it will hardly say anything else."""
        *_, last, now = self._known[number]
        pairs = ((last.cost, now.cost), (last.overtime, now.overtime), (last.agency, now.agency), (last.own, now.own))
        return all(isclose(before, after, rel_tol=1e-6, abs_tol=1.0) for before, after in pairs)

    def _relax(self, numbers: Sequence[int], until: float) -> Mapping[int, Use]:
        """Relax some divisions at the prices of this round; return what each then uses, and keep the bounds."""
        found: dict[int, Use] = {}

        def ask(remote: Remote, number: int) -> None:
            seconds = max(1.0, until - self._clock.seconds)
            arguments = {"number": number, "prices": self.prices, "seconds": seconds, "seed": self._seed}
            answer = remote.ask("relax", arguments, self._clock.left)
            if isinstance(answer, Relaxed):
                self.infeasible |= answer.status is Status.INFEASIBLE
                if answer.use is not None and answer.bound is not None:
                    found[number], self._bounds[number] = answer.use, answer.bound

        self._team.each_at_home(numbers, ask)
        return found

    def _reached(self, mixture: Mixture) -> bool:
        """Whether the prices are good enough. A division that was not asked is taken to answer as it did before."""
        self._note()
        target = float(self._limits.target)
        priced = [self._bounds.get(n, self._known[n][-1].priced(self.prices, target)) for n in self._numbers]
        return mixture.cost - self._limits.bound(self.prices, priced) <= CLOSE * abs(mixture.cost)

    def _note(self) -> None:
        """Tell of the bound that all divisions make, if all have one."""
        if len(self._bounds) == len(self._numbers):
            self._track.improve(None, self._limits.bound(self.prices, list(self._bounds.values())))

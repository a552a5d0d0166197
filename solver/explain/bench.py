"""The test bench: what a lever brings, found by solving again, and what it can bring at most, by a relaxation."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.estimates import Estimates
from solver.explain.levers import (
    Colleague,
    Hours,
    Lever,
    Money,
    Together,
    Unpinned,
    WeekLimits,
    WithoutRule,
)
from solver.explain.resolving import Found, Resolver
from solver.explain.shortages import Shortage, shortages
from solver.recalled import Cell
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings

WINDOW_SECONDS = 1.2
"""Longest search of one window of weeks; its start is a whole roster, so that it only has to find what is new."""
DEEP_SECONDS = 2.5
"""Longest search with all people of a competence free in all weeks."""
LEAST_SECONDS = 1.5
"""No lever is tried where less time is left."""
NOISE = 0.001
"""Gains below this part of the cost are not told from what any further search brings, unless that is exhausted."""
ROUNDS = 3
"""Rounds over the weeks, at most, in which the base roster does all that its shifts allow: weeks hand on what waits."""
SLOW = 1.5
"""Seconds of a relaxation from which on none is used."""
RANKING = 0.4
"""Part of the time that is left for what is tried in which order, at most."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a lever brings: it has been tried, and this is how the best roster found with it differs."""

    lever: Lever
    gain: int
    """Ticks by which the roster is cheaper than the best one known without the lever, 0 at least."""
    at_most: int | None
    """Ticks that no roster with the lever can gain more than; None where that is not known."""
    fewer: Mapping[Shortage, int]
    """By how much each shortage is smaller."""
    certain: bool
    """Whether it is proven that no roster without the lever is as good."""
    seconds: float


class Bench:
    """Tries levers on one roster. ``base`` is the best one known without any, and ``bound`` what none can cost less."""

    def __init__(
        self,
        scenario: Scenario,
        roster: Roster,
        bound: int | None,
        settings: Settings,
        stop: Stop,
        on_step: Callable[[Lever], None] | None = None,
    ) -> None:
        self.scenario = scenario
        self.facts = Facts(scenario)
        self.bound = bound
        self.stop = stop
        self.on_step = on_step or (lambda lever: None)
        self.effects: dict[Lever, Effect] = {}
        self._settings = settings
        self._until = time.monotonic() + settings.time_limit
        self._without: dict[frozenset[int], int] = {}
        """What a further search with some weeks free saves without any lever, in ticks."""
        self._deep: dict[str, int] = {}
        """What the base roster costs at best with all people of a competence free, in ticks."""
        self._hasty: set[Lever] = set()
        """Levers that have only been tried quickly."""
        self.hurried = False
        """Whether something was not tried for want of time."""
        self._worths: dict[Lever, float] = {}
        self._kept_back = 0.0
        self._rank_until = self._until
        self._start = roster
        self._cells: frozenset[Cell] = frozenset()
        self.base: Found | None = None
        """The roster that all others are compared with; None where the given one cannot be mended."""
        self.settled = False
        """Whether it is proven that with the shifts of the base roster nothing better can be done in any one week."""

    @property
    def left(self) -> float:
        """Seconds that are left; none after a stop."""
        return 0.0 if self.stop.event.is_set() else self._until - self._kept_back - time.monotonic()

    def keep_back(self, seconds: float) -> None:
        """Keep some seconds for what comes later."""
        self._kept_back = seconds
        self._rank_until = time.monotonic() + RANKING * self.left

    def prepare(self, weeks: Collection[int]) -> bool:
        """Improve the roster in some weeks just as levers will be tried; whether there is one to compare with."""
        try:
            base = Resolver(self.scenario, self._start, self._limits(), self.stop)
        except LookupError:
            return False
        self._cells = base.cells
        for week in sorted(weeks):
            base.improve((week,), limits=self._limits(0.5))
        for _ in range(ROUNDS):
            before = base.objective
            proven = [base.improve((week,), self._cells) for week in range(self.facts.week_count)]
            self.settled = all(proven) and base.objective == before
            if self.settled:
                break
        self.base = base.found()
        return True

    def at_most(self, lever: Lever) -> int | None:
        """Return a proven limit of what a lever brings, in ticks; None where it is not known."""
        assert self.base is not None
        least = None if self.slow else self.estimates.least_cost(lever)
        return None if least is None else max(0, self.base.objective - int(least))

    def worth(self, lever: Lever) -> float | None:
        """Return a first estimate of what a lever brings in each of its weeks, in ticks, from relaxations.

        None where there is no time left for estimates: of a large scenario each takes a while.
        """
        if lever not in self._worths:
            late = time.monotonic() > self._rank_until and self._settings.deterministic_limit is None
            if late or self.slow or self.stop.event.is_set():
                return None
            self._worths[lever] = self.estimates.worth(lever)
        return self._worths[lever]

    @cached_property
    def estimates(self) -> Estimates:
        """What levers are worth by relaxations."""
        assert self.base is not None
        return Estimates(self.facts, self.base.roster)

    @cached_property
    def slow(self) -> bool:
        """Whether relaxations take so long, as those of wards do, that the time is better spent on solves."""
        began = time.monotonic()
        unknown = self.estimates.hours.without is None
        return unknown or (time.monotonic() - began > SLOW and self._settings.deterministic_limit is None)

    def effect(self, lever: Lever, *, quick: bool = False) -> Effect | None:
        """Return what a lever brings, by a solve of the scenario with it; None where there is no time for one.

        Quick: everybody else keeps their shifts, which takes a moment. A lever that seems to bring nothing may then
        still bring something when it is tried again.
        """
        known = self.effects.get(lever)
        if self.base is None or (known is not None and (known.gain or quick or lever not in self._hasty)):
            return known
        late = self.left < LEAST_SECONDS and self._settings.deterministic_limit is None
        if late or self.stop.event.is_set():
            self.hurried = True
            return known
        self.on_step(lever)
        quick = quick and adds_people_or_room(lever)
        effect = self._tried(lever, self.base, quick=quick)
        if self.stop.event.is_set():
            self.hurried = True
            return known
        self.effects[lever] = effect
        (self._hasty.add if quick else self._hasty.discard)(lever)
        return effect

    def known(self, lever: Lever) -> Effect | None:
        """Return what is known to come of a lever; None where it has not been tried, or quickly and in vain."""
        effect = self.effects.get(lever)
        return None if effect is None or (not effect.gain and lever in self._hasty) else effect

    def deepen(self, lever: Hours | Colleague, competence: str) -> None:
        """Try a lever with everybody of a competence rostered anew in all weeks, and nobody else, if there is time.

        The base roster is given the same chance first, so that only what is due to the lever counts.
        """
        known = self.effect(lever, quick=True)
        if self.base is None or known is None or self.left < LEAST_SECONDS + 2 * DEEP_SECONDS:
            return
        weeks, limits = range(self.facts.week_count), replace(self._limits(), seconds=DEEP_SECONDS)
        others = frozenset(cell for cell in self._cells if competence not in self.facts.workers[cell[0]].competences)
        if competence not in self._deep:
            without = Resolver(self.scenario, self.base.roster, limits, self.stop)
            without.improve(weeks, others)
            self._deep[competence] = without.objective
        self.on_step(lever)
        try:
            resolver = Resolver(lever.apply(self.scenario), self.base.roster, limits, self.stop)
        except LookupError:
            return
        for freed in windows(self.facts, lever):
            resolver.improve(freed, self._cells)
        resolver.improve(weeks, others)
        gain = self._deep[competence] - resolver.objective
        if gain > known.gain:
            known = replace(self._compare(lever, self.base, resolver.found()), gain=gain)
        self.effects[lever] = replace(known, seconds=known.seconds + resolver.seconds)
        self._hasty.discard(lever)

    def _tried(self, lever: Lever, base: Found, *, quick: bool) -> Effect:
        """Try a lever: first everybody else keeps their shifts, so that a gain is exact; then the weeks are free."""
        nothing = Effect(lever, 0, None, {}, certain=False, seconds=0.0)
        try:
            resolver = Resolver(lever.apply(self.scenario), base.roster, self._limits(), self.stop)
        except LookupError:
            return nothing
        freed = windows(self.facts, lever)
        for weeks in freed if adds_people_or_room(lever) else ():
            resolver.improve(weeks, self._cells)
        gain = base.objective - resolver.objective
        if gain <= (0 if self.settled else NOISE * abs(base.objective)):
            gain = 0  # nothing, or no more than chance; who is back may even cost more than they bring
        if not gain and not quick:
            for weeks in freed:
                resolver.improve(weeks)
            gain = self._clear_gain(base, resolver.objective, freed)
        effect = replace(self._compare(lever, base, resolver.found()), gain=gain) if gain else nothing
        return replace(effect, seconds=resolver.seconds)

    def _clear_gain(self, base: Found, objective: int, freed: Sequence[Collection[int]]) -> int:
        """Return by how much a roster found with some weeks free is cheaper than what the same search finds without.

        Nothing where that is not clearly more than what chance brings.
        """
        noise = NOISE * abs(base.objective)
        if objective >= base.objective - noise:
            return 0
        saved = 0
        for weeks in freed:
            key = frozenset(weeks)
            if key not in self._without:
                same = Resolver(self.scenario, base.roster, self._limits(), self.stop)
                same.improve(weeks)
                self._without[key] = base.objective - same.objective
            saved += self._without[key]
        gain = base.objective - saved - objective
        return gain if gain > noise else 0

    def _compare(self, lever: Lever, base: Found, found: Found) -> Effect:
        before, after = shortages(base.evaluation), shortages(found.evaluation)
        fewer = {key: before.get(key, 0) - after.get(key, 0) for key in dict.fromkeys([*before, *after])}
        fewer = {key: number for key, number in fewer.items() if number}
        certain = self.bound is not None and found.objective < self.bound
        return Effect(lever, base.objective - found.objective, self.at_most(lever), fewer, certain, seconds=0.0)

    def _limits(self, part: float = 1.0) -> Limits:
        """Return the limits of one step, or of a part of one."""
        settings = self._settings
        seconds = max(0.5, part * min(WINDOW_SECONDS, self.left))
        return Limits(seconds, settings.threads, settings.seed, 0.0, settings.deterministic_limit)


def adds_people_or_room(lever: Lever) -> bool:
    """Whether a lever may bring something though everybody else keeps their shifts."""
    parts = lever.parts if isinstance(lever, Together) else (lever,)
    return not all(isinstance(part, WithoutRule | WeekLimits | Money | Unpinned) for part in parts)


def windows(facts: Facts, lever: Lever) -> Sequence[Collection[int]]:
    """Return the weeks to be freed for a lever, one set after the other.

    Agency is booked in blocks of weeks, so that what bounds it needs all of them together.
    """
    parts = lever.parts if isinstance(lever, Together) else (lever,)
    if any(isinstance(part, Money) and part.budget != "overtime" for part in parts):
        return [range(facts.week_count)]
    return [(week,) for week in lever.weeks]

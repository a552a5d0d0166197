"""The test bench: what a lever brings, found by solving again, and what it can bring at most, by a relaxation."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

from models.facts import Facts
from models.result import LEVELS
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.effects import Effect, adds_people_or_room, bound_by, fewer, saved_by_level, windows
from solver.explain.estimates import Estimates
from solver.explain.levers.lever import Lever
from solver.explain.levers.people import Present
from solver.explain.replanning import replan
from solver.explain.resolving import Found, Resolver, judged
from solver.explain.spares import Spares
from solver.recalled import Cell
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings

WINDOW_SECONDS = 1.2
"""Longest search of one window of weeks; its start is a whole roster, so that it only has to find what is new."""
DEEP_SECONDS = 4.0
"""Longest search with people of some competences free in all weeks."""
AT_ONCE = 2
"""Levers that are tried at the same time, with one searcher each where others keep their shifts."""
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
class Search:
    """A search with ever other people free, and in each of these steps ever other weeks."""

    people: tuple[frozenset[str], ...]
    weeks: tuple[frozenset[int], ...]


@dataclass(frozen=True, slots=True)
class Deep:
    """A lever to be tried with everybody of some competences planned anew."""

    lever: Lever
    competences: frozenset[str]


class Bench:
    """Tries levers on one roster. ``base`` is the best one known without any, and ``bound`` what none can cost less.

    With a lexicographic objective ``bound`` is that of its first level.
    """

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
        self._without: dict[Search, Found] = {}
        """What a further search finds without any lever."""
        self._deep: dict[frozenset[str], Found] = {}
        """The best roster known without any lever, with everybody of some competences planned anew."""
        self._deep_locks: defaultdict[frozenset[str], threading.Lock] = defaultdict(threading.Lock)
        self._hasty: set[Lever] = set()
        """Levers that have only been tried quickly."""
        self.hurried = False
        """Whether something was not tried for want of time."""
        self._worths: dict[Lever, float] = {}
        self._at_most: dict[Lever, int | None] = {}
        self._deepened: set[Deep] = set()
        self._relaxing = threading.Lock()
        """Models of linear programs are not safe in several threads."""
        self._at_once = AT_ONCE if settings.deterministic_limit is None else 1
        self._kept_back = 0.0
        self._rank_until = self._until
        self._spares = Spares(self.facts, roster, stop)
        self._cells: frozenset[Cell] = frozenset()
        self.base: Found | None = None
        """The roster that all others are compared with; None where the given one cannot be mended."""
        self.settled = False
        """Whether it is proven that with the shifts of the base roster nothing better can be done in any one week."""

    @property
    def left(self) -> float:
        """Seconds that are left; none after a stop."""
        return 0.0 if self.stop.event.is_set() else self._until - self._kept_back - time.monotonic()

    @property
    def has_time(self) -> bool:
        """Whether there is time for one more try."""
        counted = self._settings.deterministic_limit is not None and not self.stop.event.is_set()
        return counted or self.left >= LEAST_SECONDS

    def keep_back(self, seconds: float, *, ranking: float = RANKING) -> None:
        """Keep some seconds for what comes later; of what is left now, estimates may take a part."""
        self._kept_back = seconds
        self._rank_until = time.monotonic() + ranking * self.left

    def prepare(self, weeks: Collection[int]) -> bool:
        """Improve the roster in some weeks just as levers will be tried; whether there is one to compare with."""
        try:
            base = self._spares.resolver(None, self._limits())
        except LookupError:
            return False
        self._cells = base.cells
        for week in sorted(weeks):
            base.improve((week,), limits=self._limits(0.5))
        for _ in range(ROUNDS):
            before = base.cost
            proven = [base.improve((week,), self._cells) for week in range(self.facts.week_count)]
            self.settled = all(proven) and base.cost == before
            if self.settled:
                break
        self.base = judged(self.facts, base.found().roster)
        self._spares.begin_at(base)
        return True

    def at_most(self, lever: Lever) -> int | None:
        """Return a proven limit of what a lever brings, in ticks; None where it is not known.

        So it is with levels, and where no time was left to find it.
        """
        if self.scenario.objective.mode != "money":
            return None
        if lever not in self._at_most and self.has_time:
            self._at_most[lever] = self._limit_of_gain(lever)
        return self._at_most.get(lever)

    def _limit_of_gain(self, lever: Lever) -> int | None:
        assert self.base is not None
        with self._relaxing:
            least = None if self.slow else self.estimates.least_cost(lever)
        return None if least is None else max(0, self.base.cost - int(least))

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
        if not self.has_time:
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

    def try_each(self, levers: Iterable[Lever], *, quick: bool = False) -> None:
        """Try some levers by themselves, as far as there is time."""
        with ThreadPoolExecutor(self._at_once) as pool:
            list(pool.map(lambda lever: self.effect(lever, quick=quick), levers))

    def known(self, lever: Lever) -> Effect | None:
        """Return what is known to come of a lever; None where it has not been tried, or quickly and in vain."""
        effect = self.effects.get(lever)
        return None if effect is None or (not effect.gain and lever in self._hasty) else effect

    def deepen(self, jobs: Iterable[Deep]) -> None:
        """Try levers with everybody of some competences planned anew in all weeks, as far as there is time.

        Where the bound does not prove that only the lever can have brought a roster, the base roster is given the same
        chance, so that only what is due to the lever counts.
        """
        if self.base is None or self.slow:
            return
        with ThreadPoolExecutor(self._at_once) as pool:
            list(pool.map(self._deepen, [job for job in dict.fromkeys(jobs) if job not in self._deepened]))

    def _deepen(self, job: Deep) -> None:
        if self.base is None or self._too_late():
            self.hurried = True
            return
        self.on_step(job.lever)
        began = time.monotonic()
        found = self._replanned(job.lever.apply(self.scenario), job.competences)
        base: Found | None = self.base
        if found is not None and found.cost < self.base.cost and not self._certain(found):
            base = self._replanned_base(job.competences)
        if base is None or self.stop.event.is_set():
            self.hurried = True
            return
        self._deepened.add(job)
        known = self.effects.get(job.lever) or _nothing(job.lever)
        gain = 0 if found is None else base.cost - found.cost
        if found is not None and gain > max(known.gain, NOISE * abs(base.cost)):
            known = self._compare(job.lever, base, found)
        self.effects[job.lever] = replace(known, seconds=known.seconds + time.monotonic() - began)
        if not known.gain:
            self._hasty.add(job.lever)  # others may have to change as well

    def _replanned_base(self, competences: frozenset[str]) -> Found | None:
        """Return the best roster known without any lever, with some competences planned anew; None if it is too late.

        It is made once, whichever thread asks first.
        """
        with self._deep_locks[competences]:
            if competences not in self._deep and not self._too_late():
                known = (self.base, self._replanned(self.scenario, competences))
                self._deep[competences] = min((one for one in known if one is not None), key=lambda one: one.cost)
            return self._deep.get(competences)

    def _too_late(self) -> bool:
        """Whether there is no time for one more search with people planned anew."""
        return self.stop.event.is_set() or self.left < LEAST_SECONDS + DEEP_SECONDS

    def _replanned(self, scenario: Scenario, competences: frozenset[str]) -> Found | None:
        assert self.base is not None
        limits = replace(self._limits(), seconds=DEEP_SECONDS)
        return replan(scenario, self.base.roster, competences, limits, self.stop)

    def _tried(self, lever: Lever, base: Found, *, quick: bool) -> Effect:
        """Try a lever: first everybody else keeps their shifts, so that a gain is exact; then ever more are free."""
        nothing = _nothing(lever)
        try:
            resolver = self._spares.resolver(lever, self._limits())
        except LookupError:
            return nothing
        freed = windows(self.facts, lever)
        alone = replace(self._limits(), workers=1)  # mostly solved to the end at once
        for weeks in freed if adds_people_or_room(lever) else ():
            resolver.improve(weeks, self._cells, alone)
        gain = base.cost - resolver.cost
        if gain <= 0 and isinstance(lever, Present):
            dear = self._compare(lever, base, resolver.found())
            if any(number > 0 for number in dear.fewer.values()):
                return replace(dear, seconds=resolver.seconds)  # the cause, though being back costs more than it brings
        if gain <= (0 if self.settled else NOISE * abs(base.cost)):
            gain = 0  # nothing, or no more than chance; who is back may even cost more than they bring
        if gain:
            effect = self._compare(lever, base, resolver.found())
        else:
            effect = nothing if quick else self._freed(lever, base, resolver, freed)
        return replace(effect, seconds=resolver.seconds)

    def _freed(self, lever: Lever, base: Found, resolver: Resolver, freed: Sequence[Collection[int]]) -> Effect:
        """Search on with the people free whom limits bind, by competence; only where that brings nothing with all.

        Few people are soon searched to the end: of all together a short search finds much that has nothing to do with
        the lever, and little that has. The base roster is searched just as long, so that only what is due to the lever
        counts, and nothing where that is not clearly more than what chance brings.
        """
        groups = bound_by(self.facts, lever)
        everybody = frozenset(self.facts.workers)
        weeks = tuple(map(frozenset, freed))
        noise = NOISE * abs(base.cost)
        for step in dict.fromkeys([groups, (everybody,)]):
            self._search(resolver, Search(step, weeks))
            so_far = Search(groups if step == groups else (*groups, everybody), weeks)
            if resolver.cost < base.cost - noise:
                same = self._same(so_far, base)
                if resolver.cost < same.cost - noise:
                    return self._compare(lever, same, resolver.found())
        return _nothing(lever)

    def _same(self, search: Search, base: Found) -> Found:
        """Return the best roster known without any lever after a search."""
        if search not in self._without:
            resolver = self._spares.resolver(None, self._limits())
            self._search(resolver, search)
            self._without[search] = min(base, resolver.found(), key=lambda one: one.cost)
        return self._without[search]

    def _search(self, resolver: Resolver, search: Search) -> None:
        limits = self._limits(1 / max(1, len(search.people)))
        for free in search.people:
            kept = {cell for cell in self._cells if cell[0] not in free}
            for weeks in search.weeks:
                resolver.improve(weeks, kept, limits)

    def _compare(self, lever: Lever, base: Found, found: Found) -> Effect:
        before, after = base.evaluation, found.evaluation
        return Effect(
            lever,
            base.cost - found.cost,
            None,
            fewer(before, after),
            self._certain(found),
            seconds=0.0,
            levels=saved_by_level(self.facts, before, after),
        )

    def _certain(self, found: Found) -> bool:
        """Whether it is proven that no roster without a lever is as good."""
        return self.bound is not None and self._bounded(found) < self.bound

    def _bounded(self, found: Found) -> int:
        """Return the cost of a roster that the bound is about: of all, or of the first level."""
        objective = self.scenario.objective
        if objective.mode == "money":
            return found.objective
        return sum(found.evaluation.terms[name] or 0 for name in LEVELS[objective.levels[0]])

    def _limits(self, part: float = 1.0) -> Limits:
        """Return the limits of one step, or of a part of one."""
        settings = self._settings
        seconds = max(0.5, part * min(WINDOW_SECONDS, self.left))
        return Limits(seconds, settings.threads, settings.seed, 0.0, settings.deterministic_limit)


def _nothing(lever: Lever) -> Effect:
    return Effect(lever, 0, None, {}, certain=False, seconds=0.0, levels={})

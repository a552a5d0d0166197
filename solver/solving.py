"""One solve: build, search, settle, seat, judge."""

from __future__ import annotations

from dataclasses import replace

from models.evaluation import evaluate
from models.facts import Facts
from models.result import LEVELS, Evaluation, Level, Result, Status
from models.roster import Roster
from models.rules.base import PersonRule
from models.rules.groups import Apart, SkillMix
from solver.assignment import assign, placement
from solver.conflicts import explain_conflicts
from solver.divided.search import DividedSearch, can_divide
from solver.linear import Values, evaluate_at, total
from solver.long.search import LongSearch
from solver.model import Model, build
from solver.search.anytime import Clock, Track
from solver.search.counted import improve_counted
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.layered import LayeredSearch
from solver.search.pinned import keep_places
from solver.search.plain import PlainSearch
from solver.search.preparing import Preparation
from solver.search.rolling import roll, targets_by_need
from solver.search.settle import hint_shifts, settle, shifts_of, with_shifts
from solver.search.warm import WarmStart, warm_start
from solver.settings import Settings
from solver.solution import Solution, read_solution
from solver.stopping import Watch

PLAIN_VARIABLES = 1500
"""Models of at most so many variables are left to CP-SAT alone, or at first where there is the person kernel."""
MOMENT = 1.5
"""Seconds for it: so long CP-SAT takes for what is easy, and the kernel to get ready."""
LONG_DAYS, MANY_DAYS = 120, 5000
"""Days of the shortest horizon that is planned window by window, and days of all people: fewer make no large graphs."""
KERNEL_RULES = (PersonRule, SkillMix, Apart)
"""Rules that the person kernel sees."""
FIRST_ROSTER_PART = 0.3
"""Most of the time limit that the first roster may take."""
COUNTED_PART = 0.7
"""Part of a deterministic limit for neighbourhoods; the rest is for the bound."""
PINNED_PART = 0.3
"""Most of the time limit for which pinned places can be kept with given shifts."""


class Solve:
    """One solve of one scenario."""

    def __init__(
        self,
        facts: Facts,
        settings: Settings,
        clock: Clock,
        track: Track,
        watch: Watch,
        *,
        given: Roster | None = None,
        start: Roster | None = None,
        first: Roster | None = None,
    ) -> None:
        """``first`` is a legal roster that is known already."""
        self.facts = facts
        self.settings = settings
        self.clock = clock
        self.track = track
        self.watch = watch
        self.stop = Stop(watch.event)
        self.given = given
        self.start = start
        self.first = first
        self.levels: tuple[Level, ...] = ()
        self.status = Status.UNKNOWN
        self.roster: Roster | None = None

    def search(self) -> None:
        """Look for the best roster, while the watch is on."""
        self.status, self.roster = self._roster()
        if self.roster is None and self.first is not None:
            self.status, self.roster = Status.FEASIBLE, self.first

    def result(self) -> Result:
        """Return what has been found."""
        conflicts = explain_conflicts(self.facts) if self.status is Status.INFEASIBLE else ()
        return self._result(self.status, self.roster, conflicts)

    def _roster(self) -> tuple[Status, Roster | None]:
        if self._divided():
            status, roster = DividedSearch(self.facts, self.settings, self.clock, self.track, self.stop).run()
            if roster is not None or status is Status.INFEASIBLE or self.stop.event.is_set():
                return status, roster
        if self._long():
            long = LongSearch(self.facts, self.settings, self.clock, self.track, self.stop)
            status, roster = long.run()
            if not long.declined:
                return status, roster
        preparation = Preparation(self.facts, self.stop, self.clock.left) if self._by_kernel() else None
        try:
            return self._model_roster(preparation)
        finally:
            if preparation is not None:
                preparation.close()

    def _model_roster(self, preparation: Preparation | None) -> tuple[Status, Roster | None]:
        model = build(self.facts, self.given)
        if self.stop.event.is_set():
            return Status.UNKNOWN, None
        if self.given is not None:
            keep_places(model, self._part(PINNED_PART), self.stop)
        status, solution = self._search(model, self._warm_start(model), preparation)
        if solution is None:
            return status, None
        values = settle(model, solution).values
        settled = solution if values is None else read_solution(model, evaluate_at(values))
        return status, assign(model, settled)

    def _search(
        self, model: Model, warm: WarmStart | None, preparation: Preparation | None
    ) -> tuple[Status, Solution | None]:
        if self._layered(model):
            status, solution = LayeredSearch(model, self.settings, self.clock, self.track, self.stop, warm).run()
            if solution is not None:
                return status, solution
        if preparation is not None:
            first = None if self.first is None else shifts_of(self.facts, self.first)
            if not self._large(model):
                status, solution = self._plain(model, warm, Clock(min(MOMENT, self.clock.left)))
                if status in (Status.OPTIMAL, Status.INFEASIBLE) or self.stop.event.is_set():
                    return status, solution
                first = first if solution is None else solution.shifts
            from solver.search.covering import CoverSearch  # numba takes its time: clinics need not wait for it

            search = CoverSearch(model, self.settings, self.clock, self.track, self.stop, preparation, warm, first)
            status, values = search.run()
            return status, None if values is None else read_solution(model, evaluate_at(values))
        return self._plain(model, warm)

    def _plain(
        self, model: Model, warm: WarmStart | None, clock: Clock | None = None
    ) -> tuple[Status, Solution | None]:
        """Leave the whole model to CP-SAT; where work is counted and the model large, after some neighbourhoods."""
        values = self._first_values(model) if warm is None else warm.values
        settings = self.settings
        work = settings.deterministic_limit
        if values is not None and work is not None and self._large(model):
            values = improve_counted(model, values, COUNTED_PART * work, settings.seed, self.track, self.stop)
            settings = replace(settings, deterministic_limit=(1 - COUNTED_PART) * work)
        search = PlainSearch(model, settings, clock or self.clock, self.track, self.stop)
        status, values = search.run(values)
        self.levels = tuple(search.levels)
        return status, None if values is None else read_solution(model, evaluate_at(values))

    def _divided(self) -> bool:
        """Whether it is a hospital: large, all in money, by the clock, from nothing, and of several divisions."""
        anew = self.given is None and self.start is None and self.settings.deterministic_limit is None
        return anew and self.facts.scenario.objective.mode == "money" and can_divide(self.facts)

    def _layered(self, model: Model) -> bool:
        """Whether the model is worth a coarse one: large, with fluid sessions, all in money, and by the clock."""
        fluid = any(not session.fixed for session in model.variables.sessions.values())
        return fluid and self._several_searchers(model)

    def _by_kernel(self) -> bool:
        """Whether it may be a ward for the kernel: without sessions, all in money, and by the clock."""
        scenario, settings = self.facts.scenario, self.settings
        sessions = any(unit.sessions for unit in scenario.units.values())
        anew = self.given is None and settings.deterministic_limit is None and settings.threads > 1
        return anew and not sessions and scenario.objective.mode == "money"

    def _long(self) -> bool:
        """Whether it is for the long search: of months, anew, and the person kernel sees all that it asks for."""
        facts, scenario = self.facts, self.facts.scenario
        size = facts.day_count * len(facts.workers)
        if self.start is not None or facts.day_count < LONG_DAYS or size < MANY_DAYS or not self._by_kernel():
            return False
        alone = len(scenario.units) == 1 and not scenario.agency and scenario.budget.overtime is None
        one_each = all(len(worker.competences) == 1 for worker in facts.workers.values())
        return alone and one_each and all(isinstance(rule, KERNEL_RULES) for rule in scenario.rules_in_force)

    def _several_searchers(self, model: Model) -> bool:
        return self.settings.deterministic_limit is None and self._large(model)

    def _large(self, model: Model) -> bool:
        """Whether neighbourhoods are worth it: large, all in money, and shifts are to be decided."""
        in_money = self.facts.scenario.objective.mode == "money"
        return self.given is None and in_money and len(model.cp.proto.variables) > PLAIN_VARIABLES

    def _warm_start(self, model: Model) -> WarmStart | None:
        """Return what can be kept of the roster to begin from, if there is one."""
        if self.start is None:
            return None
        set_objective(model.cp, total(model.terms.values()), model.unit)
        warm = warm_start(model, self.start, self._part(FIRST_ROSTER_PART, gap=0.02), self.stop)
        if warm is not None and self.facts.scenario.objective.mode == "money":
            self.track.improve(evaluate_at(warm.values)(total(model.terms.values())), None)
        return warm

    def _first_values(self, model: Model) -> Values | None:
        """Return values of a first roster, known or made week by week; None where that fails (it starts bare then)."""
        if self.first is not None:
            set_objective(model.cp, total(model.terms.values()), model.unit)
            given = with_shifts(model, shifts_of(self.facts, self.first))
            return run(given, self._part(FIRST_ROSTER_PART), self.stop).values
        if self.first is not None:
            set_objective(model.cp, total(model.terms.values()), model.unit)
            return run(with_shifts(model, shifts_of(self.facts, self.first)), self._part(1.0), self.stop).values
        if self.given is not None or len(model.cp.proto.variables) <= PLAIN_VARIABLES:
            return None
        limits = self._part(FIRST_ROSTER_PART / self.facts.week_count, gap=0.02)
        shifts = roll(self.facts, targets_by_need(self.facts), limits, self.stop)
        if shifts is None:
            return None
        set_objective(model.cp, total(model.terms.values()), model.unit)
        values = run(with_shifts(model, shifts), limits, self.stop).values
        if values is None:
            # some rule does not hold over the whole horizon: the nearest roster that CP-SAT finds
            hint_shifts(model, shifts)
            values = run(model.cp, replace(limits, first=True), self.stop).values
        return values

    def _part(self, part: float, gap: float = 0.0) -> Limits:
        """Return the limits of a search that may take a part of the time."""
        settings = self.settings
        deterministic = None if settings.deterministic_limit is None else settings.deterministic_limit * part
        return Limits(self.clock.left * part, settings.threads, settings.seed, gap, deterministic)

    def _result(self, status: Status, roster: Roster | None, conflicts: tuple[str, ...]) -> Result:
        evaluation = None if roster is None else evaluate(self.facts.scenario, roster, self.facts)
        lexicographic = self.facts.scenario.objective.mode == "lexicographic"
        return Result(
            status=status,
            roster=roster,
            evaluation=evaluation,
            bound=None if lexicographic else self.track.bound,
            seconds=round(self.clock.seconds, 3),
            incumbents=tuple(self.track.incumbents),
            seed=self.settings.seed,
            workers=self.settings.threads,
            levels=_reached(self.levels, evaluation) if lexicographic else (),
            conflicts=conflicts,
            stopped=self.watch.event.is_set(),
            out_of_memory=self.watch.out_of_memory,
            placement=placement(self.facts, roster) if roster is not None else {},
        )


def _reached(levels: tuple[Level, ...], evaluation: Evaluation | None) -> tuple[Level, ...]:
    """Return the levels with what the roster costs: a later level may have made an earlier one cheaper."""
    if evaluation is None:
        return levels
    costs = {name: sum(evaluation.terms[term] or 0 for term in terms) for name, terms in LEVELS.items()}
    return tuple(replace(level, objective=costs[level.name]) for level in levels)

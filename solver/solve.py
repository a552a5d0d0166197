"""From a scenario to a result."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from models.evaluation import evaluate
from models.facts import Facts
from models.result import LEVELS, TERMS, Incumbent, Level, Result, Status
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario
from solver.assignment import assign, placement
from solver.conflicts import explain_conflicts
from solver.model import Model, build
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Limits, Outcome, Stop, Values, evaluate_at, run, set_hint, set_objective
from solver.search.rolling import roll
from solver.search.settle import settle
from solver.settings import Settings
from solver.solution import read_solution
from solver.variables import Linear

FIRST_ROSTER_PART = 0.3
"""Most of the time limit that the first roster may take."""


def solve(
    scenario: Scenario,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    on_progress: Callable[[Incumbent], None] | None = None,
    stop: threading.Event | None = None,
) -> Result:
    """Return the best roster found for a scenario, with a proven bound.

    ``on_progress`` is called from solver threads whenever incumbent or bound improve. Setting ``stop`` ends
    the search; the best roster so far is returned.
    """
    return _Solve(Facts(scenario), settings, on_progress, Stop(stop)).run()


def complete(
    scenario: Scenario,
    roster: Roster,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    on_progress: Callable[[Incumbent], None] | None = None,
    stop: threading.Event | None = None,
) -> Result:
    """Return a roster with the given shifts, its sessions and items filled as well as they allow.

    The shifts may break rules: they are judged, not changed.
    """
    known = Roster(shifts=_usable(Facts(scenario), roster))
    return _Solve(Facts(scenario), settings, on_progress, Stop(stop), known).run()


def _usable(facts: Facts, roster: Roster) -> tuple[ShiftAssignment, ...]:
    """Return the shift rows that name known people, shifts and days, one a day."""
    first: dict[tuple[str, int], ShiftAssignment] = {}
    for row in roster.shifts:
        day = facts.day_of(row.date)
        if row.staff in facts.workers and row.shift in facts.scenario.shifts and 0 <= day < facts.day_count:
            first.setdefault((row.staff, day), row)
    return tuple(first.values())


@dataclass(frozen=True, slots=True)
class _Goal:
    """One objective in turn: the whole in money mode, a level in lexicographic mode."""

    name: str
    expression: Linear
    part: float
    """Part of the time."""


class _Solve:
    """One solve: build, first roster, search, settle, seat, judge."""

    def __init__(
        self,
        facts: Facts,
        settings: Settings,
        on_progress: Callable[[Incumbent], None] | None,
        stop: Stop,
        given: Roster | None = None,
    ) -> None:
        self.clock = Clock(settings.time_limit)
        self.facts = facts
        self.settings = settings
        self.stop = stop
        self.given = given
        self.track = Track(self.clock, on_progress)
        self.levels: list[Level] = []

    def run(self) -> Result:
        """Return the result."""
        model = build(self.facts, self.given)
        for literal in model.pins.values():
            model.cp.add(literal == 1)
        status, values = self._search(model, self._first(model))
        if values is None:
            conflicts = explain_conflicts(self.facts) if status is Status.INFEASIBLE else ()
            return self._result(status, None, None, conflicts)
        settled = settle(model, read_solution(model, evaluate_at(values)))
        solution = read_solution(model, evaluate_at(settled.values or values))
        return self._result(status, assign(model, solution), self.track.bound, ())

    # -- search -----------------------------------------------------------------------------

    def _first(self, model: Model) -> Values | None:
        """Return values of a first roster, made week by week; None where that fails (the search then starts bare)."""
        if self.given is not None or self.facts.week_count == 1:
            return None
        limits = self._limits(FIRST_ROSTER_PART / self.facts.week_count, gap=0.02)
        solution = roll(self.facts, limits, self.stop)
        if solution is None:
            return None
        set_objective(model.cp, sum(model.terms.values()), model.unit)
        return settle(model, solution).values

    def _limits(self, part: float, gap: float) -> Limits:
        settings = self.settings
        deterministic = settings.deterministic_limit
        return Limits(
            seconds=min(self.clock.left, settings.time_limit * part),
            workers=settings.threads,
            seed=settings.seed,
            gap=gap,
            deterministic=None if deterministic is None else deterministic * part,
        )

    def _goals(self, model: Model) -> Sequence[_Goal]:
        objective = self.facts.scenario.objective
        if objective.mode == "money":
            return [_Goal("cost", sum(model.terms[name] for name in TERMS), 1.0)]
        parts = [float(part) for part in objective.time_split]
        return [
            _Goal(level, sum(model.terms[name] for name in LEVELS[level]), part)
            for level, part in zip(objective.levels, parts, strict=True)
        ]

    def _search(self, model: Model, values: Values | None) -> tuple[Status, Values | None]:
        """Optimise the goals in turn; each is then kept at the best value found."""
        statuses: list[Status] = []
        for goal in self._goals(model):
            began = self.clock.seconds
            self.track.restart()
            outcome = self._run(model, goal, values)
            statuses.append(outcome.status)
            if outcome.values is None and values is None:
                return outcome.status, None
            values = outcome.values or values
            assert values is not None
            reached = evaluate_at(values)(goal.expression)
            self.track.improve(reached, None)
            self.levels.append(Level(goal.name, reached, self.track.bound, round(self.clock.seconds - began, 3)))
            model.cp.add(goal.expression <= reached)
        return (Status.OPTIMAL if all(s is Status.OPTIMAL for s in statuses) else Status.FEASIBLE), values

    def _run(self, model: Model, goal: _Goal, values: Values | None) -> Outcome:
        unit = model.unit
        set_objective(model.cp, goal.expression, unit)
        if values is not None:
            set_hint(model.cp, values)
            self.track.improve(evaluate_at(values)(goal.expression), None)
        return run(
            model.cp,
            self._limits(goal.part, self.settings.gap),
            self.stop,
            on_solution=lambda objective, bound: self.track.improve(objective * unit, ceil(bound - 1e-6) * unit),
            on_bound=lambda bound: self.track.improve(None, ceil(bound - 1e-6) * unit),
        )

    # -- result -----------------------------------------------------------------------------

    def _result(self, status: Status, roster: Roster | None, bound: int | None, conflicts: tuple[str, ...]) -> Result:
        evaluation = None if roster is None else evaluate(self.facts.scenario, roster, self.facts)
        lexicographic = self.facts.scenario.objective.mode == "lexicographic"
        return Result(
            status=status,
            roster=roster,
            evaluation=evaluation,
            bound=None if lexicographic else bound,
            seconds=round(self.clock.seconds, 3),
            incumbents=tuple(self.track.incumbents),
            seed=self.settings.seed,
            workers=self.settings.threads,
            levels=tuple(self.levels) if lexicographic else (),
            conflicts=conflicts,
            stopped=self.stop.event.is_set(),
            placement=placement(self.facts, roster) if roster is not None else {},
        )

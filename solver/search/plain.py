"""CP-SAT on the whole model: for small models, for levels one after the other, and where runs must repeat exactly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from models.result import LEVELS, TERMS, Level, Status
from solver.linear import Linear, Values, evaluate_at, total
from solver.model import Model
from solver.search.anytime import Clock, Track
from solver.search.cpsat import Limits, Outcome, Stop, run, set_hint, set_objective
from solver.settings import Settings


@dataclass(frozen=True, slots=True)
class Goal:
    """One objective in turn: the whole in money mode, a level in lexicographic mode."""

    name: str
    expression: Linear
    part: float
    """Part of the time."""


def goals_of(model: Model) -> Sequence[Goal]:
    """Return what is to be minimised, in order."""
    objective = model.facts.scenario.objective
    if objective.mode == "money":
        return [Goal("cost", total(model.terms[name] for name in TERMS), 1.0)]
    parts = [float(part) for part in objective.time_split]
    return [
        Goal(level, total(model.terms[name] for name in LEVELS[level]), part)
        for level, part in zip(objective.levels, parts, strict=True)
    ]


class PlainSearch:
    """One search of a whole model."""

    def __init__(self, model: Model, settings: Settings, clock: Clock, track: Track, stop: Stop) -> None:
        self._model = model
        self._settings = settings
        self._clock = clock
        self._track = track
        self._stop = stop
        self.levels: list[Level] = []

    def run(self, start: Values | None) -> tuple[Status, Values | None]:
        """Optimise the goals in turn, from known values if there are any; each is then kept at the best value found."""
        proven = True
        values = start
        goals = goals_of(self._model)
        for goal in goals:
            began, first = self._clock.seconds, len(self._track.incumbents)
            if self.levels:
                self._track.restart()
            outcome = self._minimise(goal, values, goal.part / sum(rest.part for rest in goals[len(self.levels) :]))
            proven = proven and outcome.status is Status.OPTIMAL
            if outcome.values is None and values is None:
                return outcome.status, None
            values = outcome.values or values
            assert values is not None
            reached = evaluate_at(values)(goal.expression)
            bound = None if outcome.bound is None else outcome.bound * self._model.unit
            self._track.improve(reached, bound)
            seconds, line = round(self._clock.seconds - began, 3), tuple(self._track.incumbents[first:])
            self.levels.append(Level(goal.name, reached, self._track.bound, seconds, line))
            if len(self.levels) < len(goals):
                self._model.cp.add(goal.expression <= reached)
        return (Status.OPTIMAL if proven else Status.FEASIBLE), values

    def _minimise(self, goal: Goal, values: Values | None, part: float) -> Outcome:
        model, unit, settings = self._model, self._model.unit, self._settings
        set_objective(model.cp, goal.expression, unit)
        if values is not None:
            set_hint(model.cp, values)
            self._track.improve(evaluate_at(values)(goal.expression), None)
        deterministic = settings.deterministic_limit
        limits = Limits(
            seconds=self._clock.left * part,
            workers=settings.threads,
            seed=settings.seed,
            gap=settings.gap,
            deterministic=None if deterministic is None else deterministic * goal.part,
        )
        return run(
            model.cp,
            limits,
            self._stop,
            on_solution=lambda objective, bound: self._track.improve(objective * unit, ceil(bound - 1e-6) * unit),
            on_bound=lambda bound: self._track.improve(None, ceil(bound - 1e-6) * unit),
        )

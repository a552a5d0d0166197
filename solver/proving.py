"""Bounds proven anew for a roster that is known: of its cost, or of each level given what the levels above cost."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from math import ceil

from models.facts import Facts
from models.result import LEVELS, Incumbent, Level, Result, Status
from models.roster import Roster
from models.scenario import Scenario
from solver.model import Model, build
from solver.search.anytime import Clock, OnProgress
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.search.plain import Goal, goals_of
from solver.settings import Settings
from solver.solve import solve
from solver.stopping import Watch


def prove_cost(
    scenario: Scenario,
    roster: Roster,
    stated: int,
    settings: Settings,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> Result:
    """Return a solve from a roster that ends as soon as a stated bound (in ticks) is proven again.

    Its bound and its roster stand for themselves: a roster that costs less than what is stated disproves it.
    """
    with Watch(stop, None) as watch:

        def look(now: Incumbent) -> None:
            if on_progress is not None:
                on_progress(now)
            proven = now.bound is not None and now.bound >= stated
            if proven or (now.objective is not None and now.objective < stated):
                watch.event.set()

        return solve(scenario, settings, on_progress=look, stop=watch.event, start=roster)


def prove_levels(
    scenario: Scenario,
    terms: Mapping[str, int | None],
    stated: Mapping[str, int | None],
    settings: Settings,
    on_progress: OnProgress | None = None,
    stop: threading.Event | None = None,
) -> tuple[Level, ...]:
    """Return the levels of a lexicographic scenario at the costs of a roster (ticks by term), with bounds proven anew.

    The bound of a level holds for every roster that costs at most as much in the levels above. A level ends as soon as
    its ``stated`` bound is proven again. Raises ValueError where no roster costs as little as the terms say.
    """
    model, clock = build(Facts(scenario)), Clock(settings.time_limit)
    goals = goals_of(model)
    levels = []
    for number, goal in enumerate(goals):
        began = clock.seconds
        reached = sum(terms[name] or 0 for name in LEVELS[goal.name])

        def look(bound: int, reached: int = reached) -> None:
            if on_progress is not None:
                on_progress(Incumbent(round(clock.seconds, 3), reached, bound))

        seconds = clock.left * goal.part / sum(rest.part for rest in goals[number:])
        limits = Limits(seconds, settings.threads, settings.seed, settings.gap)
        bound = _bound(model, goal, limits, stated.get(goal.name), look, stop)
        levels.append(Level(goal.name, reached, bound, round(clock.seconds - began, 3)))
        model.cp.add(goal.expression <= reached)
    return tuple(levels)


def _bound(
    model: Model,
    goal: Goal,
    limits: Limits,
    stated: int | None,
    look: Callable[[int], None],
    stop: threading.Event | None,
) -> int | None:
    """Return a proven bound of a goal in ticks, None where there is none in time."""
    known: list[int] = []
    set_objective(model.cp, goal.expression, model.unit)
    with Watch(stop, None) as watch:

        def note(bound: float) -> None:
            known.append(ceil(bound - 1e-6) * model.unit)
            look(known[-1])
            if stated is not None and known[-1] >= stated:
                watch.event.set()

        outcome = run(model.cp, limits, Stop(watch.event), on_bound=note)
    if outcome.status is Status.INFEASIBLE:
        raise ValueError("no roster costs as little in the levels above as this one is said to")
    if outcome.bound is not None:
        known.append(outcome.bound * model.unit)
    return max(known, default=None)

"""What ``bemanna explain`` finds out: of a roster why it falls short, of a scenario without one what collides."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from models.result import Result, Status
from models.scenario import Scenario
from solver.explain.conflicts import Conflict, find_conflicts
from solver.explain.explanation import Explanation
from solver.explain.explanation import explain as explain_roster
from solver.explain.levers.lever import Lever
from solver.explain.ways_out import WayOut, ways_out
from solver.search.anytime import Clock
from solver.search.cpsat import Limits, Stop
from solver.settings import Settings
from solver.solve import solve

CONFLICTS = 0.4
"""Part of the time for conflicts; the rest is for the ways out."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """What is found out about a scenario that has no roster."""

    conflicts: tuple[Conflict, ...]
    """Smallest sets of things that cannot all be kept; none shares anything with another."""
    ways: tuple[WayOut, ...]
    """What could be bent, the cheapest first."""


def explain(
    scenario: Scenario,
    result: Result | None = None,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    on_step: Callable[[Lever], None] | None = None,
    stop: threading.Event | None = None,
) -> Explanation | Impossible | None:
    """Return why a roster falls short and what one more of anything would bring; or why there is no roster.

    Without a ``result`` the scenario is solved first, for as long again. None where no roster is found in time, or
    after a stop.
    """
    asked = Stop(stop)
    if result is None:
        result = solve(scenario, settings, stop=asked.event)
    if result.roster is not None:
        bound = result.levels[0].bound if result.levels else result.bound
        return explain_roster(scenario, result.roster, bound, settings, asked, on_step)
    if result.status is Status.INFEASIBLE:
        return _impossible(scenario, settings, asked)
    return None


def _impossible(scenario: Scenario, settings: Settings, stop: Stop) -> Impossible:
    clock = Clock(settings.time_limit)
    seconds = settings.time_limit * CONFLICTS / 4
    limits = Limits(seconds, settings.threads, settings.seed, 0.0, settings.deterministic_limit)
    conflicts = find_conflicts(scenario, limits)
    rest = replace(settings, time_limit=max(1.0, clock.left), gap=max(settings.gap, 0.01))
    ways = ways_out(scenario, conflicts, limits, rest, stop)
    return Impossible(conflicts, tuple(sorted(ways, key=lambda way: (way.price, way.result.objective or 0))))

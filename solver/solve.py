"""From a scenario to a result.

A first roster is sketched, and told, before anything is imported that takes its time.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from models.facts import Facts
from models.result import Incumbent, Result
from models.roster import Roster, ShiftAssignment
from models.scenario import Scenario
from solver.search.anytime import Clock, Track
from solver.settings import Settings
from solver.stopping import Watch


def solve(
    scenario: Scenario,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    on_progress: Callable[[Incumbent], None] | None = None,
    stop: threading.Event | None = None,
    start: Roster | None = None,
) -> Result:
    """Return the best roster found for a scenario, with a proven bound.

    ``on_progress`` is called from solver threads whenever incumbent or bound improve. Setting ``stop`` ends
    the search; the best roster so far is returned. The search begins with what can be kept of ``start``: a roster of
    this scenario or of one like it, which need not fit any more.
    """
    clock = Clock(settings.time_limit)
    track = Track(clock, on_progress)
    facts = Facts(scenario)
    with Watch(stop, settings.memory_limit) as watch:
        first = _sketched(facts, settings, track, watch) if start is None else None
        from solver.solving import Solve

        solving = Solve(facts, settings, clock, track, watch, start=start, first=first)
        solving.search()
    return solving.result()


def complete(
    scenario: Scenario,
    roster: Roster,
    settings: Settings = Settings(),  # noqa: B008 - frozen
    on_progress: Callable[[Incumbent], None] | None = None,
    stop: threading.Event | None = None,
) -> Result:
    """Return a roster with the given shifts, its sessions and items filled as well as they allow.

    The shifts may break rules: they are judged, not changed. Pinned session places are kept where the shifts allow.
    """
    clock = Clock(settings.time_limit)
    track = Track(clock, on_progress)
    facts = Facts(scenario)
    known = Roster(shifts=_usable(facts, roster))
    with Watch(stop, settings.memory_limit) as watch:
        from solver.solving import Solve

        solving = Solve(facts, settings, clock, track, watch, given=known)
        solving.search()
    return solving.result()


def _sketched(facts: Facts, settings: Settings, track: Track, watch: Watch) -> Roster | None:
    """Return a first roster where one is made in a moment: without sessions, all in money, and by the clock."""
    scenario = facts.scenario
    sessions = any(unit.sessions for unit in scenario.units.values())
    if sessions or scenario.objective.mode != "money" or settings.deterministic_limit is not None:
        return None
    from solver.sketch.roster import sketch

    found = sketch(facts, watch.event.is_set)
    if found is None:
        return None
    roster, cost = found
    track.improve(cost, None)
    return roster


def _usable(facts: Facts, roster: Roster) -> tuple[ShiftAssignment, ...]:
    """Return the shift rows that name known people, shifts and days, one a day."""
    first: dict[tuple[str, int], ShiftAssignment] = {}
    for row in roster.shifts:
        day = facts.day_of(row.date)
        if row.staff in facts.workers and row.shift in facts.scenario.shifts and 0 <= day < facts.day_count:
            first.setdefault((row.staff, day), row)
    return tuple(first.values())

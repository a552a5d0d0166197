"""Models with people to spare: an hour more of anybody is tried without making a model for it.

Making a model takes longer than most tries do. So each has somebody extra of every kind, who stands idle: a try lets
those of its hours work. What else it changes needs a model of its own; the last few are kept, since hours are tried
beside the same other things again and again.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Mapping

from models.facts import Facts
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.levers.lever import Lever, Single, Together, same_in_any_week
from solver.explain.levers.people import Hours
from solver.explain.resolving import Resolver
from solver.recalled import Cell
from solver.search.cpsat import Limits, Stop

KEPT = 8
"""Models that are kept."""

Kind = tuple[str, str]
"""A unit and a competence."""


def kinds(facts: Facts) -> Collection[Kind]:
    """Return the units and competences for which there is anything to do."""
    wanted: dict[Kind, None] = {}
    for name, unit in facts.scenario.units.items():
        wanted |= {(name, c): None for activity in unit.activities.values() for c in activity.team}
        for session in unit.sessions.values():
            wanted |= {(name, c): None for c in session.team or ()}
            wanted |= {(name, session.lead): None} if session.lead else {}
    return tuple(wanted | {(row.unit, row.competence): None for row in facts.scenario.cover})


class Spares:
    """Resolvers of a scenario with one lever or another, all of them from one roster."""

    def __init__(self, facts: Facts, start: Roster, stop: Stop) -> None:
        """``start`` is the roster that all begin with."""
        self._scenario: Scenario = facts.scenario
        self._kinds = kinds(facts)
        self._days = facts.day_count
        self._start = start
        self._stop = stop
        self._made: OrderedDict[tuple[Single, ...], tuple[Mapping[Kind, str], Resolver]] = OrderedDict()
        self._making = threading.Lock()

    def begin_at(self, found: Resolver) -> None:
        """From now on begin where a resolver of the scenario without any lever stands."""
        self._start = found.found().roster
        people, _ = self._made[()]
        self._made = OrderedDict({(): (people, found)})

    def resolver(self, lever: Lever | None, limits: Limits) -> Resolver:
        """Return what solves the scenario with a lever. Raises LookupError where no legal roster near is found."""
        parts = () if lever is None else lever.parts if isinstance(lever, Together) else (lever,)
        hours = [part for part in parts if isinstance(part, Hours) and (part.unit, part.competence) in self._kinds]
        rest = tuple(same_in_any_week(part) for part in parts if part not in hours)
        with self._making:
            if rest not in self._made:
                people, joined = self._joined(Together(rest).apply(self._scenario))
                self._made[rest] = people, Resolver(joined, self._start, limits, self._stop)
            self._made.move_to_end(rest)
            people, made = self._made[rest]
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        return made.fork(limits, self._idle(people, hours))

    def _joined(self, scenario: Scenario) -> tuple[Mapping[Kind, str], Scenario]:
        """Return a scenario with everybody extra, and who they are."""
        weeks = tuple(range(scenario.horizon.weeks))
        people: dict[Kind, str] = {}
        for unit, competence in self._kinds:
            lever = Hours(unit, competence, weeks)
            people[unit, competence] = lever.staff(scenario)
            scenario = lever.apply(scenario)
        return people, scenario

    def _idle(self, people: Mapping[Kind, str], hours: Collection[Hours]) -> frozenset[Cell]:
        """Return the cells of those extra whose hours are not asked for."""
        asked = {(people[part.unit, part.competence], week) for part in hours for week in part.weeks}
        return frozenset(
            (staff, day) for staff in people.values() for day in range(self._days) if (staff, day // 7) not in asked
        )

"""Levers: single things that could be otherwise. Each makes the scenario in which it is, and nothing else is changed.

What a lever brings is found by solving that scenario again (``resolving.py``); no claim rests on the lever alone.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from models.scenario import Scenario
from solver.explain.levers.limits import Lent, Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.levers.people import Agency, Colleague, Hours, Present
from solver.explain.levers.places import Lists, Opening, RoomHours, Rooms


@dataclass(frozen=True, slots=True)
class Together:
    """Several levers at once."""

    parts: tuple[Single, ...]

    @property
    def weeks(self) -> tuple[int, ...]:
        """The weeks of all of them."""
        return tuple(sorted({week for part in self.parts for week in part.weeks}))

    def apply(self, scenario: Scenario) -> Scenario:
        """Return the scenario with all of them."""
        for part in self.parts:
            scenario = part.apply(scenario)
        return scenario


Single = (
    Hours
    | Colleague
    | Present
    | Rooms
    | RoomHours
    | Opening
    | Lists
    | Lent
    | WithoutRule
    | WeekLimits
    | Money
    | Agency
    | Unpinned
)
Lever = Single | Together


def same_in_any_week(lever: Single) -> Single:
    """Return a lever that makes the same scenario, and is the same for all weeks where these do not matter to it."""
    if isinstance(lever, Hours | Present | Colleague | Unpinned):
        return lever
    return replace(lever, weeks=tuple(range(len(lever.weeks))) if isinstance(lever, Agency) else ())

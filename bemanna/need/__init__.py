"""Need against capacity before any roster: what each week asks of people and rooms, and what can be there."""

from __future__ import annotations

from bemanna.need.cover import cover
from bemanna.need.production import production
from bemanna.need.rooms import rooms
from bemanna.need.rows import WeekNeed
from models.facts import Facts
from models.scenario import Scenario

__all__ = ["WeekNeed", "check"]


def check(scenario: Scenario) -> tuple[WeekNeed, ...]:
    """Return need against capacity for each week, unit, and competence or kind of room that anything is planned for.

    Cover is among it where nothing is planned for a competence in a unit, as in a ward; elsewhere it takes a part of
    the capacity that production is held against.
    """
    facts = Facts(scenario)
    produced = tuple(production(facts))
    covered = cover(facts, without={(row.unit, row.resource) for row in produced})
    return (*produced, *covered, *rooms(facts))

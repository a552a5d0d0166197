"""Divisions: units between which nobody moves and that no rule ties, as scenarios of their own.

Only budgets are common to them: without budgets, what a roster costs is the sum of what its divisions cost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from models.facts import Facts
from models.rules.groups import ShiftRule
from models.scenario import Scenario
from models.staff import Budget
from solver.search.blocks import find_blocks

Division = frozenset[str]
"""Units."""


def find_divisions(facts: Facts) -> Sequence[Division]:
    """Return the sets of units that can be planned apart but for budgets."""
    found: list[Division] = list(find_blocks(facts))
    for tied in _tied(facts):
        touched = [division for division in found if division & tied]
        if len(touched) > 1:
            found = [division for division in found if division not in touched]
            found.append(frozenset().union(*touched))
    return tuple(found)


def _tied(facts: Facts) -> Iterator[frozenset[str]]:
    """Yield the home units of those whom one rule about several people binds."""
    for rule in facts.scenario.rules_in_force:
        if isinstance(rule, ShiftRule):
            yield frozenset(worker.home for worker in facts.workers.values() if rule.binds(worker))


def cut_out(scenario: Scenario, division: Collection[str]) -> Scenario:
    """Return a division as a scenario, without budgets."""
    first = next(iter(scenario.units))
    staff = tuple(person for person in scenario.staff if (person.home or first) in division)
    agency = tuple(offer for offer in scenario.agency if (offer.unit or first) in division)
    ids = {person.id for person in staff} | {offer.line(n + 1) for offer in agency for n in range(offer.people)}
    sections = ("absences", "requests", "pins", "history", "published", "previous")
    rows = {name: tuple(row for row in getattr(scenario, name) if row.staff in ids) for name in sections}
    return scenario.model_copy(
        update={
            "units": {name: unit for name, unit in scenario.units.items() if name in division},
            "production_plan": {unit: plan for unit, plan in scenario.production_plan.items() if unit in division},
            "cover": tuple(row for row in scenario.cover if row.unit in division),
            "staff": staff,
            "lending": tuple(row for row in scenario.lending if row.source in division),
            "agency": agency,
            "budget": Budget(),
            **rows,
        }
    )

"""Checks across the parts of a scenario: what is wrong with it, and what is legal but odd."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from models.checking import dates, demand, oddities, presets, structure
from models.checking.references import References
from models.checking.rule_references import rule_references
from models.facts import Facts
from models.problems import Problem
from models.scenario import Scenario

_Check = Callable[[Scenario], Iterator[Problem]]

_ALWAYS: tuple[_Check, ...] = (
    structure.duplicate_ids,
    structure.reserved_words,
    structure.overlapping_periods,
    structure.covered_periods,
    structure.spans,
    structure.levels,
    dates.planning_day,
    dates.outside_horizon,
    dates.history,
    dates.earlier_rosters,
    dates.pinned_twice,
    dates.bookings,
    demand.plan_length,
    demand.lending,
    presets.versions,
    presets.amounts,
)
"""Checks that hold whatever else is missing."""

_COMPLETE: tuple[_Check, ...] = (
    structure.homes,
    demand.producers,
    demand.competences,
    demand.shared_cover,
    presets.windows,
)
"""Checks of what is not there: they mean something only where all names are defined and nothing was left out."""


def check(scenario: Scenario, lost: frozenset[str] = frozenset(), *, whole: bool = True) -> list[Problem]:
    """Return what is wrong with a scenario across its parts; without files and lines.

    ``lost`` names sections from which names were left out because they were wrong: to refer to what is
    not there is then no further problem. ``whole`` says that nothing else was left out either.
    """
    too_large = list(structure.sizes(scenario))
    if too_large:
        return too_large
    references = References(scenario, lost)
    undefined = [*references.problems(), *rule_references(references)]
    checks = (*_ALWAYS, *_COMPLETE) if whole and not undefined else _ALWAYS
    return undefined + [problem for one in checks for problem in one(scenario)]


def warnings(scenario: Scenario) -> list[Problem]:
    """Return what is legal in a scenario that passed ``check``, but looks like a mistake."""
    facts = Facts(scenario)
    return [problem for odd in oddities.ODDITIES for problem in odd(facts)]

"""What is minimised where things are tried: money, or levels as weights.

With a lexicographic objective nothing of a lower level outweighs anything of one above it; here the most of it does: a
level counts a hundred times as much as the next. So a try stays one solve, and what comes out is told level by level.
"""

from __future__ import annotations

from collections.abc import Mapping

from models.result import LEVELS, TERMS
from models.scenario import Scenario
from solver.linear import total
from solver.model import Model
from solver.search.cpsat import set_objective

NEXT = 100
"""How many times as much as the next level one counts."""


def weights(scenario: Scenario) -> Mapping[str, int]:
    """Return the weight of each term: 1 of all of them where money is what counts, or of those of the last level."""
    if scenario.objective.mode == "money":
        return dict.fromkeys(TERMS, 1)
    levels = scenario.objective.levels
    return {term: NEXT ** (len(levels) - 1 - rank) for rank, level in enumerate(levels) for term in LEVELS[level]}


def first_weight(scenario: Scenario) -> int:
    """Return the weight of what counts most: what a weighed cost is divided by to tell it in ticks."""
    return max(weights(scenario).values())


def weigh(scenario: Scenario, terms: Mapping[str, int | None]) -> int:
    """Return the weighed cost of a roster by its terms in ticks."""
    return sum(weight * (terms[term] or 0) for term, weight in weights(scenario).items())


def minimise(model: Model) -> None:
    """Make the weighed cost what a model minimises, in its unit."""
    weighed = (weight * model.terms[term] for term, weight in weights(model.facts.scenario).items())
    set_objective(model.cp, total(weighed), model.unit)

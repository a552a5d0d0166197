"""All that is found out about a roster: why it falls short, what is nearest to its limit, what one more would bring."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from models.evaluation import evaluate
from models.roster import Roster
from models.scenario import Scenario
from solver.explain.bench import Bench
from solver.explain.causes import Cause, find_causes
from solver.explain.levers.lever import Lever
from solver.explain.marginal import Marginal, marginal_values
from solver.explain.resolving import Found
from solver.explain.shortages import shortages
from solver.explain.usage import Usage, usages
from solver.search.cpsat import Stop
from solver.settings import Settings

CAUSES_PART = 0.65
"""Part of the time for causes, where something falls short; the rest is for marginal values."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is found out about a roster. Amounts are in ticks."""

    base: Found
    """The roster that everything is compared with: the given one, improved in the weeks that were looked at."""
    given: int
    """What the given roster costs."""
    bound: int | None
    """Proven: no roster of the scenario costs less; with a lexicographic objective, in its first level."""
    causes: tuple[Cause, ...]
    """Of every shortage, the dearest first."""
    usages: tuple[Usage, ...]
    """How much is used of everything that is limited, the tightest first."""
    values: tuple[Marginal, ...]
    """What one more would bring, the most valuable first."""
    solves: int
    """Changed scenarios that were solved."""
    seconds: float
    complete: bool
    """Whether there was time for everything."""


def explain(
    scenario: Scenario,
    roster: Roster,
    bound: int | None,
    settings: Settings,
    stop: Stop,
    on_step: Callable[[Lever], None] | None = None,
) -> Explanation | None:
    """Return what is found out about a roster within the time limit; None where it cannot be mended, or at a stop.

    ``bound`` is that of the scenario, or of the first level of a lexicographic objective.

    ``settings.deterministic_limit`` is that of each step of a solve.
    """
    began = time.monotonic()
    bench = Bench(scenario, roster, bound, settings, stop, on_step)
    given = evaluate(scenario, roster)
    weeks = {shortage.week for shortage in shortages(given)} or set(range(scenario.horizon.weeks))
    if not bench.prepare(weeks) or bench.base is None:
        return None
    bench.keep_back((1 - CAUSES_PART) * settings.time_limit)
    find_causes(bench)
    bench.keep_back(0.0)
    bench.hurried = False
    values = marginal_values(bench)
    causes = find_causes(bench)
    used = usages(bench.facts, bench.base.roster, bench.base.evaluation)
    seconds = time.monotonic() - began
    return Explanation(
        bench.base, given.objective, bound, causes, used, values, len(bench.effects), seconds, not bench.hurried
    )

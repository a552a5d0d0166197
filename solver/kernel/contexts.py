"""The automaton of a program explored day by day, with what each option adds to the sums.

Contexts from which the same days cost and add the same are one, and those from which no legal day is left are gone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from solver.kernel.automaton import START, Automaton, Context
from solver.kernel.counters import Counters
from solver.kernel.rows import Ints, distinct

NEVER = -1
"""Where an option is forbidden."""
FAR = 1 << 50
"""More than any sum."""
MOST_CONTEXTS = 20_000
"""With more contexts than this on a day, exploring takes too long."""


class TooRichError(Exception):
    """A person's rules need more states than the kernel holds."""


@dataclass(frozen=True)
class Stage:
    """A day: what each option leads to from each context before it."""

    lead: Ints
    """Contexts before the day x options: the context after it, or ``NEVER``."""
    cost: Ints
    """Contexts before the day x options, in ticks."""
    adds: Ints
    """Sums x contexts before the day x options."""
    least_left: Ints
    """Sums x contexts after the day: the least that may still be added, and (next) the most."""
    most_left: Ints


def stages(automaton: Automaton, counters: Counters) -> list[Stage]:
    """Return the days of a program; none where no roster is legal. The first context is number 0.

    Raises TooRichError.
    """
    days: list[Stage] = []
    contexts: list[Context] = [START]
    for day in range(len(automaton.program.options)):
        contexts, stage = _explore(automaton, counters, contexts, day)
        days.append(stage)
    return _merge(days, len(contexts))


def _explore(
    automaton: Automaton, counters: Counters, contexts: list[Context], day: int
) -> tuple[list[Context], Stage]:
    """Take every option of a day from every context."""
    numbers: dict[Context, int] = {}
    prices = automaton.program.costs[day]
    shape = len(contexts), len(prices)
    lead, cost = np.full(shape, NEVER, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    adds = np.repeat(counters.added(day)[:, None, :], len(contexts), axis=1)
    for number, context in enumerate(contexts):
        for option, price in enumerate(prices):
            step = automaton.step(day, option, context)
            if step is not None:
                lead[number, option] = numbers.setdefault(step.context, len(numbers))
                cost[number, option] = step.cost + price
                if step.ended:
                    adds[:, number, option] += counters.added_late(step.ended)
    if len(numbers) > MOST_CONTEXTS:
        raise TooRichError(automaton.program.staff)
    nothing = np.zeros((counters.size, len(numbers)), dtype=np.int64)
    return list(numbers), Stage(lead, cost, adds, nothing, nothing)


def _merge(days: list[Stage], last: int) -> list[Stage]:
    """Make contexts that are alike one, from the last day back, and leave out dead ends."""
    merged: list[Stage] = []
    kind = np.zeros(last, dtype=np.int64)
    least = most = np.zeros((days[0].adds.shape[0], 1), dtype=np.int64)
    for stage in reversed(days):
        lead = np.where(stage.lead == NEVER, NEVER, kind[stage.lead])
        legal = lead != NEVER
        cost = np.where(legal, stage.cost, 0)
        adds = np.where(legal, stage.adds, 0)
        alive = np.flatnonzero(legal.any(axis=1))
        if not len(alive):
            return []
        first, kinds = distinct(column for table in (lead, cost, *adds) for column in table[alive].T)
        kind = np.full(len(lead), NEVER, dtype=np.int64)
        kind[alive] = kinds
        kept = alive[first]
        merged.append(Stage(lead[kept], cost[kept], adds[:, kept], least, most))
        ahead, reach = lead[kept], legal[kept]
        least = np.where(reach, adds[:, kept] + least[:, ahead], FAR).min(axis=2)
        most = np.where(reach, adds[:, kept] + most[:, ahead], -FAR).max(axis=2)
    return merged[::-1]

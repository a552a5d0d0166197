"""Whether a difference between two rosters exceeds what the gaps of their solves leave open.

A solve that ends with cost c and proven bound b leaves open that another roster costs up to c - b less: its **room**.
Where one unit of a figure costs at least p, and no other term gets worse, a better roster can improve the figure by at
most room / p. So of two runs the worse one can catch up by at most its room / p. A difference that is greater
**exceeds** the gaps: no longer search closes it without paying for it in another term. One that is not lies **within**
them. A figure that has no price, and a run without a bound, are **not decided** by the gaps.

Of the cost itself this says more: the costs of the best rosters differ in the same direction, whatever a longer search
finds. A lexicographic solve has a room for each level (given the levels above), and none for the sum.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bemanna.runs.run import Run
from models.base import TICKS_PER_MONEY, ticks
from models.facts import Facts
from models.result import LEVELS

if TYPE_CHECKING:
    from bemanna.comparing.figures import Figure

_TINY: Final = 1e-6


class Verdict(StrEnum):
    """What the gaps say of a difference."""

    EQUAL = "equal"
    EXCEEDS = "exceeds the gaps"
    WITHIN = "within the gaps"
    UNDECIDED = "not decided by the gaps"


Measured = tuple[Run, float | None]
"""A run and its value of a figure."""


def judge(figure: Figure, first: Measured, other: Measured) -> Verdict:
    """Return what the gaps say of the difference of a figure between two runs."""
    if first[1] is None or other[1] is None:
        return Verdict.UNDECIDED
    if abs(first[1] - other[1]) <= _TINY:
        return Verdict.EQUAL
    if figure.key in _FIXED:
        return Verdict.EXCEEDS
    by_value = sorted((first, other), key=lambda measured: measured[1] or 0.0)
    worse = by_value[0 if figure.better == "high" else 1][0]
    improvement = most_improvement(figure, worse)
    if improvement is None:
        return Verdict.UNDECIDED
    return Verdict.EXCEEDS if abs(first[1] - other[1]) > improvement + _TINY else Verdict.WITHIN


def most_improvement(figure: Figure, run: Run) -> float | None:
    """Return by how much a better roster of a run could improve a figure, everything else as it is; None if unknown."""
    if figure.key == "objective" or figure.term is not None:
        price: float | None = TICKS_PER_MONEY
    else:
        price = _PRICES[figure.key](run.facts) if figure.key in _PRICES else None
    left = room(run, figure.term or _TERM_OF.get(figure.key, figure.key))
    return None if left is None or not price else left / price


def room(run: Run, term: str) -> int | None:
    """Return the ticks that a better roster may save in a term (or ``objective``); None where nothing is proven."""
    if run.solved is None:
        return None
    if run.scenario.objective.mode == "lexicographic":
        found = next((level for level in run.result.levels if term in LEVELS[level.name]), None)
        objective, bound = (None, None) if found is None else (found.objective, found.bound)
    else:
        objective, bound = run.result.objective, run.result.bound
    return None if objective is None or bound is None else max(0, objective - bound)


_FIXED: Final = frozenset({"planned_items"})
"""Figures of the scenario alone: no roster changes them."""

_TERM_OF: Final[Mapping[str, str]] = MappingProxyType(
    {
        "shortfall_items": "shortfall",
        "produced_items": "shortfall",
        "produced_share": "shortfall",
        "backlog_end": "shortfall",
        "cover_missing": "cover_under",
        "cover_share": "cover_under",
        "agency_cost": "agency",
        "agency_minutes": "agency",
        "additional_minutes": "additional_hours",
        "overtime_minutes": "overtime",
        "undertime_minutes": "undertime",
        "requests_granted": "requests",
    }
)
"""The term in which a figure is priced."""


def _least(prices: Iterable[int]) -> float | None:
    return min(prices, default=None)


def _item(facts: Facts, *, waiting: bool = False) -> float | None:
    """Return the least price of an item that is short; one that waits at the end costs a week of waiting too."""
    activities = (
        activity
        for u, unit in facts.scenario.units.items()
        for a, activity in unit.activities.items()
        if (any(facts.planned[u, a]) or activity.backlog) and (activity.carry_over or not waiting)
    )
    return _least(ticks(activity.shortfall_cost + activity.waiting_cost) for activity in activities)


def _produced(facts: Facts) -> float | None:
    """Return the price of an item that is not produced: of one that is short, where nothing else may be produced."""
    units = facts.scenario.units.values()
    beyond_plan = any(activity.over_production for unit in units for activity in unit.activities.values())
    return None if beyond_plan else _item(facts)


def _produced_share(facts: Facts) -> float | None:
    price = _produced(facts)
    return None if price is None else price * sum(map(sum, facts.planned.values()))


def _person(facts: Facts) -> float | None:
    return _least(ticks(row.under_cost[0]) for row in facts.scenario.cover if row.wanted)


def _cover_share(facts: Facts) -> float | None:
    price = _person(facts)
    wanted = sum(max(row.wanted for row in rows) for rows in facts.cover.values())
    return None if price is None else price * wanted


def _wish(facts: Facts) -> float | None:
    wishes = [wish for found in facts.wishes_by_staff.values() for wish in found]
    price = _least(wish.cost for wish in wishes)
    return None if price is None else price * len(wishes)


_PRICES: Final[Mapping[str, Callable[[Facts], float | None]]] = MappingProxyType(
    {
        "shortfall_items": _item,
        "produced_items": _produced,
        "produced_share": _produced_share,
        "backlog_end": lambda facts: _item(facts, waiting=True),
        "cover_missing": _person,
        "cover_share": _cover_share,
        "agency_cost": lambda facts: float(TICKS_PER_MONEY),
        "agency_minutes": lambda facts: _least(w.rate for w in facts.workers.values() if w.offer is not None),
        "additional_minutes": lambda facts: _least(t.additional_rate for t in facts.contract_time.values()),
        "overtime_minutes": lambda facts: _least(t.overtime_rate for t in facts.contract_time.values()),
        "undertime_minutes": lambda facts: _least(t.undertime_rate for t in facts.contract_time.values()),
        "requests_granted": _wish,
    }
)
"""The least ticks that one unit of a figure costs; of a share the whole. None or 0: it has no price."""

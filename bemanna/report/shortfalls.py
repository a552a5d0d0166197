"""What falls short, in sentences."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from bemanna.report.wording import counted, hours, listed, week, words
from bemanna.runs.run import Solved
from models.result import Capacity, Production

_MOST_LACKS = 6
_LACK_SHARE = 0.02
"""Capacity that is missing is told from this part of the need on."""


@dataclass(frozen=True, slots=True)
class Shortfall:
    """What an activity does not reach."""

    activity: str
    unit: str
    items: int
    cost: Decimal
    """What they are worth."""
    text: str


def shortfalls(solved: Solved) -> list[Shortfall]:
    """Return the activities that fall short, the dearest first."""
    rows: dict[tuple[str, str], list[Production]] = defaultdict(list)
    for row in solved.evaluation.production or ():
        rows[row.unit, row.activity].append(row)
    found = [_shortfall(solved, weeks) for weeks in rows.values()]
    return sorted((s for s in found if s.items), key=lambda s: -s.cost)


def _shortfall(solved: Solved, rows: list[Production]) -> Shortfall:
    first, last = rows[0], rows[-1]
    unit = solved.scenario.units[first.unit]
    spec = unit.activities[first.activity]
    label = solved.facts.week_label
    if spec.carry_over:
        items = last.shortfall
        start = f"{first.carried_in} waited at the start" if first.carried_in else "nobody waited at the start"
        verb = "waits" if items == 1 else "wait"
        text = f"{counted(items, 'item')} still {verb} after {week(label(last.week))}; {start}"
    else:
        items = sum(row.shortfall for row in rows)
        when = listed([f"{row.shortfall} in {week(label(row.week))}" for row in rows if row.shortfall] or ["none"])
        verb = "is" if items == 1 else "are"
        text = f"{items} of {counted(sum(row.planned for row in rows), 'planned item')} {verb} not produced: {when}"
    names = spec.name or words(first.activity), unit.name or words(first.unit)
    return Shortfall(*names, items, items * spec.shortfall_cost, f"{text}.")


def lacks(solved: Solved) -> list[str]:
    """Return sentences on the weeks in which a competence has less capacity than the plan needs, the largest first."""
    short = [c for c in solved.evaluation.capacity if c.need - c.capacity > _LACK_SHARE * c.need]
    short.sort(key=lambda c: c.capacity - c.need)
    return [_lack(solved, row) for row in short[:_MOST_LACKS]]


def _lack(solved: Solved, row: Capacity) -> str:
    unit = solved.scenario.units[row.unit].name or words(row.unit)
    return (
        f"{words(row.competence)} in {unit}, {week(solved.facts.week_label(row.week))}: "
        f"{hours(row.capacity)} h of {hours(row.need)} h, {hours(row.need - row.capacity)} h short."
    )

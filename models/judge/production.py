"""The balance of each activity: planned, carried in, produced, surplus and shortfall, and what they cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from models.base import ticks
from models.judge.limits import broken, week_days
from models.judge.sheet import Sheet
from models.result import Production, Violation


def balance(sheet: Sheet) -> tuple[Production, ...] | None:
    """Return the balance of every activity and week; None where the roster says nothing of items."""
    if sheet.items is None:
        return None
    produced: Counter[tuple[str, str, int]] = Counter()
    for item in sheet.items:
        produced[item.unit, item.activity, item.day // 7] += item.items
    rows: list[Production] = []
    for (unit, activity), plan in sheet.facts.planned.items():
        spec = sheet.facts.scenario.units[unit].activities[activity]
        carried = spec.backlog
        for week, planned in enumerate(plan):
            done, wanted = produced[unit, activity, week], planned + carried
            left, surplus = max(0, wanted - done), max(0, done - wanted)
            rows.append(Production(unit, activity, week, planned, carried, done, surplus, left))
            carried = left if spec.carry_over else 0
    return tuple(rows)


def production_costs(sheet: Sheet, rows: Sequence[Production]) -> tuple[int, int]:
    """Return the ticks of shortfall and of waiting."""
    short, waiting = 0, 0
    last = sheet.facts.week_count - 1
    for row in rows:
        spec = sheet.facts.scenario.units[row.unit].activities[row.activity]
        waiting += row.shortfall * ticks(spec.waiting_cost)
        if row.week == last or not spec.carry_over:
            short += row.shortfall * ticks(spec.shortfall_cost)
    return short, waiting


def over_production(sheet: Sheet, rows: Sequence[Production]) -> Iterator[Violation]:
    """Nothing above planned and carried in, where the activity does not allow it."""
    for row in rows:
        if row.surplus and not sheet.facts.scenario.units[row.unit].activities[row.activity].over_production:
            label = sheet.facts.week_label(row.week)
            text = f"{row.produced} {row.activity} in {label}, {row.planned + row.carried_in} are wanted"
            yield broken(sheet.facts, "over_production", text, days=week_days(row.week), size=row.surplus)

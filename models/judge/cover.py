"""Who covers what, what missing and surplus people cost, and lending agreements."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from models.base import ticks
from models.demand import CoverRow
from models.facts import CoverKey
from models.judge.limits import broken, week_days
from models.judge.sheet import Sheet, ShiftRow
from models.result import Cover, Violation

CoverCosts = dict[str, int]
"""Ticks by term."""


def exclusively(sheet: Sheet, row: ShiftRow) -> bool:
    """Whether somebody does exclusive cover on a shift."""
    rows = sheet.facts.cover.get((row.day, row.shift, row.unit, row.competence), ())
    return any(not spec.shared for spec in rows) and not sheet.engaged(row)


def judge_cover(sheet: Sheet) -> tuple[CoverCosts, list[Violation]]:
    """Return the cost of every cover row by term, and the breaks of hard ones."""
    costs: CoverCosts = {"cover_under": 0, "cover_over": 0, "cover_min": 0}
    violations: list[Violation] = []
    present, free = _people(sheet)
    for key, rows in sheet.facts.cover.items():
        for spec in rows:
            number = len((present if spec.shared else free).get(key, ()))
            _add_costs(costs, spec, number)
            if spec.min_mode == "hard" and number < spec.min:
                text = f"{number} {spec.competence} on {spec.shift} in {spec.unit}, at least {spec.min}"
                violations.append(broken(sheet.facts, "cover_min", text, days=key[:1], size=spec.min - number))
    return costs, violations


def cover_rows(sheet: Sheet) -> tuple[Cover, ...]:
    """Return who is there against who is wanted, for each day, shift, unit and competence of a cover row."""
    present, free = _people(sheet)
    return tuple(
        Cover(
            day,
            unit,
            shift,
            competence,
            min=max(row.min for row in rows),
            target=max(row.wanted for row in rows),
            most=max(min(row.ceiling for row in rows), *(row.wanted for row in rows)),
            staffed=len((present if rows[0].shared else free).get((day, shift, unit, competence), ())),
        )
        for (day, shift, unit, competence), rows in sorted(sheet.facts.cover.items())
    )


def _people(sheet: Sheet) -> tuple[Mapping[CoverKey, set[str]], Mapping[CoverKey, set[str]]]:
    """Return who is on each cover key, and who of them has no place during the shift."""
    present: dict[CoverKey, set[str]] = defaultdict(set)
    free: dict[CoverKey, set[str]] = defaultdict(set)
    for row in sheet.shifts:
        key = (row.day, row.shift, row.unit, row.competence)
        if key in sheet.facts.cover:
            present[key].add(row.staff)
            if not sheet.engaged(row):
                free[key].add(row.staff)
    return present, free


def _add_costs(costs: CoverCosts, spec: CoverRow, number: int) -> None:
    costs["cover_under"] += tiered(spec.under_cost, spec.wanted - number)
    costs["cover_over"] += tiered(spec.over_cost, number - spec.ceiling)
    if spec.min_mode == "soft":
        costs["cover_min"] += max(0, spec.min - number) * ticks(spec.below_min_cost)


def tiered(costs: Sequence[Decimal], number: int) -> int:
    """Return the ticks of the first ``number`` tiers; the last one repeats, and less than one costs nothing."""
    return sum(ticks(costs[min(i, len(costs) - 1)]) for i in range(number))


def lending(sheet: Sheet) -> Iterator[Violation]:
    """Half-days away and minutes of exclusive cover away within each agreement, week by week."""
    facts = sheet.facts
    if not facts.lending:
        return
    away: Counter[tuple[tuple[str, str, str], int]] = Counter()
    for place in sheet.places or ():
        agreed = facts.agreement(place.worker, place.unit, place.competence)
        if agreed is not None:
            away[(agreed.source, agreed.target, agreed.competence), place.day // 7] += agreed.half_day_minutes
    for row in sheet.shifts:
        agreed = facts.agreement(row.worker, row.unit, row.competence)
        if agreed is not None and exclusively(sheet, row):
            away[(agreed.source, agreed.target, agreed.competence), row.day // 7] += row.minutes
    for (key, week), minutes in sorted(away.items()):
        agreed = facts.lending[key]
        most = agreed.half_day_minutes * agreed.half_days_per_week
        if minutes > most:
            text = f"{minutes} min of {key[2]} from {key[0]} in {key[1]} in {facts.week_label(week)}, {most} are agreed"
            yield broken(facts, "lending", text, days=week_days(week), size=minutes - most)

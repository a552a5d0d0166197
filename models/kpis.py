"""Key figures of a roster, in the units of people: currency, minutes, items, shares."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from models.base import money
from models.judge.evenness import uneven_shifts
from models.judge.money import own_staff_cost, wishes_missed
from models.judge.sheet import Sheet
from models.result import Capacity, Cover, Production

PAID_TERMS = ("additional_hours", "overtime", "unsocial_hours", "agency", "travel")
"""The terms that are money paid for hours worked; the others are prices of what is not wanted."""

_ITEM_KPIS = (
    "planned_items",
    "produced_items",
    "shortfall_items",
    "produced_share",
    "inside_plan_share",
    "backlog_end",
    "drg_points",
    "cost_per_drg_point",
)

Kpis = dict[str, float | int | None]


def key_figures(
    sheet: Sheet,
    terms: Mapping[str, int | None],
    production: Sequence[Production] | None,
    capacity: Sequence[Capacity],
    cover: Sequence[Cover],
) -> Kpis:
    """Return the key figures of a roster; None where one is not judged or has nothing to be a part of."""
    return {
        **_matching(sheet, capacity),
        **_money(sheet, terms),
        "staffing_cost": _staffing_cost(sheet, terms),
        **_time(sheet),
        **_items(sheet, terms, production),
        **_cover(cover),
        **_people(sheet),
    }


def _ratio(part: float, whole: float) -> float | None:
    return round(part / whole, 6) if whole else None


def _matching(sheet: Sheet, rows: Sequence[Capacity]) -> Kpis:
    mismatch, level = mismatch_and_level(rows, lambda row: row.capacity)
    flat, flat_level = mismatch_and_level(rows, lambda row: row.available)
    if sheet.places is None:
        mismatch, level = None, None
    return {"mismatch": mismatch, "mismatch_level": level, "mismatch_flat": flat, "mismatch_flat_level": flat_level}


def mismatch_and_level(
    rows: Sequence[Capacity], capacity: Callable[[Capacity], int]
) -> tuple[float | None, float | None]:
    """Return how far capacity is from need, week by week and over the horizon, as parts of the whole need."""
    need = sum(row.need for row in rows)
    distance = sum(abs(capacity(row) - row.need) for row in rows)
    over_weeks: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (row.unit, row.competence)
        over_weeks[key] = over_weeks.get(key, 0) + capacity(row) - row.need
    return _ratio(distance, need), _ratio(sum(map(abs, over_weeks.values())), need)


def _money(sheet: Sheet, terms: Mapping[str, int | None]) -> Kpis:
    own = own_staff_cost(sheet)
    agency = (terms["agency"] or 0) + (terms["travel"] or 0)
    return {
        "own_staff_cost": round(money(own), 6),
        "agency_cost": round(money(agency), 6),
        "agency_share": _ratio(agency, own),
    }


def _staffing_cost(sheet: Sheet, terms: Mapping[str, int | None]) -> float:
    """Return the money for all hours that are worked: those above contract time at their own price, and what is extra.

    own_staff_cost has every hour at the plain price; here those above contract time count once, in their terms.
    """
    above = sum(sheet.facts.workers[staff].rate * balance.over for staff, balance in sheet.balances.items())
    paid = sum(terms[name] or 0 for name in PAID_TERMS)
    return round(money(own_staff_cost(sheet) - above + paid), 6)


def _time(sheet: Sheet) -> Kpis:
    workers, balances = sheet.facts.workers, sheet.balances.values()
    return {
        "contract_minutes": sum(balance.worked - balance.over for balance in balances),
        "additional_minutes": sum(balance.additional for balance in balances),
        "overtime_minutes": sum(balance.overtime for balance in balances),
        "undertime_minutes": sum(balance.under for balance in balances),
        "agency_minutes": sum(m for staff, m in sheet.person_minutes.items() if workers[staff].offer is not None),
    }


def _items(sheet: Sheet, terms: Mapping[str, int | None], production: Sequence[Production] | None) -> Kpis:
    if production is None:
        return dict.fromkeys(_ITEM_KPIS)
    units, last = sheet.facts.scenario.units, sheet.facts.week_count - 1
    activities = [(row, units[row.unit].activities[row.activity]) for row in production]
    planned, produced = sum(row.planned for row in production), sum(row.produced for row in production)
    waiting = sum(row.shortfall for row, spec in activities if spec.carry_over and row.week == last)
    lost = sum(row.shortfall for row, spec in activities if not spec.carry_over)
    inside = sum(row.produced - row.surplus for row in production if (row.unit, row.activity) in _with_plan(sheet))
    points = [float(spec.drg) * row.produced for row, spec in activities if spec.drg is not None]
    cost = own_staff_cost(sheet) + (terms["agency"] or 0) + (terms["travel"] or 0)
    return {
        "planned_items": planned,
        "produced_items": produced,
        "shortfall_items": lost + waiting,
        "produced_share": _ratio(produced, planned),
        "inside_plan_share": _ratio(inside, produced),
        "backlog_end": waiting,
        "drg_points": round(sum(points), 6) if points else None,
        "cost_per_drg_point": _ratio(float(money(cost)), sum(points)),
    }


def _with_plan(sheet: Sheet) -> set[tuple[str, str]]:
    """Return the activities that have a production plan: something planned in some week."""
    return {key for key, weeks in sheet.facts.planned.items() if any(weeks)}


def _cover(rows: Sequence[Cover]) -> Kpis:
    wanted, missing = sum(row.target for row in rows), sum(row.missing for row in rows)
    return {"cover_missing": missing if wanted else None, "cover_share": _ratio(wanted - missing, wanted)}


def _people(sheet: Sheet) -> Kpis:
    missed = [number for _, number in wishes_missed(sheet)]
    return {
        "requests_granted": _ratio(missed.count(0), len(missed)),
        "uneven_shifts": uneven_shifts(sheet),
        "shifts": len(sheet.shifts),
        "people_rostered": len(sheet.person_minutes),
    }

"""Who covers: heads on cover rows, and the costs of too few and too many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from models.base import ticks
from models.demand import CoverRow
from models.facts import CoverKey
from solver.linear import Linear, total, upper
from solver.variables import Duty, Variables


class CoverCosts(NamedTuple):
    """Costs of the cover rows, in ticks."""

    under: list[Linear]
    over: list[Linear]
    below_min: list[Linear]


def idle_covers(v: Variables, profile: int, day: int, shift: str) -> bool:
    """Whether people of a profile with nothing else to do on a shift count for an exclusive cover row."""
    worker = v.profiles[profile].worker
    rows = v.facts.cover.get((day, shift, worker.home, v.facts.main_on(worker, day)))
    return rows is not None and not rows[0].shared


def add_duties(v: Variables) -> None:
    """On each shift people of a profile cover one row at most; on one without half-days idle people cover theirs."""
    by_shift: dict[tuple[int, int, str], list[Linear]] = defaultdict(list)
    for duty, heads in v.duties.items():
        by_shift[duty.profile, duty.day, duty.shift].append(heads)
    for (profile, day, shift), covering in by_shift.items():
        present = v.present.get((profile, day, shift), 0)
        if idle_covers(v, profile, day, shift) and not v.facts.scenario.shifts[shift].covers:
            v.cp.add(total(covering) == present)
        else:
            v.cp.add(total(covering) <= present)


def exclusive(v: Variables) -> Mapping[tuple[int, int, str], Linear]:
    """Return the heads of a profile, day and shift that cover and so hold no place in a session."""
    return _covering(v, shared=False)


def sharing(v: Variables) -> Mapping[tuple[int, int, str], Linear]:
    """Return the heads of a profile, day and shift that do shared cover, whether they hold a place or not."""
    return _covering(v, shared=True)


def _covering(v: Variables, shared: bool) -> Mapping[tuple[int, int, str], Linear]:
    result: dict[tuple[int, int, str], list[Linear]] = defaultdict(list)
    for duty, covering in v.duties.items():
        if v.is_shared(duty) == shared:
            result[duty.profile, duty.day, duty.shift].append(covering)
    return {key: total(terms) for key, terms in result.items()}


def add_cover_costs(v: Variables) -> CoverCosts:
    """Too few people below target and min, too many above max, each at its tiers; a hard min is a limit."""
    heads: dict[CoverKey, list[Linear]] = defaultdict(list)
    for duty, covering in v.duties.items():
        heads[duty.day, duty.shift, duty.unit, duty.competence].append(covering)
    costs = CoverCosts([], [], [])
    for key, rows in v.facts.cover.items():
        count = total(heads[key])
        most = sum(upper(v.duties[duty]) for duty in _duties(v, key))
        for row in rows:
            _add_row(v, row, count, most, costs)
    return costs


def _duties(v: Variables, key: CoverKey) -> list[Duty]:
    duties = (Duty(*key, profile.number) for profile in v.profiles)
    return [duty for duty in duties if duty in v.duties]


def _add_row(v: Variables, row: CoverRow, count: Linear, most: int, costs: CoverCosts) -> None:
    if row.min_mode == "hard":
        if not v.given:
            v.cp.add(count >= row.min)
    elif row.below_min_cost and row.min:
        missing = v.cp.new_int_var(0, row.min, "")
        v.cp.add(missing >= row.min - count)
        costs.below_min.append(ticks(row.below_min_cost) * missing)
    costs.under.extend(_tiers(v, row.wanted - count, row.wanted, row.under_cost))
    costs.over.extend(_tiers(v, count - row.ceiling, max(0, most - row.ceiling), row.over_cost))


def _tiers(v: Variables, amount: Linear, most: int, prices: tuple[Decimal, ...]) -> list[Linear]:
    """Return the cost of an amount, where positive: a part for each tier. Prices rise, so cheap parts fill first."""
    if not most or not any(prices):
        return []
    parts: list[Linear] = []
    costs: list[Linear] = []
    for number, price in enumerate(prices, start=1):
        size = 1 if number < len(prices) else max(0, most - len(prices) + 1)
        if size and number <= most:
            part = v.cp.new_int_var(0, size, "")
            parts.append(part)
            costs.append(ticks(price) * part)
    v.cp.add(total(parts) >= amount)
    return costs

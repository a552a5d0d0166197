"""From draws to chances, means and spreads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import numpy as np

from bemanna.simulating.outcome import (
    ActivityWeek,
    CapacityWeek,
    Chance,
    CoverWeek,
    PersonWeek,
    Spread,
    UnitWeek,
)
from bemanna.simulating.presence import Presence
from bemanna.simulating.production import Production
from bemanna.simulating.tallies import Ints, Numbers
from bemanna.simulating.workdays import Workdays
from models.base import money, ticks
from models.facts import Facts

LOW, HIGH = 0.05, 0.95
"""The edges of a spread."""


def spread(numbers: Numbers) -> Spread:
    """Return mean, 5 % and 95 % of some draws; the edges are values that were drawn."""
    low, high = np.quantile(numbers, (LOW, HIGH), method="inverted_cdf").tolist()
    return Spread(_rounded(numbers.mean()), int(low), int(high))


def _rounded(value: float) -> float:
    return round(float(value), 6)


def activity_weeks(
    facts: Facts, production: Production, alone: Numbers, aided: Numbers, no_shows: Iterable[float]
) -> tuple[ActivityWeek, ...]:
    """Return every activity and week for which something is planned, rostered or waits."""
    plans = plan_numbers(facts, production)
    chances = [_chances(facts, production, plans, seen) for seen in (alone, aided)]
    return tuple(
        ActivityWeek(unit, activity, facts.week_label(week), plan, rostered, _rounded(no_show), first, second)
        for (unit, activity, week), plan, rostered, no_show, first, second in zip(
            production.keys, plans.tolist(), production.rostered.tolist(), no_shows, *chances, strict=True
        )
        if plan or rostered or first.shortfall
    )


def plan_numbers(facts: Facts, production: Production) -> Ints:
    """Return the items of the plan as the scenario has them, by unit, activity and week."""
    plan = facts.scenario.production_plan
    weeks = (0,) * facts.week_count
    return np.array([plan.get(u, {}).get(a, weeks)[w] for u, a, w in production.keys], dtype=np.int64)


def _chances(facts: Facts, production: Production, plans: Ints, seen: Numbers) -> list[Chance]:
    """Return the chances; what is not seen is carried on where the activity carries over."""
    found = []
    carried = np.zeros(seen.shape[1], dtype=np.int64)
    for row, (unit, activity, week) in enumerate(production.keys):
        spec = facts.scenario.units[unit].activities[activity]
        if week == 0:
            carried = np.full(seen.shape[1], spec.backlog, dtype=np.int64)
        left = np.maximum(0, plans[row] + carried - seen[row])
        carried = left if spec.carry_over else np.zeros_like(left)
        found.append(Chance(_rounded((seen[row] >= plans[row]).mean()), _rounded(left.mean()), spread(seen[row])))
    return found


def unit_weeks(facts: Facts, production: Production, alone: Numbers, aided: Numbers) -> tuple[UnitWeek, ...]:
    """Return the units and weeks for which something is planned."""
    plans = plan_numbers(facts, production)
    rows: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, (unit, _, week) in enumerate(production.keys):
        if plans[row]:
            rows[unit, week].append(row)
    return tuple(
        UnitWeek(unit, facts.week_label(week), *_met(plans[of], alone[of], aided[of]))
        for (unit, week), of in sorted(
            rows.items(), key=lambda pair: (list(facts.scenario.units).index(pair[0][0]), pair)
        )
    )


def _met(plans: Ints, alone: Numbers, aided: Numbers) -> tuple[float, float, float, float]:
    met = [_rounded((seen >= plans[:, None]).all(axis=0).mean()) for seen in (alone, aided)]
    share = [_rounded(np.minimum(seen, plans[:, None]).sum(axis=0).mean() / plans.sum()) for seen in (alone, aided)]
    return met[0], met[1], share[0], share[1]


def capacity_weeks(facts: Facts, production: Production, left: Numbers) -> tuple[CapacityWeek, ...]:
    """Return the capacity of every unit, competence and week that has any, in the order of capacity.csv."""
    units, competences = list(facts.scenario.units), list(facts.scenario.competences)
    keys = list(enumerate(production.capacity_keys))
    keys.sort(key=lambda pair: (units.index(pair[1][0]), competences.index(pair[1][1]), pair[1][2]))
    rostered = production.capacity
    return tuple(
        CapacityWeek(unit, competence, facts.week_label(week), int(rostered[row]), spread(left[row]))
        for row, (unit, competence, week) in keys
    )


def cover_weeks(facts: Facts, presence: Presence, staffed: Numbers) -> tuple[CoverWeek, ...]:
    """Return the cover of every unit, shift, competence and week."""
    rows: dict[tuple[str, str, str, int], list[int]] = defaultdict(list)
    for row, (day, shift, unit, competence) in enumerate(presence.keys):
        rows[unit, shift, competence, day // 7].append(row)
    found = []
    for (unit, shift, competence, week), of in rows.items():
        there, least, target = staffed[of], presence.least[of, None], presence.target[of, None]
        found.append(
            CoverWeek(
                unit,
                shift,
                competence,
                facts.week_label(week),
                least=int(least.sum()),
                wanted=int(target.sum()),
                missing=_rounded(np.maximum(0, target - there).sum(axis=0).mean()),
                min_met=_rounded((there >= least).mean()),
                target_met=_rounded((there >= target).mean()),
                every_min_met=_rounded((there >= least).all(axis=0).mean()),
            )
        )
    return tuple(found)


def person_weeks(facts: Facts, days: Workdays, production: Production, presence: Presence) -> tuple[PersonWeek, ...]:
    """Return what each person's absence for a week costs, the dearest first."""
    weeks, absent = days.single_weeks()
    if not weeks:
        return ()
    done, units = production.done(absent), facts.scenario.units
    prices = np.array([ticks(units[u].activities[a].shortfall_cost) for u, a, _ in production.keys], dtype=np.int64)
    cover = presence.cost(presence.staffed(absent))
    lost = [production.rostered[:, None] - items for items in (done.alone, done.aided)]
    items = [missing.sum(axis=0).tolist() for missing in lost]
    costs = [((prices[:, None] * missing).sum(axis=0) + cover).tolist() for missing in lost]
    found = [
        PersonWeek(staff, facts.week_label(week), alone, aided, float(money(dear)), float(money(cheap)))
        for (staff, week), alone, aided, dear, cheap in zip(weeks, *items, *costs, strict=True)
    ]
    found.sort(key=lambda row: (-row.cost_aided, -row.cost_alone, -row.items_aided, row.staff, row.week))
    return tuple(row for row in found if row.items_alone or row.cost_alone)

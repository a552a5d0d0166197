"""Who is lent where, decided before units are planned apart.

A relaxation lends a tenth of a doctor for every half-day. Once numbers of people are whole this would cost the home
unit a whole half-day each time, so the half-days of a week are put together first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from math import floor

from ortools.sat.python import cp_model

from solver.linear import Linear, Values, total, upper
from solver.model import Model
from solver.search.settle import fix
from solver.variables import POOL, Head

HalfDay = tuple[int, int, str]
"""Profile, day and period."""


def lent_heads(model: Model) -> Mapping[Head, int]:
    """Return the variables that count people who work away from home, by index."""
    v = model.variables
    return {
        head: heads.index
        for head, heads in v.heads.items()
        if v.profiles[head.profile].worker.home != head.place.unit and isinstance(heads, cp_model.IntVar)
    }


def add_weekly_lending(model: Model) -> frozenset[int]:
    """Count whom a profile lends to a unit in each week, by variables of their own; return their indices.

    A relaxation lends fractions of half-days. In which half-days of the week matters little, so to have their
    numbers whole is nearly to have all whole, and there are few of them for a solver to branch on.
    """
    weeks: dict[tuple[int, str, str, int], list[Linear]] = defaultdict(list)
    for head in lent_heads(model):
        week = (head.profile, head.place.unit, head.competence, head.place.day // 7)
        weeks[week].append(model.variables.heads[head])
    counts: set[int] = set()
    for heads in weeks.values():
        count = model.cp.new_int_var(0, sum(upper(x) for x in heads if isinstance(x, cp_model.IntVar)), "lent")
        model.cp.add(count == total(heads))
        counts.add(count.index)
    return frozenset(counts)


def whole_lending(model: Model, values: Sequence[float]) -> Mapping[int, int]:
    """Return whole numbers of people lent (by variable) that come to what the values lend in each week, rounded.

    Of the half-days of a week those are taken in which the values have the most people at hand.
    """
    weeks: dict[tuple[int, str, str, int], list[tuple[HalfDay, int]]] = defaultdict(list)
    for head, x in lent_heads(model).items():
        place = head.place
        half_day = (head.profile, place.day, place.period)
        weeks[head.profile, place.unit, head.competence, place.day // 7].append((half_day, x))
    at_hand = _present(model, values)
    lent: dict[int, int] = {}
    for half_days in weeks.values():
        lent.update((x, 0) for _, x in half_days)
        for _ in range(floor(sum(values[x] for _, x in half_days) + 0.5)):
            half_day, x = max(half_days, key=lambda pair: at_hand[pair[0]])
            if at_hand[half_day] < 1:
                break
            at_hand[half_day] -= 1
            lent[x] += 1
    return lent


def fix_lent(fine: Model, coarse: Model, values: Values) -> None:
    """Have as many people work away from home in each half-day of a model as in a solution of its coarse model."""
    pools: dict[Head, list[cp_model.IntVar]] = defaultdict(list)
    for head in lent_heads(fine):
        fixed = fine.variables.session(head.place).fixed
        pooled = head if fixed else head._replace(place=head.place._replace(session=POOL))
        variable = fine.variables.heads[head]
        assert isinstance(variable, cp_model.IntVar)
        pools[pooled].append(variable)
    for head, x in lent_heads(coarse).items():
        if len(pools[head]) == 1 or values[x] == 0:
            for variable in pools[head]:
                fix(fine.cp, variable, values[x])
        else:
            fine.cp.add(total(pools[head]) == values[x])


def _present(model: Model, values: Sequence[float]) -> dict[HalfDay, float]:
    """Return how many people of each profile are at work in each half-day."""
    v, shifts = model.variables, model.facts.scenario.shifts
    present: dict[HalfDay, float] = defaultdict(float)
    for (worker, day, shift), stages in v.by_stage.items():
        for stage, x in stages.items():
            for period in shifts[shift].covers:
                present[v.profile_of[worker, stage].number, day, period] += _value(x, values)
    return present


def _value(x: Linear, values: Sequence[float]) -> float:
    return values[x.index] if isinstance(x, cp_model.IntVar) else float(x == 1)

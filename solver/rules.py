"""The rules about people's shifts, as constraints: one function a rule, listed once in ``COMPILERS``.

A hard rule forbids; a soft one returns its cost. Each function follows the formula in the docstring of
its rule in ``models/rules/``, which is judged there from the definition and not from here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ortools.sat.python import cp_model

from models.facts import Worker
from models.rules.base import Rule, WorkedShift
from models.rules.fairness import Fairness
from models.rules.rest import ConsecutiveDays, DailyRest, WeeklyRest, busy_interval
from solver.linear import Linear, total
from solver.variables import Variables

Costs = list[Linear]


def add_rules(v: Variables) -> tuple[Costs, Costs]:
    """Add every rule in force for everybody whom it binds. Returns costs of soft rules and of fairness, in ticks."""
    soft: Costs = []
    fairness: Costs = []
    for rule in v.facts.scenario.rules.in_force:
        compile_rule = COMPILERS[type(rule)]
        for worker in v.facts.workers.values():
            if rule.binds(worker):
                costs = compile_rule(v, rule, worker)
                (fairness if isinstance(rule, Fairness) else soft).extend(costs)
    return soft, fairness


def _past(v: Variables, worker: Worker) -> tuple[WorkedShift, ...]:
    return v.facts.history.get(worker.id, ())


def _possible(v: Variables, worker: Worker, days: range) -> Iterator[tuple[WorkedShift, Linear]]:
    """Yield the shifts that a worker may have on some days, history included (as 1)."""
    yield from ((shift, 1) for shift in _past(v, worker) if shift.day in days)
    for day in days:
        for shift, x in v.by_day.get((worker.id, day), {}).items() if day >= 0 else ():
            yield v.facts.worked_shift(shift, day), x


def add_daily_rest(v: Variables, rule: DailyRest, worker: Worker) -> Costs:
    """Two shifts with too little rest between them exclude each other, or cost the minutes that miss."""
    costs: Costs = []
    reach = 2 + (60 * rule.hours) // 1440 + 1
    for day in range(-reach, v.facts.day_count):
        for first, x in _possible(v, worker, range(day, day + 1)):
            for later in range(max(0, day + 1), min(day + reach, v.facts.day_count)):
                seconds = list(_possible(v, worker, range(later, later + 1)))
                short = [(rule.missing(first, second), y) for second, y in seconds if rule.missing(first, second) > 0]
                if not short:
                    continue
                between = list(_possible(v, worker, range(day + 1, later)))
                if rule.mode == "hard":
                    # a shift without clock times in between parts the two; any other is itself too near the first
                    parting = total(z for middle, z in between if middle.start is None)
                    v.cp.add(x + total(y for _, y in short) <= 1 + parting)
                    continue
                for missing, y in short:
                    broken = v.cp.new_bool_var("")
                    v.cp.add(broken >= x + y - 1 - total(z for _, z in between))
                    costs.append(rule.price * missing * broken)
    return costs


def add_weekly_rest(v: Variables, rule: WeeklyRest, worker: Worker) -> Costs:
    """In each window of seven days some free interval is long enough, or costs the minutes that miss.

    The longest free interval starts at the window's start or where a shift ends, and ends at its end or
    where a shift starts: only such intervals need to be looked at.
    """
    costs: Costs = []
    for first in rule.windows(v.facts):
        begin, end = v.facts.midnight(first), v.facts.midnight(first + 7)
        busy = [(*busy_interval(s, v.facts), x) for s, x in _possible(v, worker, range(first - 3, first + 7))]
        busy = [(start, stop, x) for start, stop, x in busy if stop > begin and start < end]
        need = 60 * rule.hours
        starts = sorted({begin} | {stop for _, stop, _ in busy if stop < end})
        if _has_empty_gap(busy, begin, end, need):
            continue
        if rule.mode == "hard":
            windows = [(start, start + need) for start in starts if start + need <= end]
        else:
            stops = sorted({end} | {start for start, _, _ in busy if start > begin})
            windows = [(start, stop) for start in starts for stop in stops if stop > start] + [(begin, begin)]
        chosen = [v.cp.new_bool_var("") for _ in windows]
        v.cp.add_exactly_one(chosen) if rule.mode == "soft" else v.cp.add_bool_or(chosen)
        for (start, stop), free in zip(windows, chosen, strict=True):
            inside = [x for a, b, x in busy if a < stop and b > start and stop > start]
            _forbid_if(v, inside, free)
            costs.append(rule.price * max(0, need - (stop - start)) * free)
    return costs if rule.mode == "soft" else []


def _has_empty_gap(busy: list[tuple[int, int, Linear]], begin: int, end: int, need: int) -> bool:
    """Whether no possible shift touches some interval that is long enough: nothing to ask then."""
    free_from = begin
    for start, stop, _ in sorted(busy, key=lambda row: row[:2]):
        if start - free_from >= need:
            return True
        free_from = max(free_from, stop)
    return end - free_from >= need


def _forbid_if(v: Variables, shifts: list[Linear], literal: cp_model.IntVar) -> None:
    for x in shifts:
        v.cp.add(x + literal <= 1)


def add_consecutive_days(v: Variables, rule: ConsecutiveDays, worker: Worker) -> Costs:
    """Of any max + 1 days in a row, history included, one is free; or each such run costs."""
    costs: Costs = []
    past = {shift.day for shift in _past(v, worker)}
    for last in range(v.facts.day_count):
        days = range(last - rule.max, last + 1)
        before = sum(day in past for day in days if day < 0)
        worked = [v.worked(worker.id, day) for day in days if day >= 0]
        if any(isinstance(w, int) and w == 0 for w in worked) or before < sum(day < 0 for day in days):
            continue
        if rule.mode == "hard":
            v.cp.add(total(worked) <= len(worked) - 1)
        else:
            broken = v.cp.new_bool_var("")
            v.cp.add(broken >= total(worked) - len(worked) + 1)
            costs.append(rule.price * broken)
    return costs


def add_fairness(v: Variables, rule: Fairness, worker: Worker) -> Costs:
    """excess >= shifts of the kind - fair share."""
    share = v.facts.fair_share(rule, rule.kind, worker.id)
    if share is None:
        return []
    counted = [
        x
        for day in range(v.facts.day_count)
        for shift, x in v.by_day.get((worker.id, day), {}).items()
        if rule.counts(shift, day, v.facts)
    ]
    if rule.mode == "hard":
        v.cp.add(total(counted) <= share)
        return []
    if len(counted) <= share:
        return []
    excess = v.cp.new_int_var(0, len(counted), f"unfair[{worker.id},{rule.kind}]")
    v.cp.add(excess >= total(counted) - share)
    return [rule.price * excess]


COMPILERS: Mapping[type[Rule], Callable[[Variables, Any, Worker], Costs]] = {
    DailyRest: add_daily_rest,
    WeeklyRest: add_weekly_rest,
    ConsecutiveDays: add_consecutive_days,
    Fairness: add_fairness,
}

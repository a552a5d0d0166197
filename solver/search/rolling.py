"""Rosters made week by week: each week is a small scenario of its own that starts where the one before ended."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from models.calendar import Horizon
from models.demand import CoverRow, Unit
from models.facts import Facts
from models.rules.base import Rule
from models.rules.catalogue import Overrides
from models.rules.counts import WindowRule
from models.rules.fairness import Fairness
from models.rules.hours import FullTimeMeasure
from models.rules.overtime import OvertimeCap
from models.rules.ruleset import RuleSet
from models.rules.weekends import Weekends
from models.rules.wishes import WishesGranted
from models.scenario import Scenario
from models.staff import Budget, PastShift, Person, Request
from solver.linear import evaluate_at, total
from solver.model import build
from solver.search.cpsat import Limits, Stop, run, set_objective
from solver.solution import Shifts, read_solution

Targets = Mapping[str, tuple[int, ...]]
"""Minutes that each employee should have worked by the end of each week."""


@dataclass
class _Progress:
    """What the weeks so far have settled."""

    shifts: set[tuple[str, int, str]] = field(default_factory=set)
    minutes: Counter[str] = field(default_factory=Counter)
    """Minutes worked, by staff id."""
    waiting: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Items carried into the next week, by unit and activity."""


def targets_by_need(facts: Facts) -> Targets:
    """Deal contract time over the weeks in proportion to what each main competence has to do."""
    need: dict[str, list[int]] = defaultdict(lambda: [0] * facts.week_count)
    for (unit, activity), planned in facts.planned.items():
        for competence, per_item in facts.scenario.units[unit].activities[activity].team.items():
            for week, items in enumerate(planned):
                need[competence][week] += per_item * items
    minutes: dict[str, tuple[int, ...]] = {}
    for staff, contract in facts.contract_time.items():
        wanted = need[facts.workers[staff].main]
        weights = [(w or 1) * most for w, most in zip(wanted, contract.week_max, strict=True)]
        whole = sum(weights) or 1
        minutes[staff] = tuple(contract.due * sum(weights[: w + 1]) // whole for w in range(facts.week_count))
    return minutes


def roll(facts: Facts, targets: Targets, limits: Limits, stop: Stop) -> Shifts | None:
    """Return shifts of employees, made week by week towards some targets; None where a week has no roster in time."""
    progress = _Progress()
    for unit, activity in facts.planned:
        progress.waiting[unit, activity] = facts.scenario.units[unit].activities[activity].backlog
    for week in range(facts.week_count):
        if not _solve_week(facts, week, targets, progress, limits, stop):
            return None
    return frozenset(progress.shifts)


def _solve_week(facts: Facts, week: int, targets: Targets, progress: _Progress, limits: Limits, stop: Stop) -> bool:
    sub = Facts(_week_scenario(facts, week, targets, progress))
    model = build(sub, coarse=True)
    set_objective(model.cp, total(model.terms.values()), model.unit)
    outcome = run(model.cp, limits, stop)
    if outcome.values is None:
        return False
    value = evaluate_at(outcome.values)
    for staff, day, shift in read_solution(model, value).shifts:
        progress.shifts.add((staff, day + 7 * week, shift))
        progress.minutes[staff] += sub.paid[shift, day]
    for (unit, activity), planned in sub.planned.items():
        spec = sub.scenario.units[unit].activities[activity]
        left = planned[0] + spec.backlog - value(model.produced[unit, activity, 0])
        progress.waiting[unit, activity] = max(0, left) if spec.carry_over else 0
    return True


def _week_scenario(facts: Facts, week: int, targets: Targets, progress: _Progress) -> Scenario:
    """Return one week as a scenario: what came before is history, backlog and balance. Agency is left out."""
    scenario = facts.scenario
    first, last = facts.days[7 * week], facts.days[7 * week + 6]
    staff = tuple(_with_balance(facts, person, week, targets, progress) for person in scenario.staff)
    ids = {person.id for person in staff}
    worked = (PastShift(staff=s, date=facts.days[day], shift=shift) for s, day, shift in sorted(progress.shifts))
    return scenario.model_copy(
        update={
            "horizon": Horizon(start=first, weeks=1),
            "units": {u: _with_waiting(unit, u, progress.waiting) for u, unit in scenario.units.items()},
            "production_plan": {
                u: {a: (numbers[week],) for a, numbers in plan.items()} for u, plan in scenario.production_plan.items()
            },
            "cover": tuple(row for row in (_in_week(row, first, last) for row in scenario.cover) if row is not None),
            "staff": staff,
            "absences": tuple(a for a in scenario.absences if a.start <= last and a.last >= first),
            "requests": tuple(r for r in scenario.requests if _asked(r, first, last) and r.staff in ids),
            "pins": tuple(p for p in scenario.pins if first <= p.date <= last and p.staff in ids),
            "history": tuple(row for row in (*scenario.history, *worked) if row.staff in ids),
            "agency": (),
            # targets may hold all overtime that the budget allows: none on top of them
            "budget": Budget(overtime=None if scenario.budget.overtime is None else Decimal(0)),
            "rules": _for_a_week(scenario),
        }
    )


def _asked(request: Request, first: dt.date, last: dt.date) -> bool:
    """Whether a request is for a week: one to work in a window for its last, one not to work for every week of it."""
    end = request.last
    return first <= end <= last if request.kind == "on" else request.date <= last and end >= first


def _with_waiting(unit: Unit, name: str, waiting: Mapping[tuple[str, str], int]) -> Unit:
    activities = {
        a: activity.model_copy(update={"backlog": waiting[name, a]}) for a, activity in unit.activities.items()
    }
    return unit.model_copy(update={"activities": activities})


def _in_week(row: CoverRow, first: dt.date, last: dt.date) -> CoverRow | None:
    """Return a cover row as far as it holds in a week."""
    if not row.dates:
        return row
    dates = tuple(date for date in row.dates if first <= date <= last)
    return row.model_copy(update={"dates": dates}) if dates else None


def _with_balance(facts: Facts, person: Person, week: int, targets: Targets, progress: _Progress) -> Person:
    """Return a person whose due minutes of the week bring them to their target."""
    if person.contract_minutes is None:
        return person
    contract = facts.contract_time[person.id]
    owed = targets[person.id][week] - progress.minutes[person.id]
    return person.model_copy(update={"balance_minutes": owed - person.contract_minutes + contract.credits[week]})


def _for_a_week(scenario: Scenario) -> RuleSet:
    """Return the rules that can be kept week by week; those of the presets are the ones of the horizon's start."""
    rows: dict[str, list[Rule]] = {}
    for rule in scenario.rules_in_force:
        if _says_something_of_a_week(rule):
            rows.setdefault(rule.key, []).append(rule)
    return RuleSet(presets=(), overrides=Overrides().model_copy(update={key: tuple(own) for key, own in rows.items()}))


def _says_something_of_a_week(rule: Rule) -> bool:
    """Whether a rule means the same in one week with its past as in the horizon.

    Shares and counts over the horizon do not, nor does the least of windows longer than a week, which the weeks to come
    may bring. Blocks of several weeks would begin anew every week.
    """
    if isinstance(rule, (Fairness, FullTimeMeasure, OvertimeCap, WishesGranted)):
        return False
    if isinstance(rule, Weekends):
        return rule.weeks is not None and rule.min is None
    if isinstance(rule, WindowRule):
        longer = rule.per not in ("horizon", "month") and rule.least is None and not rule.blocks
        return rule.per in ("day", "week") or longer
    return True

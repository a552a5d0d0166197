"""A first roster, week by week: each week is a small scenario of its own that starts where the one before ended."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from models.calendar import Horizon
from models.demand import CoverRow, Unit
from models.facts import Facts
from models.rules.catalogue import RuleSet
from models.scenario import Scenario
from models.staff import Budget, PastShift, Person
from solver.model import build
from solver.search.cpsat import Limits, Stop, evaluate_at, run, set_objective
from solver.solution import Solution, read_solution
from solver.variables import Head, Place


@dataclass
class _Progress:
    """What the weeks so far have settled."""

    shifts: set[tuple[str, int, str]] = field(default_factory=set)
    heads: dict[Head, int] = field(default_factory=dict)
    lists: dict[Place, int] = field(default_factory=dict)
    items: dict[tuple[Place, str], int] = field(default_factory=dict)
    minutes: Counter[str] = field(default_factory=Counter)
    """Minutes worked, by staff id."""
    waiting: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Items carried into the next week, by unit and activity."""


def roll(facts: Facts, limits: Limits, stop: Stop) -> Solution | None:
    """Return a roster without agency made week by week; None where some week has none in time.

    Contract time is dealt over the weeks in proportion to what the person's main competence has to do.
    """
    progress = _Progress()
    for (unit, activity), _ in facts.planned.items():
        progress.waiting[unit, activity] = facts.scenario.units[unit].activities[activity].backlog
    targets = _weekly_targets(facts)
    for week in range(facts.week_count):
        if not _solve_week(facts, week, targets, progress, limits, stop):
            return None
    return Solution(frozenset(progress.shifts), progress.heads, progress.lists, progress.items, {}, {})


def _weekly_targets(facts: Facts) -> Mapping[str, tuple[int, ...]]:
    """Minutes that each person should have worked by the end of each week."""
    need: dict[str, list[int]] = defaultdict(lambda: [0] * facts.week_count)
    for (unit, activity), planned in facts.planned.items():
        for competence, minutes in facts.scenario.units[unit].activities[activity].team.items():
            for week, items in enumerate(planned):
                need[competence][week] += minutes * items
    targets: dict[str, tuple[int, ...]] = {}
    for staff, contract in facts.contract_time.items():
        wanted = need[facts.workers[staff].main]
        weights = [(w or 1) * most for w, most in zip(wanted, contract.week_max, strict=True)]
        total = sum(weights) or 1
        targets[staff] = tuple(contract.due * sum(weights[: w + 1]) // total for w in range(facts.week_count))
    return targets


def _solve_week(
    facts: Facts, week: int, targets: Mapping[str, tuple[int, ...]], progress: _Progress, limits: Limits, stop: Stop
) -> bool:
    scenario = _week_scenario(facts, week, targets, progress)
    sub = Facts(scenario)
    model = build(sub)
    set_objective(model.cp, sum(model.terms.values()), model.unit)
    outcome = run(model.cp, limits, stop)
    if outcome.values is None:
        return False
    _keep(progress, sub, read_solution(model, evaluate_at(outcome.values)), 7 * week)
    return True


def _keep(progress: _Progress, sub: Facts, solution: Solution, offset: int) -> None:
    """Add a week's solution to what is settled."""
    for staff, day, shift in solution.shifts:
        progress.shifts.add((staff, day + offset, shift))
        progress.minutes[staff] += sub.paid[shift, day]
    made: Counter[tuple[str, str]] = Counter()
    for head, number in solution.heads.items():
        progress.heads[head._replace(place=head.place._replace(day=head.place.day + offset))] = number
    for place, number in solution.lists.items():
        progress.lists[place._replace(day=place.day + offset)] = number
    for (place, activity), number in solution.items.items():
        progress.items[place._replace(day=place.day + offset), activity] = number
        made[place.unit, activity] += number
    for (unit, activity), planned in sub.planned.items():
        spec = sub.scenario.units[unit].activities[activity]
        left = planned[0] + spec.backlog - made[unit, activity]
        progress.waiting[unit, activity] = max(0, left) if spec.carry_over else 0


def _week_scenario(facts: Facts, week: int, targets: Mapping[str, tuple[int, ...]], progress: _Progress) -> Scenario:
    """Return one week as a scenario: what came before is history, backlog and balance. Agency is left out."""
    scenario = facts.scenario
    first, last = facts.days[7 * week], facts.days[7 * week + 6]
    own = {person.id for person in scenario.staff}
    worked = (PastShift(staff=s, date=facts.days[day], shift=shift) for s, day, shift in sorted(progress.shifts))
    return scenario.model_copy(
        update={
            "horizon": Horizon(start=first, weeks=1),
            "units": {u: _with_waiting(unit, u, progress.waiting) for u, unit in scenario.units.items()},
            "production_plan": {
                u: {a: (numbers[week],) for a, numbers in plan.items()} for u, plan in scenario.production_plan.items()
            },
            "cover": tuple(row for row in (_in_week(row, first, last) for row in scenario.cover) if row is not None),
            "staff": tuple(_with_balance(facts, person, week, targets, progress) for person in scenario.staff),
            "absences": tuple(a for a in scenario.absences if a.start <= last and a.last >= first),
            "requests": tuple(r for r in scenario.requests if first <= r.date <= last),
            "pins": tuple(p for p in scenario.pins if first <= p.date <= last and p.staff in own),
            "history": (*scenario.history, *worked),
            "agency": (),
            "budget": Budget(),
            "rules": _without_fairness(scenario.rules),
        }
    )


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


def _with_balance(
    facts: Facts, person: Person, week: int, targets: Mapping[str, tuple[int, ...]], progress: _Progress
) -> Person:
    """Return a person whose due minutes of the week bring them to their target."""
    if person.contract_minutes is None:
        return person
    contract = facts.contract_time[person.id]
    owed = targets[person.id][week] - progress.minutes[person.id]
    return person.model_copy(update={"balance_minutes": owed - person.contract_minutes + contract.credits[week]})


def _without_fairness(rules: RuleSet) -> RuleSet:
    """Shares over the horizon say nothing about one week."""
    return RuleSet(presets=rules.presets, overrides=rules.overrides.model_copy(update={"fairness": None}))

"""Why there is no roster: which pins, hard rules and limits collide."""

from __future__ import annotations

from ortools.sat.python import cp_model

from models.evaluation import evaluate
from models.facts import OFF, Facts
from models.result import Violation
from models.roster import Roster, ShiftAssignment
from models.rules.catalogue import Overrides
from models.rules.ruleset import RuleSet
from models.scenario import Scenario
from models.staff import Budget
from solver.explain.conflicts import describe
from solver.explain.elements import pin_words
from solver.model import build
from solver.search.cpsat import Limits

SECONDS = 10.0
"""Time limit of each search for what collides."""


def explain_conflicts(facts: Facts) -> tuple[str, ...]:
    """Return, in words, what stands against any roster; never empty."""
    found = [*_impossible_pins(facts), *_broken_by_pins(facts)] or describe(facts, Limits(SECONDS, workers=1))
    return tuple(dict.fromkeys(found)) or (_NOT_FOUND,)


_NOT_FOUND = "what collides was not found in time: 'bemanna explain' looks longer"


def _impossible_pins(facts: Facts) -> list[str]:
    """Pins of shifts that the person cannot have that day at all."""
    found: list[str] = []
    for pin in facts.scenario.pins:
        worker, day = facts.workers[pin.staff], facts.day_of(pin.date)
        if pin.shift in (None, OFF) or facts.available(worker, pin.shift or "", day):
            continue
        if day in facts.absent.get(worker.id, ()):
            reason = "is absent that day"
        elif pin.shift not in worker.shifts:
            reason = "may not work that shift"
        elif facts.outdated(worker, pin.shift or "", day):
            reason = "would cover it as a competence that has expired"
        elif worker.offer is not None and not facts.bookable(worker.offer, day // 7):
            reason = "cannot be booked in that week (lead time, or all closed)"
        else:
            reason = "has nothing to be there for: the unit is closed and no cover is asked"
        found.append(f"pinned {pin_words(pin)}, but {pin.staff} {reason}")
    return found


def _broken_by_pins(facts: Facts) -> list[str]:
    """Hard rules that the pinned shifts break whatever else is rostered."""
    rows = tuple(
        ShiftAssignment(worker.id, pin.date, pin.shift, worker.home, facts.main_on(worker, facts.day_of(pin.date)))
        for pin in facts.scenario.pins
        for worker in (facts.workers[pin.staff],)
        if pin.shift not in (None, OFF)
    )
    in_force = {rule.key for rule in facts.scenario.rules_in_force}
    judged = evaluate(facts.scenario, Roster(rows), facts).violations
    suspects = dict.fromkeys(v.rule for v in judged if v.rule in in_force)
    certain = {"one_shift"}
    for scenario in (facts.scenario, _without_hours(facts.scenario)):
        # where the pins collide with something else already, no rule can be told to be at fault
        if suspects and _feasible(scenario, None):
            certain.update(key for key in suspects if not _feasible(scenario, key))
    return [_broken(v) for v in judged if v.rule in certain]


def _without_hours(scenario: Scenario) -> Scenario:
    """Return a scenario without contract time and budgets, with which pins may collide beside any rule."""
    staff = tuple(person.model_copy(update={"contract_minutes": None}) for person in scenario.staff)
    return scenario.model_copy(update={"staff": staff, "budget": Budget()})


def _broken(violation: Violation) -> str:
    of = "" if violation.staff is None else f" of {violation.staff}"
    days = ", ".join(map(str, violation.dates))
    on = f" on {days}" if days else ""
    return f"pinned shifts{of}{on} break {violation.title}: {violation.text}"


def _feasible(scenario: Scenario, key: str | None) -> bool:
    """Whether a roster may keep the pins and one rule, were there no other rules."""
    rows = tuple(rule for rule in scenario.rules_in_force if rule.key == key)
    overrides = Overrides.model_validate({key: rows} if key else {})
    alone = scenario.model_copy(update={"rules": RuleSet(presets=("none",), overrides=overrides)})
    _, status = _solved(build(Facts(alone)).cp)
    return status != cp_model.INFEASIBLE


def _solved(cp: cp_model.CpModel) -> tuple[cp_model.CpSolver, cp_model.CpSolverStatus]:
    """Look for any solution of a model, for a while."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.catch_sigint_signal = False
    solver.parameters.max_time_in_seconds = SECONDS
    return solver, solver.solve(cp)

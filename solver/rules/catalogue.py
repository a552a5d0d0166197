"""How each rule is compiled, listed once; every function follows the formula of its rule in ``models/rules/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from models.result import RULE_TERMS
from models.rules.base import PersonRule, RosterRule, Rule
from models.rules.competence import CompetenceValidity
from models.rules.counts import FreeDays, ShiftCount, WorkingMinutes
from models.rules.fairness import Fairness
from models.rules.groups import Apart, SkillMix, Supervision, Together
from models.rules.hours import AverageHours, FullTimeMeasure
from models.rules.notice import KeepClose, Notice
from models.rules.overtime import OvertimeCap
from models.rules.rest import DailyRest, RestAfter, WeeklyRest
from models.rules.rest_period import DailyRestPeriod
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts, IsolatedDays
from models.rules.successions import ForbiddenSuccessions, SameShift
from models.rules.weekends import CompleteWeekends, ConsecutiveWeekends, Weekends
from models.rules.wishes import WishesGranted
from solver.encoding import Encoder
from solver.linear import Linear
from solver.people import Hours
from solver.primitives import Primitive
from solver.rules.competence import competence_validity
from solver.rules.compiling import Timeline
from solver.rules.counts import free_days, shift_count, working_minutes
from solver.rules.fairness import fairness
from solver.rules.groups import apart, skill_mix, supervision, together
from solver.rules.hours import average_hours, full_time_measure
from solver.rules.notice import standing
from solver.rules.overtime import overtime_cap
from solver.rules.rest import rest, weekly_rest
from solver.rules.rest_period import daily_rest_period
from solver.rules.runs import isolated_days, run
from solver.rules.successions import succession
from solver.rules.weekends import complete_weekends, weekends
from solver.rules.wishes import wishes_granted
from solver.variables import Variables

PERSON_RULES: Mapping[type[PersonRule], Callable[[Any, Timeline], Iterable[Primitive]]] = {
    DailyRest: rest,
    DailyRestPeriod: daily_rest_period,
    RestAfter: rest,
    WeeklyRest: weekly_rest,
    ForbiddenSuccessions: succession,
    SameShift: succession,
    ConsecutiveDays: run,
    ConsecutiveDaysOff: run,
    ConsecutiveShifts: run,
    IsolatedDays: isolated_days,
    Weekends: weekends,
    ConsecutiveWeekends: run,
    CompleteWeekends: complete_weekends,
    WorkingMinutes: working_minutes,
    ShiftCount: shift_count,
    FreeDays: free_days,
    AverageHours: average_hours,
    FullTimeMeasure: full_time_measure,
    Notice: standing,
    KeepClose: standing,
    WishesGranted: wishes_granted,
    Fairness: fairness,
}
"""Rules about one person: to primitives."""

RosterCompiler = Callable[[Variables, Any, Mapping[str, Hours]], Iterable[Linear]]

ROSTER_RULES: Mapping[type[RosterRule], RosterCompiler] = {
    OvertimeCap: overtime_cap,
    Together: together,
    Apart: apart,
    Supervision: supervision,
    SkillMix: skill_mix,
    CompetenceValidity: competence_validity,
}
"""Rules about the roster as a whole: straight to constraints; they return their costs in ticks."""


def add_rules(v: Variables, hours: Mapping[str, Hours]) -> Mapping[str, list[Linear]]:
    """Add every rule in force for everybody whom it binds. Returns the costs of soft rules by term, in ticks."""
    costs: dict[str, list[Linear]] = {term: [] for term in RULE_TERMS}
    timelines = {staff: Timeline(v.facts, worker) for staff, worker in v.facts.workers.items()}
    encoders = {staff: Encoder(v, staff) for staff in timelines}
    for rule in v.facts.scenario.rules_in_force:
        if isinstance(rule, RosterRule):
            costs[rule.term].extend(ROSTER_RULES[type(rule)](v, rule, hours))
            continue
        for staff, timeline in timelines.items():
            if rule.binds(timeline.worker):
                for primitive in primitives_of(rule, timeline):
                    costs[rule.term].extend(encoders[staff].add(primitive))
    return costs


def primitives_of(rule: Rule, timeline: Timeline) -> Iterable[Primitive]:
    """Yield the primitives of a rule for one person that count by their dates."""
    assert isinstance(rule, PersonRule)
    for primitive in PERSON_RULES[type(rule)](rule, timeline):
        if rule.settles(primitive.settled, timeline.facts):
            yield primitive

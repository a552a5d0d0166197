"""How each rule about one person is compiled, listed once; every function follows its formula in ``models/rules/``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from models.rules.base import PersonRule, Rule
from models.rules.counts import FreeDays, ShiftCount, WorkingMinutes
from models.rules.fairness import Fairness
from models.rules.hours import AverageHours, FullTimeMeasure
from models.rules.notice import KeepClose, Notice
from models.rules.rest import DailyRest, RestAfter, WeeklyRest
from models.rules.rest_period import DailyRestPeriod
from models.rules.runs import ConsecutiveDays, ConsecutiveDaysOff, ConsecutiveShifts, IsolatedDays
from models.rules.successions import ForbiddenSuccessions, SameShift
from models.rules.weekends import CompleteWeekends, ConsecutiveWeekends, Weekends
from models.rules.wishes import WishesGranted
from solver.primitives import Primitive
from solver.rules.compiling import Timeline
from solver.rules.counts import free_days, shift_count, working_minutes
from solver.rules.fairness import fairness
from solver.rules.hours import average_hours, full_time_measure
from solver.rules.notice import standing
from solver.rules.rest import rest, weekly_rest
from solver.rules.rest_period import daily_rest_period
from solver.rules.runs import isolated_days, run
from solver.rules.successions import succession
from solver.rules.weekends import complete_weekends, weekends
from solver.rules.wishes import wishes_granted

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


def primitives_of(rule: Rule, timeline: Timeline) -> Iterable[Primitive]:
    """Yield the primitives of a rule for one person that count by their dates."""
    assert isinstance(rule, PersonRule)
    for primitive in PERSON_RULES[type(rule)](rule, timeline):
        if rule.settles(primitive.settled, timeline.facts):
            yield primitive

"""Rules as constraints of the CP-SAT model: those about one person by their primitives, others directly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from models.result import RULE_TERMS
from models.rules.base import RosterRule
from models.rules.competence import CompetenceValidity
from models.rules.groups import Apart, SkillMix, Supervision, Together
from models.rules.overtime import OvertimeCap
from solver.encoding import Encoder
from solver.linear import Linear
from solver.people import Hours
from solver.rules.competence import competence_validity
from solver.rules.compiling import Timeline
from solver.rules.groups import apart, skill_mix, supervision, together
from solver.rules.overtime import overtime_cap
from solver.rules.personal import primitives_of
from solver.variables import Variables

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

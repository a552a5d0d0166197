"""The rules of models/rules, judged person by person."""

from __future__ import annotations

from dataclasses import dataclass

from models.judge.limits import dates
from models.judge.sheet import Sheet
from models.result import Violation
from models.rules.fairness import Fairness


@dataclass(frozen=True, slots=True)
class RuleJudgement:
    """What the rules find: breaks of hard ones, and the cost of soft ones in ticks."""

    violations: tuple[Violation, ...]
    soft_rules: int
    fairness: int


def judge_rules(sheet: Sheet) -> RuleJudgement:
    """Judge every rule in force for everybody whom it binds and who works or has worked."""
    violations: list[Violation] = []
    costs = {True: 0, False: 0}
    for rule in sheet.facts.scenario.rules.in_force:
        for staff, worked in sheet.worked.items():
            if not rule.binds(sheet.facts.workers[staff]):
                continue
            for found in rule.judge(staff, worked, sheet.facts):
                if rule.mode == "soft":
                    costs[isinstance(rule, Fairness)] += found.size * rule.price
                    continue
                when = dates(sheet.facts, found.days)
                violations.append(
                    Violation(rule.key, rule.title, staff, when, found.size, rule.size_unit, found.text, rule.source)
                )
    return RuleJudgement(tuple(violations), soft_rules=costs[False], fairness=costs[True])

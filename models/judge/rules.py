"""The rules of models/rules, judged person by person and on the roster as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from models.judge.limits import dates
from models.judge.sheet import Sheet
from models.result import RULE_TERMS, Violation
from models.rules.base import Finding, PersonRule, RosterRule, Rule


@dataclass(frozen=True, slots=True)
class RuleJudgement:
    """What the rules find: breaks of hard ones, and the cost of soft ones in ticks by term."""

    violations: tuple[Violation, ...]
    terms: Mapping[str, int]


def judge_rules(sheet: Sheet) -> RuleJudgement:
    """Judge every rule in force for everybody whom it binds."""
    violations: list[Violation] = []
    costs: Counter[str] = Counter()
    for rule in sheet.facts.scenario.rules_in_force:
        for found in _findings(rule, sheet):
            if rule.mode == "soft":
                costs[rule.term] += rule.charge(found)
            else:
                violations.append(_violation(rule, found, sheet))
    return RuleJudgement(tuple(violations), {term: costs[term] for term in RULE_TERMS})


def soft_breaks(sheet: Sheet) -> tuple[tuple[Violation, int], ...]:
    """Return where soft rules are broken, each with its cost in ticks: what the terms of the rules are made of."""
    return tuple(
        (_violation(rule, found, sheet), rule.charge(found))
        for rule in sheet.facts.scenario.rules_in_force
        if rule.mode == "soft"
        for found in _findings(rule, sheet)
    )


def _findings(rule: Rule, sheet: Sheet) -> Iterator[Finding]:
    """Yield what a rule finds that counts by its dates."""
    facts = sheet.facts
    for found in _all_findings(rule, sheet):
        settled = found.days[-1] if found.settled is None else found.settled
        if rule.settles(settled, facts):
            yield found


def _all_findings(rule: Rule, sheet: Sheet) -> Iterator[Finding]:
    if isinstance(rule, RosterRule):
        yield from rule.judge_roster(sheet, sheet.facts)
    elif isinstance(rule, PersonRule):
        for staff, worker in sheet.facts.workers.items():
            if rule.binds(worker):
                yield from rule.judge(staff, sheet.worked.get(staff, ()), sheet.facts)


def _violation(rule: Rule, found: Finding, sheet: Sheet) -> Violation:
    when = dates(sheet.facts, found.days)
    staff = found.staff or None
    return Violation(rule.key, rule.title, staff, when, found.size, rule.size_unit, found.text, rule.source)

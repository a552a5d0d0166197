"""Names in rules that must be defined somewhere: people, competences, contracts, units, shifts and kinds of shift."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from models.checking.references import References
from models.problems import Path, Problem
from models.rules.base import Rule, Scope
from models.rules.catalogue import CATALOGUE, settings_of
from models.rules.fairness import WEEKEND, Fairness
from models.rules.groups import Group


def rule_references(refs: References) -> Iterator[Problem]:
    """Yield a problem for each name in a rule that is not defined."""
    for key in CATALOGUE:
        for i, rule in enumerate(settings_of(refs.scenario.rules.overrides, key) or ()):
            path = ("rules", "overrides", key, i)
            yield from _people(refs, rule.scope, (*path, "scope"))
            for name in type(rule).model_fields:
                value = getattr(rule, name)
                if isinstance(value, Group):
                    yield from _people(refs, value, (*path, name))
            yield from _named(refs, getattr(rule, "people", None), (*path, "people"))
            yield from _shifts(refs, rule, path)


def _people(refs: References, group: Scope | Group, path: Path) -> Iterator[Problem]:
    """Whom a scope or a group names."""
    yield from _named(refs, group.people, (*path, "people"))
    yield from refs.several("competence", group.competences or (), (*path, "competences"))
    yield from refs.several("unit", group.units or (), (*path, "units"))
    contracts = {person.contract for person in refs.scenario.staff if person.contract}
    if "staff" not in refs.lost:
        for position, name in enumerate(group.contracts or ()):
            yield from refs.undefined("contract", name, contracts, (*path, "contracts", position))


def _named(refs: References, people: Iterable[str] | None, path: Path) -> Iterator[Problem]:
    """People, or agency offers."""
    offers = {offer.id for offer in refs.scenario.agency}
    for position, name in enumerate(people or ()):
        if name not in offers:
            yield from refs.one("person", name, (*path, position))


def _shifts(refs: References, rule: Rule, path: Path) -> Iterator[Problem]:
    """Which shifts a rule is about."""
    if isinstance(rule, Fairness):
        yield from refs.shift_or_kind(rule.kind, (*path, "kind"), further=(WEEKEND,))
    for field in ("shifts", "nights"):
        for position, name in enumerate(getattr(rule, field, None) or ()):
            yield from refs.shift_or_kind(name, (*path, field, position))
    for first, seconds in getattr(rule, "pairs", {}).items():
        pair = (*path, "pairs", first)
        yield from refs.shift_or_kind(first, pair)
        for position, name in enumerate(seconds):
            yield from refs.shift_or_kind(name, (*pair, position))

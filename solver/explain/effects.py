"""What comes of a lever: how the best roster found with it differs from the one without."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from models.facts import Facts
from models.result import LEVELS, Evaluation
from solver.explain.levers.lever import Lever, Together
from solver.explain.levers.limits import Money, Unpinned, WeekLimits, WithoutRule
from solver.explain.shortages import Shortage, shortages


@dataclass(frozen=True, slots=True)
class Effect:
    """What a lever brings: it has been tried, and this is how the best roster found with it differs."""

    lever: Lever
    gain: int
    """Ticks by which the roster is cheaper than the best one known without the lever; 0 where nothing came of it, and
    less where somebody who is back costs more than they bring. With levels it is weighed (``weighing.py``), and
    ``levels`` says the same in ticks."""
    at_most: int | None
    """Ticks that no roster with the lever can gain more than; None where that is not known."""
    fewer: Mapping[Shortage, int]
    """By how much each shortage is smaller."""
    certain: bool
    """Whether it is proven that no roster without the lever is as good."""
    seconds: float
    levels: Mapping[str, int]
    """With a lexicographic objective: ticks saved in each level, in their order."""


def fewer(before: Evaluation, after: Evaluation) -> Mapping[Shortage, int]:
    """Return by how much each shortage is smaller in one roster than in another, where it is not the same."""
    old, new = shortages(before), shortages(after)
    found = {key: old.get(key, 0) - new.get(key, 0) for key in dict.fromkeys([*old, *new])}
    return {key: number for key, number in found.items() if number}


def saved_by_level(facts: Facts, before: Evaluation, after: Evaluation) -> Mapping[str, int]:
    """Return the ticks saved in each level of a lexicographic objective; nothing with any other."""
    objective = facts.scenario.objective
    if objective.mode == "money":
        return {}
    saved = {name: (before.terms[name] or 0) - (after.terms[name] or 0) for name in before.terms}
    return {level: sum(saved[name] for name in LEVELS[level]) for level in objective.levels}


def adds_people_or_room(lever: Lever) -> bool:
    """Whether a lever may bring something though everybody else keeps their shifts."""
    parts = lever.parts if isinstance(lever, Together) else (lever,)
    return not all(isinstance(part, WithoutRule | WeekLimits | Money | Unpinned) for part in parts)


def bound_by(facts: Facts, lever: Lever) -> tuple[frozenset[str], ...]:
    """Return those whose shifts the limits bind that a lever lifts, by their main competence; nobody for other levers.

    Week limits, budgets and pins may be anybody's.
    """
    parts = lever.parts if isinstance(lever, Together) else (lever,)
    limits = [part for part in parts if isinstance(part, WithoutRule | WeekLimits | Money | Unpinned)]
    keys = {part.key for part in limits if isinstance(part, WithoutRule)}
    rules = [rule for rule in facts.scenario.rules_in_force if rule.mode == "hard" and rule.key in keys]
    others = [part for part in limits if not isinstance(part, WithoutRule)]
    groups: dict[str, set[str]] = {}
    for worker in facts.workers.values():
        if others or any(rule.binds(worker) for rule in rules):
            groups.setdefault(worker.main, set()).add(worker.id)
    return tuple(map(frozenset, groups.values()))


def windows(facts: Facts, lever: Lever) -> Sequence[Collection[int]]:
    """Return the weeks to be freed for a lever, one set after the other.

    Agency is booked in blocks of weeks, so that what bounds it needs all of them together.
    """
    parts = lever.parts if isinstance(lever, Together) else (lever,)
    if any(isinstance(part, Money) and part.budget != "overtime" for part in parts):
        return [range(facts.week_count)]
    return [(week,) for week in lever.weeks]

"""One nurse, one rule, and rosters of a few days: solver and evaluation held against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from models.evaluation import evaluate
from models.facts import Facts
from models.result import Result
from models.rules.base import Finding, PersonRule
from models.scenario import Scenario
from solver.settings import Settings
from solver.solution import Shifts
from solver.solve import solve
from tests.support.rosters import MONDAY, clinic
from tests.support.solving import Oracle, of_shifts

SHIFTS: dict[str, dict[str, Any]] = {
    "early": {"from": "07:00", "to": "15:00", "days": "mon-sun"},
    "late": {"from": "13:00", "to": "21:00", "days": "mon-sun", "kind": "late"},
    "night": {"from": "21:00", "to": "07:00", "days": "mon-sun", "kind": "night"},
    "course": {"minutes": 420, "days": "mon-sun"},
    "jour": {"from": "16:00", "to": "08:00", "days": "mon-sun", "duty": "on_call"},
    "reserve": {"from": "16:00", "to": "08:00", "days": "mon-sun", "duty": "stand_by"},
    "middle": {"from": "09:00", "to": "22:00", "days": "mon-sun"},
    "twenty": {"from": "20:00", "to": "16:00", "days": "mon-sun"},
    "watch": {"from": "09:00", "to": "09:00", "days": "mon-sun"},
}
"""Shifts that may be worked on any day."""
LETTERS = {name[0].upper(): name for name in SHIFTS}
"""By their first letter, for days as text in which ``.`` is a day off."""
ANNA = {"id": "anna", "competences": ["nurse"]}


def ward(rules: dict[str, Any], shifts: str, **parts: Any) -> Scenario:
    """Return a ward where anna may work some of ``SHIFTS`` on any day, with some rules and no other."""
    base: dict[str, Any] = {
        "shifts": {name: SHIFTS[name] for name in shifts.split()},
        "units": {"clinic": {}},
        "production_plan": {},
        "staff": [ANNA],
        "rules": {"presets": ["none"], "overrides": rules},
    }
    return clinic(**(base | parts))


def past(shift: str, *dates: str) -> list[dict[str, str]]:
    """Return rows of history of anna."""
    return [{"staff": "anna", "date": date, "shift": shift} for date in dates]


def before(known: str, start: dt.date = MONDAY) -> dict[str, Any]:
    """Return the parts of a scenario that tell what anna did on the days before its start, a letter each."""
    dates = [start - dt.timedelta(days=len(known) - n) for n in range(len(known))]
    rows = [row for x, date in zip(known, dates, strict=True) if x != "." for row in past(LETTERS[x], str(date))]
    return {"history": rows, "history_from": dates[0]} if known else {}


def pinned(days: str, start: dt.date = MONDAY) -> dict[str, Any]:
    """Return the part of a scenario that settles anna's first days, a letter each."""
    rows = ((start + dt.timedelta(days=n), LETTERS.get(x, "off")) for n, x in enumerate(days))
    return {"pins": [{"staff": "anna", "date": date, "shift": shift} for date, shift in rows]}


def shifts_of(days: str) -> Shifts:
    """Return the shifts of anna on the first days of the horizon, a letter each."""
    return frozenset(("anna", day, LETTERS[x]) for day, x in enumerate(days) if x != ".")


def found(rule: PersonRule, facts: Facts, days: str) -> list[Finding]:
    """Return what a rule finds in the days of the horizon (a letter each), after the history of the facts."""
    worked = list(facts.history.get("anna", ()))
    worked += [facts.worked_shift(LETTERS[x], day) for day, x in enumerate(days) if x != "."]
    return list(rule.judge("anna", worked, facts))


@dataclass(frozen=True)
class Case:
    """A rule with settings, in a ward with some shifts."""

    rule: str
    settings: dict[str, Any]
    shifts: str
    parts: dict[str, Any] = field(default_factory=dict)

    def scenario(self, mode: dict[str, Any]) -> Scenario:
        """Return the ward with the rule in a mode, for example ``{"mode": "soft", "cost": 3}``."""
        return ward({self.rule: self.settings | mode}, self.shifts, **self.parts)


def solved(rules: dict[str, Any], shifts: str, days: str, **parts: Any) -> Result:
    """Return what the solver makes of a ward where the first days of anna are settled, a letter each."""
    return solve(ward(rules, shifts, **parts, **pinned(days)), Settings(time_limit=30.0, workers=1))


HARD: dict[str, Any] = {"mode": "hard"}
SOFT: dict[str, Any] = {"mode": "soft", "cost": 3}
TIERED: dict[str, Any] = {"mode": "soft", "cost": [1, 2, 5], "step": 2}
MODES: dict[str, dict[str, Any]] = {"hard": HARD, "soft": SOFT, "tiered": TIERED}


def weeks_of_anna(shifts: Iterable[str], every: int = 1, first: int = 0) -> Iterator[Shifts]:
    """Yield every (or every n-th) pattern of seven days of anna, each off or on one of some shifts."""
    for number, row in enumerate(product((None, *shifts), repeat=7)):
        if number % every == 0:
            yield frozenset(("anna", first + day, shift) for day, shift in enumerate(row) if shift is not None)


def compare(scenario: Scenario, rosters: Iterable[Shifts]) -> tuple[int, int]:
    """Assert that the solver allows and prices each roster as the evaluation does.

    Returns how many of the rosters broke a rule, and how many did not.
    """
    oracle = Oracle(scenario)
    broken = kept = 0
    for shifts in rosters:
        judged = evaluate(scenario, of_shifts(oracle.facts, shifts), oracle.facts)
        assert oracle.cost(shifts) == (None if judged.violations else judged.objective), sorted(shifts)
        is_broken = bool(judged.violations or judged.objective)
        broken, kept = broken + is_broken, kept + (not is_broken)
    return broken, kept

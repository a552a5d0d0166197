"""Make a scenario in which something is otherwise."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from models.demand import Room, Session
from models.rules.ruleset import RuleSet
from models.scenario import Scenario


def weeks_of(scenario: Scenario, first: dt.date, last: dt.date) -> range:
    """Return the weeks of the horizon that some days touch."""
    weeks = scenario.horizon.weeks
    start, end = (scenario.horizon.index(date) // 7 for date in (first, last))
    return range(max(0, start), min(weeks, end + 1))


def unused(wanted: str, taken: Iterable[str]) -> str:
    """Return an id that is not among some, like the one that is wanted."""
    known = set(taken)
    names = (wanted, *(f"{wanted}-{n}" for n in range(2, len(known) + 3)))
    return next(name for name in names if name not in known)


def with_unit(
    scenario: Scenario,
    unit: str,
    fields: Mapping[str, Any] | None = None,
    *,
    rooms: dict[str, Room] | None = None,
    sessions: dict[str, Session] | None = None,
) -> Scenario:
    """Return a scenario in which some fields, rooms and sessions of a unit are others."""
    spec = scenario.units[unit]
    update = {**(fields or {}), "rooms": spec.rooms | (rooms or {}), "sessions": spec.sessions | (sessions or {})}
    return scenario.model_copy(update={"units": scenario.units | {unit: spec.model_copy(update=update)}})


def with_settings(rules: RuleSet, settings: Mapping[str, Any]) -> RuleSet:
    """Return rules with other settings of some keys."""
    return rules.model_copy(update={"overrides": rules.overrides.model_copy(update=dict(settings))})

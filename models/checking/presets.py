"""Presets of rules and of unsocial hours against the horizon, and what windows of unsocial hours name."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from models.facts import Facts
from models.problems import Path, Problem, did_you_mean, listed, shown
from models.rules.presets import preset
from models.rules.ruleset import OVERRIDE
from models.scenario import Scenario


def versions(scenario: Scenario) -> Iterator[Problem]:
    """Each preset has a version that is in force on the first day of the horizon."""
    for i, name in enumerate(scenario.rules.presets):
        yield from _not_in_force(scenario, name, ("rules", "presets", i))
    if scenario.unsocial_hours.preset is not None:
        yield from _not_in_force(scenario, scenario.unsocial_hours.preset, ("unsocial_hours", "preset"))


def _not_in_force(scenario: Scenario, name: str, path: Path) -> Iterator[Problem]:
    date, known = scenario.presets_date, preset(name)
    if known.on(date) is None:
        spans = listed(f"{v.start} to {v.end}" if v.end else f"since {v.start}" for v in known.versions)
        remedy = f"there are versions {spans}: leave it out, or set rules.as_of to a date of one of them"
        yield Problem(f"has no version that is in force on {date}", path, shown(name), remedy)


def amounts(scenario: Scenario) -> Iterator[Problem]:
    """Every window of the preset of unsocial hours has its price."""
    section = scenario.unsocial_hours
    if section.preset is None or preset(section.preset).on(scenario.presets_date) is None:
        return
    windows = section.preset_windows(scenario.presets_date)
    if not windows:
        what = f"preset {section.preset} has no windows of unsocial hours"
        yield Problem(what, ("unsocial_hours", "preset"), None, "name another preset, or list the windows")
    missing = dict.fromkeys(w.name for w in windows if w.needs_amount and w.name not in section.amounts)
    if missing:
        what = f"preset {section.preset} needs amounts for {listed(missing)}"
        remedy = "add them to 'amounts', for an hour each; 0 where nothing is paid"
        yield Problem(what, ("unsocial_hours",), None, remedy)


def windows(scenario: Scenario) -> Iterator[Problem]:
    """Windows of unsocial hours name holidays that there are, and contracts that somebody has."""
    start = scenario.horizon.start
    days = tuple(start + dt.timedelta(days=n) for n in range(-366, 7 * scenario.horizon.weeks + 366))
    holidays = set(scenario.calendar.holidays(days).values()) if scenario.unsocial_hours.windows else set()
    contracts = {person.contract for person in scenario.staff if person.contract}
    for i, window in enumerate(scenario.unsocial_hours.windows):
        path = ("unsocial_hours", "windows", i)
        for j, name in enumerate(window.holidays):
            if name not in holidays:
                remedy = did_you_mean(name, holidays, f"there are {listed(sorted(holidays), most=30)}")
                yield Problem("names no holiday of the calendar", (*path, "holidays", j), shown(name), remedy)
        for j, name in enumerate(window.contracts or ()):
            if name not in contracts:
                remedy = did_you_mean(name, contracts, "give it to somebody as 'contract'")
                yield Problem("names a contract that nobody has", (*path, "contracts", j), shown(name), remedy)


def missing_kinds(facts: Facts) -> Iterator[Problem]:
    """Presets count shifts by their kind: where no shift is of it, a rule of theirs binds nothing."""
    missing: dict[str, dict[str, None]] = {}
    for placed in facts.scenario.rules.placed(facts.scenario.horizon.start):
        rule = placed.rule
        kinds = (*(getattr(rule, "shifts", None) or ()), *getattr(rule, "nights", ()))
        if placed.origin != OVERRIDE and any(rule.binds(worker) for worker in facts.workers.values()):
            unknown = (kind for kind in kinds if not facts.shifts_named((kind,)))
            missing.setdefault(placed.origin, {}).update(dict.fromkeys(unknown))
    for name, kinds_of in missing.items():
        if kinds_of:
            i = facts.scenario.rules.presets.index(name)
            what = f"counts shifts of the kinds {listed(kinds_of)}, and no shift is of them"
            yield Problem(what, ("rules", "presets", i), shown(name), "give shifts their 'kind', where there are such")

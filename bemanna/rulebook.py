"""The rule catalogue and the presets as people and programs read them, and what a scenario has in force."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.pay_windows import PaidWindow
from models.reading.describing import describe
from models.rules.base import PersonRule, RosterRule, Rule, Subject
from models.rules.catalogue import CATALOGUE, settings_of
from models.rules.presets import Preset, Version, preset, preset_names
from models.rules.ruleset import OVERRIDE, Placed
from models.scenario import Scenario

Plain = Any
"""What JSON can hold."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a rule, as in a file."""

    key: str
    required: bool
    default: Plain
    meaning: str


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule of the catalogue."""

    key: str
    title: str
    formula: str
    unit: str
    """What its excess is counted in."""
    mode: str
    """What it is unless a file says otherwise."""
    about: str
    """Its definition, with what is assumed at both ends of the horizon."""
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class SettingEntry:
    """A setting of a rule: its parameters, whom it binds, and where it comes from."""

    key: str
    title: str
    formula: str
    unit: str
    mode: str
    cost: tuple[float, ...]
    """Price of each unit of excess, where it is soft; several are for one step after another."""
    step: int
    parameters: Mapping[str, Plain]
    scope: Mapping[str, Plain]
    source: str | None
    origin: str
    """The preset that it is of, or ``override``."""


def catalogue() -> tuple[RuleEntry, ...]:
    """Return all rules there are, in the order of reports."""
    return tuple(
        RuleEntry(
            key=key,
            title=rule.title,
            formula=rule.formula,
            unit=rule.size_unit,
            mode=rule.model_fields["mode"].default,
            about=_definition(rule),
            parameters=tuple(_parameter(name, field) for name, field in own_fields(rule).items()),
        )
        for key, rule in CATALOGUE.items()
    )


def _definition(rule: type[Rule]) -> str:
    """Return what a rule says of itself, and then what its family says of all its rules."""
    family = takewhile(lambda kind: kind not in (PersonRule, RosterRule), rule.__mro__)
    return "\n\n".join(inspect.cleandoc(kind.__doc__ or "") for kind in family)


def own_fields(rule: type[Rule]) -> Mapping[str, FieldInfo]:
    """Return the fields of a rule beside those that every rule has, by their keys in files."""
    return {field.alias or name: field for name, field in rule.model_fields.items() if name not in Rule.model_fields}


def _parameter(key: str, field: FieldInfo) -> Parameter:
    describe()
    default = None if field.is_required() else plain(field.get_default(call_default_factory=True))
    return Parameter(key, field.is_required(), default, " ".join((field.description or "").split()))


def presets() -> Mapping[str, Preset]:
    """Return all presets by name."""
    return {name: preset(name) for name in preset_names()}


def settings(version: Version, name: str) -> tuple[SettingEntry, ...]:
    """Return what a version of a preset sets."""
    rows = ((key, settings_of(version.rules, key) or ()) for key in CATALOGUE)
    return tuple(_entry(Placed(rule, name)) for _, rules in rows for rule in rules)


def in_force(scenario: Scenario, subject: Subject | None = None, date: dt.date | None = None) -> Iterator[SettingEntry]:
    """Yield the rules that a scenario has in force, for everybody or one person, on any date or on one."""
    for placed in scenario.rules.placed(scenario.horizon.start):
        rule = placed.rule
        binds = rule.mode != "off" if subject is None else rule.binds(subject)
        if binds and (date is None or rule.scope.holds_on(date)):
            yield _entry(placed)


def not_in_force(scenario: Scenario) -> Iterator[tuple[str, str]]:
    """Yield the rules of presets that do not hold: the rule's key, and why not."""
    start = scenario.horizon.start
    placed = scenario.rules.placed(start)
    origins = {found.rule.key: found.origin for found in placed}
    for name, version in scenario.rules.versions(start).items():
        for key in CATALOGUE:
            if version is not None and settings_of(version.rules, key) and origins[key] != name:
                yield key, f"{name} sets it, replaced by {_words(origins[key])}"
    for found in placed:
        if found.rule.mode == "off":
            yield found.rule.key, f"off by {_words(found.origin)}"


def _words(origin: str) -> str:
    return "an override" if origin == OVERRIDE else origin


def windows(
    scenario: Scenario, contract: str | None = None, *, everybody: bool = True
) -> Iterator[Mapping[str, Plain]]:
    """Yield the windows of unsocial hours, for everybody or people with a contract, with their prices."""
    section = scenario.unsocial_hours
    for window in section.preset_windows(scenario.presets_date):
        amount = {"cost_per_hour": plain(section.amount(window))} if window.needs_amount else {}
        if everybody or window.binds(contract):
            yield {**_window(window), **amount, "origin": section.preset}
    for other in section.windows:
        if everybody or other.binds(contract):
            yield {**_window(other), "origin": "windows"}


def _window(window: PaidWindow) -> dict[str, Plain]:
    found: dict[str, Plain] = plain(window)
    return found


def _entry(placed: Placed) -> SettingEntry:
    rule = placed.rule
    given = plain(rule)
    return SettingEntry(
        key=rule.key,
        title=rule.title,
        formula=rule.formula,
        unit=rule.size_unit,
        mode=rule.mode,
        cost=tuple(float(cost) for cost in rule.cost) if rule.mode == "soft" else (),
        step=rule.step,
        parameters={key: given[key] for key in own_fields(type(rule)) if key in given},
        scope=given.get("scope", {}),
        source=rule.source,
        origin=placed.origin,
    )


def plain(value: Any) -> Plain:
    """Return a value as JSON has it; of an object what says something, by the keys of files."""
    if isinstance(value, BaseModel):
        fields = type(value).model_fields
        items = {field.alias or name: plain(getattr(value, name)) for name, field in fields.items()}
        return {key: item for key, item in items.items() if item not in (None, [], {}, False)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return str(value) if isinstance(value, dt.date) else value

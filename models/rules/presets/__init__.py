"""Presets: laws and agreements as dated data, a file each.

A file has a title, what it is about, notes on what it leaves to the user, and versions: from when to when, the rules,
written as the overrides of a scenario are, and windows of unsocial hours; each with its source.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from importlib import resources
from typing import Annotated

from pydantic import Field

from models.base import Base, Date
from models.pay_windows import PresetWindow
from models.problems import Problem, ScenarioError, did_you_mean, listed
from models.reading.nodes import plain
from models.reading.yaml_text import parse_yaml
from models.rules.catalogue import Overrides


class Version(Base):
    """What a preset says, from some date on."""

    start: Annotated[Date | None, Field(alias="from")] = None
    """First date on which it is in force; None where it always was."""
    end: Annotated[Date | None, Field(alias="to")] = None
    """Last date on which it is in force."""
    rules: Overrides = Overrides()
    """Its rules by key."""
    unsocial_hours: tuple[PresetWindow, ...] = ()
    """Its windows of hours that are paid extra."""

    def holds_on(self, date: dt.date) -> bool:
        """Whether it is in force on a date."""
        return (self.start is None or self.start <= date) and (self.end is None or date <= self.end)


class Preset(Base):
    """A law or an agreement."""

    title: str
    """Its name for people."""
    about: str
    """What it is."""
    notes: tuple[str, ...] = ()
    """What it takes for granted, and what it leaves to the user."""
    versions: Annotated[tuple[Version, ...], Field(min_length=1)]
    """Its versions, oldest first."""

    def on(self, date: dt.date) -> Version | None:
        """Return the version that is in force on a date, if any."""
        return next((version for version in self.versions if version.holds_on(date)), None)


@cache
def preset_names() -> tuple[str, ...]:
    """Return the names of all presets."""
    files = (file.name for file in resources.files(__name__).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in files if name.endswith(".yaml")))


@cache
def preset(name: str) -> Preset:
    """Return a preset by its name. Raises ScenarioError where its file is not as it must be (tests see to that)."""
    file = f"{name}.yaml"
    problems: list[Problem] = []
    tree = parse_yaml(resources.files(__name__).joinpath(file).read_text(encoding="utf-8"), file, problems)
    if problems:
        raise ScenarioError(problems)
    return Preset.model_validate(plain(tree))


def known_preset(name: str) -> str:
    """Return a preset's name as it is. Raises ValueError where there is no such preset."""
    names = preset_names()
    if name not in names:
        raise ValueError(f"is no preset; {did_you_mean(name, names, f'there are {listed(names)}')}")
    return name

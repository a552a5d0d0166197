"""Scenario files to a Scenario and back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path as FilePath
from typing import Any

from models.problems import ScenarioError
from models.reading.nodes import plain
from models.reading.yaml_text import parse_yaml
from models.scenario import Scenario


def load(path: str | FilePath, overrides: Sequence[str] = ()) -> Scenario:
    """Return the scenario of a file, or of a folder that holds a ``scenario.yaml``.

    Each override is ``path=value`` as after ``--set``. Raises ScenarioError with all problems found.
    """
    place = FilePath(path)
    place = place / "scenario.yaml" if place.is_dir() else place
    problems: list[Any] = []
    tree = parse_yaml(place.read_text("utf-8"), str(place), problems)
    if problems:
        raise ScenarioError(problems)
    return Scenario.model_validate(plain(tree))


def scenario_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of the resolved scenario, in hexadecimal."""
    return hashlib.sha256(repr(scenario).encode()).hexdigest()

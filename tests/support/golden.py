"""Golden scenarios: a scenario, an optimal roster of it, and what it costs by hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bemanna.runs.reading import read_roster
from models.loading import load
from models.result import TERMS
from models.roster import Roster
from models.scenario import Scenario

FOLDER = Path(__file__).parent.parent / "golden"

NAMES = tuple(sorted(path.parent.name for path in FOLDER.glob("*/scenario.yaml")))
"""The golden scenarios."""


@dataclass(frozen=True)
class Golden:
    """One golden scenario."""

    scenario: Scenario
    roster: Roster
    """An optimal roster; there may be others."""
    shift_minutes: tuple[tuple[int, int], ...]
    """Paid and over minutes of each shift of the roster."""
    objective: float
    """The least cost that any roster has, in the currency."""
    terms: Mapping[str, float]
    """The cost of this roster by term, in the currency."""
    expected: Mapping[str, Any]
    """All of expected.yaml."""


def read_golden(name: str) -> Golden:
    """Return a golden scenario with its roster."""
    folder = FOLDER / name
    scenario = load(folder)
    roster = read_roster(folder / "roster.csv", folder / "sessions.csv", folder / "items.csv", scenario)
    with (folder / "roster.csv").open(encoding="utf-8", newline="") as file:
        minutes = tuple((int(row["paid_minutes"]), int(row["overtime_minutes"])) for row in csv.DictReader(file))
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    terms = dict.fromkeys(TERMS, 0) | expected["terms"]
    return Golden(scenario, roster, minutes, expected["objective"], terms, expected)

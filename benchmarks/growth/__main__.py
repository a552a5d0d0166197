"""Make a clinic or a hospital of a size.

    python -m benchmarks.growth clinic 200 4 --out clinic-200x4.yaml

The same size is always the same scenario.
"""

from __future__ import annotations

import argparse
import random
import sys
from typing import Final

from benchmarks.growth import clinics, wards
from benchmarks.growth.parts import START, Parts
from benchmarks.instances import main
from models.scenario import SCHEMA, Scenario

SEED: Final = 20270301
WARD_PART: Final = 0.35
"""Of the people of a hospital."""
_OVERTIME: Final = 600
"""Of a person in four weeks."""


def place(kind: str, people: int, weeks: int) -> Scenario:
    """Return a clinic or hospital of so many employees. Raises ScenarioError where the size makes none."""
    parts = Parts(weeks, random.Random(f"{SEED}-{kind}-{people}-{weeks}"))
    on_wards = round(people * WARD_PART) if kind == "hospital" else 0
    clinics.add_clinics(parts, people - on_wards)
    if on_wards:
        wards.add_wards(parts, on_wards)
    return Scenario.model_validate(
        {
            "schema": SCHEMA,
            "name": f"Made {kind}, {people} people, {weeks} weeks",
            "horizon": {"start": START, "weeks": weeks},
            "planned_on": "2027-07-05",
            "periods": clinics.PERIODS,
            "shifts": {**clinics.SHIFTS, **(wards.SHIFTS if on_wards else {})},
            "competences": [*clinics.COMPETENCES, *(wards.COMPETENCES if on_wards else ())],
            "units": parts.units,
            "production_plan": parts.plan,
            "cover": parts.cover,
            "staff": parts.staff,
            "absences": parts.absences,
            "requests": parts.requests,
            "lending": parts.lending,
            "agency": parts.agency,
            "budget": {
                "agency_share": {"target": 0.02, "cost": 1.0},
                "overtime": _OVERTIME * people * weeks // 4,
            },
            "rules": {"presets": ["basic"], "overrides": wards.RULES if on_wards else {}},
        }
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description="Make a clinic or a hospital.")
    parser.add_argument("kind", choices=["clinic", "hospital"])
    parser.add_argument("people", type=int)
    parser.add_argument("weeks", type=int)
    return parser


if __name__ == "__main__":
    sys.exit(main(_parser(), lambda arguments: place(arguments.kind, arguments.people, arguments.weeks)))

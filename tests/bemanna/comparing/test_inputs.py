"""Inputs that differ: every difference is found, at a path that can be set."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bemanna.comparing.inputs import ABSENT, distance, input_differences
from models.loading import dump, parse
from tests.support import clinics

CLINIC = clinics.clinic()
TEXT = dump(CLINIC)

SCALARS = {
    "staff.bo.fraction": ("0.25", "0.75"),
    "staff.cy.cost_per_hour": ("950", "1000"),
    "units.eye.activities.visit.shortfall_cost": ("800", "901"),
    "units.eye.rooms.theatre.count": ("2", "3"),
    "cover.0.target": ("2", "3"),
    "absences.0.staff": ("bo", "ann"),
    "requests.1.cost": ("51", "52"),
    "agency.locum.people": ("1", "3"),
    "objective.mode": ("lexicographic",),
    "planned_on": ("2027-02-02",),
}
"""Paths, and values other than those of the clinic."""

changes = st.dictionaries(st.sampled_from(sorted(SCALARS)), st.integers(0, 1), max_size=4)


@given(changes)
def test_just_what_was_set_differs(chosen: dict[str, int]) -> None:
    values = {path: SCALARS[path][number % len(SCALARS[path])] for path, number in chosen.items()}
    other = parse(TEXT, overrides=[f"{path}={value}" for path, value in values.items()])
    found = input_differences((CLINIC, other, CLINIC))
    assert {row.path: row.values[1] for row in found} == values
    assert all(row.values[0] == row.values[2] != row.values[1] for row in found)
    assert distance(CLINIC, other) == distance(other, CLINIC) == len(values)


def changed(*overrides: str) -> dict[str, tuple[str, ...]]:
    """Return the inputs that differ from the clinic after some changes."""
    return {row.path: row.values for row in input_differences((CLINIC, parse(TEXT, overrides=overrides)))}


def test_a_plan_is_one_input() -> None:
    assert changed("production_plan.visit=9") == {"production_plan.eye.visit": ("[12, 9]", "[9, 9]")}


def test_members_are_told_by_their_ids() -> None:
    found = changed("staff.ann=!remove", "requests=[]", "agency=[]")
    assert set(found) == {"staff.ann", "requests.0", "requests.1", "agency.locum"}
    assert found["staff.ann"][0].startswith("{id: ann, name: ann, competences: [nurse, doctor]")
    assert all(values[1] == ABSENT for values in found.values())


def test_records_without_ids_are_told_by_their_content() -> None:
    more = "absences=[{staff: bo, start: 2027-03-22}, {staff: cy, start: 2027-03-31}]"
    assert changed(more) == {"absences.0": (ABSENT, "{staff: bo, start: 2027-03-22}")}


@pytest.mark.parametrize("key", ["name", "description"])
def test_names_are_no_inputs(key: str) -> None:
    assert changed(f"{key}=Other") == {}

"""Overlays written from a difference, and scenarios that know where they stand."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given

from models.loading import dump, dump_overlay, load, locate, parse
from models.scenario import Scenario
from tests.support.rosters import clinic
from tests.support.scenarios import randomly, scenarios

ROOT = Path(__file__).resolve().parents[2]


def test_only_what_differs_is_written(tmp_path: Path) -> None:
    base = clinic(budget={"overtime": 100}, absences=[{"staff": "bo", "start": "2027-03-02"}])
    staff = (base.staff[1].model_copy(update={"week_max_minutes": 600}),)
    changed = base.model_copy(update={"staff": staff, "absences": ()})
    text = dump_overlay(base, changed, "scenario.yaml", "Without Anna")
    assert text.splitlines() == [
        "schema: bemanna/1",
        "extends: scenario.yaml",
        "name: Without Anna",
        "staff:",
        "- !remove anna",
        "- {id: bo, week_max_minutes: 600}",
        "absences: !remove",
    ]
    assert read_back(tmp_path, base, text) == changed.model_copy(update={"name": "Without Anna"})


def read_back(folder: Path, base: Scenario, overlay: str) -> Scenario:
    """Return the scenario of an overlay beside the file of what it extends."""
    (folder / "scenario.yaml").write_text(dump(base), encoding="utf-8")
    (folder / "overlay.yaml").write_text(overlay, encoding="utf-8")
    return load(folder / "overlay.yaml")


@randomly(12)
@given(scenarios(), scenarios())
def test_any_scenario_from_any_other(base: Scenario, changed: Scenario) -> None:
    from tempfile import TemporaryDirectory

    named = changed.model_copy(update={"name": "Another"})
    with TemporaryDirectory() as folder:
        assert read_back(Path(folder), base, dump_overlay(base, changed, "scenario.yaml", "Another")) == named


@pytest.mark.parametrize(
    ("path", "place"),
    [
        (("absences", 3), "absences.csv:5"),
        (("staff", 2, "week_max_minutes"), "staff.csv:4"),
        (("budget", "overtime"), "scenario.yaml:"),
        ((), "scenario.yaml"),
    ],
)
def test_places(path: tuple[str | int, ...], place: str) -> None:
    located = locate(ROOT / "scenarios" / "eye_clinic")
    assert located.scenario == load(ROOT / "scenarios" / "eye_clinic")
    assert place in located.place(path)


def test_a_scenario_from_a_text_is_the_same() -> None:
    scenario = clinic()
    assert parse(dump(scenario)) == scenario

"""Scenario files: overlays, settings, and the way back to text."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from models.loading import ScenarioError, dump, load, parse, scenario_hash

CLINIC = Path(__file__).parent.parent / "errors" / "clinic.yaml"
TEXT = CLINIC.read_text("utf-8")


def overlay(folder: Path, text: str, name: str = "overlay.yaml") -> Path:
    """Write a scenario that extends the clinic."""
    (folder / "clinic.yaml").write_text(TEXT, "utf-8")
    file = folder / name
    file.write_text(f"extends: clinic.yaml\n{text}", "utf-8")
    return file


def test_a_folder_stands_for_its_scenario_file(tmp_path: Path) -> None:
    (tmp_path / "scenario.yaml").write_text(TEXT, "utf-8")
    assert load(tmp_path) == load(str(tmp_path / "scenario.yaml")) == load(CLINIC) == parse(TEXT)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings_of_the_scenario_file(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "scenario.yaml"
    file.write_bytes(TEXT.replace("name: Clinic", "name: Ögonkliniken – mars").encode(encoding))
    assert load(file).name == "Ögonkliniken – mars"


def test_clock_times_country_and_days_off_stay_text() -> None:
    scenario = parse(TEXT + "calendar: {country: NO}\npins:\n  - {staff: nurse_01, date: 2027-03-02, shift: off}\n")
    assert scenario.calendar.country == "NO"
    assert scenario.pins[0].shift == "off"
    assert scenario.shifts["late"].end == "21:30"


def test_ids_keep_their_leading_zeros_and_amounts_their_digits() -> None:
    scenario = parse(TEXT + "requests:\n  - {staff: nurse_01, date: 2027-03-02, kind: 'off', cost: 0.10}\n")
    other = parse(TEXT.replace("nurse_02", "007"))
    assert scenario.requests[0].cost == Decimal("0.10")
    assert other.staff[2].id == "007"


def test_a_plan_may_be_a_number_a_list_or_by_week() -> None:
    lists = parse(TEXT, overrides=["production_plan.visit=[60, 60, 60, 60]"])
    weeks = parse(TEXT, overrides=["production_plan.visit={2027-W09: 60, 2027W10: 60, 2027-W11: 60, 2027-W12: 60}"])
    numbers = parse(TEXT, overrides=["production_plan.visit={1: 60, 2: 60, 3: 60, 4: 60}"])
    by_unit = parse(TEXT, overrides=["production_plan={eye: {visit: 60, operation: [4, 4, 8, 4]}}"])
    assert parse(TEXT) == lists == weeks == numbers == by_unit


def test_activities_may_be_called_like_weeks() -> None:
    text = TEXT.replace("visit", "1").replace("operation", "2")
    by_unit = parse(text, overrides=["production_plan={eye: {1: 60, 2: [4, 4, 8, 4]}}"])
    assert parse(dump(by_unit)) == by_unit == parse(text)


@pytest.mark.parametrize("name", ["'a\\0b'", '"a\\0b"', "x" * 5000, "/", "''", "."])
def test_names_that_no_file_can_have(name: str) -> None:
    with pytest.raises(ScenarioError):
        parse(f"extends: {name}\n")
    with pytest.raises(ScenarioError):
        parse(f"{TEXT}absences: {{table: {name}}}\n")


def test_a_path_as_deep_as_no_scenario() -> None:
    with pytest.raises(ScenarioError, match="is no assignment"):
        parse(TEXT, overrides=[".".join("a" * 5000) + "=1"])


def test_a_problem_stays_on_one_line_whatever_the_input_holds() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(f'{TEXT}"two\\nlines\\e[31m": 1\n')
    assert str(caught.value).endswith("agency, budget, pay, unsocial_hours, rules, objective, roster_columns")
    assert str(caught.value).isprintable()


class TestOverlay:
    def test_mappings_merge_key_by_key_and_people_by_id(self, tmp_path: Path) -> None:
        text = "horizon: {weeks: 2}\nproduction_plan: {operation: [1, 2]}\nstaff:\n  - {id: nurse_01, fraction: 0.5}\n"
        scenario, base = load(overlay(tmp_path, text)), load(CLINIC)
        assert (scenario.horizon.start, scenario.horizon.weeks) == (base.horizon.start, 2)
        assert [p.id for p in scenario.staff] == [p.id for p in base.staff]
        assert scenario.staff[1] == base.staff[1].model_copy(update={"fraction": Decimal("0.5")})
        assert scenario.production_plan == {"eye": {"visit": (60, 60), "operation": (1, 2)}}

    def test_new_people_are_added_and_lists_without_ids_replaced(self, tmp_path: Path) -> None:
        text = "competences: [nurse, doctor]\ncover: []\nstaff:\n  - {id: nurse_03, competences: [nurse]}\n"
        scenario = load(overlay(tmp_path, text))
        assert scenario.competences == ("nurse", "doctor")
        assert scenario.cover == ()
        assert [p.id for p in scenario.staff] == ["doc_01", "nurse_01", "nurse_02", "nurse_03"]

    def test_remove_drops_keys_and_people(self, tmp_path: Path) -> None:
        scenario = load(overlay(tmp_path, "agency: !remove\nplanned_on: !remove\nstaff:\n  - !remove nurse_02\n"))
        assert scenario.agency == ()
        assert scenario.planned_on is None
        assert [p.id for p in scenario.staff] == ["doc_01", "nurse_01"]

    @pytest.mark.parametrize("removal", ["!remove nurse_02", "!remove {id: nurse_02}"])
    def test_a_person_is_removed_by_id(self, tmp_path: Path, removal: str) -> None:
        scenario = load(overlay(tmp_path, f"staff:\n  - {removal}\n"))
        assert [p.id for p in scenario.staff] == ["doc_01", "nurse_01"]

    def test_overlays_lie_on_overlays_and_folders(self, tmp_path: Path) -> None:
        first = tmp_path / "first"
        first.mkdir()
        overlay(first, "name: First\ndescription: of two\n", "scenario.yaml")
        second = tmp_path / "second.yaml"
        second.write_text("extends: first\nname: Second\n", "utf-8")
        scenario = load(second)
        assert (scenario.name, scenario.description) == ("Second", "of two")

    def test_a_long_chain_is_refused_with_its_names(self, tmp_path: Path) -> None:
        (tmp_path / "0.yaml").write_text(TEXT, "utf-8")
        for i in range(1, 30):
            (tmp_path / f"{i}.yaml").write_text(f"extends: {i - 1}.yaml\n", "utf-8")
        assert load(tmp_path / "20.yaml") == load(CLINIC)
        with pytest.raises(ScenarioError, match="more than 20 overlays") as caught:
            load(tmp_path / "29.yaml")
        assert "29.yaml -> " in str(caught.value)

    def test_the_later_plan_wins_with_or_without_its_unit(self, tmp_path: Path) -> None:
        overlay(tmp_path, "production_plan: {eye: {visit: 70}}\n", "first.yaml")
        (tmp_path / "second.yaml").write_text("extends: first.yaml\nproduction_plan: {visit: 80}\n")
        (tmp_path / "third.yaml").write_text("extends: second.yaml\nproduction_plan: {eye: {visit: 90}}\n")
        plans = [load(tmp_path / f"{name}.yaml").production_plan["eye"] for name in ("first", "second", "third")]
        assert [plan["visit"][0] for plan in plans] == [70, 80, 90]
        assert all(plan["operation"] == (4, 4, 8, 4) for plan in plans)

    def test_a_plan_by_week_merges_week_by_week(self, tmp_path: Path) -> None:
        (tmp_path / "plan.csv").write_text("activity,week,planned\nvisit,1,10\nvisit,2,20\nvisit,3,30\nvisit,4,40\n")
        overlay(tmp_path, "production_plan: !remove\n", "none.yaml")
        (tmp_path / "base.yaml").write_text("extends: none.yaml\nproduction_plan: {table: plan.csv}\n")
        (tmp_path / "top.yaml").write_text("extends: base.yaml\nproduction_plan: {visit: {2: 25}}\n")
        assert load(tmp_path / "top.yaml").production_plan["eye"]["visit"] == (10, 25, 30, 40)


class TestSettings:
    def test_a_value_deep_down_by_id_or_position(self) -> None:
        settings = [
            "staff.nurse_01.fraction=0.5",
            "cover.0.target=2",
            "units.eye.rooms.exam.count=7",
            "competences.0=doctor",
        ]
        scenario = parse(TEXT, overrides=settings)
        assert scenario.staff[1].fraction == Decimal("0.5")
        assert scenario.cover[0].target == 2
        assert scenario.units["eye"].rooms["exam"].count == 7

    def test_a_section_that_is_not_there_yet(self) -> None:
        scenario = parse(TEXT, overrides=["budget.agency_share.target=0.02", "name=What if"])
        assert scenario.budget.agency_share is not None
        assert scenario.budget.agency_share.target == Decimal("0.02")
        assert scenario.name == "What if"

    def test_removal_and_ids_with_points(self) -> None:
        text = TEXT.replace("nurse_02", "nurse.2")
        scenario = parse(
            text, overrides=["staff.nurse.2.fraction=0.25", "staff.nurse_01=!remove", "planned_on=!remove"]
        )
        assert [(p.id, p.fraction) for p in scenario.staff[1:]] == [("nurse.2", Decimal("0.25"))]
        assert scenario.planned_on is None

    def test_later_settings_win_and_lie_on_overlays(self, tmp_path: Path) -> None:
        scenario = load(overlay(tmp_path, "name: a\n"), ["name=b", "name=c"])
        assert scenario.name == "c"

    @pytest.mark.parametrize("unit", ["", "eye."])
    def test_the_plan_with_or_without_its_unit(self, unit: str) -> None:
        settings = [f"production_plan.{unit}visit=70", f"production_plan.{unit}operation.2=9"]
        assert parse(TEXT, overrides=settings).production_plan == {
            "eye": {"visit": (70,) * 4, "operation": (4, 4, 9, 4)}
        }
        without = parse(TEXT, overrides=[f"production_plan.{unit}visit=!remove"])
        assert without.production_plan == {"eye": {"operation": (4, 4, 8, 4)}}

    def test_a_table_beside_the_scenario(self, tmp_path: Path) -> None:
        (tmp_path / "away.csv").write_text("staff;start\nnurse_01;2027-03-02\n")
        scenario = load(overlay(tmp_path, ""), ["absences={table: away.csv}"])
        assert scenario.absences[0].start == dt.date(2027, 3, 2)


class TestDump:
    def test_round_trip_and_hash(self) -> None:
        scenario = load(CLINIC)
        again = parse(dump(scenario))
        assert again == scenario
        assert dump(again) == dump(scenario)
        assert scenario_hash(again) == scenario_hash(scenario)
        assert scenario_hash(scenario) != scenario_hash(parse(TEXT, overrides=["name=x"]))

    def test_other_readers_of_yaml_understand_it_too(self) -> None:
        """PyYAML reads YAML 1.1, in which a bare 22:00 is a number and NO is false."""
        scenario = parse(TEXT, overrides=["calendar.country=NO", "shifts.late.to=22:00", "staff.nurse_02.id=0012"])
        data = yaml.safe_load(dump(scenario))
        assert data["calendar"]["country"] == "NO"
        assert data["shifts"]["late"]["to"] == "22:00"
        assert data["staff"][2]["id"] == "0012"

    @pytest.mark.parametrize(
        "name", ["a: b", "- x", "'", '"', "ö\u2028\x07", "~", "null", "12", " x ", "#", "=1+1", "!remove"]
    )
    def test_any_text_survives(self, name: str) -> None:
        scenario = load(CLINIC).model_copy(update={"name": name, "description": name * 40})
        assert parse(dump(scenario)) == scenario


def test_problems_are_sorted_by_place_and_told_once() -> None:
    with pytest.raises(ScenarioError) as caught:
        parse(TEXT.replace("nurse: 10", "nurse: -1, cook: 3").replace("target: 1", "target: one"))
    lines = [problem.line for problem in caught.value.problems]
    assert lines == sorted(lines, key=lambda line: line or 0)
    assert len(lines) == len(set(lines)) + 1

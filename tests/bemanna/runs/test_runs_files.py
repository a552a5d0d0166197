"""The run folder: its columns and keys are a contract."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import pytest

from bemanna.runs.reading import read_run
from bemanna.runs.run import RunError
from bemanna.runs.writing import default_folder, rewrite_documents, write_run
from tests.support import clinics
from tests.support.golden import NAMES, read_golden

COLUMNS = {
    "roster.csv": "staff,date,shift,competence,unit,paid_minutes,overtime_minutes",
    "sessions.csv": "staff,date,period,unit,session,list,room,competence",
    "items.csv": "date,period,unit,session,activity,items",
    "production.csv": "unit,activity,week,planned,carried_in,produced,surplus,shortfall",
    "capacity.csv": "unit,competence,week,need_minutes,available_minutes,rostered_minutes,capacity_minutes,"
    "direct_minutes,agency_minutes,overtime_minutes",
}


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    scenario = clinics.clinic()
    write_run(tmp_path / "run", scenario, clinics.result(scenario, clinics.roster(scenario)))
    return tmp_path / "run"


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_files_of_a_run(run_folder: Path) -> None:
    calendars = {f"calendars/{staff}.ics" for staff in ("ann", "bo", "cy", "locum-1")}
    others = {"scenario.yaml", "summary.json", "report.html", "roster.xlsx"}
    assert set(clinics.file_bytes(run_folder)) == set(COLUMNS) | others | calendars


@pytest.mark.parametrize(("name", "columns"), COLUMNS.items())
def test_columns(run_folder: Path, name: str, columns: str) -> None:
    assert (run_folder / name).read_text("utf-8").splitlines()[0] == columns


def test_values(run_folder: Path) -> None:
    shifts = {(row["staff"], row["date"]): row for row in rows(run_folder / "roster.csv")}
    night = shifts["ann", "2027-03-27"]  # 21:00 to 07:00 over the clock change: nine true hours
    assert (night["shift"], night["unit"], night["competence"], night["paid_minutes"]) == (
        "night",
        "eye",
        "nurse",
        "540",
    )
    # cy: 480 a week less a fifth for leave and for Good Friday and Easter Monday, 96 each: due 960 - 288 = 672.
    # Two days of 480 are 960, so 288 minutes are over; they stand on the later day.
    assert shifts["cy", "2027-03-22"]["overtime_minutes"] == "0"
    assert shifts["cy", "2027-03-23"]["overtime_minutes"] == "288"
    operations = [row for row in rows(run_folder / "production.csv") if row["activity"] == "operation"]
    assert operations[0] == {
        "unit": "eye",
        "activity": "operation",
        "week": "2027-W12",
        "planned": "2",
        "carried_in": "2",
        "produced": "3",
        "surplus": "0",
        "shortfall": "1",
    }
    assert [row["list"] for row in rows(run_folder / "sessions.csv")] == ["", "1", "", "1"]


def test_summary_keys_and_amounts(run_folder: Path) -> None:
    scenario = clinics.clinic()
    result = clinics.result(scenario, clinics.roster(scenario))
    summary = json.loads((run_folder / "summary.json").read_text("utf-8"))
    assert list(summary) == [
        *("schema", "name", "status", "objective", "bound", "gap", "levels", "terms", "violations", "seconds"),
        *("incumbents", "stopped", "out_of_memory", "conflicts", "seed", "workers", "versions", "scenario_sha256"),
        *("kpis", "files", "summary_sha256"),
    ]
    assert (summary["schema"], summary["name"], summary["status"]) == ("bemanna/run-1", "Small clinic", "feasible")
    assert result.objective is not None
    assert summary["objective"] == result.objective / 6000
    assert sum(summary["terms"].values()) == pytest.approx(summary["objective"])
    assert summary["terms"]["travel"] == 2500
    assert isinstance(summary["terms"]["travel"], int)
    assert summary["gap"] == result.gap
    assert summary["incumbents"][0] == [1.5, 2 * result.objective / 6000, None]
    assert list(summary["levels"][0]) == ["name", "objective", "bound", "gap", "seconds", "incumbents"]
    assert summary["kpis"]["placement"] == {"continuity": 0.5}
    assert {"mismatch", "mismatch_level", "mismatch_flat", "mismatch_flat_level", "agency_share"} <= set(
        summary["kpis"]
    )
    assert {"python", "ortools", "bemanna"} <= set(summary["versions"])
    assert len(summary["scenario_sha256"]) == 64


def test_violations_are_told(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    roster = clinics.roster(scenario)
    twice = dataclasses.replace(roster, shifts=(*roster.shifts, dataclasses.replace(roster.shifts[0], shift="course")))
    write_run(tmp_path / "run", scenario, clinics.result(scenario, twice))
    violations = json.loads((tmp_path / "run/summary.json").read_text("utf-8"))["violations"]
    found = next(v for v in violations if v["rule"] == "one_shift")
    assert (found["staff"], found["dates"]) == ("ann", ["2027-03-22"])
    assert list(found) == ["rule", "title", "staff", "dates", "size", "unit", "text", "source"]


def test_without_a_roster_only_the_summary_and_the_scenario_are_written(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    write_run(tmp_path / "run", scenario, clinics.result(scenario, None))
    assert set(clinics.file_bytes(tmp_path / "run")) == {"scenario.yaml", "summary.json"}
    summary = json.loads((tmp_path / "run/summary.json").read_text("utf-8"))
    assert (summary["objective"], summary["gap"], summary["terms"], summary["violations"]) == (None, None, {}, [])
    assert summary["conflicts"] == ["ann is pinned on a day off"]
    with pytest.raises(RunError, match="holds no roster"):
        rewrite_documents(tmp_path / "run")


def test_a_roster_of_shifts_only_has_no_sessions_items_and_production(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    write_run(tmp_path / "run", scenario, clinics.hand_made(scenario))
    names = set(clinics.file_bytes(tmp_path / "run"))
    assert {"roster.csv", "capacity.csv", "report.html"} <= names
    assert not {"sessions.csv", "items.csv", "production.csv"} & names
    assert "Production is not judged" in (tmp_path / "run/report.html").read_text("utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_what_is_written_is_read_again(tmp_path: Path, name: str) -> None:
    case = read_golden(name)
    result = clinics.result(case.scenario, case.roster)
    write_run(tmp_path / "run", case.scenario, result)
    run = read_run(tmp_path / "run")
    assert run.scenario == case.scenario
    assert run.result == result
    first = clinics.file_bytes(tmp_path / "run")
    write_run(tmp_path / "run", run.scenario, run.result)
    assert clinics.file_bytes(tmp_path / "run") == first


def test_documents_are_written_again_and_the_rest_stays(run_folder: Path) -> None:
    before = clinics.file_bytes(run_folder)
    (run_folder / "notes.txt").write_text("mine", "utf-8")
    (run_folder / "report.html").unlink()
    assert rewrite_documents(run_folder) == run_folder / "report.html"
    assert clinics.file_bytes(run_folder) == before | {"notes.txt": b"mine"}


def test_default_folders_count_up(tmp_path: Path) -> None:
    assert default_folder("Ögonklinik, March 2027!", tmp_path) == tmp_path / "ogonklinik-march-2027-1"
    (tmp_path / "ogonklinik-march-2027-1").mkdir()
    assert default_folder("Ögonklinik, March 2027!", tmp_path) == tmp_path / "ogonklinik-march-2027-2"
    assert default_folder("../..", tmp_path) == tmp_path / "run-1"

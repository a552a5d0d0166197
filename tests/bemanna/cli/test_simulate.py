"""``bemanna simulate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bemanna.runs.writing import write_run
from tests.bemanna.cli.support import Run
from tests.support import clinics


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    scenario = clinics.clinic()
    return write_run(tmp_path / "run", scenario, clinics.result(scenario, clinics.roster(scenario)))


def test_it_tells_writes_and_shows(run: Run, folder: Path) -> None:
    done = run("simulate", folder, "--draws", 50, "--no-show", 0.1, "--no-show", "visit=0")
    assert (done.returncode, done.stderr) == (0, "")
    assert "50 draws: each person is absent 22 days a year in spells of 4 days" in done.stdout
    for told in (
        "visit",
        "operation",
        "2027-W12",
        "Nurse",
        "night",
        "would hurt most",
        f"Report: {folder / 'report.html'}",
    ):
        assert told in done.stdout
    found = json.loads((folder / "simulation.json").read_text("utf-8"))
    assert (found["draws"], found["no_show"], found["no_shows"]) == (50, 0.1, {"visit": 0.0})
    assert "How sure is it?" in (folder / "report.html").read_text("utf-8")
    assert run("verify", folder, "--json").returncode in (0, 1)


def test_json_is_the_file(run: Run, folder: Path) -> None:
    first, again = (run("simulate", folder, "--draws", 20, "--seed", 4, "--json") for _ in range(2))
    assert first.returncode == 0
    assert first.stdout == again.stdout == (folder / "simulation.json").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--no-show", "often"], "--no-show: is no share (got often): write for example 0.06 or new_visit=0.06"),
        (["--no-show", "visits=0.1"], "--no-show: no activity has this id (got visits): did you mean 'visit'?"),
        (["--days-sick", "400"], "--days-sick: must lie between 0 and 365 (got 400): give a number in these limits"),
    ],
)
def test_wrong_options_are_one_line(run: Run, folder: Path, arguments: list[str], told: str) -> None:
    done = run("simulate", folder, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{told}\n")
    assert not (folder / "simulation.json").exists()


def test_a_run_without_a_roster(run: Run, tmp_path: Path) -> None:
    scenario = clinics.clinic()
    folder = write_run(tmp_path / "none", scenario, clinics.result(scenario, None))
    done = run("simulate", folder)
    assert done.returncode == 2
    assert done.stderr.endswith("holds no roster: there is nothing to simulate\n")
    assert run("simulate", tmp_path).returncode == 2

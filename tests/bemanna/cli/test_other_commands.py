"""``bemanna report`` and ``init``."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from bemanna.init.writing import default_start, write_template
from bemanna.need import check
from models.loading import load
from tests.bemanna.cli.support import Run


def test_report_writes_the_documents_anew(run: Run, tiny: Path, tmp_path: Path) -> None:
    assert run("solve", tiny, "--out", "out", "--workers", 1, "--quiet").returncode == 0
    folder = tmp_path / "out"
    before = (folder / "summary.json").read_text(encoding="utf-8")
    (folder / "report.html").unlink()
    shutil.rmtree(folder / "calendars")
    done = run("report", "out")
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == str(Path("out/report.html"))
    assert (folder / "report.html").is_file()
    assert (folder / "calendars" / "ann.ics").is_file()
    assert (folder / "summary.json").read_text(encoding="utf-8") == before


def test_report_of_no_run_is_refused(run: Run, tiny: Path) -> None:
    done = run("report", tiny)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "no bemanna run" in done.stderr


@pytest.mark.parametrize("flags", [(), ("--template", "ward")])
def test_init_check_and_solve(run: Run, tmp_path: Path, flags: tuple[str, ...]) -> None:
    done = run("init", "mine", "--start", "2027-03-01", *flags)
    assert done.returncode == 0, done.stderr
    assert "2027-03-01" in done.stdout
    files = {path.name for path in (tmp_path / "mine").iterdir()}
    assert files == {"scenario.yaml", "staff.csv", "absences.csv", "requests.csv", "scenario.schema.json"}
    checked = run("check", "mine")
    assert checked.returncode == 0, checked.stderr
    assert checked.stderr == ""
    solved = run("solve", "mine", "--out", "out", "--gap", 1)
    assert solved.returncode == 0, solved.stderr
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert summary["violations"] == []


def test_init_overwrites_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "staff.csv").write_text("mine", encoding="utf-8")
    done = run("init", "mine")
    assert done.returncode == 2
    assert "is not empty" in done.stderr
    assert [path.read_text(encoding="utf-8") for path in (tmp_path / "mine").iterdir()] == ["mine"]


def test_a_template_has_room_for_its_cover(tmp_path: Path) -> None:
    """Contract time is enough for the month, and no week is out of reach."""
    write_template(tmp_path / "ward", dt.date(2027, 3, 1), "ward")
    rows = check(load(tmp_path / "ward"))
    assert {row.resource for row in rows} == {"nurse", "assistant"}
    assert sum(row.even for row in rows) >= sum(row.need for row in rows)
    assert not any(row.impossible for row in rows)


def test_init_of_an_unknown_template_is_refused(run: Run, tmp_path: Path) -> None:
    done = run("init", "mine", "--template", "moon")
    assert done.returncode == 2
    assert "moon" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("start", ["2027-03-02", "soon", "1066-10-15", "20270301x"])
def test_init_wants_a_monday(run: Run, tmp_path: Path, start: str) -> None:
    done = run("init", "clinic", "--start", start)
    assert done.returncode == 2
    assert done.stderr.startswith("--start: ")
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("offset", range(7))
def test_the_default_start_is_the_first_monday_in_six_weeks(offset: int) -> None:
    today = dt.date(2027, 1, 4) + dt.timedelta(days=offset)
    start = default_start(today)
    assert start.weekday() == 0
    assert 42 <= (start - today).days <= 48

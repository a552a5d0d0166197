"""Text from input stays text in every file."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from python_calamine import CalamineWorkbook

from bemanna.runs.reading import read_run
from bemanna.runs.texts import file_name, guard, slug, unguard
from bemanna.runs.writing import write_run
from tests.support import clinics


def hostile_run(folder: Path, text: str) -> Path:
    scenario = clinics.clinic(person=text, session=text, shift=text, name=text)
    write_run(folder / "run", scenario, clinics.result(scenario, clinics.roster(scenario)))
    return folder / "run"


@pytest.mark.parametrize("text", clinics.HOSTILE)
def test_csv(tmp_path: Path, text: str) -> None:
    run = hostile_run(tmp_path, text)
    for path in run.glob("*.csv"):
        for row in csv.reader(io.StringIO(path.read_text("utf-8"), newline="")):
            assert not [cell for cell in row if re.match(r"[=+\-@\t\r]", cell)]
    assert f"{guard(text)}" in next(csv.reader((run / "roster.csv").read_text("utf-8").splitlines()[1:]))


@pytest.mark.parametrize("text", clinics.HOSTILE)
def test_what_is_written_is_read_again(tmp_path: Path, text: str) -> None:
    run = read_run(hostile_run(tmp_path, text))
    assert run.result.roster == clinics.roster(run.scenario)
    assert run.scenario == clinics.clinic(person=text, session=text, shift=text, name=text)


@pytest.mark.parametrize("text", clinics.HOSTILE)
def test_xlsx(tmp_path: Path, text: str) -> None:
    path = hostile_run(tmp_path, text) / "roster.xlsx"
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            assert b"<f>" not in content
            assert b"<hyperlink" not in content
    cells = [cell for row in CalamineWorkbook.from_path(path).get_sheet_by_name("roster").to_python() for cell in row]
    assert text in cells


@pytest.mark.parametrize("text", clinics.HOSTILE)
def test_calendars(tmp_path: Path, text: str) -> None:
    folder = hostile_run(tmp_path, text) / "calendars"
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        [f"{file_name(text)}.ics", "bo.ics", "cy.ics", "locum-1.ics"]
    )
    calendar = Calendar.from_ical((folder / f"{file_name(text)}.ics").read_bytes())
    events = [event for event in calendar.walk("VEVENT") if "08:00" in str(event["description"])]
    assert str(events[0]["summary"]) == f"{text}, {text}"
    assert any(text in str(event["description"]) for event in events)


def test_summary_is_plain_json(tmp_path: Path) -> None:
    run = hostile_run(tmp_path, clinics.HOSTILE[0])
    assert json.loads((run / "summary.json").read_text("utf-8"))["name"] == clinics.HOSTILE[0]


@given(st.text(max_size=20))
def test_guard_is_undone_and_hides_formulas(text: str) -> None:
    assert unguard(guard(text)) == text
    assert not re.match(r"[=+\-@\t\r]", guard(text))


@given(st.text(min_size=1, max_size=64), st.text(min_size=1, max_size=64))
def test_file_names_are_safe_and_differ(first: str, second: str) -> None:
    name = file_name(first)
    assert re.fullmatch(r"[A-Za-z0-9_-][A-Za-z0-9._-]*", name)
    assert not name.endswith(".")
    assert (name.lower() == file_name(second).lower()) == (first == second)


@pytest.mark.parametrize("name", ["con", "NUL", "com1.x", "..", ".hidden", "a/b", "Ann"])
def test_names_that_a_system_keeps_for_itself_get_a_digest(name: str) -> None:
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*-[0-9a-f]{10}", file_name(name))


@given(st.text(max_size=100))
def test_slugs_are_plain(text: str) -> None:
    assert re.fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", slug(text))
    assert len(slug(text)) <= 60

"""The workbook: a grid of people and days, and a sheet for each table."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import zipfile

from python_calamine import CalamineWorkbook

from bemanna.runs.tables import tables
from bemanna.runs.workbook import workbook
from tests.support import clinics


def book() -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(workbook(clinics.solved())))


def test_sheets() -> None:
    named = ["grid", "roster", "sessions", "items", "production", "capacity", "cost", "violations"]
    assert book().sheet_names == named


def test_tables_are_those_of_the_csv_files() -> None:
    solved = clinics.solved()
    found = book()
    for table in tables(solved):
        rows = found.get_sheet_by_name(table.name).to_python(skip_empty_area=False)
        assert tuple(rows[0]) == table.columns
        expected = [["" if value is None else value for value in row] for row in table.rows]
        assert rows[1:] == expected


def test_the_grid_shows_who_works_when() -> None:
    rows = book().get_sheet_by_name("grid").to_python(skip_empty_area=False)
    assert rows[0][0] == "Small clinic"
    assert rows[1][4] == "2027-W12"
    assert rows[2][:5] == ["unit", "competence", "staff", "name", "Mon 22"]
    ann = next(row for row in rows if row[2] == "ann")
    assert ann[4:11] == ["D CL", "D LI", "", "", "", "N", ""]
    assert ann[-2] == (480 + 480 + 540) / 60
    assert [row[2] for row in rows[3:7]] == ["cy", "ann", "bo", "locum-1"]


def test_panes_are_frozen_and_rows_can_be_filtered() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook(clinics.solved()))) as archive:
        for number in range(1, 9):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml").decode()
            assert 'state="frozen"' in sheet
            assert "<autoFilter" in sheet


def test_dates_are_dates() -> None:
    rows = book().get_sheet_by_name("roster").to_python()
    assert rows[1][1] == dt.date(2027, 3, 22)


def test_the_same_run_gives_the_same_bytes() -> None:
    assert workbook(clinics.solved()) == workbook(dataclasses.replace(clinics.solved()))

"""Roster tables from anywhere: the same roster, however it is written."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bemanna.auditing import judge
from models.facts import Facts
from models.loading import load
from models.problems import Problem, ScenarioError
from models.reading.rosters import RosterTable, read_roster_table
from models.roster import Roster, ShiftAssignment
from models.roster_columns import RosterColumns
from tests.support.scenarios import randomly

FACTS = Facts(load(Path(__file__).parents[1] / "rosters" / "clinic.yaml"))
MONDAY, TUESDAY = dt.date(2027, 3, 1), dt.date(2027, 3, 2)
ROSTER = {
    ShiftAssignment("ann", MONDAY, "day", "eye", "nurse"),
    ShiftAssignment("ann", TUESDAY, "half", "eye", "nurse"),
    ShiftAssignment("bo", MONDAY, "night", "eye", "nurse"),
}


def read(path: Path, **columns: Any) -> RosterTable:
    """Return what a table says of a roster of the small clinic."""
    return read_roster_table(path, FACTS, RosterColumns.model_validate(columns))


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("staff,date,shift\nann,2027-03-01,day\nann,2027-03-02,half\nbo,2027-03-01,night\n", {}),
        ("\n\nStaff\tDATE\tShift\nann\t2027-03-01\tday\nann\t2027-03-02\thalf\nbo\t2027-03-01\tnight\n", {}),
        (
            "Anst.nr;Datum;Tur\n7;1/3/27;D\n7;2/3/27;H\n7;3/3/27;\n8;1/3/27;N\n8;2/3/27;off\n",
            {
                "staff": "anst.nr",
                "date": "datum",
                "shift": "tur",
                "date_format": "%d/%m/%y",
                "staff_codes": {"7": "ann", "8": "bo"},
                "shift_codes": {"D": "day", "H": "half", "N": "night", "": "off"},
            },
        ),
        (
            (
                "Name,Start,End\nAnn Berg,2027-03-01 08:00,2027-03-01 16:00\nann,2027-03-02T08:00:00,12.00\n"
                "BO EK,2027-03-01 2100,2027-03-02 7\n"
            ),
            {"staff": "Name"},
        ),
        (
            (
                "staff,date,from,to,shift\nann,2027-03-01,08:00,16:00,\nann,2027-03-02,09:00,10:00,half\n"
                "bo,2027-03-01,21:00,07:00:00,\n"
            ),
            {},
        ),
        (
            "Schema mars\nNamn;1.3.;2.3.;;3.3.;tim\nann;Day shift;8-12;;;11\nbo;night;off;;L;9\n",
            {"staff": "Namn", "date_format": "%d.%m.", "shift_codes": {"L": "off"}},
        ),
        ("staff,2027-03-02,2027-03-01\nann,half,day\nbo,,21:00–07:00\n", {}),
    ],
    ids=["rows", "tabs", "codes", "moments", "times", "wide", "wide in any order"],
)
def test_forms_of_one_roster(tmp_path: Path, text: str, columns: dict[str, Any]) -> None:
    path = tmp_path / "r.csv"
    path.write_text(text, encoding="utf-8")
    table = read(path, **columns)
    assert set(table.shifts) == ROSTER
    assert len(table.shifts) == len(ROSTER)
    assert (table.past, table.ignored, table.outside) == ((), 0, 0)


@pytest.mark.parametrize("wide", [True, False])
def test_a_workbook(tmp_path: Path, wide: bool) -> None:
    path = tmp_path / "r.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Read me").write(0, 0, "Nothing here")
        sheet = book.add_worksheet("March")
        day = book.add_format({"num_format": "ddd d/m"})
        grid: list[list[Any]] = [["staff", MONDAY, TUESDAY], [7, "day", "half"], ["bo", "night", None]]
        if not wide:
            rows = [[7, MONDAY, "day"], [7, TUESDAY, "half"], ["bo", MONDAY, "night"]]
            grid = [["staff", "date", "shift"], *rows]
        for row, cells in enumerate(grid):
            for column, cell in enumerate(cells):
                sheet.write(row, column, cell, day if isinstance(cell, dt.date) else None)
    table = read(path, sheet="March", staff_codes={"7": "ann"})
    assert set(table.shifts) == ROSTER


def test_times_mean_a_shift_that_the_person_may_work(tmp_path: Path) -> None:
    """From 8 to 16 there are two shifts; ann may only work one of them."""
    (tmp_path / "r.csv").write_text("staff,2027-03-01\nann,8-16\n", encoding="utf-8")
    assert [row.shift for row in read(tmp_path / "r.csv").shifts] == ["day"]


def test_midnight_in_a_workbook_has_no_time(tmp_path: Path) -> None:
    scenario = FACTS.scenario.model_copy(update={"shifts": dict(FACTS.scenario.shifts)})
    late = scenario.shifts["night"].model_copy(update={"start": "16:00", "end": "24:00"})
    facts = Facts(scenario.model_copy(update={"shifts": {**scenario.shifts, "late": late}}))
    (tmp_path / "r.csv").write_text("staff,from,to\nbo,2027-03-01T16:00:00,2027-03-02\n", encoding="utf-8")
    (row,) = read_roster_table(tmp_path / "r.csv", facts, RosterColumns()).shifts
    assert (row.date, row.shift) == (MONDAY, "late")


def test_unit_and_competence(tmp_path: Path) -> None:
    text = "staff,date,shift,unit,competence\nann,2027-03-01,day,Avd 3,doctor\nann,2027-03-02,half,Eye clinic,SSK\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    table = read(tmp_path / "r.csv", unit_codes={"Avd 3": "ward"}, competence_codes={"SSK": "nurse"})
    assert [(row.unit, row.competence) for row in table.shifts] == [("ward", "doctor"), ("eye", "nurse")]


def test_codes_come_before_ids(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,2027-03-01,2027-03-02\nann,night,day\n", encoding="utf-8")
    table = read(tmp_path / "r.csv", shift_codes={"night": "off"})
    assert [(row.date, row.shift) for row in table.shifts] == [(TUESDAY, "day")]


def test_what_is_left_out_is_counted(tmp_path: Path) -> None:
    text = "staff,2027-03-01,2027-03-02,note\nann,day,X,X\nbo,X,,\nSum,1,1,\n"
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    table = read(tmp_path / "r.csv", shift_codes={"X": "ignore"}, staff_codes={"Sum": "ignore"})
    assert [(row.staff, row.date) for row in table.shifts] == [("ann", MONDAY)]
    assert (table.ignored, table.unread_columns) == (3, ("note",))


@pytest.mark.parametrize(
    ("outside", "past", "left_out"),
    [("ignore", [], 3), ("history", [("bo", "night"), ("ann", "night")], 1)],
)
def test_outside_the_horizon(tmp_path: Path, outside: str, past: list[tuple[str, str]], left_out: int) -> None:
    text = (
        "staff,date,shift\nbo,2027-02-20,off\nbo,2027-02-28,night\nann,2027-02-27,night\n"
        "ann,2027-03-01,day\nann,2027-03-08,day\n"
    )
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    table = read(tmp_path / "r.csv", outside=outside)
    assert [(row.staff, row.date) for row in table.shifts] == [("ann", MONDAY)]
    assert [(row.staff, row.shift) for row in table.past] == past
    assert (table.outside, table.first) == (left_out, dt.date(2027, 2, 20))


def test_a_year_that_is_not_written_is_the_nearest(tmp_path: Path) -> None:
    scenario = FACTS.scenario
    horizon = scenario.horizon.model_copy(update={"start": dt.date(2026, 12, 28)})
    facts = Facts(scenario.model_copy(update={"horizon": horizon, "history": ()}))
    (tmp_path / "r.csv").write_text("staff,27/12,31/12,1/1\nann,,day,day\n", encoding="utf-8")
    table = read_roster_table(tmp_path / "r.csv", facts, RosterColumns(date_format="%d/%m"))
    assert [row.date for row in table.shifts] == [dt.date(2026, 12, 31), dt.date(2027, 1, 1)]
    assert table.first == dt.date(2026, 12, 27)


def test_ids_that_a_spreadsheet_must_not_take_for_formulas(tmp_path: Path) -> None:
    person = FACTS.scenario.staff[1].model_copy(update={"id": "=bo", "name": None})
    facts = Facts(FACTS.scenario.model_copy(update={"staff": (person,), "history": ()}))
    (tmp_path / "r.csv").write_text("staff,date,shift\n'=bo,2027-03-01,day\n", encoding="utf-8")
    assert [row.staff for row in read_roster_table(tmp_path / "r.csv", facts, RosterColumns()).shifts] == ["=bo"]


def test_more_wrong_words_than_anybody_reads(tmp_path: Path) -> None:
    rows = "".join(f"nobody_{n},2027-03-01,day\n" for n in range(300))
    (tmp_path / "r.csv").write_text(f"staff,date,shift\n{rows}", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(tmp_path / "r.csv")
    assert len(caught.value.problems) == 300
    assert str(caught.value).splitlines()[-1] == "... and 250 more problems"


CELLS = ("staff", "date", "shift", "from", "to", "", "ann", "bo", "2027-03-01", "2027-02-30", "1/3", "day", "D", "X")
ODD = ("8-16", "08:00", "2027-03-01 08:00", "99:99", "'", '"', "=1", "'=bo", "T", " ", "-", "\u00e5", "1e9", "''")


@randomly(150)
@given(
    st.lists(st.lists(st.sampled_from(CELLS + ODD), max_size=6), max_size=6),
    st.sampled_from(["", "staff,date,shift\n", "staff,2027-03-01,2027-03-02\n", "staff,from,to\n"]),
    st.sampled_from(["refuse", "ignore", "history"]),
)
def test_whatever_stands_in_a_table_it_is_read_or_told(rows: list[list[str]], header: str, outside: str) -> None:
    columns = RosterColumns(date_format="%d/%m", shift_codes={"D": "day", "X": "ignore", "": "off"}, outside=outside)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "r.csv")
        path.write_text(header + "\n".join(map(",".join, rows)), encoding="utf-8")
        told: tuple[Problem, ...] = ()
        shifts: tuple[ShiftAssignment, ...] = ()
        try:
            shifts = read_roster_table(path, FACTS, columns).shifts
        except ScenarioError as error:
            told = error.problems
    assert all(problem.file and problem.file.startswith(str(path)) and problem.remedy for problem in told)
    assert {row.staff for row in shifts} <= {"ann", "bo"}
    assert judge(FACTS.scenario, Roster(shifts)).evaluation is not None


@pytest.mark.parametrize(
    ("text", "sound"),
    [("%d/%m/%Y", True), ("%Y%m%d", True), ("%d %b", True), ("%d", False), ("%m/%Y", False), ("dd/mm", False)],
)
def test_formats_of_dates(text: str, sound: bool) -> None:
    if sound:
        assert RosterColumns(date_format=text).date_format == text
    else:
        with pytest.raises(ValueError, match="is no format of dates"):
            RosterColumns(date_format=text)

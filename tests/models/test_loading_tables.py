"""Sections that stand in tables: CSV as it comes from spreadsheets, and XLSX."""

from __future__ import annotations

import contextlib
import datetime as dt
import random
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from models.loading import ScenarioError, load
from models.reading.tables import number_text
from models.scenario import Scenario

BASE = """
schema: bemanna/1
name: Clinic
horizon: {start: 2027-03-01, weeks: 2}
periods: {am: {from: 08:00, to: 12:00}}
shifts: {day: {from: 08:00, to: 16:30, break: 30, covers: [am]}}
competences: [nurse, phone]
units:
  eye:
    activities: {visit: {team: {nurse: 30}}}
    sessions: {clinic: {activities: [visit]}}
"""


def with_table(folder: Path, section: str, data: str | bytes, more: str = "", name: str = "table.csv") -> Scenario:
    """Load the clinic with one section in a table."""
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (folder / "scenario.yaml").write_text(f"{BASE}{section}: {{table: {name}}}\n{more}", "utf-8")
    return load(folder)


def workbook(path: Path, **sheets: Sequence[Sequence[Any]]) -> None:
    """Write rows of values as a workbook."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for position, row in enumerate(rows):
                sheet.write_row(position, 0, row)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_swedish_spreadsheets(tmp_path: Path, encoding: str, ends: str) -> None:
    lines = [
        "id;Name;competences;Contract minutes;fraction;cost per hour",
        "n1;Åsa Öst;nurse|phone;2 400;0,75;1 412,50",
        "",
    ]
    person = with_table(tmp_path, "staff", ends.join(lines).encode(encoding)).staff[0]
    assert (person.id, person.name, person.competences) == ("n1", "Åsa Öst", ("nurse", "phone"))
    assert (person.contract_minutes, person.fraction) == (2400, Decimal("0.75"))
    assert person.cost_per_hour == Decimal("1412.50")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separators_quotes_and_cells_over_two_lines(tmp_path: Path, separator: str) -> None:
    rows = [
        ["id", "competences", "name"],
        ["n1", "nurse", f'"a{separator} ""b""\nc"'],
        ["", "", ""],
        ["n2", "nurse+phone", ""],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    first, second = with_table(tmp_path, "staff", text).staff
    assert first.name == f'a{separator} "b"\nc'
    assert (second.id, second.name, second.competences) == ("n2", None, ("nurse", "phone"))


def test_a_cell_after_quotes_is_found_at_its_column(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"table\.csv:3:13: staff\.n2\.fraction"):
        with_table(tmp_path, "staff", 'id,name,fraction,competences\n"n1","a, b",1,nurse\n"n2","a, b",x,nurse\n')


def test_further_rows_stand_beside_a_table(tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_text("id,competences\nn1,nurse\n")
    rows = "staff:\n  table: staff.csv\n  rows:\n    - {id: n2, competences: [phone]}\n"
    (tmp_path / "scenario.yaml").write_text(BASE + rows)
    assert [person.id for person in load(tmp_path).staff] == ["n1", "n2"]


def test_every_section_of_rows_may_be_a_table(tmp_path: Path) -> None:
    tables = {
        "staff": "id,competences,holiday_reduction,shifts\nn1,nurse,no,day\n",
        "absences": "staff,start,end,minutes\nn1,2027-03-02,2027-03-03,240\n",
        "requests": "staff,date,kind,shift,cost\nn1,2027-03-05,off,,100.5\n",
        "pins": "staff,date,shift\nn1,2027-03-04,off\n",
        "history": "staff,date,shift\nn1,2027-02-28,day\n",
        "cover": "unit,shift,competence,dates,target,under_cost\neye,day,nurse,2027-03-02|2027-03-03,2,100|250\n",
        "lending": "from,to,competence,half_days_per_week\nward,eye,nurse,4\n",
    }
    text = BASE.replace("units:", "units:\n  ward: {}") + "production_plan: {table: plan.csv}\n"
    for section, csv in tables.items():
        (tmp_path / f"{section}.csv").write_text(csv)
        text += f"{section}: {{table: {section}.csv}}\n"
    (tmp_path / "plan.csv").write_text("unit,activity,week,planned\neye,visit,2027-W09,40\neye,visit,2027-W10,50\n")
    (tmp_path / "staff.csv").write_text("id,competences,holiday_reduction,shifts,home\nn1,nurse,no,day,ward\n")
    (tmp_path / "scenario.yaml").write_text(text)
    scenario = load(tmp_path)
    assert scenario.staff[0].holiday_reduction is False
    assert scenario.absences[0].minutes == 240
    assert (scenario.requests[0].shift, scenario.requests[0].cost) == (None, Decimal("100.5"))
    assert scenario.pins[0].shift == "off"
    assert scenario.history[0].date == dt.date(2027, 2, 28)
    assert scenario.cover[0].dates == (dt.date(2027, 3, 2), dt.date(2027, 3, 3))
    assert scenario.cover[0].under_cost == (Decimal(100), Decimal(250))
    assert scenario.lending[0].source == "ward"
    assert scenario.production_plan == {"eye": {"visit": (40, 50)}}


def test_a_plan_for_the_whole_year_gives_the_weeks_of_the_horizon(tmp_path: Path) -> None:
    rows = "\n".join(f"visit;2027-W{week:02d};{week}" for week in range(1, 53))
    more = "staff: [{id: n1, competences: [nurse]}]\n"
    scenario = with_table(tmp_path, "production_plan", f"Activity;Week;Planned\n{rows}\n", more)
    assert scenario.production_plan == {"eye": {"visit": (9, 10)}}


@pytest.mark.parametrize(
    ("text", "separator", "number"),
    [
        ("0,75", ";", "0.75"),
        ("0,75", ",", "0.75"),
        ("1,234", ";", "1.234"),
        ("1,234", ",", "1,234"),
        ("-3,5", ";", "-3.5"),
        ("1 234,5", ";", "1234.5"),
        ("1\u00a0234\u00a0567", ";", "1234567"),
        ("1 23", ";", "1 23"),
        ("1.234,5", ";", "1.234,5"),
        ("x,1", ";", "x,1"),
    ],
)
def test_decimal_commas(text: str, separator: str, number: str) -> None:
    """Between commas 1,234 may be a thousand or one and a bit: it stays what it is, which is no number."""
    assert number_text(text, separator) == number


class TestWorkbooks:
    def test_cells_have_types_of_their_own(self, tmp_path: Path) -> None:
        staff = [
            ["id", "competences", "fraction", "contract_minutes", "holiday_reduction"],
            [7, "nurse|phone", 0.75, 1800, True],
        ]
        absences = [["staff", "start", "end"], [], [7, dt.date(2027, 3, 2), "2027-03-03"]]
        workbook(tmp_path / "book.xlsx", People=staff, Away=absences)
        tables = "staff: {table: book.xlsx}\nabsences: {table: book.xlsx, sheet: Away}\n"
        (tmp_path / "scenario.yaml").write_text(BASE + tables)
        scenario = load(tmp_path)
        person, absence = scenario.staff[0], scenario.absences[0]
        assert (person.id, person.fraction, person.contract_minutes) == ("7", Decimal("0.75"), 1800)
        assert (absence.start, absence.end) == (dt.date(2027, 3, 2), dt.date(2027, 3, 3))

    def test_problems_name_sheet_row_and_column(self, tmp_path: Path) -> None:
        workbook(
            tmp_path / "book.xlsx",
            People=[["id", "competences", "fraction"], ["n1", "nurse", 0.5], ["n2", "nurse", 1.5]],
        )
        (tmp_path / "scenario.yaml").write_text(BASE + "staff: {table: book.xlsx}\n")
        with pytest.raises(
            ScenarioError, match=r"book\.xlsx\[People\]:3:3: staff\.n2\.fraction: is too large \(got '1\.5'\)"
        ):
            load(tmp_path)

    def test_a_sheet_that_is_not_there(self, tmp_path: Path) -> None:
        workbook(tmp_path / "book.xlsx", People=[["id", "competences"]])
        (tmp_path / "scenario.yaml").write_text(BASE + "staff: {table: book.xlsx, sheet: Peple}\n")
        with pytest.raises(ScenarioError, match="has no sheet 'Peple': did you mean 'People'"):
            load(tmp_path)

    def test_a_damaged_workbook_gets_one_line(self, tmp_path: Path) -> None:
        """Whatever byte is wrong, nothing but a ScenarioError comes of it."""
        file = tmp_path / "book.xlsx"
        workbook(file, People=[["id", "competences"], ["n1", "nurse"]])
        (tmp_path / "scenario.yaml").write_text(BASE + "staff: {table: book.xlsx}\n")
        sound = file.read_bytes()
        rng = random.Random(1)
        for _ in range(200):
            damaged = bytearray(sound)
            for _ in range(rng.randint(1, 8)):
                damaged[rng.randrange(len(sound))] = rng.randrange(256)
            file.write_bytes(damaged)
            with contextlib.suppress(ScenarioError):
                load(tmp_path)


def test_the_roster_of_a_run_is_what_has_been_published(tmp_path: Path) -> None:
    lines = [
        "staff,date,shift,competence,unit,paid_minutes,overtime_minutes",
        "n1,2027-02-26,day,nurse,eye,480,0",
        "n1,2027-03-02,day,nurse,eye,480,30",
    ]
    scenario = with_table(tmp_path, "published", "\n".join(lines), "staff: [{id: n1, competences: [nurse]}]\n")
    assert [(row.staff, str(row.date), row.shift) for row in scenario.published] == [
        ("n1", "2027-02-26", "day"),
        ("n1", "2027-03-02", "day"),
    ]


def test_days_until_which_competences_are_valid_stand_in_one_cell(tmp_path: Path) -> None:
    lines = ["id;competences;valid_until", "n1;nurse|phone;nurse: 2027-03-05 | phone: 2027-04-01", "n2;nurse;"]
    staff = with_table(tmp_path, "staff", "\n".join(lines)).staff
    assert staff[0].valid_until == {"nurse": dt.date(2027, 3, 5), "phone": dt.date(2027, 4, 1)}
    assert staff[1].valid_until == {}

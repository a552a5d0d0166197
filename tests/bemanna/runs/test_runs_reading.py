"""Rosters that people wrote: tolerant in form, exact in what is wrong."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from bemanna.runs.reading import read_roster, read_run
from bemanna.runs.run import RunError
from bemanna.runs.writing import write_run
from models.problems import ScenarioError
from models.roster import ItemCount, SessionPlace, ShiftAssignment
from tests.support import clinics

MONDAY = dt.date(2027, 3, 22)
ANN = ShiftAssignment("ann", MONDAY, "day", "eye", "nurse")


@pytest.mark.parametrize(
    "data",
    [
        b"staff,date,shift\nann,2027-03-22,day\n",
        b"staff;date;shift\r\nann;2027-03-22;day\r\n",
        b"Staff\tDate\tShift\nann\t2027-03-22\tday\n",
        b"\xef\xbb\xbfstaff,date,shift\nann,2027-03-22,day\n\n",
        b"date,note,shift,staff\n2027-03-22,\xe5ngrar sig,day,ann\n",
        b'"staff","date","shift","unit"\n" ann ","2027-03-22","day",""\n',
    ],
)
def test_forms_of_a_table(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "r.csv").write_bytes(data)
    roster = read_roster(tmp_path / "r.csv", scenario=clinics.clinic())
    assert roster.shifts == (ANN,)
    assert roster.places is None
    assert roster.items is None


def test_windows_1252(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_bytes("staff;date;shift\nÅsa;2027-03-22;day\n".encode("cp1252"))
    roster = read_roster(tmp_path / "r.csv", scenario=clinics.clinic(person="Åsa"))
    assert roster.shifts == (ShiftAssignment("Åsa", MONDAY, "day", "eye", "nurse"),)


def test_unit_and_competence_as_given(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,date,shift,unit,competence\nann,2027-03-22,day,ward,doctor\n", "utf-8")
    roster = read_roster(tmp_path / "r.csv", scenario=clinics.clinic())
    assert roster.shifts == (ShiftAssignment("ann", MONDAY, "day", "ward", "doctor"),)


def test_sessions_and_items_take_their_unit_from_the_session(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,date,shift\nann,2027-03-22,day\n", "utf-8")
    (tmp_path / "s.csv").write_text("staff,date,period,session,list\nann,2027-03-22,am,list,2\n", "utf-8")
    (tmp_path / "i.csv").write_text("date,period,session,activity,items\n2027-03-22,am,list,operation,3\n", "utf-8")
    roster = read_roster(tmp_path / "r.csv", tmp_path / "s.csv", tmp_path / "i.csv", clinics.clinic())
    assert roster.places == (SessionPlace("ann", MONDAY, "am", "eye", "list", "nurse", 2, None),)
    assert roster.items == (ItemCount(MONDAY, "am", "eye", "list", "operation", 3),)


def test_what_is_not_in_the_scenario_is_for_the_evaluation(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,date,shift\nnobody,2099-01-01,never\n", "utf-8")
    roster = read_roster(tmp_path / "r.csv", scenario=clinics.clinic())
    assert roster.shifts == (ShiftAssignment("nobody", dt.date(2099, 1, 1), "never", "", ""),)


def test_every_bad_row_is_told_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "r.csv").write_text("staff,date,shift\nann,22/3 2027,day\n,2027-03-22,day\nann,2027-03-22\n", "utf-8")
    (tmp_path / "i.csv").write_text(
        "date,period,session,activity,items\n2027-03-22,am,list,operation,-1\n2027-03-22,am,none,operation,1\n", "utf-8"
    )
    with pytest.raises(ScenarioError) as caught:
        read_roster(tmp_path / "r.csv", None, tmp_path / "i.csv", clinics.clinic())
    assert str(caught.value).replace(f"{tmp_path}/", "").splitlines() == [
        "i.csv:2:30: is no whole number (got '-1'): write a number from 0 to 1000000",
        "i.csv:3:1: the row has no unit: fill in the cell",
        "r.csv:2:5: is no date (got '22/3 2027'): write it as 2027-03-01",
        "r.csv:3:1: the row has no staff: fill in the cell",
        "r.csv:4:1: the row has no shift: fill in the cell",
    ]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"staff,dat,shift\n", "r.csv:1:1: the table has no column 'date': did you mean 'dat'?"),
        (b"a,b\n1,2\n", "r.csv:1:1: the table has no column 'staff': the header has a, b"),
        (b"", "r.csv: is empty"),
        (b"\x00\x01\x02", "r.csv: is no text file"),
    ],
)
def test_tables_that_are_none(tmp_path: Path, data: bytes, message: str) -> None:
    (tmp_path / "r.csv").write_bytes(data)
    with pytest.raises(ScenarioError) as caught:
        read_roster(tmp_path / "r.csv", scenario=clinics.clinic())
    assert str(caught.value).replace(f"{tmp_path}/", "").startswith(message)
    assert len(str(caught.value).splitlines()) == 1


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match=r"r.csv: does not exist"):
        read_roster(tmp_path / "r.csv")


def test_a_folder_that_is_no_run(tmp_path: Path) -> None:
    with pytest.raises(RunError, match="is no bemanna run"):
        read_run(tmp_path)


def test_a_damaged_summary(tmp_path: Path) -> None:
    scenario = clinics.clinic()
    write_run(tmp_path / "run", scenario, clinics.result(scenario, None))
    (tmp_path / "run/summary.json").write_text('{"schema": "bemanna/run-1", "status": "feasible"}', "utf-8")
    with pytest.raises(RunError, match=r"summary.json: is damaged .*: solve again"):
        read_run(tmp_path / "run")

"""Tables read row by row: where their rows stand, and how large they may be."""

from __future__ import annotations

from pathlib import Path

import pytest

from bemanna.runs.reading import read_roster
from models.problems import ScenarioError
from models.reading.spreadsheets import LARGE, SMALL, Limits, open_table, read_sheet


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_rows_after_a_cell_of_several_lines_stand_where_they_stand(tmp_path: Path, end: str) -> None:
    lines = ["", "a,b", '1,"x', '""y"', "", "3,4"]
    (tmp_path / "t.csv").write_bytes(end.join(lines).encode())
    table = open_table(tmp_path / "t.csv", None, SMALL)
    rows = [[(cell.text.replace(end, "|"), cell.mark.line, cell.mark.column) for cell in row] for row in table.rows]
    assert rows == [
        [("a", 2, 1), ("b", 2, 3)],
        [("1", 3, 1), ('x|"y', 3, 3)],
        [("3", 6, 1), ("4", 6, 3)],
    ]


def test_rows_come_before_an_error_behind_them(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text('a,b\n1,2\n3,"4\n', encoding="utf-8")
    rows = open_table(tmp_path / "t.csv", None, SMALL).rows
    assert [[cell.text for cell in next(rows)] for _ in range(2)] == [["a", "b"], ["1", "2"]]
    with pytest.raises(ScenarioError, match=r"t\.csv:3: cannot be read as a table"):
        next(rows)


@pytest.mark.parametrize(
    ("limits", "message"),
    [(Limits(2, 100), "has more than 2 rows"), (Limits(3, 10), "has more than 10 bytes")],
)
def test_what_is_too_large(tmp_path: Path, limits: Limits, message: str) -> None:
    (tmp_path / "t.csv").write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=message):
        list(open_table(tmp_path / "t.csv", None, limits).rows)
    assert len(list(open_table(tmp_path / "t.csv", None, Limits(3, 12)).rows)) == 3


def test_tables_of_runs_may_be_larger_than_those_of_scenarios(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.reading.spreadsheets.SMALL", Limits(3, 60))
    path = tmp_path / "roster.csv"
    path.write_text("staff,date,shift\n" + "ann,2027-03-01,day\n" * 4, encoding="utf-8")
    with pytest.raises(ScenarioError, match="has more than 60 bytes"):
        read_sheet(path, None)
    assert len(read_roster(path).shifts) == 4
    assert (LARGE.rows, LARGE.bytes) == (5_000_000, 500_000_000)

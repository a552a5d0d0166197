"""Rows of cells from CSV text and XLSX workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.problems import Problem, ScenarioError, did_you_mean, listed, shown
from models.reading.files import MOST_BYTES, read_bytes, read_text
from models.reading.nodes import Mark

_MOST_UNPACKED: Final = 400_000_000
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a table may be."""

    rows: int
    bytes: int


SMALL: Final = Limits(200_000, MOST_BYTES)
"""Tables of a scenario."""
LARGE: Final = Limits(5_000_000, 500_000_000)
"""Rosters and what belongs to them: a row for each person and half-day."""


@dataclass(frozen=True, slots=True)
class Cell:
    """The text of a cell and its place."""

    text: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stands in its file: rows of cells, empty rows left out; the first row is the header."""

    file: str
    rows: list[list[Cell]]
    separator: str
    """What separates cells."""


@dataclass(frozen=True, slots=True)
class OpenTable:
    """A table that is read row by row: the rows come once, and may raise ScenarioError on the way."""

    file: str
    rows: Iterator[list[Cell]]
    separator: str
    """What separates cells."""


def read_sheet(path: Path, name: str | None) -> Sheet:
    """Return the rows of a CSV file, or of a sheet of an XLSX workbook (by default the first).

    Raises ScenarioError where the file cannot be read as a table.
    """
    table = open_table(path, name, SMALL)
    return Sheet(table.file, list(table.rows), table.separator)


def open_table(path: Path, name: str | None, limits: Limits) -> OpenTable:
    """Return a CSV file, or a sheet of an XLSX workbook (by default the first), to be read row by row.

    Raises ScenarioError where the file cannot be read as a table.
    """
    is_workbook = path.suffix.lower() in (".xlsx", ".xlsm", ".xlsb", ".ods", ".xls")
    if name is not None and not is_workbook:
        raise ScenarioError([Problem("is no workbook, so it has no sheets", remedy="drop 'sheet'", file=str(path))])
    table = _open_workbook(path, name, limits) if is_workbook else _open_csv(path, limits)
    filled = (row for row in table.rows if any(cell.text for cell in row))
    return OpenTable(table.file, _at_most(limits.rows, filled, table.file), table.separator)


def _at_most(most: int, rows: Iterator[list[Cell]], file: str) -> Iterator[list[Cell]]:
    for number, row in enumerate(rows):
        if number == most:
            what = f"has more than {most} rows"
            raise ScenarioError([Problem(what, remedy="leave out what lies outside the horizon", file=file)])
        yield row


def _open_csv(path: Path, limits: Limits) -> OpenTable:
    text = read_text(path, limits.bytes)
    header = next((line for line in _lines(text) if line.strip()), "")
    separator = max(";,\t", key=_unquoted(header).count)
    return OpenTable(str(path), _csv_rows(path, text, separator), separator)


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, one by one: large files are not held twice."""
    return (match[0] for match in _LINE.finditer(text))


def _csv_rows(path: Path, text: str, separator: str) -> Iterator[list[Cell]]:
    seen: list[str] = []
    """Lines of the record that is being read."""

    def lines() -> Iterator[str]:
        for line in _lines(text):
            seen.append(line)
            yield line

    reader = csv.reader(lines(), delimiter=separator, strict=True)
    first = 1
    try:
        for record in reader:
            starts = _starts(seen[0], separator)
            places = (Mark(str(path), first, next(starts, None)) for _ in record)
            yield [Cell(cell.strip(), mark) for cell, mark in zip(record, places, strict=True)]
            first = reader.line_num + 1
            seen.clear()
    except csv.Error as error:
        what = f"cannot be read as a table: {error}"
        remedy = "check the quotes in this row"
        raise ScenarioError([Problem(what, remedy=remedy, file=str(path), line=first)]) from None


def _unquoted(line: str) -> str:
    return "".join(line.split('"')[::2])


def _starts(line: str, separator: str) -> Iterator[int]:
    """Yield the columns (1 is the first) at which the cells of a line start."""
    yield 1
    quoted = False
    for position, character in enumerate(line):
        quoted ^= character == '"'
        if character == separator and not quoted:
            yield position + 2


def _open_workbook(path: Path, name: str | None, limits: Limits) -> OpenTable:
    from python_calamine import CalamineError, CalamineWorkbook  # imported here: most scenarios have no workbook

    data = read_bytes(path, limits.bytes)
    try:
        _check_size(path, data)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = workbook.sheet_names
        chosen = name or next(iter(names), "")
        if chosen not in names:
            remedy = did_you_mean(chosen, names, f"it has {listed(names)}" if names else "name another workbook")
            raise ScenarioError(
                [Problem(f"has no sheet {shown(name)}" if name else "has no sheets", remedy=remedy, file=str(path))]
            )
        values = workbook.get_sheet_by_name(chosen).to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, NotImplementedError, zipfile.BadZipFile) as error:
        what = "cannot be read as a workbook"
        remedy = "save it as .xlsx again, or as CSV"
        raise ScenarioError([Problem(what, remedy=remedy, file=str(path))]) from error
    file = f"{path}[{chosen}]"
    numbered = enumerate(values, start=1)
    rows = ([Cell(_text(v), Mark(file, i, j)) for j, v in enumerate(row, start=1)] for i, row in numbered)
    return OpenTable(file, rows, "\t")


def _check_size(path: Path, data: bytes) -> None:
    """Refuse a small file that unpacks to a huge one."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > _MOST_UNPACKED:
            raise ScenarioError([Problem("is too large when unpacked", remedy="split the workbook", file=str(path))])


def _text(value: Any) -> str:
    """Return a workbook's cell as the text that a CSV file would have."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    return str(value).strip()

"""roster.xlsx: the roster as a coloured grid, and every table on a sheet of its own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from bemanna.runs.grid import Cell, Grid, Group, Row
from bemanna.runs.palette import SHIFT_TINTS, colour
from bemanna.runs.run import Solved
from bemanna.runs.tables import Table, Value, tables
from models.base import money

_HEAD = {"bold": True, "font_color": "#ffffff", "bg_color": "#1f3a4d", "border": 1, "border_color": "#c8d2da"}
_EDGE = {"border": 1, "border_color": "#dde4e9", "align": "center", "valign": "vcenter"}
_FIRST_DAY = 4
"""Column of the first day: unit, competence, staff and name stand before it."""


def workbook(solved: Solved) -> bytes:
    """Return the workbook as the bytes of an XLSX file.

    Text is written as text, whatever it starts with: nothing from input becomes a formula or a link.
    """
    out = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, settings) as book:
        # The day of planning, not the wall clock: the same roster gives the same file.
        book.set_properties(
            {
                "title": solved.scenario.name,
                "created": dt.datetime.combine(solved.scenario.plan_date, dt.time()),
            }
        )
        _GridSheet(book, solved).write()
        for table in (*tables(solved), *_judgements(solved)):
            _write_table(book, table)
    return out.getvalue()


def _judgements(solved: Solved) -> tuple[Table, ...]:
    terms = tuple((name, None if value is None else money(value)) for name, value in solved.evaluation.terms.items())
    broken = tuple(
        (v.title, v.staff, ", ".join(map(str, v.dates)), v.size, v.unit, v.text, v.source)
        for v in solved.evaluation.violations
    )
    currency = solved.scenario.calendar.currency
    return (
        Table("cost", ("term", currency), terms),
        Table("violations", ("rule", "staff", "dates", "size", "unit", "text", "source"), broken),
    )


class _GridSheet:
    """The first sheet: people by days."""

    def __init__(self, book: Workbook, solved: Solved) -> None:
        self._grid = Grid(solved)
        self._solved = solved
        self._sheet: Worksheet = book.add_worksheet("grid")
        self._book = book
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def write(self) -> None:
        """Write head, rows and legend."""
        sheet, days = self._sheet, self._grid.days
        self._head()
        line = 3
        for group in self._grid.groups:
            for row in group.rows:
                self._row(line, group, row)
                line += 1
        sheet.freeze_panes(3, _FIRST_DAY)
        sheet.autofilter(2, 0, max(2, line - 1), _FIRST_DAY - 1)
        sheet.set_column(0, 1, 16)
        sheet.set_column(2, 3, 14)
        sheet.set_column(_FIRST_DAY, _FIRST_DAY + len(days) - 1, 6.5)
        sheet.set_column(_FIRST_DAY + len(days), _FIRST_DAY + len(days) + 1, 11)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0, 2)
        self._legend(line + 1)

    def _format(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def _head(self) -> None:
        sheet, head = self._sheet, self._format(**_HEAD)
        centred = self._format(**_HEAD, align="center")
        sheet.write_string(0, 0, self._solved.scenario.name, self._format(bold=True, font_size=14))
        for column, title in enumerate(("unit", "competence", "staff", "name")):
            sheet.write_string(2, column, title, head)
        for number, day in enumerate(self._grid.days):
            off = day.weekend or day.holiday is not None
            style = self._format(**(_HEAD | {"bg_color": "#6b7f8c"}), align="center") if off else centred
            if number % 7 == 0:
                week = self._solved.facts.week_label(number // 7)
                sheet.write_string(1, _FIRST_DAY + number, week, self._format(bold=True))
            sheet.write_string(2, _FIRST_DAY + number, f"{day.date:%a} {day.date.day}", style)
        after = _FIRST_DAY + len(self._grid.days)
        sheet.write_string(2, after, "hours", centred)
        sheet.write_string(2, after + 1, "hours due", centred)

    def _row(self, line: int, group: Group, row: Row) -> None:
        sheet = self._sheet
        for column, text in enumerate((group.unit, group.competence, row.staff, row.name)):
            sheet.write_string(line, column, text, self._format(border=1, border_color="#dde4e9"))
        for number, cell in enumerate(row.cells):
            self._cell(line, number, cell)
        hours = self._format(**_EDGE, num_format="0.0")
        after = _FIRST_DAY + len(row.cells)
        sheet.write_number(line, after, row.worked / 60, hours)
        if row.due is not None:
            sheet.write_number(line, after + 1, row.due / 60, hours)

    def _cell(self, line: int, number: int, cell: Cell) -> None:
        column = _FIRST_DAY + number
        day = self._grid.days[number]
        style: dict[str, Any] = dict(_EDGE)
        if number % 7 == 0:
            style |= {"left": 2}
        if cell.tint is not None:
            style |= {"bg_color": colour(cell.tint, SHIFT_TINTS), "bold": True}
        elif cell.absent:
            style |= {"pattern": 14, "fg_color": "#9aa7b0", "bg_color": "#ffffff"}
        elif day.weekend or day.holiday:
            style |= {"bg_color": "#eef1f3"}
        if cell.request == "refused":
            style |= {"font_color": "#b3261e", "italic": True}
        sessions = " ".join(dict.fromkeys(half.code for half in cell.halves if half.code))
        self._sheet.write_string(line, column, f"{cell.code} {sessions}".strip(), self._format(**style))

    def _legend(self, line: int) -> None:
        sheet, bold = self._sheet, self._format(bold=True)
        sheet.write_string(line, 0, "Shifts", bold)
        for key in self._grid.shifts.values():
            line += 1
            tint = self._format(**_EDGE, bold=True, bg_color=colour(key.colour, SHIFT_TINTS))
            sheet.write_string(line, 0, key.code, tint)
            sheet.write_string(line, 1, key.text)
        line += 2
        sheet.write_string(line, 0, "Sessions", bold)
        for (unit, _), key in self._grid.sessions.items():
            line += 1
            sheet.write_string(line, 0, key.code, self._format(**_EDGE))
            sheet.write_string(line, 1, f"{unit}: {key.text}")
        for competence, code in self._grid.roles.items():
            line += 1
            sheet.write_string(line, 0, code, self._format(**_EDGE))
            sheet.write_string(line, 1, f"as {competence}")
        line += 2
        sheet.write_string(line, 0, "Hatched: absent. Red italics: a request that was refused.")


def _write_table(book: Workbook, table: Table) -> None:
    sheet = book.add_worksheet(table.name)
    head, date = book.add_format(_HEAD), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    number = book.add_format({"num_format": "#,##0.##" if table.name == "cost" else "#,##0"})
    for column, title in enumerate(table.columns):
        sheet.write_string(0, column, title, head)
        sheet.set_column(column, column, _width(title, [row[column] for row in table.rows]))
    for line, row in enumerate(table.rows, 1):
        for column, value in enumerate(row):
            _write_value(sheet, line, column, value, date, number)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(table.rows)), len(table.columns) - 1)


def _write_value(sheet: Worksheet, line: int, column: int, value: Value, date: Format, number: Format) -> None:
    if isinstance(value, dt.date):
        sheet.write_datetime(line, column, dt.datetime.combine(value, dt.time()), date)
    elif isinstance(value, str):
        sheet.write_string(line, column, value)
    elif value is not None:
        sheet.write_number(line, column, value, number)


def _width(title: str, values: Sequence[Value]) -> int:
    return min(60, 4 + max(len(title), *(len(str(value)) for value in values[:500]), 6))

"""Sections of a scenario that stand in tables: ``staff: {table: staff.csv}``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from models.demand import CoverRow, Lending
from models.problems import Problem, ScenarioError, did_you_mean, listed, shown
from models.reading.nodes import Mark, Node
from models.reading.schema import fields, holds_list, leaf_types
from models.reading.spreadsheets import Cell, Sheet, read_sheet
from models.staff import Absence, PastShift, Person, Pin, PublishedShift, Request

ROW_MODELS: Final[Mapping[str, type[BaseModel]]] = {
    "staff": Person,
    "absences": Absence,
    "requests": Request,
    "pins": Pin,
    "history": PastShift,
    "published": PublishedShift,
    "previous": PublishedShift,
    "cover": CoverRow,
    "lending": Lending,
}
"""The sections that may be tables, and what a row of each is. The production plan may be one too."""

PLAN: Final = "production_plan"
_PLAN_COLUMNS: Final = ("unit", "activity", "week", "planned")

_DECIMAL_COMMA: Final = re.compile(r"^(-?\d+),(\d+)$")
WEEK: Final = re.compile(r"^(?:\d{4}-?W\d{2}|\d{1,2})$")
"""A week of a plan: ISO, or its number in the horizon."""
_THOUSANDS: Final = re.compile(r"^-?\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?$")


def expand_tables(tree: Node, folder: Path, problems: list[Problem]) -> Node:
    """Return a scenario's tree with the tables of a folder in place of their names."""
    sections = dict(tree.items())
    for key in (*ROW_MODELS, PLAN):
        node = sections.get(key)
        if node is not None and node.get("table") is not None:
            found: list[Problem] = []
            try:
                sections[key] = _section(key, node, folder, found)
            except ScenarioError as error:
                found.extend(error.problems)
                sections[key] = _replaced(node, {} if key == PLAN else [])
            problems.extend(replace(problem, path=problem.path or (key,)) for problem in found)
    return tree.with_items(sections)


def _replaced(node: Node, value: dict[str, Node] | list[Node]) -> Node:
    return Node(value, node.mark, node.key_mark)


def _section(key: str, node: Node, folder: Path, problems: list[Problem]) -> Node:
    known = ("table", "sheet") if key == PLAN else ("table", "sheet", "rows")
    for name, value in node.items():
        if name not in known:
            remedy = did_you_mean(name, known, f"beside a table there may be {listed(known[1:])}")
            problems.append(value.key_problem("is no known key", remedy, (key, name)))
    sheet = read_sheet(folder / _text(key, node, "table"), _text(key, node, "sheet") or None)
    if key == PLAN:
        return _replaced(node, _plan(sheet, problems))
    rows = _rows(key, sheet, fields(ROW_MODELS[key]), problems)
    further = node.get("rows")
    if further is not None and not isinstance(further.value, list):
        problems.append(
            further.problem("is not a list", "write the further rows as a list", (key, "rows"), further.shown())
        )
    return _replaced(node, rows + (further.members() if further else []))


def _text(key: str, node: Node, name: str) -> str:
    found = node.get(name)
    if found is None:
        return ""
    if not isinstance(found.value, str) or not found.value:
        remedy = "name a file" if name == "table" else "name a sheet"
        raise ScenarioError([found.problem("is no name", remedy, (key, name), found.shown())])
    return found.value


def _header(sheet: Sheet, known: tuple[str, ...], required: tuple[str, ...], problems: list[Problem]) -> list[str]:
    """Return the column names, as the model has them. Raises ScenarioError where a required one is missing."""
    if not sheet.rows:
        raise ScenarioError([Problem("is empty", remedy=f"give it a header with {listed(required)}", file=sheet.file)])
    names = [re.sub(r"[\s-]+", "_", cell.text.lower()) for cell in sheet.rows[0]]
    for position, (cell, name) in enumerate(zip(sheet.rows[0], names, strict=True)):
        if name and name not in known:
            remedy = did_you_mean(name, known, f"known columns are {listed(known, most=30)}")
            problems.append(_at(cell.mark, f"column '{cell.text}' is not known", remedy))
        elif name and name in names[:position]:
            problems.append(_at(cell.mark, f"column '{cell.text}' stands twice", "keep one of them"))
    missing = [name for name in required if name not in names]
    if missing:
        what = (
            f"the table has no column '{missing[0]}'"
            if len(missing) == 1
            else f"the table has no columns {listed(missing)}"
        )
        remedy = f"add it to the header, which has {listed((cell.text for cell in sheet.rows[0]), most=30)}"
        raise ScenarioError([_at(sheet.rows[0][0].mark, what, remedy)])
    return names


def _at(mark: Mark, what: str, remedy: str, got: str | None = None) -> Problem:
    return Problem(what, (), got, remedy, mark.file, mark.line, mark.column)


def _records(sheet: Sheet, names: list[str], problems: list[Problem]) -> list[dict[str, Cell]]:
    """Return the rows below the header by column; empty cells are left out."""
    records: list[dict[str, Cell]] = []
    for row in sheet.rows[1:]:
        if len(row) < len(names) or any(cell.text for cell in row[len(names) :]):
            what = f"the row has {len(row)} cells, the header has {len(names)}"
            problems.append(
                _at(row[0].mark, what, "fill in or remove a separator; put quotes around a text that holds one")
            )
        elif record := {name: cell for name, cell in zip(names, row, strict=False) if name and cell.text}:
            records.append(record)
    return records


def _rows(key: str, sheet: Sheet, known: Mapping[str, FieldInfo], problems: list[Problem]) -> list[Node]:
    required = tuple(name for name, field in known.items() if field.is_required())
    names = _header(sheet, tuple(known), required, problems)
    columns = {name: _Column.of(field) for name, field in known.items()}
    result: list[Node] = []
    for record in _records(sheet, names, problems):
        items = {n: columns[n].node(cell, sheet.separator) for n, cell in record.items() if n in columns}
        mark = next(iter(record.values())).mark
        result.append(Node(items, Mark(mark.file, mark.line, 1)))
    return result


@dataclass(frozen=True, slots=True)
class _Column:
    """How the cells of a column read: decimal commas as points, ``a|b`` as a list."""

    is_number: bool
    is_list: bool
    is_text: bool
    """Whether text may stand in it: the model then splits a list that has no bars."""

    @classmethod
    def of(cls, field: FieldInfo) -> _Column:
        kinds = leaf_types(field)
        return cls(bool(kinds & {int, Decimal}), holds_list(field), str in kinds)

    def node(self, cell: Cell, separator: str) -> Node:
        """Return a cell as the column reads it."""
        texts = [part.strip() for part in cell.text.split("|")] if self.is_list else [cell.text]
        if self.is_number:
            texts = [number_text(text, separator) for text in texts]
        if len(texts) == 1 and (self.is_text or not self.is_list):
            return Node(texts[0], cell.mark)
        return Node([Node(text, cell.mark) for text in texts if text], cell.mark)


def number_text(text: str, separator: str) -> str:
    """Return a number with a decimal point and without spaces between thousands.

    In a file that separates cells by commas, ``1,234`` may be either and so stays as it is.
    """
    if _THOUSANDS.match(text):
        text = re.sub(r"\s", "", text)
    match = _DECIMAL_COMMA.match(text)
    if match is None or (separator == "," and len(match[2]) == 3):
        return text
    return f"{match[1]}.{match[2]}"


def _plan(sheet: Sheet, problems: list[Problem]) -> dict[str, Node]:
    """Return a plan as activity -> week -> number, below the unit where the table names units."""
    names = _header(sheet, _PLAN_COLUMNS, _PLAN_COLUMNS[1:], problems)
    tree: dict[str, Node] = {}
    for record in _records(sheet, names, problems):
        fault = _plan_fault(record)
        if fault is not None:
            problems.append(fault)
            continue
        here = tree
        for name in ("unit", "activity") if "unit" in record else ("activity",):
            cell = record[name]
            below = here.setdefault(cell.text, Node({}, cell.mark, cell.mark))
            assert isinstance(below.value, dict)
            here = below.value
        _put(here, record, sheet.separator, problems)
    return tree


def _plan_fault(record: dict[str, Cell]) -> Problem | None:
    """Return what keeps a row of a plan from being read."""
    absent = [name for name in _PLAN_COLUMNS[1:] if name not in record]
    if absent:
        mark = next(iter(record.values())).mark
        return _at(mark, f"the row has no {listed(absent)}", "fill in the cell, or remove the row")
    week = record["week"]
    if not WEEK.match(week.text):
        return _at(week.mark, "is no week", "write an ISO week such as 2027-W09, or 1, 2, ...", shown(week.text))
    return None


def _put(weeks: dict[str, Node], record: dict[str, Cell], separator: str, problems: list[Problem]) -> None:
    week, planned = record["week"], record["planned"]
    if week.text in weeks:
        problems.append(
            _at(week.mark, f"'{record['activity'].text}' has this week twice", "keep one row", shown(week.text))
        )
    weeks[week.text] = Node(number_text(planned.text, separator), planned.mark, week.mark)

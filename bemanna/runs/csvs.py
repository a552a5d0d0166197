"""Tables as CSV: UTF-8, commas, ISO dates, and no cell that a spreadsheet takes for a formula."""

from __future__ import annotations

import csv
import datetime as dt
import io

from bemanna.runs.tables import Table, Value
from bemanna.runs.texts import guard


def to_csv(table: Table) -> str:
    """Return a table as the text of a CSV file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return out.getvalue()


def _cell(value: Value) -> str | int | float:
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return value.isoformat()
    return guard(value) if isinstance(value, str) else value

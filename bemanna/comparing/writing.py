"""The files of a comparison: a page, and tables for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any, Final

from bemanna.comparing.comparison import Comparison
from bemanna.comparing.page import day_text, render
from bemanna.runs.csvs import to_csv
from bemanna.runs.documents import write_documents
from bemanna.runs.tables import Table

SCHEMA: Final = "bemanna/comparison-1"
MARK: Final = "comparison.json"
PAGE: Final = "compare.html"


def default_folder(runs: Path) -> Path:
    """Return the first ``comparison-<n>`` among the runs that does not exist."""
    folders = (runs / f"comparison-{number}" for number in count(1))
    return next(folder for folder in folders if not folder.exists())


def write_comparison(folder: Path, comparison: Comparison) -> Path:
    """Write the page and the tables of a comparison, and return the path of the page.

    Raises RunError where the folder holds something else, or cannot be written.
    """
    write_documents(folder, MARK, SCHEMA, _files(comparison))
    return folder / PAGE


def _files(comparison: Comparison) -> Iterator[tuple[str, bytes]]:
    yield MARK, (json.dumps(as_json(comparison), indent=2, ensure_ascii=False) + "\n").encode()
    for table in tables(comparison):
        yield f"{table.name}.csv", to_csv(table).encode()
    yield PAGE, render(comparison).encode()


def tables(comparison: Comparison) -> tuple[Table, ...]:
    """Return inputs, key figures, hours of people and days that differ, as tables."""
    letters = tuple(side.letter for side in comparison.sides)
    first, others = letters[0], letters[1:]
    of_others = tuple(name for letter in others for name in (f"{letter}-{first}", f"{letter} gaps"))
    return (
        Table("inputs", ("path", *letters), tuple((row.path, *row.values) for row in comparison.inputs)),
        Table("figures", ("figure", "kind", *letters, *of_others), tuple(_figures(comparison))),
        Table(
            "people",
            ("staff", "name", *(f"{letter} minutes" for letter in letters), *(f"{x} days changed" for x in others)),
            tuple(
                (one.staff, one.name, *one.minutes, *(one.changed(n) for n in range(1, len(letters))))
                for one in comparison.people
            ),
        ),
        Table(
            "days",
            ("staff", "date", *letters),
            tuple(
                (one.staff, day.date, *(day_text(day, n) for n in range(len(letters))))
                for one in comparison.people
                for day in one.days
            ),
        ),
    )


def _figures(comparison: Comparison) -> Iterator[tuple[str | float | None, ...]]:
    for row in comparison.figures:
        pairs = zip(row.differences, row.verdicts, strict=True)
        told = (value for difference, found in pairs for value in (difference, found.value))
        yield (row.figure.key, row.figure.kind.value, *row.values, *told)


def as_json(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison for programs."""
    return {
        "schema": SCHEMA,
        "sides": [
            {
                "letter": side.letter,
                "name": side.run.scenario.name,
                "given": str(side.given),
                "run": None if side.folder is None else str(side.folder),
                "status": side.run.result.status.value,
                "objective": side.run.summary["objective"],
                "bound": side.run.summary["bound"],
                "gap": side.run.summary["gap"],
            }
            for side in comparison.sides
        ],
        **{
            table.name: [
                {k: v if isinstance(v, int | float | None) else str(v) for k, v in zip(table.columns, row, strict=True)}
                for row in table.rows
            ]
            for table in tables(comparison)
        },
    }

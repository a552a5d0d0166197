"""The files of a sweep: a page, and a table for other programs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from bemanna.runs.csvs import to_csv
from bemanna.runs.documents import write_documents
from bemanna.runs.tables import Table, Value
from bemanna.runs.texts import slug
from bemanna.store.records import Work
from bemanna.sweeping.page import render
from bemanna.sweeping.pareto import front
from bemanna.sweeping.sweep import Plan, Sweep
from models.loading import scenario_hash

SCHEMA: Final = "bemanna/sweep-1"
MARK: Final = "sweep.json"
PAGE: Final = "sweep.html"

_RECORDED: Final = ("status", "objective", "bound", "gap", "seconds")


def default_folder(runs: Path, plan: Plan, work: Work) -> Path:
    """Return ``sweep-<name>-<digest>`` among the runs: the same for the same sweep, which goes on there."""
    said = [scenario_hash(plan.base), [[axis.path, *axis.values] for axis in plan.axes], dict(work)]
    digest = hashlib.sha256(json.dumps(said, sort_keys=True, default=str).encode()).hexdigest()
    return runs / f"sweep-{slug(plan.base.name)}-{digest[:8]}"


def write_sweep(folder: Path, sweep: Sweep) -> Path:
    """Write the page and the tables of a sweep, and return the path of the page.

    Raises RunError where the folder holds something else, or cannot be written.
    """
    write_documents(folder, MARK, SCHEMA, _files(sweep))
    return folder / PAGE


def _files(sweep: Sweep) -> Iterator[tuple[str, bytes]]:
    yield MARK, (json.dumps(as_json(sweep), indent=2, ensure_ascii=False) + "\n").encode()
    yield "sweep.csv", to_csv(table(sweep)).encode()
    yield PAGE, render(sweep).encode()


def table(sweep: Sweep) -> Table:
    """Return a row for each scenario: its values, how its solve ended, every key figure, whether on the front."""
    names = sorted({name for point in sweep.solved if point.record for name in _plain(point.record.kpis)})
    best = front(sweep)
    found: list[tuple[Value, ...]] = []
    for point in sweep.points:
        record = point.record
        ending = [None if record is None else getattr(record, name) for name in _RECORDED]
        kpis = {} if record is None else _plain(record.kpis)
        folder = None if record is None else record.folder
        found.append((point.number, *point.values, *ending, *map(kpis.get, names), int(point in best), folder))
    columns = ("number", *(axis.path for axis in sweep.axes), *_RECORDED, *names, "on_front", "run")
    return Table("sweep", columns, tuple(found))


def _plain(kpis: Any) -> dict[str, Any]:
    """Return the key figures that are single values."""
    return {name: value for name, value in kpis.items() if not isinstance(value, dict | list)}


def as_json(sweep: Sweep) -> dict[str, Any]:
    """Return a sweep for programs."""
    found = table(sweep)
    return {
        "schema": SCHEMA,
        "base": {"name": sweep.base.name, "scenario_sha256": scenario_hash(sweep.base)},
        "axes": [{"path": axis.path, "values": list(axis.values)} for axis in sweep.axes],
        "work": dict(sweep.work),
        "points": [dict(zip(found.columns, row, strict=True)) for row in found.rows],
    }

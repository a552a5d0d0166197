"""results.json and results.md: written after each solve, and read to go on or to compare."""

from __future__ import annotations

import json
import os
import platform
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Final

from bemanna.benchmarking.cases import Suite
from bemanna.benchmarking.comparisons import comparisons
from bemanna.benchmarking.jobs import Flags
from bemanna.benchmarking.measuring import Measurement
from bemanna.benchmarking.metrics import as_row, metrics, references
from bemanna.benchmarking.tables import markdown, measurement_table
from bemanna.runs.folder import replace_files
from bemanna.runs.run import RunError
from bemanna.runs.summary import versions

SCHEMA: Final = "bemanna/benchmark-2"
RESULTS: Final = "results.json"
TABLE: Final = "results.md"


@dataclass(frozen=True, slots=True)
class Results:
    """A benchmark as far as it has come."""

    suite: Suite
    flags: Flags
    calibration: tuple[float, ...]
    """Seconds of each calibration solve: how fast the machine was."""
    measurements: tuple[Measurement, ...]

    def with_one(self, calibration: float, measurement: Measurement) -> Results:
        """Return the results with one more solve, and the calibration before it."""
        more = (*self.measurements, measurement)
        return Results(self.suite, self.flags, (*self.calibration, calibration), more)


def write_results(folder: Path, results: Results) -> None:
    """Write results.json and results.md, each as a whole. Raises RunError where that cannot be done."""
    known = references(results.measurements)
    rows = [as_row(m, metrics(m, known.get(m.instance))) for m in results.measurements]
    compared = comparisons(results.suite, results.measurements)
    content = {
        "schema": SCHEMA,
        "suite": results.suite,
        "machine": {"cores": os.cpu_count(), "system": platform.system(), "processor": platform.machine()},
        "versions": versions(),
        "flags": asdict(results.flags),
        "calibration_seconds": list(results.calibration),
        "measurements": rows,
        "comparisons": {table.title: table.as_dicts() for table in compared},
    }
    text = "\n\n".join(markdown(table) for table in (measurement_table(results.measurements), *compared))
    files = ((RESULTS, json.dumps(content, indent=1, allow_nan=False)), (TABLE, text))
    replace_files(folder, ((name, f"{body}\n".encode()) for name, body in files))


def read_results(file: Path) -> Results:
    """Return the results of a results.json. Raises RunError where it is none."""
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is no JSON"
        raise RunError(f"{file}: cannot be read: {reason}: name the {RESULTS} of a benchmark") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise RunError(f"{file}: is no result of this version's benchmarks: name a {RESULTS} with schema {SCHEMA}")
    try:
        measurements = tuple(_measurement(row) for row in content["measurements"])
        calibration = tuple(map(float, content["calibration_seconds"]))
        return Results(content["suite"], Flags(**content["flags"]), calibration, measurements)
    except (KeyError, TypeError, ValueError) as error:
        raise RunError(f"{file}: is damaged ({error}): run the benchmark anew") from error


def _measurement(row: dict[str, Any]) -> Measurement:
    values = {field.name: row[field.name] for field in fields(Measurement)}
    return Measurement(**values | {"incumbents": tuple(tuple(step) for step in row["incumbents"])})

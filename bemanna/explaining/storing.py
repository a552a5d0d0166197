"""explanation.json in a run folder."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bemanna.explaining.told import EXPLANATION_SCHEMA, Told
from bemanna.runs.files import EXPLANATION
from bemanna.runs.folder import replace_files
from bemanna.runs.run import Run, RunError
from bemanna.runs.sealing import roster_digest
from bemanna.runs.texts import to_json


def write_explanation(folder: Path, explanation: Told) -> None:
    """Write an explanation to its run folder, in place of an earlier one. Raises RunError where that cannot be."""
    replace_files(folder, [(EXPLANATION, to_json(dataclasses.asdict(explanation)))])


def with_explanation(folder: Path, run: Run) -> Run:
    """Return the run of a folder with its explanation, where there is one of its roster. Raises RunError."""
    explanation, roster = read_explanation(folder), run.result.roster
    if explanation is None or roster is None or explanation.roster_sha256 != roster_digest(roster):
        return run
    return dataclasses.replace(run, explanation=explanation)


def read_explanation(folder: Path) -> Told | None:
    """Return the explanation of a run folder, None where there is none. Raises RunError where it is damaged."""
    file = folder / EXPLANATION
    if not file.exists():
        return None
    try:
        explanation = TypeAdapter(Told).validate_python(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as error:
        reason = " ".join(str(error).split())[:120]
        raise RunError(f"{file}: is damaged ({reason}): delete it, or run 'bemanna explain' again") from error
    if explanation.schema != EXPLANATION_SCHEMA:
        raise RunError(f"{file}: is of another version (got {explanation.schema}): run 'bemanna explain' again")
    return explanation

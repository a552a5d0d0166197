"""Writes a template of a scenario, with its dates moved to the weeks that are wanted."""

from __future__ import annotations

import datetime as dt
import json
import re
from importlib.resources import files
from pathlib import Path
from typing import Literal

from bemanna.runs.run import RunError
from models.loading import json_schema

_LEAD_WEEKS = 6
_DATE = re.compile(r"<day ([+-]?\d+)>")
"""In a template ``<day 3>`` stands for the date three days after the first."""

Template = Literal["clinic", "ward"]
"""What there is to start from."""


def default_start(today: dt.date) -> dt.date:
    """Return the first Monday that is at least six weeks away."""
    earliest = today + dt.timedelta(weeks=_LEAD_WEEKS)
    return earliest + dt.timedelta(days=-earliest.weekday() % 7)


def write_template(folder: Path, start: dt.date, template: Template = "clinic") -> None:
    """Write the scenario folder of a template, with the JSON Schema that its first line names for editors.

    Raises RunError where the folder holds something already, or cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise RunError(f"{folder}: is not empty: choose a new folder, nothing is overwritten")
        for source in files("bemanna.init").joinpath("templates", template).iterdir():
            text = source.read_text(encoding="utf-8")
            (folder / source.name).write_text(_dated(text, start), encoding="utf-8", newline="\n")
        schema = json.dumps(json_schema(), indent=2, ensure_ascii=False)
        (folder / "scenario.schema.json").write_text(schema + "\n", encoding="utf-8", newline="\n")
    except OSError as error:
        raise RunError(f"{folder}: cannot be written ({error.strerror}): choose another folder") from error


def _dated(text: str, start: dt.date) -> str:
    return _DATE.sub(lambda match: str(start + dt.timedelta(days=int(match[1]))), text)

"""Bytes and text of input files, with one clear line where there are none."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final, NoReturn

from models.problems import Problem, ScenarioError, did_you_mean

MOST_BYTES: Final = 20_000_000
SCENARIO_FILE: Final = "scenario.yaml"

_BINARY: Final = re.compile(r"[\x00-\x08\x0e-\x1f]")


def scenario_file(path: Path) -> Path:
    """Return the scenario file of a path: itself, or ``scenario.yaml`` in a folder."""
    return path / SCENARIO_FILE if is_there(path) and path.is_dir() else path


def is_there(path: Path) -> bool:
    """Whether a file or folder exists; what cannot even be asked for does not."""
    try:
        return path.exists()
    except OSError:
        return False


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """Return what a file holds. Raises ScenarioError where it cannot be read, is too large or empty."""
    try:
        if path.is_dir():
            _refuse(path, "is a folder", "name a file in it")
        with path.open("rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        _refuse(path, "does not exist", nearest_file(path))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        _refuse(path, f"cannot be read: {reason}", "check the name and the rights")
    if len(data) > most:
        _refuse(path, f"has more than {most} bytes", "leave out what lies outside the horizon")
    if not data.strip():
        _refuse(path, "is empty", "write something into it, or name another file")
    return data


def read_text(path: Path, most: int = MOST_BYTES) -> str:
    """Return the text of a file: UTF-8 with or without a byte-order mark, UTF-16 with one, or Windows-1252.

    Raises ScenarioError where there is no text in it, or more than ``most`` bytes.
    """
    data = read_bytes(path, most)
    text = _decoded(data)
    if text is None or _BINARY.search(text):
        _refuse(path, "is no text file", "name a text file (YAML or CSV), saved as UTF-8")
    return text


def _decoded(data: bytes) -> str | None:
    wide = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def nearest_file(path: Path) -> str:
    """Return what to do about a file that does not exist."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir())
    except OSError:
        return f"there is no folder '{path.parent}' either; check the path"
    if path.name == SCENARIO_FILE:
        return f"a scenario folder holds a {SCENARIO_FILE}; name the file if it is called otherwise"
    return did_you_mean(path.name, names, "check the name")


def _refuse(path: Path, what: str, remedy: str) -> NoReturn:
    raise ScenarioError([Problem(what, remedy=remedy, file=str(path))])

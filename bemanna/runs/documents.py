"""Folders of documents that are no runs (comparisons, sweeps): told by the JSON file that marks them as ours."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from bemanna.runs.folder import replace_files
from bemanna.runs.run import RunError


def check_documents(folder: Path, mark: str, schema: str) -> None:
    """Check that documents can be written to a folder: it is new, empty, or holds documents of the same schema.

    ``mark`` is the name of the JSON file that says so. Raises RunError otherwise.
    """
    if not os.path.lexists(folder):
        return
    try:
        if not folder.is_dir():
            raise RunError(f"{folder}: is no folder: choose another one")
        if any(folder.iterdir()) and not _is_ours(folder / mark, schema):
            raise RunError(f"{folder}: holds something else: choose another folder, or move it away")
    except OSError as error:
        raise RunError(f"{folder}: cannot be read ({error.strerror or error}): choose another folder") from error


def write_documents(folder: Path, mark: str, schema: str, files: Iterable[tuple[str, bytes]]) -> None:
    """Write documents to a folder, each as a whole, in place of earlier ones. Raises RunError where that cannot be."""
    check_documents(folder, mark, schema)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RunError(f"{folder}: cannot be made ({error.strerror or error}): choose another folder") from error
    replace_files(folder, files)


def _is_ours(file: Path, schema: str) -> bool:
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(content, dict) and content.get("schema") == schema

"""The files of a run: all there, as they were written, and the documents what the tables say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bemanna.runs.files import CALENDARS, SUMMARY
from bemanna.runs.run import Solved
from bemanna.runs.sealing import FILES, OWN, digest, own_digest
from bemanna.runs.summary import versions
from bemanna.runs.writing import documents
from bemanna.verifying.checks import Check, check


def check_sums(folder: Path, summary: Mapping[str, Any]) -> Check:
    """Check every file against the checksum that was written beside it, and the summary against its own."""
    if FILES not in summary and OWN not in summary:
        return Check("checksums", None, "the run was written without checksums")
    known = summary.get(FILES)
    known = known if isinstance(known, Mapping) else {}
    text = f"scenario, tables and {SUMMARY} are as they were written"
    return check("checksums", text, _changed(folder, summary, known))


def _changed(folder: Path, summary: Mapping[str, Any], known: Mapping[str, Any]) -> Iterator[str]:
    for name, expected in known.items():
        try:
            content = (folder / Path(name).name).read_bytes()
        except OSError:
            yield f"{name}: is missing"
            continue
        if digest(content) != expected:
            yield f"{name}: was changed since it was written"
    for path in sorted(folder.glob("*.csv")):
        if path.name not in known:
            yield f"{path.name}: was added since the run was written"
    if summary.get(OWN) != own_digest(summary):
        yield f"{SUMMARY}: was changed since it was written"


def check_documents(folder: Path, solved: Solved) -> Check:
    """Check that report, workbook and calendars are what follows from the tables, to the last byte.

    Other versions of us may write them otherwise: then they are taken over.
    """
    name = "documents"
    recorded, present = solved.run.summary["versions"], versions()
    if recorded != present:
        changed = ", ".join(key for key in {*recorded, *present} if recorded.get(key) != present.get(key))
        return Check(name, None, f"written with another version of {changed}: 'bemanna report' writes them anew")
    made = dict(documents(solved))
    text = f"report, workbook and {len(made) - 2} calendars show this roster"
    return check(name, text, _differing(folder, made))


def _differing(folder: Path, made: Mapping[str, bytes]) -> Iterator[str]:
    remedy = "'bemanna report' writes it anew"
    for file, content in made.items():
        path = folder / file
        if not path.is_file():
            yield f"{file}: is missing: {remedy}"
        elif path.read_bytes() != content:
            yield f"{file}: does not show this roster: {remedy}"
    for path in sorted((folder / CALENDARS).glob("*")):
        if f"{CALENDARS}/{path.name}" not in made:
            yield f"{CALENDARS}/{path.name}: is nobody's calendar: delete it"

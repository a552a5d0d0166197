"""Checksums in summary.json: of the scenario, of the tables, and of the summary itself.

They tell what was changed since the run was written. Documents (report, workbook, calendars) have
none, since they may be written anew; they follow from the tables.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any, Final

from models.roster import Roster

FILES: Final = "files"
OWN: Final = "summary_sha256"


def seal(summary: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return a summary with the checksums of some files by name, and its own."""
    sealed = {**summary, FILES: {name: digest(content) for name, content in files.items()}}
    return {**sealed, OWN: own_digest(sealed)}


def own_digest(summary: Mapping[str, Any]) -> str:
    """Return the checksum of all that a summary says, but for the checksum itself; spaces and order do not matter."""
    content = {key: value for key, value in summary.items() if key != OWN}
    return digest(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())


def roster_digest(roster: Roster) -> str:
    """Return the checksum of a roster's rows, whatever their order."""
    rows = [sorted(map(repr, part or ())) for part in (roster.shifts, roster.places, roster.items)]
    return digest(repr(rows).encode())


def digest(content: bytes) -> str:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()

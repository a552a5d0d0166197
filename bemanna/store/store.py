"""The store of a folder of runs: one SQLite file beside the run folders.

Each call opens the file, does one transaction, and closes it; one that writes takes the lock at once (``BEGIN
IMMEDIATE``). So several processes wait for each other for milliseconds and never find half a change. The
rollback journal is SQLite's default; a write-ahead log leaves two more files lying about and does not work on network
drives.
"""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any, Final

from bemanna.runs.folder import is_run
from bemanna.runs.run import RunError
from bemanna.store.records import RunRecord, Work, is_current, record_of

STORE: Final = "runs.sqlite3"
"""Name of the file."""
BUSY_SECONDS: Final = 60.0
"""How long a process waits for others."""

_VERSION: Final = 1
_COLUMNS: Final = tuple(field.name for field in fields(RunRecord))
_TABLE: Final = """
CREATE TABLE IF NOT EXISTS runs (
    folder TEXT PRIMARY KEY, name TEXT NOT NULL, scenario_sha256 TEXT NOT NULL, work TEXT, status TEXT NOT NULL,
    objective REAL, bound REAL, gap REAL, seconds REAL NOT NULL, stopped INTEGER NOT NULL, kpis TEXT NOT NULL,
    finished TEXT NOT NULL, digest TEXT NOT NULL
)"""
_INDEX: Final = "CREATE INDEX IF NOT EXISTS runs_by_scenario ON runs (scenario_sha256)"


class Store:
    """The runs of a folder. Every method raises RunError where the file cannot be used."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.file = folder / STORE

    def add(self, folder: Path, work: Work | None) -> RunRecord:
        """Record the run of a folder, in place of what was recorded of that folder."""
        record = record_of(folder, work)
        with self._writing() as connection:
            _insert(connection, record)
        return record

    def find(self, scenario_sha256: str, work: Work, *, any_start: bool = False) -> list[RunRecord]:
        """Return the runs of a scenario with equal work whose folders are still there, the newest first.

        ``any_start``: also those that began from another roster, or from none.
        """
        wanted = _comparable(work, any_start=any_start)
        records = self._select("WHERE scenario_sha256 = ? AND work IS NOT NULL", scenario_sha256)
        return [
            record
            for record in records
            if record.work is not None
            and _comparable(record.work, any_start=any_start) == wanted
            and is_current(record, self.folder)
        ]

    def records(self) -> list[RunRecord]:
        """Return all records, the newest first, whether or not their folders are still there."""
        return self._select("")

    def refresh(self) -> tuple[list[RunRecord], list[str]]:
        """Return the runs that there are, the newest first, and the names of folders that are gone.

        Folders that were removed are forgotten; runs that nobody recorded, or that replaced a recorded one, are added.
        """
        if not self.folder.is_dir():
            raise RunError(f"{self.folder}: is no folder: name the folder that holds the runs")
        known = {record.folder: record for record in self.records()}
        there = {path.name: path for path in self.folder.iterdir() if _is_own_run(path)}
        gone = sorted(known.keys() - there.keys())
        stale = [name for name in there if name not in known or not is_current(known[name], self.folder)]
        found = [record for name in stale if (record := _readable(there[name])) is not None]
        if gone or found:
            with self._writing() as connection:
                connection.executemany("DELETE FROM runs WHERE folder = ?", [(name,) for name in gone])
                for record in found:
                    _insert(connection, record)
        return self.records(), gone

    def forget(self, folder: str) -> None:
        """Drop the record of a folder."""
        with self._writing() as connection:
            connection.execute("DELETE FROM runs WHERE folder = ?", (folder,))

    def _select(self, condition: str, *values: str) -> list[RunRecord]:
        if not self.file.exists():
            return []
        query = f"SELECT {', '.join(_COLUMNS)} FROM runs {condition} ORDER BY finished DESC, folder"  # noqa: S608
        with self._transaction("DEFERRED") as connection:
            if _version(connection) == 0:  # another process has made the file, and not yet the table
                return []
            return [_record(row) for row in connection.execute(query, values)]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._transaction("IMMEDIATE") as connection:
            if _version(connection) == 0:
                connection.execute(_TABLE)
                connection.execute(_INDEX)
                connection.execute(f"PRAGMA user_version = {_VERSION}")
            yield connection

    @contextmanager
    def _transaction(self, kind: str) -> Iterator[sqlite3.Connection]:
        try:
            with closing(sqlite3.connect(self.file, timeout=BUSY_SECONDS, isolation_level=None)) as connection:
                connection.execute(f"BEGIN {kind}")
                yield connection
                connection.execute("COMMIT")  # an exception closes the connection, which rolls back
        except sqlite3.Error as error:
            remedy = "move it away; 'bemanna runs' then lists the run folders anew"
            raise RunError(f"{self.file}: cannot be used as the store of runs ({error}): {remedy}") from error


def _version(connection: sqlite3.Connection) -> int:
    """Return the version of a file, 0 of a new one; raises sqlite3.DatabaseError for one that we cannot read."""
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    if version > _VERSION:
        raise sqlite3.DatabaseError(f"it was written by a later version of bemanna, format {version}")
    return version


def _insert(connection: sqlite3.Connection, record: RunRecord) -> None:
    values = dict(zip(_COLUMNS, astuple(record), strict=True))
    values["work"] = None if record.work is None else json.dumps(record.work, sort_keys=True, default=str)
    values["kpis"] = json.dumps(record.kpis)
    values["finished"] = record.finished.isoformat(timespec="microseconds")
    marks = ", ".join(f":{name}" for name in _COLUMNS)
    connection.execute(f"INSERT OR REPLACE INTO runs ({', '.join(_COLUMNS)}) VALUES ({marks})", values)  # noqa: S608


def _record(row: tuple[Any, ...]) -> RunRecord:
    values = dict(zip(_COLUMNS, row, strict=True))
    values["work"] = None if values["work"] is None else json.loads(values["work"])
    values["kpis"] = json.loads(values["kpis"])
    values["stopped"] = bool(values["stopped"])
    values["finished"] = dt.datetime.fromisoformat(values["finished"])
    return RunRecord(**values)


def _comparable(work: Work, *, any_start: bool) -> dict[str, Any]:
    """Return work as it comes back from JSON, so that equal work is equal."""
    found: dict[str, Any] = json.loads(json.dumps(work, default=str))
    return {key: value for key, value in found.items() if key != "start" or not any_start}


def _is_own_run(path: Path) -> bool:
    return not path.name.startswith(".") and not path.is_symlink() and path.is_dir() and is_run(path)


def _readable(folder: Path) -> RunRecord | None:
    """Return the record of a run that nobody recorded; None where its summary is damaged, or gone meanwhile."""
    try:
        return record_of(folder, None)
    except (OSError, ValueError, KeyError, TypeError):
        return None

"""Choose runs of the store, and remove them with their folders."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

from bemanna.runs.folder import is_run
from bemanna.runs.run import RunError
from bemanna.store.records import RunRecord, is_current
from bemanna.store.store import Store

_PRUNED: Final = ".bemanna-pruned-"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which runs are meant; None asks for nothing."""

    name: str | None = None
    """Part of the name of the scenario or of the folder, in any case; ``*`` stands for anything."""
    status: str | None = None
    since: dt.date | None = None
    """Finished on this day or later (UTC)."""
    before: dt.date | None = None
    """Finished before this day (UTC)."""
    gap_above: float | None = None
    """A greater gap, or none that is known."""
    gap_below: float | None = None
    """At most this gap."""

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked for."""
        return self == Choice()

    def fits(self, record: RunRecord) -> bool:
        """Whether a run is meant."""
        day = record.finished.date()
        return (
            (self.name is None or _named(self.name, record))
            and self.status in (None, record.status)
            and (self.since is None or day >= self.since)
            and (self.before is None or day < self.before)
            and (self.gap_above is None or record.gap is None or record.gap > self.gap_above)
            and (self.gap_below is None or (record.gap is not None and record.gap <= self.gap_below))
        )


def _named(name: str, record: RunRecord) -> bool:
    pattern = f"*{name.lower()}*"
    return any(fnmatch(text.lower(), pattern) for text in (record.name, record.folder))


def prune(store: Store, records: Iterable[RunRecord]) -> list[str]:
    """Remove runs and their folders, and return the names of the folders.

    A folder goes only if it is still the run of its record: one that was replaced meanwhile stays. It steps aside with
    one rename before it is removed, so that nobody reads half a run. Raises RunError where one cannot be removed.
    """
    _clear(store.folder)
    return [record.folder for record in records if _removed(store, record)]


def _removed(store: Store, record: RunRecord) -> bool:
    folder = store.folder / record.folder
    if folder.parent != store.folder or folder.is_symlink() or not is_run(folder):
        return False
    if not is_current(record, store.folder):
        return False
    aside = store.folder / f"{_PRUNED}{os.getpid()}-{record.folder}"
    try:
        folder.rename(aside)
        store.forget(record.folder)
        shutil.rmtree(aside)
    except OSError as error:
        raise RunError(f"{folder}: cannot be removed ({error.strerror or error}): check the rights") from error
    return True


def _clear(folder: Path) -> None:
    """Remove what a killed prune left behind."""
    for path in folder.glob(f"{_PRUNED}*"):
        shutil.rmtree(path, ignore_errors=True)

"""What the store knows of a run."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bemanna.runs.files import SUMMARY
from models.result import Status

if TYPE_CHECKING:
    from models.roster import Roster
    from solver.settings import Settings

Work = Mapping[str, Any]
"""What decides a solve of a scenario: its settings, the versions of the solver, and whether it began from a roster."""

_DECIDING_VERSIONS = ("bemanna", "ortools")


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run in the store; amounts in the scenario's currency, None where there is nothing."""

    folder: str
    """Name of the run folder beside the store."""
    name: str
    """Of the scenario."""
    scenario_sha256: str
    work: Work | None
    """None for a run that was found beside the store, not recorded by the solve that made it."""
    status: str
    objective: float | None
    bound: float | None
    gap: float | None
    """A fraction of the objective."""
    seconds: float
    stopped: bool
    """Whether somebody stopped it before its limits."""
    kpis: Mapping[str, Any]
    finished: dt.datetime
    """In UTC."""
    digest: str
    """SHA-256 of summary.json: another content means another run."""

    @property
    def settled(self) -> bool:
        """Whether the same work would end the same: proven, within the gap asked for, or by deterministic limits."""
        if self.stopped or self.work is None:
            return False
        if self.status in (Status.OPTIMAL, Status.INFEASIBLE):
            return True
        settings = self.work["settings"]
        if settings["deterministic_limit"] is not None and settings["memory_limit"] is None:
            return bool(self.seconds < settings["time_limit"])
        return self.gap is not None and bool(self.gap <= settings["gap"])


def work_of(settings: Settings, versions: Mapping[str, str], start: Roster | None = None) -> Work:
    """Return what decides a solve; ``versions`` as in summary.json."""
    return {
        "settings": {**asdict(settings), "workers": settings.threads},
        "versions": {name: versions[name] for name in _DECIDING_VERSIONS},
        "start": None if start is None else hashlib.sha256(repr(start).encode()).hexdigest(),
    }


def record_of(folder: Path, work: Work | None) -> RunRecord:
    """Return the record of a run folder.

    Raises OSError, ValueError, KeyError or TypeError where its summary cannot be read.
    """
    content = (folder / SUMMARY).read_bytes()
    summary = json.loads(content)
    return RunRecord(
        folder=folder.name,
        name=summary["name"],
        scenario_sha256=summary["scenario_sha256"],
        work=work,
        status=summary["status"],
        objective=summary["objective"],
        bound=summary["bound"],
        gap=summary["gap"],
        seconds=summary["seconds"],
        stopped=summary["stopped"],
        kpis=summary["kpis"],
        finished=dt.datetime.fromtimestamp((folder / SUMMARY).stat().st_mtime, dt.UTC),
        digest=hashlib.sha256(content).hexdigest(),
    )


def is_current(record: RunRecord, parent: Path) -> bool:
    """Whether the folder of a record still holds the run that was recorded."""
    try:
        content = (parent / record.folder / SUMMARY).read_bytes()
    except OSError:
        return False
    return hashlib.sha256(content).hexdigest() == record.digest

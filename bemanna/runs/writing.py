"""Write a run folder, or the documents of one again."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from bemanna.explaining.storing import with_explanation
from bemanna.runs.csvs import to_csv
from bemanna.runs.files import CALENDARS, REPORT, SCENARIO, SUMMARY, WORKBOOK
from bemanna.runs.folder import FolderTakenError, check_target, replace_files, write_folder
from bemanna.runs.reading import read_run
from bemanna.runs.run import Run, RunError, Solved
from bemanna.runs.sealing import seal
from bemanna.runs.summary import summarise
from bemanna.runs.tables import tables
from bemanna.runs.texts import slug, to_json
from bemanna.simulating.storing import with_simulation
from models.loading import dump
from models.result import Result
from models.scenario import Scenario


def default_folder(name: str, parent: Path = Path("runs")) -> Path:
    """Return the first ``runs/<name>-<n>`` that does not exist."""
    folders = (parent / f"{slug(name)}-{n}" for n in count(1))
    return next(folder for folder in folders if not folder.exists())


def prepare(folder: Path) -> None:
    """Check before a solve that its run can be written to a folder, so that no solve is lost.

    Raises RunError where it exists and is no run, or cannot be written. Leaves nothing behind.
    """
    check_target(folder)


def write_run(folder: Path | None, scenario: Scenario, result: Result, *, parent: Path = Path("runs")) -> Path:
    """Write a run folder as a whole and return it; a run that stands there is replaced.

    None stands for the default folder in ``parent``, which never replaces one: runs that end at the same time get
    numbers of their own. Without a roster a run holds only scenario.yaml and summary.json. Raises RunError where the
    folder exists and is no run, or cannot be written; then nothing has changed.
    """
    run = Run(scenario, result, summarise(scenario, result))
    if folder is not None:
        write_folder(folder, _files(run))
        return folder
    while True:
        folder = default_folder(scenario.name, parent)
        try:
            write_folder(folder, _files(run), replace=False)
        except FolderTakenError:
            continue
        return folder


def rewrite_documents(folder: Path) -> Path:
    """Write report, workbook and calendars of a run again from its tables; return the path of the report.

    Each file is replaced as a whole; everything else in the folder stays. Raises RunError where the folder holds no
    run with a roster, or cannot be written.
    """
    solved = with_findings(folder, read_run(folder)).solved
    if solved is None:
        raise RunError(f"{folder}: holds no roster: there is nothing to report")
    replace_files(folder, documents(solved))
    return folder / REPORT


def with_findings(folder: Path, run: Run) -> Run:
    """Return the run of a folder with what has been found out about its roster since: simulation and explanation.

    Raises RunError where a file of them is damaged.
    """
    return with_explanation(folder, with_simulation(folder, run))


def _files(run: Run) -> Iterator[tuple[str, bytes]]:
    made = () if run.solved is None else tables(run.solved)
    sealed = {SCENARIO: dump(run.scenario).encode(), **{f"{t.name}.csv": to_csv(t).encode() for t in made}}
    yield from sealed.items()
    yield SUMMARY, to_json(seal(run.summary, sealed))
    if run.solved is not None:
        yield from documents(run.solved)


def documents(solved: Solved) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of report, workbook and calendars of a run."""
    # Imported here: the libraries below are not needed where there is no roster to write.
    from bemanna.report.page import render
    from bemanna.runs.calendars import calendars
    from bemanna.runs.workbook import workbook

    yield REPORT, render(solved).encode()
    yield WORKBOOK, workbook(solved)
    for name, content in calendars(solved):
        yield f"{CALENDARS}/{name}", content

"""A process that solves scenarios for a sweep. Run as ``python -m bemanna.sweeping.worker``.

It reads pickled jobs from standard input and writes a pickled answer to each to standard output. When its input ends
(also because the process that started it was killed) it stops its solve, keeps nothing of it, and ends.
"""

from __future__ import annotations

import os
import pickle
import queue
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.scenario import Scenario
    from solver.settings import Settings


@dataclass(frozen=True, slots=True)
class Job:
    """A scenario to solve; ``again`` even if its run is in the store."""

    number: int
    scenario: Scenario
    settings: Settings
    runs: Path
    again: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a job: the name of its run folder, or None where the solve was stopped."""

    number: int
    folder: str | None
    error: str | None = None
    """What went wrong, where something did."""


def main() -> None:
    """Serve until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # solvers print a line now and then, whatever their settings
    jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
    stop = threading.Event()
    threading.Thread(target=_read, args=(jobs, stop), daemon=True).start()
    while (job := jobs.get()) is not None:
        answer = _solve(job, stop)
        try:
            pickle.dump(answer, answers)
            answers.flush()
        except BrokenPipeError:
            return


def _read(jobs: queue.SimpleQueue[Job | None], stop: threading.Event) -> None:
    """Pass jobs on until the input ends; then stop what is being solved."""
    try:
        while True:
            jobs.put(pickle.load(sys.stdin.buffer))  # noqa: S301 - from the process that started this one
    except (EOFError, OSError, pickle.UnpicklingError):
        stop.set()
        jobs.put(None)


def _solve(job: Job, stop: threading.Event) -> Answer:
    from bemanna.store.obtaining import obtain

    try:
        found = obtain(job.runs, job.scenario, job.settings, again=job.again, keep_stopped=False, stop=stop)
    except Exception as error:  # whatever it is, the sweep has to hear of it
        return Answer(job.number, None, f"{type(error).__name__}: {error}")
    return Answer(job.number, None if found.folder is None else found.folder.name)


if __name__ == "__main__":
    from bemanna.sweeping import worker  # the classes by their real names, so that pickles find them

    worker.main()
    os._exit(0)  # all is written, and to take the libraries down takes half a second

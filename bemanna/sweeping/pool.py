"""Solves the jobs of a sweep in processes of their own."""

from __future__ import annotations

import os
import pickle
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress

from bemanna.runs.run import RunError
from bemanna.sweeping.worker import Answer, Job

_POLL_SECONDS = 0.1
_GRACE = 20.0
"""Seconds that a process may take to stop its solve."""


def solve_jobs(jobs: Sequence[Job], processes: int, stop: threading.Event) -> Iterator[Answer]:
    """Yield the answers to jobs as they come; after ``stop`` those that are there, and no further ones.

    Raises RunError where a process ends by itself, or reports an error.
    """
    waiting: queue.SimpleQueue[Job] = queue.SimpleQueue()
    for job in jobs:
        waiting.put(job)
    answers: queue.SimpleQueue[Answer] = queue.SimpleQueue()
    workers = [_Worker(waiting, answers) for _ in range(min(processes, len(jobs)))]
    try:
        left = len(jobs)
        while left and not stop.is_set():
            try:
                answer = answers.get(timeout=_POLL_SECONDS)
            except queue.Empty:
                continue
            if answer.error is not None:
                raise RunError(f"the sweep cannot go on ({answer.error}): the same command goes on where it stands")
            left -= 1
            yield answer
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A process, and the thread that hands it jobs and takes its answers."""

    def __init__(self, waiting: queue.SimpleQueue[Job], answers: queue.SimpleQueue[Answer]) -> None:
        self._waiting, self._answers = waiting, answers
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "bemanna.sweeping.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl-C is for the process that decides what it means
        )
        self._ending = False
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def end(self) -> None:
        """Let the process stop its solve, and wait for its end."""
        self._ending = True
        assert self._process.stdin is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        try:
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
        self._thread.join()

    def _serve(self) -> None:
        while not self._ending:
            try:
                job = self._waiting.get_nowait()
            except queue.Empty:
                return
            answer = self._ask(job)
            if answer is None:
                return
            self._answers.put(answer)

    def _ask(self, job: Job) -> Answer | None:
        """Return the answer to a job; None where the process is being ended."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        try:
            pickle.dump(job, self._process.stdin)
            self._process.stdin.flush()
            answer: Answer = pickle.load(self._process.stdout)  # noqa: S301 - from the process started here
        except (EOFError, OSError, ValueError, pickle.UnpicklingError):
            self._process.kill()  # what it says cannot be understood, where it has not ended by itself
            lost = f"a process ended by itself with exit code {self._process.wait()}, perhaps for want of memory"
            return None if self._ending else Answer(job.number, None, lost)
        return answer

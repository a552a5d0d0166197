"""Work done in a process of its own: mixed-integer programs, and whole divisions.

HiGHS cannot be interrupted from Python, may overrun its time limit in one long step, and prints. A process can be
ended at once, so that a stop or the end of the time is kept to the second.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import Future, InvalidStateError
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING, Unpack

from models.result import Status
from solver.search.blocked import Block, BlockedProgram
from solver.search.cpsat import Stop
from solver.search.cuts import Cut
from solver.search.parted import Structure
from solver.search.program import How, MipOutcome, Program, Sharpened, whole_bound
from solver.search.tree import Grown, Tree

if TYPE_CHECKING:
    import psutil

GRACE = 3.0
"""Seconds that a solve may overrun its limit before its process is ended."""
TREE_GRACE = 30.0
"""Seconds that a tree may overrun: it looks at the time between its solves."""
POLL = 0.05
"""Seconds between looks at the stop."""

_NOTHING = MipOutcome(Status.UNKNOWN, None, None, None)


class Remote:
    """An object whose methods run in another process. It starts at once, and anew after it had to be ended."""

    def __init__(self, served: object, stop: Stop) -> None:
        self._served = served
        self._stop = stop
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-P", "-m", "solver.search.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)},
            start_new_session=True,  # Ctrl-C is for the process that decides what it means
        )
        self._send(process, self._served)
        return process

    def _send(self, process: subprocess.Popen[bytes], message: object) -> None:
        assert process.stdin is not None
        try:
            pickle.dump(message, process.stdin)
            process.stdin.flush()
        except BrokenPipeError:
            process.kill()

    def ask(self, method: str, arguments: Mapping[str, object], seconds: float) -> object | None:
        """Have the process call a method of the object; None where it had to be ended, or ended by itself."""
        if self._stop.event.is_set():
            return None
        if self._process.poll() is not None:
            self._process = self._start()
        self._send(self._process, (method, arguments))
        answer: Future[object | None] = Future()
        threading.Thread(target=_read, args=(self._process, answer), daemon=True).start()
        waited = 0.0
        while waited < seconds and not self._stop.event.is_set():
            try:
                return answer.result(POLL)
            except TimeoutError:
                waited += POLL
        self.close()
        return None

    def close(self) -> None:
        """End the process, and those that it has started."""
        for process in _started_by(self._process.pid):
            process.kill()
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue


class RemoteProgram(Remote):
    """A program that is solved in another process; so are those of its blocks, given the variables of each."""

    def __init__(self, program: Program, stop: Stop, members: Mapping[Block, Sequence[int]] | None = None) -> None:
        self.program = program
        self._members = members or {}
        super().__init__(BlockedProgram(program, self._members), stop)

    def within(self, units: Block, values: Sequence[float]) -> RemoteProgram | RemoteBlock:
        """Return the program of one block or several, with all else as given; the whole where nothing else is."""
        return self if all(block <= units for block in self._members) else RemoteBlock(self, units, values)

    def solve(
        self,
        seconds: float,
        gap: float,
        seed: int,
        *,
        whole: Collection[int] | None = None,
        fixed: Mapping[int, float] | None = None,
        hint: Mapping[int, float] | None = None,
        cuts: Sequence[Cut] = (),
        grace: float = GRACE,
    ) -> MipOutcome:
        """Solve as Program.solve does; UNKNOWN where the process had to be ended."""
        arguments = {"seconds": seconds, "gap": gap, "seed": seed, "whole": whole, "fixed": fixed, "hint": hint}
        return self.outcome(arguments | {"units": None, "values": (), "cuts": cuts}, seconds + grace)

    def sharpen(self, parts: Sequence[Sequence[int]], whole: Collection[int], seconds: float, seed: int) -> Sharpened:
        """Find cuts as Program.sharpen does; none where the process had to be ended."""
        arguments = {"parts": parts, "whole": whole, "seconds": seconds, "seed": seed}
        found = self.ask("sharpen", arguments, seconds + GRACE)
        return found if isinstance(found, Sharpened) else Sharpened()

    def outcome(self, arguments: Mapping[str, object], seconds: float) -> MipOutcome:
        """Solve with some arguments, in some seconds at most; UNKNOWN where the process had to be ended."""
        outcome = self.ask("solve", arguments, seconds)
        return outcome if isinstance(outcome, MipOutcome) else _NOTHING


class RemoteTree(Remote):
    """A tree that grows in another process."""

    def __init__(self, program: Program, structure: Structure, stop: Stop) -> None:
        self._scale = program.scale
        super().__init__(Tree(program.message, structure), stop)

    def grow(self, seconds: float, enough: float) -> tuple[int | None, bool]:
        """Grow for some seconds, or until no solution costs less than what is enough.

        Returns the bound, in units of the model's objective as ``enough`` is, and whether the tree has ended.
        """
        arguments = {"seconds": seconds, "enough": enough / self._scale}
        grown = self.ask("grow", arguments, seconds + TREE_GRACE)
        if not isinstance(grown, Grown):
            return None, True
        return (whole_bound(grown.bound, self._scale) if grown.bound > -inf else None), grown.ended


@dataclass(frozen=True, slots=True)
class RemoteBlock:
    """The program of one block or several in another process, with given values of all else."""

    whole: RemoteProgram
    units: Block
    values: Sequence[float]

    def solve(self, seconds: float, gap: float, seed: int, **how: Unpack[How]) -> MipOutcome:
        """Solve as Program.solve does; UNKNOWN where the process had to be ended."""
        given = {"seconds": seconds, "gap": gap, "seed": seed, "units": self.units, "values": self.values}
        return self.whole.outcome({**given, **how}, seconds + GRACE)


def _started_by(pid: int) -> Sequence[psutil.Process]:
    """Return the processes that a process has started, and those that these have."""
    import psutil

    try:
        return psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        return ()


def _read(process: subprocess.Popen[bytes], answer: Future[object | None]) -> None:
    """Wait for the answer of a process; one that ends without has none."""
    assert process.stdout is not None
    try:
        outcome = pickle.load(process.stdout)  # noqa: S301 - from the process that was started here
    except (EOFError, OSError, ValueError, pickle.UnpicklingError):
        outcome = None
    try:
        answer.set_result(outcome)
    except InvalidStateError:
        return

"""A process that works for another one. Run as ``python -m solver.search.worker``.

It reads a pickled object (a program, or the divisions of a hospital) and then requests (a method of it and arguments)
from standard input, and writes the pickled outcomes to standard output, until its input ends.
"""

from __future__ import annotations

import os
import pickle
import sys


def main() -> None:
    """Serve until the input ends."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # HiGHS prints a line now and then, whatever its settings
    requests = sys.stdin.buffer
    try:
        program = pickle.load(requests)  # noqa: S301 - from the process that started this one
        while True:
            method, arguments = pickle.load(requests)  # noqa: S301
            pickle.dump(getattr(program, method)(**arguments), answers)
            answers.flush()
    except (EOFError, BrokenPipeError):
        return


if __name__ == "__main__":
    main()

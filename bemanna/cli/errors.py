"""Exceptions as lines on stderr and exit codes."""

from __future__ import annotations

import os
import sys
import traceback
from typing import Final

WRONG_INPUT: Final = 2
OUR_ERROR: Final = 70
CUT_OFF: Final = 130


class OptionError(Exception):
    """An option has a value that cannot be used."""

    def __init__(self, option: str, what: str, got: object, remedy: str) -> None:
        super().__init__(f"{option}: {what} (got {got}): {remedy}")


def explain(error: Exception) -> int:
    """Print an exception as one line a problem, and return the exit code."""
    if os.environ.get("BEMANNA_DEBUG") == "1":
        traceback.print_exception(error)
    if _is_input_error(error):
        print(error, file=sys.stderr)
        return WRONG_INPUT
    text = " ".join(str(error).split())
    print(
        f"bemanna: {type(error).__name__}: {text or 'no message'}: this is an error of bemanna itself; "
        "set BEMANNA_DEBUG=1 to see where, and report it",
        file=sys.stderr,
    )
    return OUR_ERROR


def _is_input_error(error: Exception) -> bool:
    from bemanna.runs.run import RunError
    from models.problems import ScenarioError

    return isinstance(error, OptionError | RunError | ScenarioError)

"""Signals in the middle of a solve: the best roster so far is kept, or nothing at all is left behind."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bemanna.init.writing import write_template
from tests.bemanna.cli.support import COMMAND, environment

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent in another way on Windows")


@pytest.fixture
def solving(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Yield a solve that would go on for minutes (one search thread proves little), and has its first roster."""
    write_template(tmp_path / "clinic", dt.date(2027, 3, 1))
    flags = ("--workers", "1", "--gap", "0", "--time-limit", "250", "--out", "runs/stopped")
    command = [*COMMAND, "solve", "clinic", *flags]
    process = subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stderr is not None
    line = next((line for line in process.stderr if "best" in line), None)
    assert line is not None, "the solve ended without a roster"
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_keeps_the_best_roster_so_far(
    solving: subprocess.Popen[str], tmp_path: Path, number: signal.Signals
) -> None:
    solving.send_signal(number)
    out, err = solving.communicate(timeout=60)
    assert solving.returncode == 0, err
    assert "Stopping: keeping the best roster so far" in err
    assert "stopped by hand" in out
    summary = json.loads((tmp_path / "runs" / "stopped" / "summary.json").read_text(encoding="utf-8"))
    assert summary["stopped"] is True
    assert summary["status"] == "feasible"
    assert summary["violations"] == []
    assert (tmp_path / "runs" / "stopped" / "report.html").is_file()


def test_the_second_signal_ends_it_and_leaves_nothing(solving: subprocess.Popen[str], tmp_path: Path) -> None:
    solving.send_signal(signal.SIGINT)
    assert solving.stderr is not None
    assert any("Stopping" in line for line in solving.stderr)
    solving.send_signal(signal.SIGINT)
    solving.communicate(timeout=60)
    assert solving.returncode in (0, 130)  # 0 where the solver was quicker than the second signal
    assert solving.returncode == 0 or left_behind(tmp_path) == set()


def test_a_killed_solve_leaves_no_folder(solving: subprocess.Popen[str], tmp_path: Path) -> None:
    solving.kill()
    solving.communicate(timeout=60)
    assert left_behind(tmp_path) == set()


def left_behind(folder: Path) -> set[str]:
    """Return the names of all that a solve wrote, hidden files too."""
    return {path.name for path in folder.rglob("*") if "clinic" not in path.parts} - {"runs", "clinic"}

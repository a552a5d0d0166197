"""``bemanna sweep``: a grid is solved once, goes on after it was cut off, and ends what it started."""

from __future__ import annotations

import csv
import datetime as dt
import os
import signal
import subprocess
from pathlib import Path

import pytest

from bemanna.init.writing import write_template
from tests.bemanna.cli.support import COMMAND, Run, environment

GRID = ("--vary", "production_plan.visit=60..80..10", "--vary", "staff.bob.cost_per_hour=400,500")
LIMITS = ("--deterministic-limit", "2", "--out", "swept")
POSIX = pytest.mark.skipif(os.name == "nt", reason="signals are sent in another way on Windows")


def rows(folder: Path) -> list[dict[str, str]]:
    """Return the table of a sweep."""
    with (folder / "swept" / "sweep.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a sweep."""
    command = [*COMMAND, "sweep", *arguments]
    return subprocess.Popen(command, cwd=folder, env=environment(), stderr=subprocess.PIPE, encoding="utf-8")


def test_a_grid_in_two_processes(run: Run, tiny: Path, tmp_path: Path) -> None:
    done = run("sweep", tiny, *GRID, *LIMITS, "--processes", 2)
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path)
    assert [(row["production_plan.visit"], row["staff.bob.cost_per_hour"]) for row in found] == [
        (plan, price) for plan in ("60", "70", "80") for price in ("400", "500")
    ]
    assert {row["status"] for row in found} == {"optimal"}
    # Ann and Bob can do 72 visits in their contract time
    assert [row["produced_items"] for row in found[:4]] == ["60", "60", "70", "70"]
    assert "6 of 6" in done.stderr
    assert done.stdout.splitlines()[-1] == f"Page: {Path('swept/sweep.html')}"

    again = run("sweep", tiny, *GRID, *LIMITS)
    assert (again.returncode, "of 6" in again.stderr) == (0, False)
    assert rows(tmp_path) == found
    assert sum(path.is_dir() for path in (tmp_path / "runs").iterdir()) == 6


@POSIX
def test_a_killed_sweep_goes_on_where_it_was(run: Run, tiny: Path, tmp_path: Path) -> None:
    process = start(tmp_path, str(tiny), *GRID, *LIMITS)
    assert process.stderr is not None
    line = next(line for line in process.stderr if "1 of 6" in line)
    process.kill()
    process.communicate(timeout=60)  # also until the process that it had started has ended
    kept = {path.parent.name: path.stat().st_mtime_ns for path in (tmp_path / "runs").glob("*/summary.json")}
    assert not (tmp_path / "swept").exists()

    done = run("sweep", tiny, *GRID, *LIMITS)
    assert done.returncode == 0, done.stderr
    assert line.split("of 6")[1] not in done.stderr
    now = {path.parent.name: path.stat().st_mtime_ns for path in (tmp_path / "runs").glob("*/summary.json")}
    assert {name: now[name] for name in kept} == kept
    assert len(list((tmp_path / "runs").glob("*/summary.json"))) == 6
    assert {row["status"] for row in rows(tmp_path)} == {"optimal"}


@POSIX
def test_a_stopped_sweep_keeps_what_is_solved(tmp_path: Path) -> None:
    write_template(tmp_path / "clinic", dt.date(2027, 3, 1))
    flags = ("--vary", "staff.nurse_1.cost_per_hour=300,310", "--gap", "0", "--time-limit", "250", "--out", "swept")
    process = start(tmp_path, "clinic", *flags)
    assert process.stderr is not None
    assert "2 scenarios" in next(process.stderr)
    process.send_signal(signal.SIGTERM)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1, err
    assert "Stopping: what is solved is kept." in err
    assert "Stopped with 0 of 2 solved: the same command goes on." in err
    assert [row["status"] for row in rows(tmp_path)] == ["", ""]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--vary", "nonsense"], "--vary nonsense: is no variation"),
        (["--vary", "staff.bob.fraction=0.5,7"], "staff.bob.fraction"),
        (["--vary", "staff.bob.fraction=0.5,0.7", "--processes", "0"], "--processes: must lie between"),
        (["--vary", "staff.bob.fraction=0.5,0.7", "--out", "tiny"], "tiny: holds something else"),
    ],
)
def test_wrong_values_get_one_line_and_nothing_is_written(
    run: Run, tiny: Path, tmp_path: Path, arguments: list[str], said: str
) -> None:
    done = run("sweep", tiny, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert {path.name for path in tmp_path.rglob("*")} == {"tiny", "scenario.yaml"}

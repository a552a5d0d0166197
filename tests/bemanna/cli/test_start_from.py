"""``bemanna solve`` from a roster from before, and within a limit of memory."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from tests.bemanna.cli.support import Run


@pytest.fixture
def known(run: Run, tiny: Path, tmp_path: Path) -> Path:
    """Return the folder of a run."""
    folder = tmp_path / "known"
    assert run("solve", tiny, "--workers", 1, "--out", folder, "--quiet").returncode == 0
    return folder


def test_a_solve_begins_with_the_roster_of_a_run(run: Run, tiny: Path, known: Path, tmp_path: Path) -> None:
    done = run("solve", tiny, "--workers", 1, "--start-from", known, "--keep-close", 100, "--out", tmp_path / "new")
    assert done.returncode == 0, done.stderr
    old, new = (json.loads((folder / "summary.json").read_text()) for folder in (known, tmp_path / "new"))
    assert new["incumbents"][0][1] == old["objective"]
    assert new["terms"]["changes"] == 0
    resolved = yaml.safe_load((tmp_path / "new" / "scenario.yaml").read_text())
    assert resolved["rules"]["overrides"]["keep_close"] == [{"cost": [100]}]
    assert len(resolved["previous"]) == len((known / "roster.csv").read_text().splitlines()) - 1
    assert run("audit", tmp_path / "new").returncode == 0


def test_a_change_costs_what_was_said(run: Run, tiny: Path, known: Path, tmp_path: Path) -> None:
    """Ann has had five days of 240 minutes; with a contract for four, a day less is one change."""
    flags = ("--set", "staff.ann.contract_minutes=960", "--set", "production_plan.visit=64", "--workers", 1)
    done = run("solve", tiny, "--start-from", known / "roster.csv", "--keep-close", 7.5, *flags, "--out", "new")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "new" / "summary.json").read_text())["terms"]["changes"] == 7.5


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        (["--keep-close", 5], "--start-from: is missing (got nothing): name the roster to which --keep-close refers"),
        (["--keep-close", -1, "--start-from", "."], "--keep-close: must lie between 0 and"),
        (["--keep-close", 0.005, "--start-from", "."], "--keep-close: has more than two decimals (got 0.005)"),
        (["--start-from", "."], ".: is no bemanna run: name a folder that 'bemanna solve' wrote"),
        (["--start-from", "nowhere.csv"], "nowhere.csv: does not exist"),
        (["--memory-limit", 0], "--memory-limit: must lie between 0.1 and"),
    ],
)
def test_what_cannot_be_used_is_told(run: Run, tiny: Path, flags: list[object], message: str) -> None:
    done = run("solve", tiny, *flags)
    assert done.returncode == 2
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_memory_that_is_out_at_once_is_told(run: Run, tiny: Path, tmp_path: Path) -> None:
    """The libraries alone take more; what is found before the search has ended is kept all the same."""
    done = run("solve", tiny, "--memory-limit", 0.1, "--out", "out")
    assert done.returncode in (0, 1)
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["out_of_memory"] is True
    assert ("Out of memory after" in done.stderr) == (done.returncode == 1)
    assert ("(stopped at the memory limit)" in done.stdout) == (done.returncode == 0)

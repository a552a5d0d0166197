"""``bemanna runs``, and what ``solve`` does where an equal solve has been done before."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.bemanna.cli.support import Run

QUICK = ("--workers", 1)


def test_an_equal_solve_is_not_done_again(run: Run, tiny: Path, tmp_path: Path) -> None:
    first = run("solve", tiny, *QUICK)
    again = run("solve", tiny, *QUICK)
    assert again.returncode == 0, again.stderr
    folder = Path("runs/tiny-clinic-1")
    head, *rest = again.stdout.splitlines()
    assert head == f"Solved before, with the same settings: {folder} (--again solves it anew)."
    assert rest == first.stdout.splitlines()
    assert not (tmp_path / "runs" / "tiny-clinic-2").exists()
    assert run("solve", tiny, *QUICK, "--quiet").stdout == ""

    # other settings, another scenario, or a folder that is named: these are solved
    assert run("solve", tiny, *QUICK, "--seed", 5).returncode == 0
    assert run("solve", tiny, *QUICK, "--out", "runs/mine").returncode == 0
    listed = run("runs", "--json")
    assert listed.returncode == 0, listed.stderr
    found = {row["folder"]: row for row in json.loads(listed.stdout)}
    assert set(found) == {"tiny-clinic-1", "tiny-clinic-2", "mine"}
    assert found["tiny-clinic-2"]["work"]["settings"]["seed"] == 5
    assert {row["status"] for row in found.values()} == {"optimal"}

    table = run("runs", "--name", "TINY")
    assert "3 of 3 runs in runs" in table.stdout
    assert "seed 5" in table.stdout

    asked = run("runs", "--name", "mine", "--prune")
    assert asked.returncode == 2
    assert "--prune: cannot ask here" in asked.stderr
    assert "1 of 3 runs" in run("runs", "--name", "mine", "--prune", "--dry-run").stdout
    assert (tmp_path / "runs" / "mine").is_dir()
    pruned = run("runs", "--name", "mine", "--prune", "--yes")
    assert (pruned.returncode, pruned.stderr) == (0, "Removed 1 runs.\n")
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {"tiny-clinic-1", "tiny-clinic-2", "runs.sqlite3"}


def test_a_store_that_cannot_be_used_costs_nobody_a_solve(run: Run, tiny: Path, tmp_path: Path) -> None:
    (tmp_path / "runs").mkdir()
    (tmp_path / "runs" / "runs.sqlite3").write_bytes(b"this is no database" * 100)
    done = run("solve", tiny, *QUICK)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "runs" / "tiny-clinic-1" / "report.html").is_file()
    assert "cannot be used as the store of runs" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("flags", "said"),
    [
        (["nowhere"], "nowhere: is no folder"),
        (["--status", "good"], "--status: is no status (got 'good')"),
        (["--since", "yesterday"], "--since: is no date (got 'yesterday')"),
        (["--gap-above", "2"], "--gap-above: must lie between 0 and 1 (got 2)"),
        (["--prune", "--yes"], "--prune: would remove every run"),
        (["--dry-run"], "--dry-run: goes with --prune"),
    ],
)
def test_wrong_values_get_one_line(run: Run, tmp_path: Path, flags: list[str], said: str) -> None:
    (tmp_path / "runs").mkdir()
    done = run("runs", *flags)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1

"""``bemanna benchmark``: tables, going on, baselines, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.bemanna.cli.support import COMMAND, ROOT, Run, environment

DATA = ROOT / "tests" / "benchmarks" / "data"
TINY = ("--suite", "inrc2", "--data", DATA, "--only", "n002w1_0_0", "--time-limit", 5, "--workers", 2)


def test_a_benchmark_is_written_goes_on_and_is_compared(run: Run, tmp_path: Path) -> None:
    done = run("benchmark", *TINY, "--out", "first")
    assert done.returncode == 0, done.stderr
    file = tmp_path / "first" / "results.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    (measured,) = content["measurements"]
    assert (measured["instance"], measured["status"], measured["agrees"]) == ("n002w1_0_0", "optimal", True)
    assert measured["gap"] == 0
    assert measured["distance"] == 0
    assert measured["reference_kind"] == "bound"
    assert content["flags"] == {"time_limit": 5.0, "workers": 2}
    assert "| n002w1_0_0 | bemanna |" in (tmp_path / "first" / "results.md").read_text(encoding="utf-8")
    assert (tmp_path / "first" / "n002w1_0_0" / "bemanna-0" / "summary.json").is_file()

    done = run("benchmark", *TINY, "--out", "first", "--resume", "--repeat", 2, "--baseline", file, "--tolerance", 100)
    assert done.returncode == 0, done.stderr
    assert "1 of 2" not in done.stderr, "what is measured is not solved again"
    assert "2 of 2  n002w1_0_0  bemanna  seed 1" in done.stderr
    again = json.loads(file.read_text(encoding="utf-8"))
    assert [row["seed"] for row in again["measurements"]] == [0, 1]
    assert again["measurements"][0] == measured
    assert "Baseline: 0 of " in done.stdout

    better = content | {"measurements": [measured | {"objective": 1.0, "bound": 1.0}]}
    (tmp_path / "better.json").write_text(json.dumps(better), encoding="utf-8")
    done = run("benchmark", *TINY, "--out", "first", "--resume", "--baseline", "better.json")
    assert done.returncode == 1
    assert "Worse than the baseline" in done.stdout
    assert "distance" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["--only", "moon"], "--only: names no reference clinic (got 'moon'): choose from county"),
        (["--suite", "curtois"], "--data: is missing: name the folder with the instances of curtois"),
        (["--suite", "inrc2", "--data", "nowhere"], "--data: is no folder (got nowhere)"),
        (["--suite", "inrc2", "--data", DATA, "--only", "n003"], "--only: names no instance (SET_HISTORY_WEEKS) in"),
        (["--suite", "growth", "--only", "huge"], "--only: tells no size (got 'huge'): write clinic-200x4"),
        (["--resume"], "--resume: needs the folder to go on in (got no --out)"),
        (["--repeat", "0"], "--repeat: must lie between 1 and 1,000 (got 0)"),
        (["--baseline", "nothing.json"], "nothing.json: cannot be read: No such file or directory"),
    ],
)
def test_wrong_options_are_refused(run: Run, tmp_path: Path, arguments: list[str], problem: str) -> None:
    done = run("benchmark", *arguments)
    assert done.returncode == 2
    assert done.stderr.startswith(problem)
    assert len(done.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_of_something_else_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "results.json").write_text("{}", encoding="utf-8")
    for flags in ([], ["--resume"]):
        done = run("benchmark", *TINY, "--out", "taken", *flags)
        assert done.returncode == 2
        assert done.stderr.startswith("taken")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM that a process can hear")
def test_told_to_stop_it_can_go_on(tmp_path: Path) -> None:
    words = ("benchmark", "--only", "eye_clinic", "--time-limit", "60", "--out", "half")
    with subprocess.Popen(
        [*COMMAND, *words], cwd=tmp_path, env=environment(), stderr=subprocess.PIPE, encoding="utf-8"
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("1 of 1  eye_clinic")
        process.send_signal(signal.SIGTERM)
        told = process.stderr.read()
    assert process.returncode == 130
    assert told == "Stopped; go on with --out half --resume\n"
    assert not (tmp_path / "half" / "results.json").exists()
